"""portal catalogue: editions, and who says what of his or her part."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click
from flask_babel import gettext as _

from portal.commands import context, grouping, progress
from portal.services.adding import catalogue
from portal.services.catalogue import catalogue_exchange


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


@command.command("export")
@click.argument("person", metavar="PERSON_ID")
@click.option("--format", "format_name", type=click.Choice(catalogue_exchange.FORMATS),
              required=True, help="Which of the five formats.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True,
              help="The file to write.")  # fmt: skip
@context.with_json
def export(person: str, format_name: str, out: Path, as_json: bool) -> None:
    """Writes all that a person has said of works, every version of it, to a file."""
    with context.transaction(writes=False) as work:
        made = catalogue_exchange.exported_by_code(work.session, person, format_name, work.today)
    try:
        out.write_bytes(made.content)
    except OSError as error:
        raise click.FileError(click.format_filename(out), error.strerror) from error
    found = {"file": str(out), "bytes": len(made.content)}
    context.say(as_json, found, [f"{len(made.content)} bytes written to {out}."])


@command.command("restore")
@click.argument("person", metavar="PERSON_ID")
@context.imports_a_file
def restore(person: str, file: Path, as_staff: str | None, as_json: bool) -> None:
    """Brings a person's catalogue back from FILE, which the portal wrote; days are kept."""
    with context.transaction(as_staff) as work:
        done = catalogue_exchange.restore(
            work.session, person, file.read_bytes(), file.name, today=work.today, actor=work.actor
        )
    lines = [
        f"{done.versions} versions of claims added, {done.there} were there already.",
        f"{done.works} works and {done.editions} editions added.",
    ]
    context.say(as_json, asdict(done), lines)


command.add_command(grouping.command)
