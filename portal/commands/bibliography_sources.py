"""portal bibliography sources, search and refresh: the bibliographies over the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import click
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.commands import context
from portal.jobs.bibliographies import search_names
from portal.kernel import isbn
from portal.kernel.errors import Refusal
from portal.kernel.names import name_key
from portal.services.bibliographies import bibliographies
from portal.services.bibliographies.bibliographies import Asking, Standing
from portal.services.records import bibliographic_records
from portal.services.records.bibliographic_records import Found
from portal.wording import sentence


class NoBibliographies(Refusal):
    """The settings name none."""

    code = "no_bibliographies"


@click.command()
@context.with_json
def sources(as_json: bool) -> None:
    """Lists the bibliographies in the order in which they are asked, and how each stands."""
    at = bibliographies.asking(*context.bibliographies())
    with context.transaction(writes=False) as work:
        found = bibliographies.standing(work.session, at, datetime.now(UTC))
    lines = [_standing(one) for one in found] or [_("No bibliography is set up.")]
    context.say(as_json, {"sources": [_printed(one) for one in found]}, lines)


@click.command()
@click.option("--isbn", "isbns", multiple=True, metavar="ISBN", help="An edition; repeatable.")
@click.option("--name", "names", multiple=True, help="A person; repeatable.")
@click.option("--seconds", default=30, show_default=True, type=click.IntRange(1, 600),
              help="How long all sources together may take.")  # fmt: skip
@context.with_json
def search(isbns: tuple[str, ...], names: tuple[str, ...], seconds: int, as_json: bool) -> None:
    """Asks for editions or people, keeps the records and prints them.

    What is known already is not asked again.
    """
    if not (isbns or names):
        raise click.UsageError(_("Say what to search for, with --isbn or --name."))
    wanted, at = [isbn.parse(one) for one in isbns], _asking()
    problems: list[Refusal] = []
    for plan in _plans(at, wanted, names):
        answers = bibliographies.ask(plan, seconds)
        problems += answers.problems
        with context.transaction() as work:
            bibliographies.keep(work.session, answers, work.today, datetime.now(UTC))
    with context.transaction(writes=False) as work:
        found = _found(work, wanted, names)
    if problems and not found:
        raise problems[0]
    said = [sentence(one) for one in problems]
    lines = [line for one in found for line in _record(one)]
    lines += [] if found else [_("No bibliography knows it.")]
    context.say(as_json, {"records": [_data(one) for one in found], "problems": said}, lines + said)


@click.command()
@click.option("--seconds", default=3600, show_default=True, type=click.IntRange(1, 86400),
              help="How long it may take; the next time goes on from there.")  # fmt: skip
@context.with_json
def refresh(seconds: int, as_json: bool) -> None:
    """Searches by the names of all people, as the worker does each night."""
    at = _asking()
    url, _data_dir, today = context.place_and_day()
    done = search_names(url, at, today, seconds)
    said = [sentence(one) for one in done.problems.values()]
    line = ngettext(
        "%(num)d question answered, %(records)d records new or changed.",
        "%(num)d questions answered, %(records)d records new or changed.",
        done.questions,
        records=done.records,
    )
    rest = [] if done.complete else [_("Some names are left. Run it again to go on.")]
    printed = {"questions": done.questions, "records": done.records, "complete": done.complete}
    context.say(as_json, {**printed, "problems": said}, [line, *said, *rest])


def _asking() -> Asking:
    at = bibliographies.asking(*context.bibliographies())
    if not at.bibliographies.sources:
        raise NoBibliographies
    return at


def _plans(at: Asking, isbns: Sequence[int], names: Sequence[str]) -> list[bibliographies.Plan]:
    now = datetime.now(UTC)
    with context.transaction(writes=False) as work:
        plans = [bibliographies.plan(work.session, at, isbns, now)] if isbns else []
        return plans + [bibliographies.plan_name(work.session, at, one, now) for one in names]


def _found(work: context.Work, isbns: Sequence[int], names: Sequence[str]) -> list[Found]:
    """Every record once, those of ISBNs first."""
    by_isbn = bibliographic_records.for_isbns(work.session, isbns) if isbns else {}
    found = [one for isbn_ in isbns for one in by_isbn.get(isbn_, ())]
    if names:
        keys = [name_key(one) for one in names]
        found += bibliographic_records.naming(work.session, keys)
    return list({one.record_id: one for one in found}.values())


def _record(one: Found) -> list[str]:
    record = one.record
    year = str(record.year) if record.year else _("no year")
    head = f"{record.title}  {year}  {one.source} {record.source_id}  {one.fetched_on.isoformat()}"
    numbers = " ".join(str(number.isbn) for number in record.isbns)
    people = [
        f"    {person.name}  {' '.join(f'{said.term} ({said.basis})' for said in person.roles)}"
        for person in record.contributors
    ]
    return [head, *([f"    {numbers}"] if numbers else []), *(line.rstrip() for line in people)]


def _data(one: Found) -> Mapping[str, Any]:
    return {"source": one.source, "fetched_on": one.fetched_on.isoformat(), **one.record.as_data()}


def _standing(one: Standing) -> str:
    if one.asked_at is None:
        return _("%(name)s: never asked", name=one.source.name)
    said = {"name": one.source.name, "moment": f"{one.asked_at:%Y-%m-%d %H:%M} UTC",
            "answers": one.answers, "problem": one.problem}  # fmt: skip
    if one.outcome == "answered":
        return _("%(name)s: answered %(moment)s, %(answers)d answers are kept", **said)
    if one.rests_until is None:
        return _("%(name)s: failed %(moment)s (%(problem)s)", **said)
    until = f"{one.rests_until:%Y-%m-%d %H:%M} UTC"
    return _(
        "%(name)s: failed %(moment)s (%(problem)s), left alone until %(until)s", **said, until=until
    )


def _printed(one: Standing) -> dict[str, Any]:
    return {
        "name": one.source.name,
        "kind": one.source.kind,
        "url": one.source.url,
        "asked_at": one.asked_at.isoformat() if one.asked_at else None,
        "outcome": one.outcome,
        "problem": one.problem,
        "rests_until": one.rests_until.isoformat() if one.rests_until else None,
        "answers": one.answers,
    }
