"""Hints from suggestions, records and loans without an ISBN: each sum once more by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.services.suggestions import suggestions
from portal.services.suggestions.missing import Missing, missing
from portal.services.suggestions.missing_money import Hint
from portal.store.matching import Suggestion
from tests.factories.lending import Lending, isbn
from tests.factories.records import by, keep, record
from tests.unit.services.suggesting import AINO, identity, refresh


@pytest.fixture(autouse=True)
def aino(lending: Lending) -> None:
    """Aino is one of two writers of Talvi, as she says."""
    lending.person("P1", "Aino Salo", birth_year=1950, email="aino@example.org")
    lending.person("P2", "Eero Salo")
    lending.edition(1, "Talvi")
    lending.claim("P1", 1, heads=2)


def found(lending: Lending) -> Missing:
    refresh(lending)
    with lending.session(writes=False) as session:
        return missing(session, lending.data_dir, lending.ids["P1"], lending.today)


def about(seen: Missing, code: str) -> list[Hint]:
    return [one for one in seen.hints if one.code == code]


def test_the_editions_of_a_work_are_one_hint_with_their_sum(lending: Lending) -> None:
    lending.loans("2,2024,100", "3,2022,10")
    keep(lending, record("Kesä", 2, people=(AINO,)), record("Kesä", 3, people=(AINO,)))
    [one] = about(found(lending), "suggested")
    # 100 × €0.25 + 10 × €0.31
    assert (one.cents, one.number, one.loans, one.subject) == (2810, 2, 110, str(isbn(2)))


def test_the_class_of_a_book_counts_the_rows_before_the_records(lending: Lending) -> None:
    lending.loans("2,2024,,100", "2,2024,comic,100", columns="isbn,year,class,loans")
    keep(lending, record("Kesä", 2, people=(AINO,), class_="picture_book"))
    [one] = about(found(lending), "suggested")
    # 100 × €0.25 × 41 % as the record says, and 37.7 % as the library does
    assert one.cents == 1968  # 10.25 + 9.425, rounded once


def test_a_book_whose_term_is_over_is_worth_nothing(lending: Lending) -> None:
    lending.person("P3", "Juhani Aho", birth_year=1861, death_year=1954)
    lending.loans("2,2024,100", "2,2025,100")
    keep(lending, record("Rautatie", 2, people=(by("Aho, Juhani", dates="1861-1954"),)))
    refresh(lending, "P3")
    with lending.session(writes=False) as session:
        seen = missing(session, lending.data_dir, lending.ids["P3"], lending.today)
    # 1954 and 70 years: the loans of 2024 are the last that are paid, at €0.25
    assert [one.cents for one in about(seen, "suggested")] == [2500]


def test_who_reads_aloud_has_no_part_in_the_editions_that_others_have(lending: Lending) -> None:
    lending.person("P3", "Lauri Lukija", birth_year=1960)
    lending.claim("P3", 1, role="narrator")
    lending.edition(2, "Talvi", work_id=1)
    lending.claim("P2", 2)
    lending.loans("2,2024,100")
    with lending.session(writes=False) as session:
        seen = missing(session, lending.data_dir, lending.ids["P3"], lending.today)
    assert about(seen, "edition_left_out") == []


def test_what_was_put_off_counts_again_on_its_day(lending: Lending) -> None:
    lending.loans("2,2024,100")
    keep(lending, record("Kesä", 2, people=(AINO,)))
    assert found(lending).cents == 2500
    with lending.session() as session:
        [number] = session.scalars(select(Suggestion.id))
        again = suggestions.postpone(session, identity(lending), [number], lending.today)
    assert again is not None

    def cents(day: date) -> int:
        with lending.session(writes=False) as session:
            return missing(session, lending.data_dir, lending.ids["P1"], day).cents

    assert (cents(again - timedelta(days=1)), cents(again)) == (0, 2500)


def test_what_comes_by_itself_is_not_missing() -> None:
    """What was added late is paid next; what tax takes is not what is missing."""
    codes = ("added_late", "no_tax_card", "old_tax_card", "expires", "suggested")
    assert [Hint(code, "1", 100).missing for code in codes] == [False, False, False, True, True]


def test_a_namesakes_book_is_no_money_of_hers(lending: Lending) -> None:
    lending.loans("2,2024,100")
    keep(lending, record("Kesä", 2, people=(by("Salo, Aino", dates="1921-"),)))
    seen = found(lending)
    assert about(seen, "suggested") == []
    assert seen.cents == 0


def test_an_edition_that_was_suggested_is_not_left_out_besides(lending: Lending) -> None:
    lending.edition(2, "Talvi", work_id=1)
    lending.claim("P2", 2)
    lending.loans("2,2024,100")
    with lending.session(writes=False) as session:
        before = missing(session, lending.data_dir, lending.ids["P1"], lending.today)
    # 100 × €0.25 ÷ 2, once as an edition left out and once as a suggestion, never both
    assert [(one.code, one.cents) for one in before.hints] == [("edition_left_out", 1250)]
    after = found(lending)
    assert [(one.code, one.cents) for one in after.hints] == [("suggested", 1250)]
    with lending.session() as session:
        [number] = session.scalars(select(Suggestion.id))
        suggestions.refuse(session, identity(lending), [number], lending.today)
    assert found(lending).hints == ()


def test_a_record_with_two_isbns_counts_once(lending: Lending) -> None:
    lending.record((2, 3), 2024, 100)
    keep(lending, record("Kesä", 2, people=(AINO,)), record("Syksy", 3, people=(AINO,)))
    assert found(lending).cents == 2500


@pytest.mark.parametrize(
    ("people", "cents", "number"),
    [
        ((AINO,), 2500 - 1250, 1),
        ((AINO, by("Lind, B"), by("Hem, C")), None, 3),
    ],
)
def test_a_record_that_counts_heads_otherwise(
    lending: Lending, people: tuple[object, ...], cents: int | None, number: int
) -> None:
    lending.loans("1,2024,100", "1,2021,999")
    keep(lending, record("Talvi", 1, people=people))  # type: ignore[arg-type]
    [one] = about(found(lending), "heads_by_record")
    # alone 100 × €0.25, of two half of it; 2021 has expired
    assert (one.cents, one.number, one.said) == (cents, number, 2)


def test_lines_of_a_record_with_two_isbns_are_in_one_hint_about_heads(lending: Lending) -> None:
    lending.edition(2, "Talvi", work_id=1)
    lending.claim("P1", 2, heads=2)
    lending.record((1, 2), 2024, 100)
    keep(lending, record("Talvi", 1, people=(AINO,)), record("Talvi", 2, people=(AINO,)))
    cents = [one.cents for one in about(found(lending), "heads_by_record")]
    # alone 100 × €0.25, of two half of it: once, whichever of the two entries is changed
    assert cents == [1250, None]


def test_heads_of_one_role_say_nothing_of_the_other(lending: Lending) -> None:
    lending.edition(2, "Kesä")
    lending.claim("P1", 2, role="original_author", heads=2)
    lending.claim("P1", 2, role="translator")
    lending.loans("2,2024,100")
    keep(lending, record("Kesä", 2, people=(AINO, by("Salo, Aino", "trl", dates="1950-"))))
    hints = [(one.subject, one.cents) for one in about(found(lending), "heads_by_record")]
    # the original's half of 100 × €0.25, alone instead of shared by two; the other half is hers
    assert hints == [(f"{isbn(2)}-original_author", 1250 - 625)]


def test_heads_about_which_the_claims_disagree_are_said_once(lending: Lending) -> None:
    lending.claim("P2", 1, heads=4)
    lending.loans("1,2024,100")
    keep(lending, record("Talvi", 1, people=(AINO,)))
    seen = found(lending)
    assert about(seen, "heads_by_record") == []
    assert len(about(seen, "heads_differ")) == 1


def test_a_name_that_only_an_identifier_makes_hers_has_the_sum_of_its_editions(
    lending: Lending,
) -> None:
    lending.loans("2,2024,100")
    known = by("Salo, Aino", dates="1950-", identifiers=("finaf:1",))
    ranta = by("Ranta, A. S.,", identifiers=("finaf:1",))
    keep(lending, record("Talvi", 1, people=(known, by("Lind, B"))),
         record("Kesä", 2, people=(ranta,)))  # fmt: skip
    seen = found(lending)
    [one] = about(seen, "other_name")
    assert (one.name, one.cents, one.number) == ("A. S. Ranta", 2500, 1)
    assert about(seen, "suggested") == []


def test_loans_without_an_isbn_of_her_title_have_her_part_and_others_no_sum(
    lending: Lending,
) -> None:
    lending.titled("Talvi", "Salo, Aino", 2024, 400)
    lending.titled("Talvi", "Salo, Aino", 2021, 999)
    lending.titled("Kesä", "Salo, Aino", 2024, 300)
    hints = {one.title: (one.loans, one.cents) for one in about(found(lending), "unmatched_loans")}
    # 400 × €0.25 ÷ 2; 2021 has expired
    assert hints == {"Talvi": (400, 5000), "Kesä": (300, None)}
