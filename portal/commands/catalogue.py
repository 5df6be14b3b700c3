"""portal catalogue: editions, and who says what of his or her part."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click
from flask_babel import gettext as _

from portal.commands import context, progress
from portal.services import catalogue


@click.group()
def command() -> None:
    """Editions, and who says what of his or her part."""


@command.command("import")
@context.imports_a_file
def import_(file: Path, as_staff: str | None, as_json: bool) -> None:
    """Reads person_id, isbn, role and more from FILE.csv; one bad row refuses the whole file."""
    reading = progress.working(_("Reading the catalogue …"), as_json)
    with context.transaction(as_staff) as work, reading:
        done = catalogue.import_catalogue(work.session, file, today=work.today, actor=work.actor)
    lines = [
        f"{done.rows} rows read: {done.claims_added} claims added, "
        f"{done.claims_withdrawn} withdrawn.",
        f"{done.editions_added} editions added, {done.editions_changed} changed.",
    ]
    context.say(as_json, asdict(done), lines)
