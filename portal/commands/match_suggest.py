"""portal match suggest: works that may be somebody's, found now and not only at night."""

from __future__ import annotations

import click
from flask_babel import gettext as _

from portal.commands import context
from portal.jobs.suggesting import find_all


@click.command("suggest")
@context.with_json
def command(as_json: bool) -> None:
    """Looks for works that may be somebody's, in records and in loans without an ISBN."""
    done = find_all(*context.place_and_day())
    line = _(
        "%(found)d suggestions are new, %(gone)d are gone, %(by_itself)d editions were added.",
        **vars(done),
    )
    context.say(as_json, vars(done), [line])
