"""Rows read as columns: kinds and gaps survive, and the database keeps its locks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from portal.store import bulk
from portal.store.session import engine_for, transaction
from tests.factories import people

PEOPLE = {"people": "SELECT id, code, death_year, died_on FROM party ORDER BY code"}

# Another process: within one, SQLite knows its locks without asking the system.
ASK = """
import sqlite3, sys
sqlite3.connect(sys.argv[1], timeout=0).execute("BEGIN IMMEDIATE")
"""


def test_columns_with_gaps(database_url: str) -> None:
    engine = engine_for(database_url)
    with transaction(engine) as session:
        people.person(session, "P1", "Aino Salo")
        people.person(session, "P2", "Eero Salo", death_year=2001)
    with transaction(engine, writes=False) as session:
        found = bulk.fetch(session, PEOPLE)["people"]
    engine.dispose()
    assert found["code"].to_pylist() == ["P1", "P2"]
    assert found["death_year"].to_pylist() == [None, 2001]
    assert found["died_on"].to_pylist() == [None, None]


def test_no_rows_keep_their_columns(database_url: str) -> None:
    engine = engine_for(database_url)
    with transaction(engine, writes=False) as session:
        found = bulk.fetch(session, PEOPLE)["people"]
    engine.dispose()
    assert (found.num_rows, found.column_names) == (0, ["id", "code", "death_year", "died_on"])


def test_more_rows_than_a_batch(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_BATCH", 2)
    engine = engine_for(sqlite_url)
    with transaction(engine) as session:
        for number, died in enumerate([None, None, 1990, None, 2003]):
            people.person(session, f"P{number}", "Somebody", death_year=died)
    with transaction(engine, writes=False) as session:
        found = bulk.fetch(session, PEOPLE)["people"]
    engine.dispose()
    assert found["death_year"].to_pylist() == [None, None, 1990, None, 2003]


def test_the_write_lock_is_still_held_after_reading(sqlite_url: str) -> None:
    engine = engine_for(sqlite_url)
    with transaction(engine) as session:
        bulk.fetch(session, PEOPLE)
        asked = [sys.executable, "-c", ASK, sqlite_url.removeprefix("sqlite:///")]
        answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    engine.dispose()
    assert "database is locked" in answer.stderr
