"""portal database: creates or migrates the database."""

from __future__ import annotations

import click

from portal.commands import context
from portal.services.base import upgrading


@click.group()
def command() -> None:
    """Creates or migrates the database."""


@command.command()
def upgrade() -> None:
    """Brings the database of PORTAL_DATABASE_URL to this version; running it twice is harmless."""
    revision = upgrading.upgrade(context.database_url())
    click.echo(f"The database is ready, at revision {revision}.")
