"""The databases that other tests are given."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.store.migrate import upgrade


def tables(url: str) -> set[str]:
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        return set(sa.inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_a_test_gets_a_migrated_database(database_url: str) -> None:
    assert {"alembic_version", "claim"} <= tables(database_url)


@pytest.mark.postgresql15
def test_migrations_run_on_the_oldest_supported_server(postgresql15_url: str) -> None:
    upgrade(postgresql15_url)
    assert {"alembic_version", "claim"} <= tables(postgresql15_url)
