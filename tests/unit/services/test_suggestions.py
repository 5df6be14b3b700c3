"""What may be a party's: found once, answered once, remembered; and what it would bring."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.kernel.errors import NotFound
from portal.kernel.identity import Actor, Identity
from portal.services import suggestions
from portal.services.suggestions import AnswerTooOld, EditionNotOwn, Inbox, Mine
from portal.store.catalogue import Claim, Edition
from portal.store.matching import Suggestion
from portal.store.messages import Message
from portal.store.people import PartyName
from portal.store.preferences import Preference
from tests.factories.lending import Lending, isbn
from tests.factories.records import by, keep, record

AINO = by("Salo, Aino", dates="1950-")


@pytest.fixture(autouse=True)
def aino(lending: Lending) -> None:
    """Aino, born in 1950, who has claimed Talvi; and Eero."""
    lending.person("P1", "Aino Salo", birth_year=1950)
    lending.person("P2", "Eero Salo")
    lending.edition(1, "Talvi")
    lending.claim("P1", 1)


def refresh(lending: Lending, code: str = "P1", today: date | None = None) -> Any:
    with lending.session() as session:
        return suggestions.refresh(
            session, lending.data_dir, lending.ids[code], today or lending.today
        )


def inbox(lending: Lending, code: str = "P1", today: date | None = None) -> Inbox:
    with lending.session(writes=False) as session:
        return suggestions.listed(
            session, lending.data_dir, lending.ids[code], today or lending.today
        )


def identity(lending: Lending, code: str = "P1") -> Identity:
    number = lending.ids[code]
    return Identity(Actor(label=code, party_id=number), subject_id=number)


def claim(lending: Lending, ids: tuple[int, ...], role: str = "author", heads: int = 1) -> Any:
    with lending.session() as session:
        said = Mine(ids, role, heads)
        return suggestions.claim(
            session, lending.data_dir, identity(lending), said, lending.today
        )  # fmt: skip


def refuse(lending: Lending, ids: tuple[int, ...]) -> int:
    with lending.session() as session:
        return suggestions.refuse(session, identity(lending), ids, lending.today)


def undo(lending: Lending, ids: tuple[int, ...], today: date | None = None) -> int:
    with lending.session() as session:
        return suggestions.undo(session, identity(lending), ids, today or lending.today)


def states(lending: Lending) -> dict[str, str]:
    with lending.session(writes=False) as session:
        rows = session.execute(select(Suggestion.key, Suggestion.state).order_by(Suggestion.key))
        return {row.key: row.state for row in rows}


def claims(lending: Lending, code: str = "P1") -> set[tuple[Any, ...]]:
    query = (
        select(Edition.isbn, Claim.role, Claim.heads)
        .join(Claim, Claim.edition_id == Edition.id)
        .where(Claim.party_id == lending.ids[code], Claim.withdrawn_on.is_(None))
    )
    with lending.session(writes=False) as session:
        return {tuple(row) for row in session.execute(query)}


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


def test_another_edition_of_a_claimed_work_takes_what_she_said_of_it(lending: Lending) -> None:
    lending.edition(5, "Jää")
    lending.claim("P1", 5, "author", 2)
    keep(lending, record("Jää", 6, people=(by("Salo, Aino"), by("Salo, Eero"), by("Lind, B"))))

    refresh(lending)
    [work] = inbox(lending).works
    assert (work.certainty, work.role, work.heads) == ("sure", "author", 2)


def test_an_edition_that_names_her_nowhere_is_found_by_the_people_it_shares(
    lending: Lending,
) -> None:
    writer, translator = by("Hem, Eva"), by("Salo, Aino", "trl", dates="1950-")
    lending.edition(5, "Koti")
    lending.claim("P1", 5, "translator")
    keep(
        lending,
        record("Koti", 5, people=(writer, translator)),
        record("Koti", 6, people=(writer,), medium="eaudiobook"),
        record("Koti", 7, people=(writer, by("Lind, B", "trl"))),
        record("Koti", 8, people=(by("Muu, Eva"),)),
        record("Koti", 9, people=(writer,), language="swe"),
    )

    refresh(lending)
    [work] = inbox(lending).works
    assert [one.isbn for one in work.editions] == [isbn(6)]
    assert (work.role, work.certainty, work.editions[0].medium) == (
        "translator", "likely", "eaudiobook",
    )  # fmt: skip


def test_an_edition_that_others_have_claimed_is_suggested_too(lending: Lending) -> None:
    lending.edition(2, "Talvi", work_id=1)
    lending.claim("P2", 2)

    refresh(lending)
    [work] = inbox(lending).works
    assert [one.isbn for one in work.editions] == [isbn(2)]


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


def test_new_editions_come_into_the_list_by_themselves_where_she_asked_for_it(
    lending: Lending,
) -> None:
    keep(lending, record("Talvi", 1, people=(AINO,)))
    with lending.session() as session:
        assert suggestions.choose_new_editions(session, identity(lending), True)
    keep(
        lending,
        record("Talvi", 2, people=(AINO,), medium="ebook"),
        record("Kesä", 3, people=(AINO,)),
        record("Talvi", 4, people=(by("Salo, Aino", "ill", dates="1950-"),)),
    )
    assert refresh(lending).by_itself == 1
    assert claims(lending) == {(isbn(1), "author", 1), (isbn(2), "author", 1)}
    with lending.session(writes=False) as session:
        row = session.scalars(select(Edition).where(Edition.isbn == isbn(2))).one()
        assert row.medium == "ebook"
        recorded = select(Claim.recorded_by).where(Claim.edition_id == row.id)
        assert session.scalars(recorded).one() == "system"
        notice = session.scalars(select(Message).where(Message.code == "editions_added")).one()
        assert notice.party_id == lending.ids["P1"]
    assert refresh(lending).by_itself == 0
    [added] = [one for one in inbox(lending).answered if one.state == "by_itself"]
    undo(lending, added.ids)
    assert refresh(lending).by_itself == 0
    assert claims(lending) == {(isbn(1), "author", 1)}


def test_what_was_open_before_she_asked_for_it_waits_for_her(lending: Lending) -> None:
    keep(lending, record("Talvi", 2, people=(AINO,)))
    refresh(lending)
    with lending.session() as session:
        session.add(Preference(party_id=lending.ids["P1"], add_new_editions=True))
    assert refresh(lending).by_itself == 0


def test_what_a_record_no_longer_says_is_gone_and_may_come_back(lending: Lending) -> None:
    said = record("Kesä", 2, people=(AINO,))
    keep(lending, said)
    refresh(lending)
    keep(lending, replace(said, contributors=()))
    assert refresh(lending).gone == 1
    assert inbox(lending).works == ()
    keep(lending, said)
    assert refresh(lending).found == 1


def test_an_entry_that_she_withdrew_is_not_suggested(lending: Lending) -> None:
    lending.edition(5, "Jää")
    lending.claim("P1", 5, withdrawn_on=date(2020, 1, 1))
    keep(lending, record("Jää", 5, people=(AINO,)))
    assert refresh(lending).found == 0


def test_a_pen_name_finds_when_it_is_confirmed_and_not_while_it_waits(lending: Lending) -> None:
    keep(lending, record("Kesä", 2, people=(by("Ranta, A. S."),)))
    with lending.session() as session:
        name = PartyName(party_id=lending.ids["P1"], name="A. S. Ranta", kind="pen_name",
                         state="waiting")  # fmt: skip
        session.add(name)
    assert refresh(lending).found == 0
    with lending.session() as session:
        session.scalars(select(PartyName)).one().state = "confirmed"
    assert refresh(lending).found == 1


def test_heads_that_a_record_contradicts_are_kept_to_be_looked_at(lending: Lending) -> None:
    lending.edition(5, "Jää")
    lending.claim("P1", 5, "author", 2)
    keep(lending, record("Jää", 5, people=(AINO,)))
    refresh(lending)
    assert inbox(lending).works == ()
    with lending.session(writes=False) as session:
        row = session.scalars(select(Suggestion)).one()
        assert (row.key, row.heads) == (f"heads:{isbn(5)}:author", 1)


def test_a_name_that_a_record_has_instead_of_hers_is_kept_to_be_looked_at(
    lending: Lending,
) -> None:
    keep(lending, record("Talvi", 1, people=(by("Ranta, A. S."),)))
    refresh(lending)
    assert states(lending) == {"name:a ranta s": "open"}


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
