"""portal match: how much of what was lent meets a claim, by which tier, and what waits."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click
from flask_babel import gettext as _

from portal.commands import context, match_suggest, match_unmatched
from portal.jobs import matching as jobs
from portal.services.matching import matching
from portal.services.matching.match_runs import Figure
from portal.services.matching.matching import Suggestion, YearMatch


@click.group()
def command() -> None:
    """How much of what was lent meets a claim."""


command.add_command(match_unmatched.command)
command.add_command(match_suggest.command)


@command.command()
@click.option("--year", type=context.YEAR, help="One loan year; else every year that was counted.")
@click.option("--tier3", is_flag=True, help="Also what is probable; needs the extra “matching”.")
@context.with_staff
@context.with_json
def run(year: int | None, tier3: bool, as_staff: str | None, as_json: bool) -> None:
    """Matches anew: ISBNs, then keys of title and name; reports each year and tier."""
    with context.transaction(as_staff, writes=False) as work:
        data_dir, actor = work.data_dir, work.actor
    figures = jobs.match(context.database_url(), data_dir, year, tier3=tier3, who=actor)
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
            "tiers": [asdict(one) for one in figures if one.loan_year == match.loan_year],
        }
        for match, several in zip(found, suggested, strict=True)
    ]
    lines = [
        line
        for match, several in zip(found, suggested, strict=True)
        for line in (_year_line(match, several), *_tier_lines(match.loan_year, figures))
    ]
    context.say(as_json, {"years": printed}, lines or [_("No loans have been imported yet.")])


def _year_line(match: YearMatch, suggested: tuple[Suggestion, ...]) -> str:
    return _(
        "%(year)d: matched %(matched)d loans of %(titles)d titles, unmatched %(unmatched)d "
        "loans of %(others)d titles, %(suggested)d suggestions",
        year=match.loan_year,
        matched=match.matched_loans,
        titles=match.matched_titles,
        unmatched=match.unmatched_loans,
        others=match.unmatched_titles,
        suggested=len(suggested),
    )


def _tier_lines(year: int, figures: tuple[Figure, ...]) -> list[str]:
    lines = []
    for one in figures:
        if one.loan_year != year:
            continue
        said: dict[str, Any] = {"state": one.state, "n": one.loans, "titles": one.titles}
        if one.tier is None:
            lines.append(_("no tier, %(state)s: %(n)d loans of %(titles)d titles", **said))
        else:
            said["tier"] = one.tier
            lines.append(_("tier %(tier)d, %(state)s: %(n)d loans of %(titles)d titles", **said))
    return [f"  {line}" for line in lines]
