"""The search by everybody's names: once a night, politely, and from where it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.jobs import bibliographies as job
from portal.kernel.bibliographies import Bibliographies, Source
from portal.kernel.names import name_key
from portal.services.base import versions
from portal.services.bibliographies import bibliographies
from portal.services.bibliographies.bibliographies import Asking
from portal.services.records import bibliographic_records
from portal.store.bibliography import SourceAnswer
from portal.store.records import AuditEvent
from portal.store.session import engine_for
from tests.answering import HANG, Server, answering, http, marc, sru
from tests.factories.lending import Lending, isbn

TODAY = date(2026, 10, 15)


@pytest.fixture
def lending(sqlite_url: str, tmp_path: Path) -> Iterator[Lending]:
    """Twelve people: one question has ten names."""
    engine = engine_for(sqlite_url)
    made = Lending(engine, tmp_path)
    for number in range(12):
        made.person(f"p{number}", f"Anna Testi{number:02d}")
    yield made
    engine.dispose()


@pytest.fixture
def asking(tmp_path: Path) -> Callable[[str], Asking]:
    def make(url: str) -> Asking:
        source = Source("Fennica", "sru", url, inside=True)
        return bibliographies.asking(Bibliographies((source,), "a@example.org"), tmp_path / "data")

    return make


def serve(said: dict[str, str]) -> Iterator[bytes]:
    """A record by the third person, to whoever asks for her."""
    found = [marc("7", isbn(7), "Talvi", "Testi02, Anna")] if "Testi02" in said["query"] else []
    yield http(sru(found))


def queries(server: Server) -> list[int]:
    """How many names each question had."""
    return [dict(said)["query"].count("dc.creator all") for _path, said in server.asked]


def test_everybody_is_asked_for_once_a_night(
    lending: Lending, sqlite_url: str, asking: Callable[[str], Asking]
) -> None:
    with lending.session(writes=False) as session:
        before = versions.epoch(session)
    with answering(serve) as server:
        done = job.search_names(sqlite_url, asking(server.url), TODAY, 20)
        again = job.search_names(sqlite_url, asking(server.url), TODAY, 20)
    assert (done.questions, done.records, done.complete, done.problems) == (12, 1, True, {})
    assert (again.questions, again.complete, queries(server)) == (0, True, [10, 2])
    with lending.session(writes=False) as session:
        [found] = bibliographic_records.naming(session, [name_key("Anna Testi02")])
        events = session.scalars(select(AuditEvent.event)).all()
        changed = versions.epoch(session)
    assert (found.source, found.record.title) == ("Fennica", "Talvi")
    assert events == ["bibliography_brought"]
    assert changed != before, "pages that speak of records are made anew"


def test_what_a_killed_search_has_asked_is_not_asked_again(
    lending: Lending,
    sqlite_url: str,
    asking: Callable[[str], Asking],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(job, "A_BATCH", 4)
    ask, asked = bibliographies.ask, []

    def killed(*some: object, **more: object) -> bibliographies.Answers:
        asked.append(1)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return ask(*some, **more)

    with answering(serve) as server:
        monkeypatch.setattr(bibliographies, "ask", killed)
        with pytest.raises(KeyboardInterrupt):
            job.search_names(sqlite_url, asking(server.url), TODAY, 20)
        monkeypatch.setattr(bibliographies, "ask", ask)
        done = job.search_names(sqlite_url, asking(server.url), TODAY, 20)
    assert (queries(server), done.questions, done.complete) == ([4, 4, 4], 4, True)


def test_a_source_that_fails_is_asked_once_and_the_rest_is_left_for_later(
    lending: Lending,
    sqlite_url: str,
    asking: Callable[[str], Asking],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(job, "A_BATCH", 4)
    away = http("", status="503 Closed")
    with answering(lambda _said: [away]) as server:
        done = job.search_names(sqlite_url, asking(server.url), TODAY, 20)
    assert (len(server.asked), done.questions, done.complete) == (1, 0, False)
    assert [one.code for one in done.problems.values()] == ["source_resting"]
    with lending.session(writes=False) as session:
        [row] = session.scalars(select(SourceAnswer))
    assert (row.question, row.outcome, row.tries, row.problem) == ("", "away", 1, "status 503")


def test_a_round_ends_when_its_time_is_over(
    lending: Lending, sqlite_url: str, asking: Callable[[str], Asking]
) -> None:
    with answering(lambda _said: [HANG]) as server:
        done = job.search_names(sqlite_url, asking(server.url), TODAY, 0.3)
    assert (done.questions, done.complete, set(done.problems)) == (0, False, {"Fennica"})


def test_without_bibliographies_there_is_nothing_to_do(sqlite_url: str, tmp_path: Path) -> None:
    nobody = bibliographies.asking(Bibliographies(), tmp_path)
    assert job.search_names(sqlite_url, nobody, TODAY, 1).complete
