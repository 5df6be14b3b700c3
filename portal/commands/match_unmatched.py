"""portal match unmatched: loans without a usable ISBN, and what the office decides of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click
from flask_babel import gettext as _

from portal.commands import context
from portal.jobs import matching as jobs
from portal.kernel import isbn as isbns
from portal.services.matching import match_runs, unmatched, unmatched_decisions
from portal.services.matching.match_runs import Evidence
from portal.services.matching.unmatched import UnmatchedWork
from portal.services.matching.unmatched_decisions import Choice

_SHOWN = 20


@click.group(name="unmatched")
def command() -> None:
    """Loans without a usable ISBN: what they are, and what was decided of them."""


@command.command("list")
@click.option("--limit", type=click.IntRange(1, 1000), default=_SHOWN, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0, show_default=True)
@context.with_json
def list_(limit: int, offset: int, as_json: bool) -> None:
    """Shows what nobody has decided of, most lent first, each with its key."""
    with context.transaction(writes=False) as work:
        found = unmatched.by_loans(work.session, work.data_dir, limit=limit, offset=offset)
    rows = [{**asdict(one), "total": one.total} for one in found]
    lines = [_line(one) for one in found]
    context.say(as_json, {"unmatched": rows}, lines or [_("No loans wait for a decision.")])


@command.command()
@click.option("--limit", type=click.IntRange(1, 1000), default=_SHOWN, show_default=True)
@context.with_json
def suggest(limit: int, as_json: bool) -> None:
    """Shows those to which the latest match run found a work: its tier, its reasons, the ISBN."""
    with context.transaction(writes=False) as work:
        found = match_runs.suggested(work.session, work.data_dir, limit=limit)
    rows = [
        {
            "key": one.key.removeprefix("unmatched:"),
            "title": one.title,
            "author": one.author,
            "total": one.loans,
            **_suggested(one),
        }
        for one in found
    ]
    lines = [line for one in found for line in (_suggested_line(one), f"  {_why_line(one)}")]
    context.say(as_json, {"suggested": rows}, lines or [_("Nothing is suggested.")])


@command.command()
@click.argument("key")
@click.option("--isbn", "written", help="The edition of the catalogue that the loans are of.")
@click.option("--nobody", is_flag=True, help="The loans are of nobody who is here.")
@click.option("--reason", required=True, help="Why, for whoever looks at it later.")
@click.option("--as", "as_staff", required=True, metavar="STAFF", help="Who decides.")
@context.with_json
def decide(
    key: str, written: str | None, nobody: bool, reason: str, as_staff: str, as_json: bool
) -> None:
    """Says which edition loans without an ISBN are of; they count from now on."""
    if (written is None) != nobody:
        raise click.UsageError(_("Give either --isbn or --nobody."))
    isbn = isbns.parse(written) if written is not None else None
    with context.transaction(as_staff) as work:
        why = match_runs.suggested_for(work.session, work.data_dir, [key]).get(key)
        agrees = why is not None and why.isbn == isbn
        choice = Choice(
            key,
            isbn,
            reason,
            tier=why.tier if why and agrees else None,
            weight_ppm=why.weight_ppm if why and agrees else None,
        )
        number = unmatched_decisions.decide(
            work.session, work.data_dir, choice, work.actor, work.today
        )
    jobs.wake(context.database_url(), work.data_dir)
    said = {"decision": number, "isbn": isbn}
    context.say(as_json, said, [_("Decision %(number)d is in force.", number=number)])


@command.command()
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
@click.option("--as", "as_staff", required=True, metavar="STAFF", help="Who takes it back.")
@context.with_json
def undo(number: int, as_staff: str, as_json: bool) -> None:
    """Takes a decision back: its loans no longer count, and wait again."""
    with context.transaction(as_staff) as work:
        unmatched_decisions.undo(work.session, work.data_dir, number, work.actor)
    jobs.wake(context.database_url(), work.data_dir)
    context.say(as_json, {"undone": number}, [_("Decision %(number)d is undone.", number=number)])


@command.command()
@click.argument("isbn")
@context.with_json
def evidence(isbn: str, as_json: bool) -> None:
    """Shows why the loans of an ISBN count where they do, by the latest match run."""
    number = isbns.parse(isbn)
    with context.transaction(writes=False) as work:
        found = match_runs.evidence_of(work.session, work.data_dir, number)
    lines = [line for one in found for line in (_loans_line(one), f"  {_why_line(one)}")]
    nothing = _("The latest match run knows no loans of this ISBN.")
    context.say(as_json, {"evidence": [asdict(one) for one in found]}, lines or [nothing])


def _line(one: UnmatchedWork) -> str:
    return _named_line(one.total, one.title, one.author, one.key)


def _suggested_line(one: Evidence) -> str:
    return _named_line(one.loans, one.title, one.author, one.key.removeprefix("unmatched:"))


def _named_line(loans: int, title: str, author: str, key: str) -> str:
    named = f"{title}, {author}" if author else title
    return _("%(n)d loans: %(work)s [%(key)s]", n=loans, work=named, key=key)


def _suggested(why: Evidence) -> dict[str, Any]:
    return {
        "tier": why.tier,
        "isbn": why.isbn,
        "work": why.work,
        "state": why.state,
        "reasons": why.reasons.split(),
        "weight_ppm": why.weight_ppm,
    }


def _loans_line(one: Evidence) -> str:
    return _(
        "%(year)d: %(n)d loans as “%(title)s”, %(author)s",
        year=one.loan_year,
        n=one.loans,
        title=one.title or one.isbns,
        author=one.author or "–",
    )


def _why_line(why: Evidence) -> str:
    tier = "–" if why.tier is None else why.tier
    said = _(
        "tier %(tier)s, %(state)s, ISBN %(isbn)s: %(reasons)s",
        tier=tier,
        state=why.state,
        isbn=why.isbn or "–",
        reasons=why.reasons or "–",
    )
    weight = "" if why.weight_ppm is None else f" ({why.weight_ppm / 10_000:.1f} %)"
    return f"{said}{weight}"
