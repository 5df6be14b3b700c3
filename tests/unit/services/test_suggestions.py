"""What may be a party's: found once, answered once, remembered; and what it would bring."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.kernel.errors import NotFound
from portal.services.suggestions import suggestions
from portal.services.suggestions.suggestions import AnswerTooOld, EditionNotOwn
from portal.store.catalogue import Edition
from tests.factories.lending import Lending, isbn
from tests.factories.records import by, keep, record
from tests.unit.services.suggesting import (
    AINO,
    begin,
    claim,
    claims,
    identity,
    inbox,
    refresh,
    refuse,
    states,
    undo,
)


@pytest.fixture(autouse=True)
def aino(lending: Lending) -> None:
    begin(lending)


def test_the_editions_of_a_work_are_one_suggestion_and_one_answer_claims_them_all(
    lending: Lending,
) -> None:
    keep(lending, record("Kesä", 2, 3, people=(AINO,)), record("Kesä", 4, people=(AINO,)))

    assert refresh(lending).found == 3
    [work] = inbox(lending).works
    assert (work.title, work.certainty, work.role, work.heads) == ("Kesä", "sure", "author", 1)
    assert {one.isbn for one in work.editions} == {isbn(2), isbn(3), isbn(4)}
    assert claim(lending, work.ids).changed == 3
    assert claims(lending) == {(isbn(n), "author", 1) for n in (1, 2, 3, 4)}
    assert inbox(lending).works == ()


def test_answered_twice_is_answered_once(lending: Lending) -> None:
    keep(lending, record("Kesä", 2, people=(AINO,)))
    refresh(lending)
    [work] = inbox(lending).works
    claim(lending, work.ids)

    assert claim(lending, work.ids, "translator", 3).changed == 0
    assert refuse(lending, work.ids) == 0
    assert claims(lending) == {(isbn(1), "author", 1), (isbn(2), "author", 1)}


def test_looking_twice_changes_nothing(lending: Lending) -> None:
    keep(lending, record("Kesä", 2, people=(AINO,)))

    assert refresh(lending).found == 1
    again = refresh(lending)
    assert (again.found, again.gone, again.by_itself) == (0, 0, 0)


def test_what_is_not_hers_is_remembered_for_every_edition_of_that_work(lending: Lending) -> None:
    unknown = by("Salo, Aino")
    keep(lending, record("Kesä", 2, people=(unknown,)))
    refresh(lending)
    [work] = inbox(lending).works
    assert work.certainty == "likely"
    refuse(lending, work.ids)
    keep(lending, record("Kesä", 3, people=(unknown,)), record("Syksy", 4, people=(unknown,)))

    refresh(lending)
    assert [one.title for one in inbox(lending).works] == ["Syksy"]
    assert states(lending)[f"isbn:{isbn(2)}"] == "not_mine"


def test_one_edition_that_is_not_hers_says_nothing_of_others_of_a_work_in_her_list(
    lending: Lending,
) -> None:
    keep(lending, record("Talvi", 2, people=(AINO,)))
    refresh(lending)
    [work] = inbox(lending).works
    refuse(lending, work.ids)
    keep(lending, record("Talvi", 3, people=(AINO,)))

    refresh(lending)
    [work] = inbox(lending).works
    assert [one.isbn for one in work.editions] == [isbn(3)]


def test_what_is_put_off_is_asked_again_on_its_day(lending: Lending) -> None:
    keep(lending, record("Kesä", 2, people=(AINO,)))
    refresh(lending)
    [work] = inbox(lending).works
    with lending.session() as session:
        until = suggestions.postpone(session, identity(lending), work.ids, lending.today)

    assert until == lending.today + timedelta(days=30)
    assert inbox(lending).works == ()
    assert inbox(lending).later == 1
    assert len(inbox(lending, today=until).works) == 1


def test_an_answer_is_taken_back_within_thirty_days_with_its_entries(lending: Lending) -> None:
    keep(lending, record("Kesä", 2, people=(AINO,)))
    refresh(lending)
    [work] = inbox(lending).works
    claim(lending, work.ids)
    with pytest.raises(AnswerTooOld):
        undo(lending, work.ids, lending.today + timedelta(days=31))

    assert undo(lending, work.ids, lending.today + timedelta(days=30)) == 1
    assert claims(lending) == {(isbn(1), "author", 1)}
    refresh(lending)
    assert [one.title for one in inbox(lending).works] == ["Kesä"]
    assert undo(lending, work.ids) == 0


def test_nobody_answers_for_another(lending: Lending) -> None:
    keep(lending, record("Kesä", 2, people=(AINO,)))
    refresh(lending)
    [work] = inbox(lending).works
    with lending.session() as session, pytest.raises(NotFound):
        suggestions.refuse(session, identity(lending, "P2"), work.ids, lending.today)


def test_namesakes_come_last_and_are_not_in_the_sum(lending: Lending) -> None:
    lending.loans("2,2024,100", "3,2024,900")
    keep(
        lending,
        record("Kesä", 2, people=(AINO,)),
        record("Syksy", 3, people=(by("Salo, Aino", dates="1921-"),)),
    )
    refresh(lending)
    seen = inbox(lending)
    assert [(one.title, one.certainty) for one in seen.works] == [
        ("Kesä", "sure"), ("Syksy", "unsure"),
    ]  # fmt: skip
    assert seen.cents == 2500


def test_the_worth_is_that_of_the_open_years_by_role_heads_and_form(lending: Lending) -> None:
    lending.loans("2,2021,999", "2,2022,300", "2,2024,100")
    translator = (by("Hem, Eva"), by("Salo, Aino", "trl", dates="1950-"), by("Lind, B", "trl"))
    keep(lending, record("Koti", 2, people=translator))
    refresh(lending)
    [work] = inbox(lending).works
    # (300 × €0.31 + 100 × €0.25) ÷ 2 halves ÷ 2 translators; 2021 has expired
    assert (work.loans, work.cents) == (400, 2950)


def test_loans_that_her_own_entry_has_are_worth_nothing_again(lending: Lending) -> None:
    lending.record((1, 2), 2024, 100)
    keep(lending, record("Talvi", 1, 2, people=(AINO,)))
    refresh(lending)
    [work] = inbox(lending).works
    assert (work.loans, work.cents) == (0, 0)


def test_a_name_without_role_is_worth_nothing_that_could_be_said(lending: Lending) -> None:
    lending.loans("2,2024,100")
    keep(lending, record("Kesä", 2, people=(by("Salo, Aino", "", dates="1950-"),)))
    refresh(lending)
    [work] = inbox(lending).works
    assert (work.certainty, work.role, work.loans, work.cents) == ("unsure", None, 100, None)


def test_loans_without_an_isbn_are_a_proposal_to_the_office_and_pay_nothing(
    lending: Lending,
) -> None:
    lending.titled("Talvi", "Salo, Aino", 2024, 412)
    refresh(lending)
    [work] = inbox(lending).works
    assert (work.kind, work.loans, work.role) == ("unmatched", 412, "author")
    # 412 × €0.25, as her own entry of the title has it
    assert work.cents == 10300
    other = lending.edition(9, "Muu")
    with lending.session() as session:
        own = session.scalars(select(Edition.id).where(Edition.isbn == isbn(1))).one()
        with pytest.raises(EditionNotOwn):
            suggestions.say_edition(
                session, identity(lending), work.ids[0], other, lending.today
            )  # fmt: skip
        suggestions.say_edition(session, identity(lending), work.ids[0], own, lending.today)
    assert list(states(lending).values()) == ["mine"]
    assert len(claims(lending)) == 1


def test_taking_mine_back_leaves_an_entry_that_stood_before(lending: Lending) -> None:
    """She, the office or an invitation was quicker than the night that looks for suggestions."""
    keep(lending, record("Kesä", 2, 3, people=(AINO,)))
    refresh(lending)
    lending.edition(2, "Kesä")
    lending.claim("P1", 2)
    [work] = inbox(lending).works
    claim(lending, work.ids)
    assert states(lending) == {f"isbn:{isbn(2)}": "gone", f"isbn:{isbn(3)}": "mine"}
    [answered] = inbox(lending).answered
    undo(lending, answered.ids)
    assert claims(lending) == {(isbn(1), "author", 1), (isbn(2), "author", 1)}
