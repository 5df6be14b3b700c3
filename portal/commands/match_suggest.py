"""portal match suggest: works that may be somebody's, found now and not only at night."""

from __future__ import annotations

import click
from flask_babel import gettext as _

from portal.commands import context
from portal.jobs.suggesting import find_all
from portal.wording import sentence


@click.command("suggest")
@context.with_json
def command(as_json: bool) -> None:
    """Looks for works that may be somebody's, in records and in loans without an ISBN."""
    done = find_all(*context.place_and_day())
    said = {"found": done.found, "gone": done.gone, "by_itself": done.by_itself}
    line = _(
        "%(found)d suggestions are new, %(gone)d are gone, %(by_itself)d editions were added.",
        **said,
    )
    problems = [sentence(one) for one in done.problems]
    context.say(as_json, {**said, "problems": problems}, [line, *problems])
