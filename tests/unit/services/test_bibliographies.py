"""Plan, ask and keep, with a search of the test's own in place of the network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.clients.errors import SourceAway, SourceBusy, SourceUnusable
from portal.kernel.bibliographies import Bibliographies, Source
from portal.kernel.bibliography import Record, RecordIsbn
from portal.services.bibliographies import bibliographies
from portal.services.bibliographies.bibliographies import Answers, Asking, Kept
from portal.services.bibliographies.bibliography_questions import Question
from portal.services.records import bibliographic_records
from portal.store.bibliography import SourceAnswer
from portal.store.catalogue import Edition
from portal.store.people import PartyName
from tests.factories.lending import Lending, isbn

NOW = datetime(2026, 10, 15, 9, tzinfo=UTC)
FIRST = Source("Fennica", "sru", "https://sru.example.org/bib")
SECOND = Source("Finna", "finna", "https://api.example.org/v1")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Shelf:
    """A network of the test's own: what each source has, what it fails with, what it was asked."""

    def __init__(self, **records: Sequence[Record]) -> None:
        self.records = {name: list(some) for name, some in records.items()}
        self.fails: dict[str, Exception] = {}
        self.most = 500
        self.asked: list[tuple[str, list[str]]] = []

    def __call__(
        self, source: Source, batch: Sequence[Question], contact: str, most: int, until: float
    ) -> tuple[list[Record], bool]:
        values = [one.value for one in batch]
        self.asked.append((source.name, values))
        if source.name in self.fails:
            raise self.fails[source.name]
        has = self.records.get(source.name, [])
        found = [one for one in has if {str(n.isbn) for n in one.isbns} & set(values)]
        return found[: self.most], len(found) <= self.most


def record(number: int, title: str = "Talvi", kind: str = "edition") -> Record:
    return Record(f"r{number}", title, isbns=(RecordIsbn(isbn(number), kind),))


@pytest.fixture
def at(tmp_path: Path) -> Asking:
    both = Bibliographies((FIRST, SECOND), "lending@society.example.org")
    return bibliographies.asking(both, tmp_path / "data")


def look(
    lending: Lending, at: Asking, shelf: Shelf, numbers: Sequence[int], now: datetime = NOW
) -> tuple[Answers, Kept]:
    with lending.session(writes=False) as session:
        plan = bibliographies.plan(session, at, [isbn(one) for one in numbers], now)
    answers = bibliographies.ask(plan, 5, search=shelf)
    with lending.session() as session:
        kept = bibliographies.keep(session, answers, now.date(), now)
    return answers, kept


def codes(answers: Answers) -> list[tuple[str, str]]:
    return [(one.code, str(one.arguments["source"])) for one in answers.problems]


def test_a_source_is_asked_for_what_the_one_before_it_does_not_know(
    lending: Lending, at: Asking
) -> None:
    shelf = Shelf(Fennica=[record(1)], Finna=[record(1), record(2)])
    answers, kept = look(lending, at, shelf, [1, 2, 3, 1])
    assert shelf.asked == [
        ("Fennica", [str(isbn(1)), str(isbn(2)), str(isbn(3))]),
        ("Finna", [str(isbn(2)), str(isbn(3))]),
    ]
    assert (answers.problems, kept) == ((), Kept(questions=5, added=2, changed=0, same=0))
    with lending.session(writes=False) as session:
        found = bibliographic_records.for_isbns(session, [isbn(1), isbn(2), isbn(3)])
    said = {n: [(one.source, one.fetched_on) for one in some] for n, some in found.items()}
    assert said == {isbn(1): [("Fennica", NOW.date())], isbn(2): [("Finna", NOW.date())]}


def test_an_answer_holds_its_days_and_is_asked_for_again_after_them(
    lending: Lending, at: Asking
) -> None:
    """30 days with a record, 7 without one: the parameters."""
    look(lending, at, Shelf(Fennica=[record(1)]), [1, 2])
    one, two = str(isbn(1)), str(isbn(2))
    for days, asked in ((6, set()), (7, {two}), (29, {two}), (30, {one, two})):
        with lending.session(writes=False) as session:
            plan = bibliographies.plan(session, at, [isbn(1), isbn(2)], NOW + days * DAY)
        assert {q.value for part in plan.rounds for q in part.questions} == asked


