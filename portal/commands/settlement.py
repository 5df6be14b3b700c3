"""portal settlement: calculate a run, approve it by two, export it."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import click
from flask_babel import gettext as _

from portal.commands import context, progress
from portal.kernel.money import NotAnAmount, cents_from_text, text_from_cents
from portal.kernel.periods import RUN_KINDS
from portal.services.access import passkeys
from portal.services.settlement import approving, calculating, engines, exporting
from portal.services.settlement.collecting import Order
from portal.services.settlement.summary import RunSummary
from portal.wording.letters import Letters

DAY = click.DateTime(formats=["%Y-%m-%d"])
_YEAR = re.compile(r"[0-9]{4}")


@click.group()
def command() -> None:
    """Calculate a run, approve it by two people, export it."""


@command.command()
@click.argument("scheme")
@click.option("--kind", type=click.Choice(RUN_KINDS), required=True)
@click.option("--date", "pays_on", type=DAY, required=True, help="The day of payment.")
@click.option("--cutoff", type=DAY, required=True, help="Claims added up to this day count.")
@click.option("--undistributed", multiple=True, metavar="YEAR=EURO", help="Additional money.")
@context.with_staff
@context.with_json
def calculate(
    scheme: str,
    kind: str,
    pays_on: datetime,
    cutoff: datetime,
    undistributed: tuple[str, ...],
    as_staff: str | None,
    as_json: bool,
) -> None:
    """Calculates a run in draft; a preview when its cutoff is today or later."""
    money = tuple(_stated(text) for text in undistributed)
    order = Order(kind, pays_on.date(), cutoff.date(), money)
    counting = progress.working(_("Calculating …"), as_json)
    with context.transaction(as_staff) as work, counting:
        summary = calculating.calculate_run(
            work.session,
            work.data_dir,
            scheme,
            order,
            today=work.today,
            actor=work.actor,
        )
    context.say(as_json, summary.printed(), _lines(summary))


@command.command()
@click.argument("run")
@click.option("--as", "as_staff", required=True, metavar="STAFF", help="Who approves.")
@click.option("--digest", required=True, help="The digest of the run that was looked at.")
@context.with_json
def approve(run: str, as_staff: str, digest: str, as_json: bool) -> None:
    """Approves a run: two different approvers, bound to its digest."""
    with context.transaction() as work:
        passkeys.check_command_may_approve(work.session)
        summary = approving.approve_run(
            work.session,
            work.data_dir,
            run,
            as_staff,
            digest,
            today=work.today,
            render=Letters(context.mail().base_url),
        )
    context.say(as_json, summary.exported(), _lines(summary))


@command.command()
@click.argument("run")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A folder.")
@context.with_json
def export(run: str, out: Path, as_json: bool) -> None:
    """Writes people.csv, lines.csv and run.json of a run, draft or approved."""
    with context.transaction(writes=False) as work:
        summary = exporting.export_run(work.session, work.data_dir, run, out)
    written = _("Written to %(folder)s", folder=click.format_filename(out))
    context.say(as_json, summary.exported(), [written])


@command.command()
@click.argument("name", type=click.Choice(["duckdb", "spark"]), required=False)
@context.with_json
def engine(name: str | None, as_json: bool) -> None:
    """Says which engine counts from now on, or shows it."""
    with context.transaction(writes=name is not None) as work:
        if name is None:
            chosen = engines.chosen(work.session)
        else:
            chosen = engines.choose(work.session, name, work.today, work.actor)
    context.say(as_json, {"engine": chosen}, [chosen])


def _stated(text: str) -> calculating.Stated:
    year, equals, euro = text.partition("=")
    if not equals or not _YEAR.fullmatch(year):
        raise _misstated(
            _("“%(said)s” does not begin with a year of four digits and =.", said=text)
        )
    try:
        cents = cents_from_text(euro)
    except NotAnAmount as error:
        problem = _("The amount in “%(said)s” is not euro with at most two decimals.", said=text)
        raise _misstated(problem) from error
    if cents <= 0:
        raise _misstated(_("The amount in “%(said)s” is not more than nothing.", said=text))
    return calculating.undistributed(int(year), cents)


def _misstated(problem: str) -> click.BadParameter:
    """Wrong usage of --undistributed: what is wrong, and how it is written."""
    mend = _("Write YEAR=EURO, such as 2019=1000000.00.")
    return click.BadParameter(f"{problem} {mend}", param_hint="--undistributed")


def _lines(summary: RunSummary) -> list[str]:
    return [
        _("Run %(run)s, %(state)s", run=summary.run, state=summary.state),
        _("People paid: %(people)d, lines: %(n)d", people=summary.people, n=summary.lines),
        _("Gross: %(euro)s EUR", euro=text_from_cents(summary.gross_cents)),
        _("Tax: %(euro)s EUR", euro=text_from_cents(summary.tax_cents)),
        _("Net: %(euro)s EUR", euro=text_from_cents(summary.net_cents)),
        _(
            "Waiting below the smallest payment: %(euro)s EUR",
            euro=text_from_cents(summary.waiting_cents),
        ),
        _("Disputed: %(euro)s EUR", euro=text_from_cents(summary.disputed_cents)),
        _("Digest: %(digest)s", digest=summary.digest),
    ]
