"""portal accounts: which sign-in stands for whom."""

from __future__ import annotations

import click

from portal.commands import context
from portal.services.access import accounts


@click.group()
def command() -> None:
    """Who signs in, and whom an account stands for."""


@command.command()
@click.argument("issuer")
@click.argument("subject")
@click.option("--name", default="", help="How the portal greets the account.")
@click.option("--person", metavar="PERSON_ID", help="The person who signs in.")
@click.option("--staff", "staff_code", metavar="STAFF", help="The staff member who signs in.")
@click.option("--heir", multiple=True, metavar="PERSON_ID", help="Acts for this estate.")
@click.option("--guardian", multiple=True, metavar="PERSON_ID", help="Acts for this minor.")
@click.option("--agent", multiple=True, metavar="PERSON_ID", help="Acts for this person.")
@context.with_staff
def link(
    issuer: str,
    subject: str,
    name: str,
    person: str | None,
    staff_code: str | None,
    heir: tuple[str, ...],
    guardian: tuple[str, ...],
    agent: tuple[str, ...],
    as_staff: str | None,
) -> None:
    """Links a SUBJECT of the identity provider ISSUER to a person, a staff member or mandates."""
    kinds = (("heir", heir), ("guardian", guardian), ("agent", agent))
    acts_for = [accounts.ActsFor(code, kind) for kind, codes in kinds for code in codes]
    with context.transaction(as_staff) as work:
        accounts.link_account(
            work.session,
            issuer,
            subject,
            name,
            person_code=person,
            staff_code=staff_code,
            acts_for=acts_for,
            today=work.today,
            actor=work.actor,
        )
    click.echo(f"{subject} of {issuer} is linked.")