def test_a_source_that_fails_is_left_alone_twice_as_long_each_time(
    lending: Lending, at: Asking
) -> None:
    shelf = Shelf(Finna=[record(1)])
    shelf.fails["Fennica"] = SourceAway(source="Fennica", problem="time")
    now = NOW
    for minutes in (1, 2, 4, 8):
        answers, _kept = look(lending, at, shelf, [2], now)
        assert codes(answers) == [("source_away", "Fennica")]
        resting, _kept = look(lending, at, shelf, [2], now + minutes * MINUTE - MINUTE / 60)
        assert codes(resting) == [("source_resting", "Fennica")]
        assert resting.problems[0].arguments["until"] == now + minutes * MINUTE
        now += minutes * MINUTE
    del shelf.fails["Fennica"]
    answers, _kept = look(lending, at, shelf, [2], now)
    assert answers.problems == ()
    shelf.fails["Fennica"] = SourceAway(source="Fennica", problem="time")
    answers, _kept = look(lending, at, shelf, [3], now)
    assert codes(look(lending, at, shelf, [3], now + 59 * MINUTE / 60)[0])[0][0] == "source_resting"
    assert codes(look(lending, at, shelf, [3], now + MINUTE)[0]) == [("source_away", "Fennica")]


def test_a_source_may_ask_for_a_longer_rest(lending: Lending, at: Asking) -> None:
    shelf = Shelf()
    shelf.fails["Fennica"] = SourceAway(
        source="Fennica", problem="status", status=429, again_after=7200
    )
    look(lending, at, shelf, [1])
    with lending.session(writes=False) as session:
        [first, second] = bibliographies.standing(session, at, NOW)
    assert (first.outcome, first.problem) == ("away", "status 429")
    assert (first.rests_until, second.outcome) == (NOW + 2 * HOUR, "answered")


def test_the_other_source_answers_while_one_is_away(lending: Lending, at: Asking) -> None:
    shelf = Shelf(Finna=[record(1)])
    shelf.fails["Fennica"] = SourceAway(source="Fennica", problem="connect")
    answers, kept = look(lending, at, shelf, [1])
    assert (codes(answers), kept.added) == ([("source_away", "Fennica")], 1)


def test_busy_is_no_failure(lending: Lending, at: Asking) -> None:
    shelf = Shelf(Fennica=[record(1)])
    shelf.fails["Fennica"] = SourceBusy(source="Fennica")
    look(lending, at, shelf, [1])
    del shelf.fails["Fennica"]
    assert look(lending, at, shelf, [1])[1].added == 1


def test_a_question_that_cannot_be_used_is_then_asked_alone(lending: Lending, at: Asking) -> None:
    shelf = Shelf()
    shelf.fails["Fennica"] = SourceUnusable(source="Fennica", reason="xml")
    look(lending, at, shelf, [1, 2])
    shelf.fails.clear()
    shelf.asked.clear()
    look(lending, at, shelf, [1, 2, 3], NOW + HOUR)
    alone = [values for name, values in shelf.asked if name == "Fennica"]
    assert alone == [[str(isbn(3))], [str(isbn(1))], [str(isbn(2))]]


def test_what_is_cut_off_is_asked_in_halves(lending: Lending, at: Asking) -> None:
    shelf = Shelf(Fennica=[record(n) for n in range(1, 5)])
    shelf.most = 1
    _answers, kept = look(lending, at, shelf, [1, 2, 3, 4])
    sizes = [len(values) for name, values in shelf.asked if name == "Fennica"]
    assert (sizes, kept.added) == ([4, 2, 1, 1, 2, 1, 1], 4)


def test_twenty_isbns_are_one_question(lending: Lending, at: Asking) -> None:
    shelf = Shelf()
    look(lending, at, shelf, range(1, 46))
    assert [len(values) for _name, values in shelf.asked] == [20, 20, 5, 20, 20, 5]


