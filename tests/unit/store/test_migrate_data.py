"""Rows that are there survive the newest migrations."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from portal.store import migrate, revision
from portal.store.session import engine_for

BEFORE = "0006"
ROWS = (
    "INSERT INTO party (id, kind, code, name, locale, country, joined_on)"
    " VALUES (7, 'person', 'p7', 'Aino Salo', 'fi', 'FI', '2019-01-01')",
    "INSERT INTO party_name (id, party_id, name) VALUES (3, 7, 'A. S. Ranta')",
)


WORKS_BEFORE = "0008"
A_WORK = (
    *ROWS[:1],
    "INSERT INTO work (id, title) VALUES (1, 'Talvi')",
    "INSERT INTO edition (id, work_id, isbn, title, medium, title_source)"
    " VALUES (2, 1, 9789510470961, 'Talvi', 'physical', 'claim')",
    "INSERT INTO claim (party_id, edition_id, role, heads, separate, added_on, recorded_at,"
    " recorded_by) VALUES (7, 2, 'author', 1, FALSE, '2020-01-01', '2020-01-01 00:00:00', 'x')",
    "INSERT INTO account (id, issuer, subject, name, party_id)"
    " VALUES (4, 'https://id.example', 'aino', 'Aino Salo', 7)",
    "INSERT INTO signed_in (token_sha256, account_id, started_at, seen_at, expires_at, data)"
    " VALUES ('a', 4, '2020-01-01 00:00:00', '2020-01-01 00:00:00', '2020-01-01 00:00:00', '{}')",
    "INSERT INTO audit_event (id, at, event, actor, subject_id, details, previous_sha256, sha256)"
    " VALUES (1, '2020-01-01 00:00:00', 'signed_in', 'Aino', 7, '{}', '0', '1')",
)

ENTRY = (
    "SELECT claim.party_id, edition.isbn, edition.grouped_by, work.title FROM claim"
    " JOIN edition ON edition.id = edition_id JOIN work ON work.id = work_id"
)


def test_works_entries_sessions_and_the_log_survive(empty_url: str) -> None:
    migrate.to(empty_url, WORKS_BEFORE)
    engine = engine_for(empty_url)
    with engine.begin() as connection:
        for row in A_WORK:
            connection.execute(text(row))
    assert migrate.upgrade(empty_url) == revision.NEWEST
    with engine.connect() as connection:
        entry = connection.execute(text(ENTRY)).one()
        means = connection.execute(text("SELECT means, proved_at FROM signed_in")).one()
        event = connection.execute(text("SELECT subject_id, visit_id FROM audit_event")).one()
    engine.dispose()
    assert tuple(entry) == (7, 9789510470961, "alone", "Talvi")
    assert tuple(means) == ("provider", None)
    assert tuple(event) == (7, None)


def test_people_and_their_names_survive(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    migrate.to(url, BEFORE)
    engine = engine_for(url)
    with engine.begin() as connection:
        for row in ROWS:
            connection.execute(text(row))
    assert migrate.upgrade(url) == revision.NEWEST
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT party_id, name, state FROM party_name")).one()
        version = connection.execute(text("SELECT version FROM party")).scalar_one()
        epoch = connection.execute(text("SELECT id, number FROM epoch")).one()
    engine.dispose()
    assert tuple(kept) == (7, "A. S. Ranta", "confirmed")
    assert version == 0
    assert tuple(epoch) == (1, 0)
