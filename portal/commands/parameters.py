"""portal parameters: the numbers of the rules, with their sources."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click
from flask_babel import gettext as _

from portal.commands import context
from portal.kernel.dated import DatedValue
from portal.services.access import passkeys
from portal.services.parameters import parameters


@click.group()
def command() -> None:
    """The numbers of the rules, each with its day, unit and source."""


@command.command("import")
@context.imports_a_file
def import_(file: Path, as_staff: str | None, as_json: bool) -> None:
    """Imports [[parameter]] tables and prints what changed."""
    with context.transaction(as_staff) as work:
        passkeys.check_command_may_change_rules(work.session)
        changes = parameters.import_file(work.session, file, work.actor)
    found = {"changed": [{**_plain(c.new), "before": c.before} for c in changes]}
    lines = [f"{_key(c.new)}: {c.before or _('not set')} → {c.new.value}" for c in changes]
    context.say(as_json, found, lines or [_("Nothing changed: all of it is there already.")])


@command.command("list")
@context.with_json
def list_(as_json: bool) -> None:
    """Prints all names with their values."""
    with context.transaction(writes=False) as work:
        listing = parameters.listing(work.session)
    found = {name: [_plain(value) for value in values] for name, values in listing}
    lines = []
    for name, values in listing:
        if not values:
            lines.append(f"{name}: {_('not set')}")
        lines += [f"{_key(v)} = {v.value} {v.unit} [{v.status}] {v.source}" for v in values]
    context.say(as_json, found, lines)


def _key(value: DatedValue) -> str:
    year = "" if value.loan_year is None else f" {value.loan_year}"
    kind = "" if value.kind == "both" else f" {value.kind}"
    return f"{value.name}{year}{kind} ({value.valid_from.isoformat()})"


def _plain(value: DatedValue) -> dict[str, object]:
    return {**asdict(value), "valid_from": value.valid_from.isoformat()}
