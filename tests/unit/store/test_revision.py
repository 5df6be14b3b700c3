"""The revision that the code expects is the newest migration, and the models are what it makes."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from portal.store import migrate, models, revision
from portal.store.session import engine_for


def test_code_expects_the_newest_migration() -> None:
    assert migrate.newest() == revision.NEWEST


def test_migrations_make_what_the_models_say(database_url: str) -> None:
    engine = engine_for(database_url)
    try:
        assert revision.current(engine) == revision.NEWEST
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, models.metadata) == []
    finally:
        engine.dispose()
