"""portal staff: staff members and their roles."""

from __future__ import annotations

import click
from flask_babel import ngettext

from portal.commands import context
from portal.kernel.identity import STAFF_ROLES
from portal.services.access import lost_passkeys, staff


@click.group()
def command() -> None:
    """Staff members and their roles."""


@command.command()
@click.argument("name")
@click.option("--role", type=click.Choice(STAFF_ROLES), required=True)
@click.option("--person", metavar="PERSON_ID", help="The payee that he or she also is.")
@context.with_staff
@context.with_json
def add(name: str, role: str, person: str | None, as_staff: str | None, as_json: bool) -> None:
    """Adds a staff member and prints the id that --as takes."""
    with context.transaction(as_staff) as work:
        code = staff.add_staff(work.session, name, role, person, work.actor)
    context.say(as_json, {"staff": code, "role": role, "person": person}, [code])


@command.command("forget-passkeys")
@click.argument("code", metavar="STAFF")
@context.with_staff
@context.with_json
def forget_passkeys(code: str, as_staff: str | None, as_json: bool) -> None:
    """Removes all passkeys of a staff member who lost them, and signs her out."""
    with context.transaction(as_staff) as work:
        removed = lost_passkeys.forget(work.session, code, work.actor, work.today)
    said = ngettext("%(num)s passkey is removed.", "%(num)s passkeys are removed.", removed)
    context.say(as_json, {"staff": code, "passkeys": removed}, [said])
