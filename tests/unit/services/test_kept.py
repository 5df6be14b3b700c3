"""What is kept in the process: found again while its stamp stands, and never afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.services.base import kept, versions
from portal.store.session import engine_for, transaction
from tests.factories.lending import Lending

made: list[tuple[int | None, str]] = []


@kept.for_party
def of_party(session: Session, party_id: int, words: str) -> object:
    made.append((party_id, words))
    return object()


@kept.for_all
def of_all(session: Session, words: str) -> object:
    made.append((None, words))
    return object()


@pytest.fixture
def lending(sqlite_url: str, tmp_path: Path) -> Iterator[Lending]:
    engine = engine_for(sqlite_url)
    lending = Lending(engine, tmp_path)
    lending.person("P1")
    lending.person("P2")
    made.clear()
    kept.forget()
    yield lending
    engine.dispose()


def read(lending: Lending, code: str, words: str = "a") -> object:
    with transaction(lending.engine, writes=False) as session:
        return of_party(session, lending.ids[code], words)


def touch(lending: Lending, touches: str, code: str = "P1") -> None:
    with transaction(lending.engine) as session:
        versions.touch(session, touches, lending.ids[code])


def test_a_result_is_found_again_by_its_arguments(lending: Lending) -> None:
    assert read(lending, "P1") is read(lending, "P1")
    assert read(lending, "P1") is not read(lending, "P1", "b")
    assert read(lending, "P1") is not read(lending, "P2")
    assert len(made) == 3


def test_the_party_is_found_by_its_name_too(lending: Lending) -> None:
    with transaction(lending.engine, writes=False) as session:
        named = of_party(session, party_id=lending.ids["P1"], words="a")
        assert named is of_party(session, party_id=lending.ids["P1"], words="a")


def test_another_stamp_is_another_result(lending: Lending) -> None:
    before, other = read(lending, "P1"), read(lending, "P2")
    touch(lending, "own")
    assert read(lending, "P1") is not before
    assert read(lending, "P2") is other
    touch(lending, "all")
    assert read(lending, "P2") is not other


def test_what_everybody_s_pages_show_outlives_a_party_s_change(lending: Lending) -> None:
    def everybodys() -> object:
        with transaction(lending.engine, writes=False) as session:
            of_party(session, lending.ids["P1"], "first")
            return of_all(session, "a")

    before = everybodys()
    touch(lending, "own")
    assert everybodys() is before
    touch(lending, "all")
    assert everybodys() is not before


def test_a_transaction_that_may_write_neither_keeps_nor_finds(lending: Lending) -> None:
    before = read(lending, "P1")
    with transaction(lending.engine) as session:
        assert of_party(session, lending.ids["P1"], "a") is not before
        versions.touch(session, "own", lending.ids["P1"])
        unsaved = of_party(session, lending.ids["P1"], "a")
        session.rollback()
    assert read(lending, "P1") is before
    assert read(lending, "P1") is not unsaved


def test_no_more_than_the_bound_is_kept(lending: Lending, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    first = read(lending, "P1", "1")
    read(lending, "P1", "2")
    assert read(lending, "P1", "1") is first
    read(lending, "P1", "3")
    assert read(lending, "P1", "1") is first
    assert made.count((lending.ids["P1"], "2")) == 1
    read(lending, "P1", "2")
    assert made.count((lending.ids["P1"], "2")) == 2


def test_another_database_has_other_results(lending: Lending, tmp_path: Path) -> None:
    before = read(lending, "P1")
    with lending.engine.raw_connection() as connection:
        connection.execute(f"VACUUM INTO '{tmp_path / 'copy.sqlite'}'")  # the same stamps
    copy = engine_for(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    with transaction(copy, writes=False) as session:
        assert of_party(session, lending.ids["P1"], "a") is not before
    copy.dispose()
