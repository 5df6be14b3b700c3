"""portal catalogue works: which editions are one work, by themselves and by the office's word."""

from __future__ import annotations

from dataclasses import asdict

import click
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.commands import context
from portal.kernel import isbn as isbns
from portal.services.catalogue import grouping, office_grouping
from portal.services.catalogue.regrouping import Done

_AS = click.option("--as", "as_staff", required=True, metavar="STAFF", help="Who decides.")
_REASON = click.option("--reason", required=True, help="Why, in a sentence; it is kept.")


@click.group(name="works")
def command() -> None:
    """Which editions are one work: group, join, split, undo, list."""


@command.command()
@context.with_staff
@context.with_json
def group(as_staff: str | None, as_json: bool) -> None:
    """Puts editions of the same text together, by what the records say; people's words stay."""
    with context.transaction(as_staff) as work:
        moved = grouping.group_all(work.session, work.actor)
    said = ngettext("%(num)d edition moved.", "%(num)d editions moved.", moved)
    context.say(as_json, {"moved": moved}, [said])


@command.command()
@click.argument("isbn")
@click.argument("other")
@_REASON
@_AS
@context.with_json
def join(isbn: str, other: str, reason: str, as_staff: str, as_json: bool) -> None:
    """Puts the work of the ISBN OTHER into the work of ISBN."""
    here, there = isbns.parse(isbn), isbns.parse(other)
    with context.transaction(as_staff) as work:
        done = office_grouping.join(work.session, here, there, reason, work.actor, work.today)
    _say(done, as_json)


@command.command()
@click.argument("isbn", nargs=-1, required=True)
@_REASON
@_AS
@context.with_json
def split(isbn: tuple[str, ...], reason: str, as_staff: str, as_json: bool) -> None:
    """Takes the editions of these ISBNs out of their work, into one of their own."""
    out = [isbns.parse(one) for one in isbn]
    with context.transaction(as_staff) as work:
        done = office_grouping.split(work.session, out, reason, work.actor, work.today)
    _say(done, as_json)


@command.command()
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
@_AS
@context.with_json
def undo(number: int, as_staff: str, as_json: bool) -> None:
    """Puts the editions of a change back where they were."""
    with context.transaction(as_staff) as work:
        back = office_grouping.undo(work.session, number, work.actor)
    context.say(as_json, {"change": number, "work": back}, [_("Undone.")])


@command.command("list")
@click.option("--most", type=click.IntRange(1, 10_000), default=50, show_default=True)
@context.with_json
def list_(most: int, as_json: bool) -> None:
    """Prints the latest changes, each with its number."""
    with context.transaction(writes=False) as work:
        found = office_grouping.latest(work.session, most)
    rows = [asdict(one) | {"done_on": one.done_on.isoformat()} for one in found]
    lines = [
        f"{one.number}: {one.done_on} {one.kind} → {one.work}, {one.done_by} {one.reason}".strip()
        for one in found
    ]
    context.say(as_json, {"changes": rows}, lines)


def _say(done: Done, as_json: bool) -> None:
    lines = [_("Change %(number)d: the editions are in work %(work)d now.",
               number=done.change_id, work=done.work_id)]  # fmt: skip
    context.say(as_json, asdict(done), lines)
