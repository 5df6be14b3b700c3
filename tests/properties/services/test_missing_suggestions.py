"""No loan counts in two hints, whatever is suggested, left out, named otherwise or counted in one
record with others."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from portal.services.suggestions import missing_suggestions, suggestion_worth
from portal.usage.shapes import TitleCount
from tests.factories.lending import isbn

TODAY = date(2026, 10, 15)
ISBNS = [isbn(number) for number in range(1, 13)]
RATE = 25_000_000
"""€0.25 in micro-cents: each loan is 25 cents of a book by one writer."""
KNOWN: Any = SimpleNamespace(
    facts=SimpleNamespace(
        me=0,
        claims=SimpleNamespace(isbn=np.array([ISBNS[0]]), payee=np.array([0])),
        payees=SimpleNamespace(died=np.array([9999])),
    ),
    next_run=SimpleNamespace(open_years=(2024, 2025)),
    terms=SimpleNamespace(
        pays=lambda _year, _kind: True,
        years=dict.fromkeys(
            (2024, 2025),
            SimpleNamespace(rate={"physical": RATE, "e": RATE}, class_ppm=(1_000_000,) * 4,
                            term_years=70, translation_denominator=2),
        ),
    ),
)  # fmt: skip

titles = st.lists(
    st.tuples(
        st.lists(st.sampled_from(ISBNS), min_size=1, max_size=3, unique=True),
        st.sampled_from((2021, 2024, 2025)),
        st.integers(1, 500),
    ),
    max_size=8,
    unique_by=lambda one: (tuple(sorted(one[0])), one[1]),
)
suggested = st.lists(
    st.tuples(st.sampled_from(ISBNS), st.sampled_from(("open", "later", "mine", "not_mine")),
              st.sampled_from(("sure", "likely", "unsure")), st.sampled_from(("w1", "w2")),
              st.sampled_from(("", "A. S. Ranta"))),
    max_size=8, unique_by=lambda one: one[0],
)  # fmt: skip
left_out = st.lists(st.sampled_from(ISBNS), max_size=6, unique=True)


def row(number: int, said: tuple[Any, ...]) -> Any:
    found, state, certainty, work_key, name = said
    reason = {"code": "name", "name": name, "kind": "identifier" if name else "legal"}
    return SimpleNamespace(
        id=number, code="record", isbn=found, state=state, day=None, certainty=certainty,
        work_key=work_key, title="Kesä", language="fin", role="author", heads=1, medium=None,
        class_=None, text=json.dumps([reason]),
    )  # fmt: skip


def name_row() -> Any:
    text = json.dumps([{"code": "name_in_record", "title": "Kesä"}])
    return SimpleNamespace(id=99, code="name", isbn=None, state="open", day=None,
                           certainty="unsure", title="A. S. Ranta", text=text)  # fmt: skip


def work(others: list[int]) -> Any:
    part = SimpleNamespace(role="author", heads=1, largest_denominator=1)
    return SimpleNamespace(
        parts=(part,),
        editions=((SimpleNamespace(isbn=ISBNS[0]), SimpleNamespace(states=())),),
        work=SimpleNamespace(
            work_id=1, title="Talvi", language=None,
            others=[SimpleNamespace(isbn=one, medium="physical", class_=None) for one in others],
        ),
    )  # fmt: skip


@given(titles=titles, suggested=suggested, others=left_out)
def test_each_loan_counts_once_at_most(
    titles: list[Any], suggested: list[Any], others: list[int]
) -> None:
    counted = [TitleCount(tuple(sorted(m)), year, None, None, n) for m, year, n in titles]
    rows = [*(row(number, one) for number, one in enumerate(suggested)), name_row()]
    with (
        patch.object(suggestion_worth, "active_counts", lambda _session: []),
        patch.object(suggestion_worth.usage_counts, "for_isbns",
                     lambda _dir, _paths, asked: [t for t in counted if set(t.members) & {*asked}]),
    ):  # fmt: skip
        found = missing_suggestions.hints(
            None, Path(), KNOWN, [work(others)], rows, set(), TODAY  # type: ignore[arg-type]
        )  # fmt: skip
    answered = {one[0] for one in suggested}
    asked = {one[0] for one in suggested if one[1] in ("open", "later") and one[2] != "unsure"}
    asked |= set(others) - answered
    once = sum(
        one.loans for one in counted
        if set(one.members) & (asked - {ISBNS[0]}) and ISBNS[0] not in one.members
        and one.loan_year != 2021
    )  # fmt: skip
    assert sum(one.loans for one in found) == once
    assert sum(one.cents or 0 for one in found) == once * 25
