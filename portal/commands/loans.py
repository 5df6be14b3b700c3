"""portal loans: usage files in, and which library systems have reported."""

from __future__ import annotations

from pathlib import Path

import click
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.commands import context, progress
from portal.jobs import loans as jobs
from portal.jobs import matching as matching_jobs
from portal.services.matching import matching
from portal.services.usage import doubts as service
from portal.services.usage import refused_rows, usage_import
from portal.services.usage.usage_import import Imported, ImportOrder
from portal.wording import doubts as wording
from portal.wording import sentence


@click.group()
def command() -> None:
    """Usage files in, and which library systems have reported."""


@command.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--year", type=context.YEAR, help="The loan year; left out where the rows say theirs."
)
@click.option("--source", required=True, help="Who sent the files, and the library if they do not.")
@click.option("--format", "format_", help="How to read them; else the file itself shows it.")
@click.option("--replace", is_flag=True, help="Replace what this source reported of these years.")
@context.with_staff
@context.with_json
def import_(
    paths: tuple[Path, ...],
    year: int | None,
    source: str,
    format_: str | None,
    replace: bool,
    as_staff: str | None,
    as_json: bool,
) -> None:
    """Reads usage files or folders of them: all or none."""
    order = ImportOrder(paths, source, year, format_, replace)
    reading = progress.working(_("Reading the files …"), as_json)
    with context.transaction(as_staff) as work, reading:
        done = usage_import.import_usage(
            work.session, work.data_dir, order, today=work.today, actor=work.actor
        )
    jobs.wake(context.database_url(), work.data_dir)
    matching_jobs.wake(context.database_url(), work.data_dir)
    context.say(as_json, done.printed(), _import_lines(done))


@command.command()
@click.option("--year", type=context.YEAR, required=True)
@context.with_json
def coverage(year: int, as_json: bool) -> None:
    """Shows which library systems have reported a year, and the loans nobody claims."""
    with context.transaction(writes=False) as work:
        reports = matching.coverage(work.session, year)
        missing = matching.absent(work.session, year)
        match = matching.match_year(work.session, work.data_dir, year)
    found = {
        "year": year,
        "libraries": [vars(report) for report in reports],
        "absent": list(missing),
        "loans": match.loans,
        "unmatched_loans": match.unmatched_loans,
        "unmatched_titles": match.unmatched_titles,
    }
    lines = [
        _("%(name)s: %(loans)d loans in %(rows)d rows", name=r.library, loans=r.loans, rows=r.rows)
        for r in reports
    ]
    lines += [_("%(name)s reported the year before, not this one", name=n) for n in missing]
    lines.append(
        _(
            "%(unmatched)d of %(loans)d counted loans are of titles that nobody claims.",
            unmatched=match.unmatched_loans,
            loans=match.loans,
        )
    )
    context.say(as_json, found, lines)


@command.command()
@click.option("--year", type=context.YEAR, required=True)
@context.with_json
def doubts(year: int, as_json: bool) -> None:
    """Shows what is doubtful in the loans that library systems reported of a year."""
    with context.transaction(writes=False) as work:
        found = service.doubts(work.session, work.data_dir, year, work.today)
    printed = {
        "year": year,
        "systems": found.systems,
        "doubts": [vars(one) for one in found.found],
        "waiting": found.waiting,
    }
    lines = [wording.said(one, year) for one in found.found]
    if not lines:
        lines = [_("Nothing is doubtful in what library systems have reported of %(y)d.", y=year)]
    if found.waiting:
        lines.append(
            _("No title was looked at: the loans are not all counted by library system yet.")
        )
    context.say(as_json, printed, lines)


@command.command()
@context.with_json
@click.pass_context
def libraries(ctx: click.Context, as_json: bool) -> None:
    """Counts by library system what was imported, as the worker does; exit code 1 when it fails."""
    with context.transaction(writes=False) as work:
        data_dir = work.data_dir
    with progress.working(_("Counting by library system …"), as_json):
        outcomes = list(jobs.count_libraries(context.database_url(), data_dir))
    failed = [one for one in outcomes if one.problem is not None]
    found = {
        "counted": [one.import_id for one in outcomes if one.problem is None],
        "failed": {str(one.import_id): one.problem.code for one in failed if one.problem},
    }
    number = len(found["counted"])
    lines = [
        ngettext(
            "%(num)d import counted by library system",
            "%(num)d imports counted by library system",
            number,
        )
    ]
    lines += [
        _("Import %(number)d: %(problem)s", number=one.import_id, problem=sentence(one.problem))
        for one in failed
        if one.problem
    ]
    context.say(as_json, found, lines)
    if failed:
        ctx.exit(1)


@command.command()
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
def refused(number: int, out: Path) -> None:
    """Writes every refused row of an import to a CSV file, each with its reason."""
    with context.transaction(writes=False) as work:
        rows = refused_rows.write_refused(work.session, work.data_dir, number, out)
    click.echo(
        _("%(rows)d refused rows written to %(file)s", rows=rows, file=click.format_filename(out))
    )


def _import_lines(done: Imported) -> list[str]:
    totals = done.reading.totals
    lines = [
        _("Import %(number)d", number=done.import_id),
        _("Read: %(rows)d rows, %(n)d loans", rows=totals.rows_read, n=totals.loans_read),
        _(
            "Accepted: %(rows)d rows, %(n)d loans",
            rows=totals.rows_accepted,
            n=totals.loans_accepted,
        ),
        _(
            "Left out (the same loans counted otherwise): %(rows)d rows, %(n)d loans",
            rows=totals.rows_left_out,
            n=totals.loans_left_out,
        ),
        _("Refused: %(rows)d rows, %(n)d loans", rows=totals.rows_refused, n=totals.loans_refused),
    ]
    for reason, sums in sorted(done.reading.refused.items()):
        lines.append(f"  {reason}: {sums.rows} / {sums.loans}")
    return lines
