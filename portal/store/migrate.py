"""Migrations: Alembic from inside the package, so that one command works from anywhere."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from portal.store.revision import NEWEST
from portal.store.session import engine_for

_FOLDER = Path(__file__).parent / "migrations"


def upgrade(url: str) -> str:
    """Creates or migrates the database to the newest revision; returns that revision."""
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
    return NEWEST


def newest() -> str:
    """The newest of the migration files; portal.store.revision says the same."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config
