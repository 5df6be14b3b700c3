"""portal people names: the names that wait, their proofs, and what the office decides."""

from __future__ import annotations

from typing import IO

import click

from portal.commands import context
from portal.services.people import name_decisions
from portal.services.people.name_decisions import WaitingName
from portal.services.suggestions import suggestions


@click.group(name="names")
def command() -> None:
    """Other names that people sent: list them, look at the proof, confirm or refuse."""


@command.command("list")
@context.with_json
def list_(as_json: bool) -> None:
    """Prints the names that wait, the oldest first, each with its number."""
    with context.transaction(writes=False) as work:
        found = name_decisions.waiting(work.session)
    context.say(as_json, {"names": [_row(one) for one in found]}, _lines(found))


@command.command()
@click.argument("number", type=int)
@click.option("--out", type=click.File("xb", lazy=True), required=True, help="A new file.")
@click.option("--as", "as_staff", required=True, metavar="STAFF", help="Who decides.")
def proof(number: int, out: IO[bytes], as_staff: str) -> None:
    """Writes the proof of a name into a file; its owner sees that it was opened."""
    with context.transaction(as_staff) as work:
        kept, content = name_decisions.proof(work.session, work.data_dir, number, work.actor)
        out.write(content)
    click.echo(f"{kept.name}, {kept.media_type}: {click.format_filename(out.name)}")


@command.command()
@click.argument("number", type=int)
@click.option("--as", "as_staff", required=True, metavar="STAFF", help="Who decides.")
@context.with_json
def confirm(number: int, as_staff: str, as_json: bool) -> None:
    """From now on the name matches works; its owner is told."""
    with context.transaction(as_staff) as work:
        whose = name_decisions.confirm(work.session, number, work.actor, work.today)
        suggestions.refresh(work.session, work.data_dir, whose, work.today)
    context.say(as_json, {"name": number, "state": "confirmed"}, ["Confirmed."])


@command.command()
@click.argument("number", type=int)
@click.option("--reason", type=click.Choice(name_decisions.REASONS), required=True)
@click.option("--as", "as_staff", required=True, metavar="STAFF", help="Who decides.")
@context.with_json
def refuse(number: int, reason: str, as_staff: str, as_json: bool) -> None:
    """The name matches nothing; its owner is told why, in plain words."""
    with context.transaction(as_staff) as work:
        name_decisions.refuse(work.session, number, reason, work.actor, work.today)
    context.say(as_json, {"name": number, "state": "refused", "reason": reason}, ["Refused."])


def _row(one: WaitingName) -> dict[str, object]:
    return {
        "number": one.name.id,
        "person": one.person,
        "legal_name": one.legal,
        "name": one.name.name,
        "kind": one.name.kind,
        "added": one.name.added_on.isoformat() if one.name.added_on else None,
        "note": one.name.note,
        "file": one.name.proof.name if one.name.proof else None,
    }


def _lines(found: tuple[WaitingName, ...]) -> list[str]:
    if not found:
        return ["No name waits."]
    return [
        f"{one.name.id}  {one.person} {one.legal}: {one.name.name} ({one.name.kind})"
        + (f"; note: {one.name.note}" if one.name.note else "")
        + (f"; file: {one.name.proof.name}" if one.name.proof else "")
        for one in found
    ]
