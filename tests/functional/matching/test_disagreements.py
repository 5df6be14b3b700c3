"""The list of editions whose entries disagree is the one that the rules make, on each database."""

from __future__ import annotations

import random
from datetime import date

from portal.rules import sharing
from portal.services.sharing import disagreements
from portal.store.catalogue import Edition
from tests.factories.lending import isbn
from tests.factories.matching import Matching

ROLES = ("author", "original_author", "translator", "illustrator")
DAYS = (date(2015, 1, 1), date(2020, 1, 1), date(2024, 1, 1))


def test_the_list_is_that_of_the_rules(matching: Matching) -> None:
    """Entries with later versions and withdrawn ones, of three people on fifteen editions."""
    chance = random.Random(17)
    for code in ("P1", "P2", "P3"):
        matching.person(code)
    for number in range(1, 16):
        matching.edition(number)
        for _ in range(chance.randint(1, 6)):
            gone = {"withdrawn_on": date(2025, 1, 1)} if chance.random() < 0.2 else {}
            matching.claim(chance.choice(("P1", "P2", "P3")), number, chance.choice(ROLES),
                           chance.randint(1, 3), chance.choice(DAYS), **gone)  # fmt: skip
    with matching.session() as session:
        ids = {row.id: row.isbn for row in session.query(Edition)}
        parts = disagreements.standing(session, list(ids))
        expected = {ids[one] for one, said in parts.items() if sharing.disagreements(said)}
        found = disagreements.listed(session, matching.data_dir)
    assert {one.isbn for one in found.editions} == expected
    assert 0 < len(expected) < 15
    assert found.total == len(expected)
    assert found.waits is None


def test_what_waits_in_a_record_of_two_isbns_is_said_of_both(matching: Matching) -> None:
    """Aino's is the entry on one ISBN, Eero's on the other: alone each agrees, together not."""
    matching.person("P1")
    matching.person("P2")
    for number in (1, 2):
        matching.edition(number)
    matching.claim("P1", 1)
    matching.claim("P2", 2, heads=2)
    matching.record((1, 2), 2025, 1000)
    matching.rate(2025, "0.30")
    matching.run("autumn", date(2026, 12, 3), date(2026, 11, 3), approve=False)
    with matching.session() as session:
        found = disagreements.listed(session, matching.data_dir)
    assert found.waits == 30_000_000_000
    said = {one.isbn: (one.about, one.waits) for one in found.editions}
    assert said == {isbn(1): (("writers",), 30_000_000_000),
                    isbn(2): (("writers",), 30_000_000_000)}  # fmt: skip