def test_an_isbn_of_a_set_is_not_the_editions(lending: Lending, at: Asking) -> None:
    shelf = Shelf(Fennica=[record(1, kind="set")])
    look(lending, at, shelf, [1])
    assert [name for name, _values in shelf.asked] == ["Fennica", "Finna"]
    look(lending, at, shelf, [1], NOW + 8 * DAY)
    assert len(shelf.asked) == 4, "a number that no record is about is asked again after a week"


def test_records_show_which_editions_are_one_text(lending: Lending, at: Asking) -> None:
    for number in (1, 2, 3):
        lending.edition(number)
    both = Record("r1", "Talvi", isbns=(RecordIsbn(isbn(1)), RecordIsbn(isbn(2))))
    look(lending, at, Shelf(Fennica=[both]), [1])
    with lending.session(writes=False) as session:
        asked = select(Edition.isbn, Edition.work_id, Edition.grouped_by)
        works = {isbn: (work, by) for isbn, work, by in session.execute(asked)}
    assert works[isbn(1)][0] == works[isbn(2)][0] != works[isbn(3)][0]
    assert works[isbn(2)][1] == "record"


def test_the_same_answer_twice_changes_nothing(lending: Lending, at: Asking) -> None:
    shelf = Shelf(Fennica=[record(1)])
    look(lending, at, shelf, [1])
    again = look(lending, at, shelf, [1], NOW + 31 * DAY)[1]
    assert again == Kept(questions=1, added=0, changed=0, same=1)
    shelf.records["Fennica"] = [record(1, "Talvi saaressa")]
    assert look(lending, at, shelf, [1], NOW + 62 * DAY)[1].changed == 1


def test_without_sources_nothing_is_asked(lending: Lending, tmp_path: Path) -> None:
    nobody = bibliographies.asking(Bibliographies(), tmp_path)
    with lending.session(writes=False) as session:
        plan = bibliographies.plan(session, nobody, [isbn(1)], NOW)
        names, last = bibliographies.plan_names(session, nobody, 0, 10, NOW)
    assert (plan.rounds, plan.resting, names.rounds, last) == ((), (), (), None)


def test_names_are_asked_for_once_and_kept_as_digests(lending: Lending, at: Asking) -> None:
    aino = lending.person("aino", "Aino Salo")
    lending.person("twin", "Salo, Aino")
    lending.person("house", "Kustannus Oy", kind="organisation")
    with lending.session() as session:
        for name, kind, state in (
            ("A. S. Ranta", "pen_name", "confirmed"),
            ("Aino Mäki", "former_name", "waiting"),
            ("Somebody Else", "pen_name", "refused"),
        ):
            session.add(PartyName(party_id=aino, name=name, kind=kind, state=state))
    shelf = Shelf()
    with lending.session(writes=False) as session:
        plan, last = bibliographies.plan_names(session, at, 0, 10, NOW)
    assert last == lending.ids["twin"]
    answers = bibliographies.ask(plan, 5, search=shelf)
    assert [name for name, _v in shelf.asked] == ["Fennica", "Finna", "Finna"]
    assert sorted(shelf.asked[0][1]) == ["A. S. Ranta", "Salo, Aino"]
    with lending.session() as session:
        bibliographies.keep(session, answers, NOW.date(), NOW)
        questions = set(session.scalars(select(SourceAnswer.question)))
    assert {one[:5] for one in questions if one} == {"name:"}
    assert not any("salo" in one.lower() or "ranta" in one.lower() for one in questions)
    for hours, rounds in ((23, 0), (24, 2)):
        with lending.session(writes=False) as session:
            later, _last = bibliographies.plan_names(session, at, 0, 10, NOW + hours * HOUR)
        assert len(later.rounds) == rounds


def test_answers_that_hold_no_longer_are_forgotten(lending: Lending, at: Asking) -> None:
    look(lending, at, Shelf(), [1, 2])
    with lending.session() as session:
        assert bibliographies.forget(session, NOW.date(), NOW + 60 * DAY) == 0
        assert bibliographies.forget(session, NOW.date(), NOW + 61 * DAY) == 4
        assert bibliographies.forget(session, NOW.date(), NOW + 61 * DAY) == 0
        assert [one.answers for one in bibliographies.standing(session, at, NOW)] == [0, 0]
