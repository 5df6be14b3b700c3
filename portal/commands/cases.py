"""portal cases: worked cases, run through an empty portal and compared exactly."""

from __future__ import annotations

from pathlib import Path

import click
from flask_babel import gettext as _

from portal.commands import context, progress
from portal.kernel.errors import Refusal
from portal.services import cases
from portal.services.base.texts import shown
from portal.services.cases import Verdict
from portal.wording import sentence


@click.command()
@click.argument("paths", nargs=-1, required=True, type=context.PATH)
@context.with_json
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], as_json: bool) -> None:
    """Runs worked cases (TOML files or folders); exit code 1 when any failed."""
    verdicts = []
    found_cases = list(cases.cases_in(paths))
    many, watched = len(found_cases), progress.is_shown(as_json)
    for path in progress.through(found_cases, _("Worked cases"), total=many, as_json=as_json):
        verdict = _checked(path)
        verdicts.append(verdict)
        if not as_json and not watched:
            _print(verdict)
    # A line in the middle of a moving bar could not be read.
    for verdict in verdicts if watched else ():
        _print(verdict)
    failed = sum(1 for verdict in verdicts if verdict.differences)
    passed = len(verdicts) - failed
    found = {
        "passed": passed,
        "failed": failed,
        "cases": [{**vars(v), "differences": list(v.differences)} for v in verdicts],
    }
    context.say(as_json, found, [f"{passed} passed, {failed} failed"])
    if failed or not verdicts:
        ctx.exit(1)


def _checked(path: Path) -> Verdict:
    """The verdict on one file; one that cannot be read or run has failed, with its sentence."""
    try:
        return cases.check(path)
    except Refusal as refusal:
        return Verdict(shown(path.name), shown(path.stem), (sentence(refusal),))


def _print(verdict: Verdict) -> None:
    state = _("failed") if verdict.differences else _("passed")
    click.echo(f"{verdict.file}: {state} ({verdict.name})")
    for difference in verdict.differences:
        click.echo(f"  {difference}")
