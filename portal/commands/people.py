"""portal people: the people who are paid."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from portal.commands import context, names
from portal.services.people import people


@click.group()
def command() -> None:
    """The people who are paid."""


command.add_command(names.command)


@command.command("import")
@context.imports_a_file
def import_(file: Path, as_staff: str | None, as_json: bool) -> None:
    """Reads person_id, name and more from FILE.csv; one bad row refuses the whole file."""
    with context.transaction(as_staff) as work:
        done = people.import_people(work.session, file, today=work.today, actor=work.actor)
    line = f"{done.people} people read: {done.added} added, {done.changed} changed."
    context.say(as_json, asdict(done), [line])
