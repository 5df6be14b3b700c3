"""Rows that are there survive the newest migrations."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from sqlalchemy import text

from portal.store import migrate, revision
from portal.store.session import engine_for

BEFORE = "0006"
ROWS = (
    "INSERT INTO party (id, kind, code, name, locale, country, joined_on)"
    " VALUES (7, 'person', 'p7', 'Aino Salo', 'fi', 'FI', '2019-01-01')",
    "INSERT INTO party_name (id, party_id, name) VALUES (3, 7, 'A. S. Ranta')",
)


def test_people_and_their_names_survive(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    engine = engine_for(url)
    with engine.begin() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
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
