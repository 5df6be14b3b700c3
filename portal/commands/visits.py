"""portal visits: the weekly report for whoever controls them, and ending all in an emergency."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import click
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.commands import context
from portal.services.visits import visit_ends, visits_report
from portal.services.visits.visits_report import VisitsReport
from portal.wording import formats


@click.group()
def command() -> None:
    """Support visits: who looked at whose pages, by whose leave."""


@command.command()
@click.option("--week", default="", metavar="YEAR-WEEK", help="Such as 2026-W42; else this week.")
@context.with_json
def report(week: str, as_json: bool) -> None:
    """Prints the visits of a week: without a code, out of hours, to relatives, to top earners."""
    with context.transaction(writes=False) as work:
        chosen = visits_report.week_of(week, work.today)
        found = visits_report.report(work.session, chosen, work.today)
    context.say(as_json, _printed(found), _lines(found))


@command.command("end-all")
@context.with_staff
@context.with_json
def end_all(as_staff: str | None, as_json: bool) -> None:
    """Ends every visit that goes on; those whose pages they were are told."""
    with context.transaction(as_staff) as work:
        ended = visit_ends.end_all(work.session, work.actor, datetime.now(UTC), work.today)
    line = ngettext("%(num)d visit was ended.", "%(num)d visits were ended.", ended)
    context.say(as_json, {"ended": ended}, [line])


def _printed(found: VisitsReport) -> dict[str, object]:
    visits = [
        {**asdict(one), "started_at": one.started_at.isoformat(), "without_code": one.without_code}
        for one in found.visits
    ]
    by_staff = [asdict(one) for one in found.by_staff]
    return {"week": found.week.code, "by_staff": by_staff, "visits": visits}


def _lines(found: VisitsReport) -> list[str]:
    lines = [
        _(
            "%(staff)s: visits %(visits)s, without code %(without_code)s, "
            "out of hours %(out_of_hours)s, same name or address %(maybe_related)s, "
            "top earners %(top_earners)s, emergencies %(break_glass)s",
            **asdict(one),
        )
        for one in found.by_staff
    ]
    lines += [
        f"{formats.moment(one.started_at)}  {one.staff}  {one.person}  {one.reason}  {one.consent}"
        for one in found.visits
    ]
    return lines or [_("No visit began in the week %(week)s.", week=found.week.code)]
