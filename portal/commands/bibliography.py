"""portal bibliography: records of bibliographies in, from files and from the sources."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.commands import bibliography_sources, context, progress
from portal.services.bibliographies import bibliography_files
from portal.services.bibliographies.bibliography_files import ImportedRecords
from portal.wording.record_faults import fault


@click.group()
def command() -> None:
    """Records of bibliographies in, from files and from the sources."""


command.add_command(bibliography_sources.sources)
command.add_command(bibliography_sources.search)
command.add_command(bibliography_sources.refresh)


@command.command("import")
@click.option("--source", help="Whose records they are; else the file's name says it.")
@context.imports_a_file
def import_(source: str | None, file: Path, as_staff: str | None, as_json: bool) -> None:
    """Keeps the records of FILE (MARC 21, MARCXML, Aleph sequential, ONIX, a list): all or none."""
    reading = progress.working(_("Reading the records …"), as_json)
    with context.transaction(as_staff) as work, reading:
        done = bibliography_files.import_file(
            work.session,
            file,
            source,
            today=work.today,
            moment=datetime.now(UTC),
            actor=work.actor,
        )
    context.say(as_json, done.printed(), _lines(done))


def _lines(done: ImportedRecords) -> list[str]:
    lines = [
        _("%(read)d records read as “%(source)s”.", read=done.read, source=done.source),
        _(
            "%(added)d added, %(changed)d changed, %(same)d as before.",
            added=done.added,
            changed=done.changed,
            same=done.same,
        ),
    ]
    if done.left_out:
        lines.append(
            ngettext("%(num)d record left out:", "%(num)d records left out:", done.left_out)
        )
        lines += [f"  {one.source_id}: {fault(one.reason)}" for one in done.first_left_out]
    seen = {code: number for code, number in done.faults.items() if code not in _WHOLE}
    if seen:
        lines.append(_("Kept, with something in them that could not be read:"))
        lines += [f"  {fault(code)}: {number}" for code, number in seen.items()]
    return lines


_WHOLE = frozenset(bibliography_files.LEFT_OUT)
