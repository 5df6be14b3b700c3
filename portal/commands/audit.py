"""portal audit: the head of the chain, to write down outside of the portal and to ask for again."""

from __future__ import annotations

import click
from flask_babel import gettext as _

from portal.commands import context
from portal.services.audit import audit_heads
from portal.wording import formats


@click.group()
def command() -> None:
    """The chain of what was done."""


@command.command("head")
@click.option("--noted", metavar="HEAD", help="A head of before: is the chain still behind it?")
@context.with_json
@click.pass_context
def head(ctx: click.Context, noted: str | None, as_json: bool) -> None:
    """Prints the head of the chain; exit code 1 when a noted one is no longer in it."""
    with context.transaction(writes=False) as work:
        found = audit_heads.head(work.session)
        holds = None if noted is None else audit_heads.holds(work.session, noted)
    said = {"head": found.written, "event": found.number, "sha256": found.sha256}
    lines = [found.written]
    if found.at:
        said["at"] = found.at.isoformat()
        lines.append(formats.moment(found.at))
    if holds is not None:
        said["holds"] = holds
        lines.append(
            _("The head that was noted is in the chain.")
            if holds
            else _("The head that was noted is not in the chain: events were changed or removed.")
        )
    context.say(as_json, said, lines)
    if holds is False:
        ctx.exit(1)
