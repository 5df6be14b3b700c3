"""Several ISBNs of one record: one title, judged as one edition. Expected parts by hand."""

from __future__ import annotations

import pytest

from portal.kernel.columns import column
from portal.rules.settlement.facts import AUTHOR_CODE, LIVING, Claims, Titles
from portal.rules.settlement.stakes import stakes

HARDBACK, PAPERBACK = 9789519900117, 9789519900223
GROUP = Titles(column([HARDBACK]), column([0, 0]), column([HARDBACK, PAPERBACK]))


def claims(*rows: tuple[int, int, int, int]) -> Claims:
    """(payee, ISBN, heads, day) of writers, in the order of the list."""
    payee, isbn, heads, added = (column(values) for values in zip(*rows, strict=True))
    nothing = column([0] * len(rows))
    roles = column([AUTHOR_CODE] * len(rows))
    return Claims(payee, isbn, roles, heads, nothing, added, column(range(len(rows))))


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        # One person on both ISBNs: the later claim replaces the earlier, as on one edition.
        ([(0, HARDBACK, 2, 10), (0, PAPERBACK, 1, 20)], [(0, 1, 1)]),
        ([(0, PAPERBACK, 1, 20), (0, HARDBACK, 2, 10)], [(0, 1, 1)]),
        # Of one day neither is later: both are facts.
        ([(0, HARDBACK, 2, 10), (0, PAPERBACK, 1, 10)], [(0, 2, 1)]),
        # Two people on different ISBNs are two claimants of one text.
        ([(0, HARDBACK, 1, 10), (1, PAPERBACK, 1, 10)], [(0, 2, 1), (1, 2, 1)]),
        ([(0, HARDBACK, 2, 10), (1, PAPERBACK, 2, 20)], [(0, 2, 2), (1, 2, 2)]),
    ],
)
def test_who_has_which_part(said, parts) -> None:
    found = stakes(claims(*said), GROUP, column([LIVING, LIVING]))
    rows = zip(
        found.payee.tolist(), found.small_heads.tolist(), found.large_heads.tolist(), strict=True
    )
    assert list(rows) == parts
