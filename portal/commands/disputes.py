"""portal works disputes: those that wait, what was said and sent, and what the office decides."""

from __future__ import annotations

from typing import IO, Any

import click
from flask_babel import gettext as _

from portal.commands import context
from portal.kernel.receipt_numbers import written as number_written
from portal.services.base import parties
from portal.services.sharing import dispute_days, dispute_decisions, dispute_pages
from portal.services.sharing.dispute_decisions import ASKED, FACTS, KEPT, Decision, Waiting
from portal.services.sharing.dispute_pages import OfficeView
from portal.wording.letters import Letters


@click.group(name="disputes")
def command() -> None:
    """Disputes about shared works: list them, look at one, open a proof, decide."""


@command.command("list")
@click.option("--all", "everything", is_flag=True, help="Those that are over, too.")
@context.with_json
def list_(everything: bool, as_json: bool) -> None:
    """Prints the disputes that wait for the office, the oldest first, each with its number."""
    with context.transaction(writes=False) as work:
        found = dispute_decisions.listed(work.session, everything=everything)
    rows = [_row(one) for one in found]
    context.say(as_json, {"disputes": rows}, [_line(one) for one in found] or [_nothing()])


@command.command()
@click.argument("number")
@click.option("--as", "as_staff", required=True, metavar="STAFF", help="Who looks.")
@context.with_json
def show(number: str, as_staff: str, as_json: bool) -> None:
    """Prints what is said to be wrong, what the entries say, and the timeline."""
    with context.transaction(as_staff) as work:
        found = dispute_pages.for_office(work.session, number, work.actor)
    context.say(as_json, found.printed(), _seen(found))


@command.command()
@click.argument("number")
@click.argument("document", type=int)
@click.option("--out", type=click.File("xb", lazy=True), required=True, help="A new file.")
@click.option("--as", "as_staff", required=True, metavar="STAFF", help="Who opens it.")
def proof(number: str, document: int, out: IO[bytes], as_staff: str) -> None:
    """Writes a document of the timeline into a file; its sender sees that it was opened."""
    with context.transaction(as_staff) as work:
        kept, content = dispute_decisions.proof(
            work.session, work.data_dir, number, document, work.actor
        )
        out.write(content)
    click.echo(f"{kept.name}, {kept.media_type}: {click.format_filename(out.name)}")


@command.command()
@click.argument("number")
@click.option("--as-asked", is_flag=True, help="It is as whoever opened it says.")
@click.option("--as-before", is_flag=True, help="It is as the entries said before.")
@click.option("--writers", type=int, help="How many people share the writers’ role.")
@click.option("--translators", type=int, help="How many people share the translators’ role.")
@click.option("--role", "roles", multiple=True, metavar="PERSON=ROLE",
              help="A role in the text; none for no part. Repeat for several.")  # fmt: skip
@click.option("--reason", required=True, help="Why, in words that both sides read.")
@click.option("--as", "as_staff", required=True, metavar="STAFF", help="Who decides.")
@context.with_json
def decide(
    number: str, as_asked: bool, as_before: bool, writers: int | None, translators: int | None,
    roles: tuple[str, ...], reason: str, as_staff: str, as_json: bool,
) -> None:  # fmt: skip
    """Writes the decision into the entries, from today, and tells everybody who shares the work."""
    heads = {"writers": writers, "translators": translators}
    said = {pool: count for pool, count in heads.items() if count is not None}
    if [as_asked, as_before, bool(said or roles)].count(True) != 1:
        raise click.UsageError(
            _("Say --as-asked or --as-before, or else numbers and roles with the other options.")
        )
    render = Letters(context.mail().base_url)
    with context.transaction(as_staff) as work:
        by_party = {
            parties.by_code(work.session, code).id: role for code, role in map(_split, roles)
        }
        kind = ASKED if as_asked else KEPT if as_before else FACTS
        decision = Decision(kind, said, by_party)
        changed = dispute_decisions.decide(
            work.session, number, decision, reason, work.actor, work.today, render
        )
    printed = {"dispute": number, "state": "decided", "entries_changed": len(changed)}
    context.say(as_json, printed, [_("Decided, and everybody is told.")])


@command.command()
@context.with_json
def remind(as_json: bool) -> None:
    """Does what the day brings: reminders, and the office’s turn after the last day to answer."""
    render = Letters(context.mail().base_url)
    with context.transaction() as work:
        done = dispute_days.daily(work.session, work.today, render)
    printed = {"reminded": done.reminded, "to_office": done.to_office, "agreed": done.agreed}
    context.say(as_json, printed, [f"{name}: {count}" for name, count in printed.items()])


def _split(text: str) -> tuple[str, str]:
    code, sign, role = text.partition("=")
    if not sign:
        raise click.UsageError(_("Write a role like P1=translator."))
    return code.strip(), role.strip()


def _nothing() -> str:
    return _("No dispute waits for the office.")


def _row(one: Waiting) -> dict[str, Any]:
    return {
        "number": number_written(one.number), "isbn": str(one.isbn), "title": one.title,
        "about": one.about, "state": one.state, "opened": one.opened_on.isoformat(),
        "answer_by": one.answer_by.isoformat(), "appealed": one.appealed,
    }  # fmt: skip


def _line(one: Waiting) -> str:
    again = ", second look" if one.appealed else ""
    return (
        f"{number_written(one.number)}  {one.isbn}  {one.title}: {one.about}, {one.state}{again}, "
        f"since {one.opened_on.isoformat()}"
    )


def _seen(found: OfficeView) -> list[str]:
    wrong = found.wrong
    head = f"{number_written(found.number)}  {found.isbn}  {found.title}: {found.state}"
    claim = f"{found.opener}: {wrong.about}, {wrong.role} of {wrong.heads}"
    if found.about_whom:
        claim += f"; {found.about_whom} is {wrong.right_role}, not {wrong.party_role}"
    if found.name:
        claim += f"; missing: {found.name}, {wrong.right_role}"
    entries = [
        f"  {code} {name}: {role}, 1 of {heads}" for code, name, role, heads in found.entries
    ]
    lines = [
        f"  {day.isoformat()}  {act}  {who}" + (f"  document {document}" if document else "")
        + "".join(f"\n      {line}" for line in text.splitlines())
        for day, act, who, text, document in found.lines
    ]  # fmt: skip
    return [head, claim, *entries, *lines]
