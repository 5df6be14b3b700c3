"""portal match: how much of what was lent meets a claim."""

from __future__ import annotations

import click
from flask_babel import gettext as _

from portal.commands import context
from portal.services import matching


@click.group()
def command() -> None:
    """How much of what was lent meets a claim."""


@command.command()
@click.option("--year", type=context.YEAR, help="One loan year; else every year that was counted.")
@context.with_json
def run(year: int | None, as_json: bool) -> None:
    """Matches exact ISBNs anew and reports matched and unmatched loans of each year."""
    with context.transaction(writes=False) as work:
        years = (year,) if year is not None else matching.counted_years(work.session)
        found = [matching.match_year(work.session, work.data_dir, one) for one in years]
        suggested = [matching.suggestions(work.session, work.data_dir, one) for one in years]
    printed = [
        {
            **vars(match),
            "unmatched_titles": match.unmatched_titles,
            "unmatched_loans": match.unmatched_loans,
            "suggestions": [vars(one) for one in several],
        }
        for match, several in zip(found, suggested, strict=True)
    ]
    lines = [
        _(
            "%(year)d: matched %(matched)d loans of %(titles)d titles, unmatched %(unmatched)d "
            "loans of %(others)d titles, %(suggested)d suggestions",
            year=match.loan_year,
            matched=match.matched_loans,
            titles=match.matched_titles,
            unmatched=match.unmatched_loans,
            others=match.unmatched_titles,
            suggested=len(several),
        )
        for match, several in zip(found, suggested, strict=True)
    ]
    context.say(as_json, {"years": printed}, lines or [_("No loans have been imported yet.")])
