"""portal messages: what people ask, what the office answers, and how letters leave."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.commands import context
from portal.jobs.reminding import remind_all
from portal.kernel.errors import Refusal
from portal.kernel.receipt_numbers import written as number_written
from portal.services.messages import outgoing, paper_letters
from portal.services.office import office_letters
from portal.services.office.office_letters import Asked
from portal.wording.letters import Letters


class FolderUnwritable(Refusal):
    """The folder of the letters cannot be written to: `folder`, `problem`."""

    code = "folder_unwritable"


@click.group()
def command() -> None:
    """Questions and their answers, letters to people, reminders, and the outbox."""


TEXT = click.option(
    "--text", type=click.File(encoding="utf-8"), required=True, help="A file, or - for the input."
)
STAFF = click.option("--as", "as_staff", required=True, metavar="STAFF", help="Who writes.")


@command.command("list")
@click.option("--open", "only_open", is_flag=True, help="Only those that wait for an answer.")
@context.with_json
def list_(only_open: bool, as_json: bool) -> None:
    """Prints what people have asked, the oldest first, with their latest words."""
    with context.transaction(writes=False) as work:
        found = office_letters.listed(work.session, only_open=only_open)
    lines = [line for one in found for line in _asked(one)] or [_("Nobody waits for an answer.")]
    context.say(as_json, {"questions": [one.printed() for one in found]}, lines)


@command.command()
@click.argument("number")
@STAFF
@TEXT
@context.with_json
def answer(number: str, as_staff: str, text: Any, as_json: bool) -> None:
    """Answers the question with this NUMBER; the person is told by the way that he or she chose."""
    words, render = text.read(), _letters()
    with context.transaction(as_staff) as work:
        given = office_letters.answer(work.session, number, words, work.actor, work.today, render)
    shown = number_written(given)
    context.say(as_json, {"answer": shown}, [_("Answered. Number %(number)s.", number=shown)])


@command.command()
@STAFF
@click.option("--to", "codes", multiple=True, metavar="PERSON_ID", help="One person; repeatable.")
@click.option("--all", "to_all", is_flag=True, help="Everybody.")
@click.option("--subject", required=True, help="What the letter is about, one line.")
@TEXT
@context.with_json
def send(
    as_staff: str, codes: tuple[str, ...], to_all: bool, subject: str, text: Any, as_json: bool
) -> None:
    """Writes a letter to people, or to everybody."""
    if bool(codes) == to_all:
        raise click.UsageError(_("Name people with --to, or everybody with --all."))
    words, render = text.read(), _letters()
    with context.transaction(as_staff) as work:
        count = office_letters.send(
            work.session, None if to_all else codes, subject, words, work.actor, work.today, render
        )
    line = ngettext("Written to %(num)d person.", "Written to %(num)d people.", count)
    context.say(as_json, {"people": count}, [line])


@command.command()
@context.with_json
def outbox(as_json: bool) -> None:
    """Prints how many letters wait, have left or were given up, and why."""
    server = context.mail().server
    with context.transaction(writes=False) as work:
        found = outgoing.standing(work.session)
        waiting = outgoing.listed(work.session)
    lines = [] if server else [_("PORTAL_SMTP_URL is not set: e-mails wait here.")]
    lines += [f"{name}: {count}" for name, count in found.items()]
    lines += [_outgoing_line(one) for one in waiting]
    rows = [{name: str(value) for name, value in asdict(one).items()} for one in waiting]
    context.say(as_json, {**found, "server": bool(server), "letters": rows}, lines)


@command.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@context.with_staff
@context.with_json
def paper(out: Path, as_staff: str | None, as_json: bool) -> None:
    """Writes the letters on paper that wait, each as a text, and a list of addresses, to a folder.

    They count as printed from then on.
    """
    with context.transaction(as_staff) as work:
        printed = paper_letters.take(work.session, work.actor)
        _write(out, printed.files)
    said = {"letters": printed.letters, "without_address": printed.without_address}
    shown = click.format_filename(out)
    lines = [_("%(n)d letters are in %(folder)s.", n=printed.letters, folder=shown)]
    if printed.without_address:
        lines.append(_("%(n)d letters wait for an address.", n=printed.without_address))
    context.say(as_json, said, lines)


@command.command()
@context.with_json
def remind(as_json: bool) -> None:
    """Reminds those who miss something, when the last day before a payment is near; once each."""
    url, data_dir, today = context.place_and_day()
    count = remind_all(url, data_dir, today, _letters())
    line = ngettext("%(num)d reminder is written.", "%(num)d reminders are written.", count)
    context.say(as_json, {"reminders": count}, [line])


def _letters() -> Letters:
    return Letters(context.mail().base_url)


def _asked(one: Asked) -> list[str]:
    state = _("open") if one.open else _("answered")
    head = f"{number_written(one.number)}  {one.day.isoformat()}  {one.person}  {one.about}"
    return [f"{head}  {state}", *(f"    {line}" for line in one.words.splitlines())]


def _outgoing_line(one: outgoing.Waiting) -> str:
    state = "given up" if one.gave_up_at else f"next try {one.next_try_at:%Y-%m-%d %H:%M} UTC"
    problem = f", {one.problem}" if one.problem else ""
    return (
        f"{one.id}  {one.channel}  {one.written_at:%Y-%m-%d}  {state}, tries {one.tries}{problem}"
    )


def _write(out: Path, files: tuple[tuple[str, str], ...]) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files:
            (out / name).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        folder = click.format_filename(out)
        raise FolderUnwritable(folder=folder, problem=error.strerror) from error
