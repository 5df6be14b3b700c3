"""portal worker: the queue's consumer, until it is told to stop."""

from __future__ import annotations

import signal
import sys
from datetime import date
from functools import partial

import click
from flask_babel import gettext as _

from portal.commands import context
from portal.jobs import queue, tasks
from portal.jobs.bibliographies import search_some
from portal.jobs.disputing import move
from portal.jobs.reminding import remind_all
from portal.jobs.sending import Posting
from portal.jobs.suggesting import find_all
from portal.services.bibliographies.bibliographies import asking
from portal.services.suggestions.suggestions import Refreshed
from portal.wording.letters import Letters


@click.command()
def command() -> None:
    """Consumes the queue until Ctrl-C or a signal to end."""
    url, data_dir = context.places()
    work = queue.queue_for(url, data_dir)
    mail = context.mail()
    posting = Posting(mail.server, mail.tries)
    letters = Letters(mail.base_url)
    remind = partial(_remind, letters)
    tasks.register(work, url, data_dir, posting, remind, _search, _suggest, _today, letters)
    # Until the consumer has its own handler, an early signal must end it as quietly.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(0))
    click.echo(_("The worker is ready. Ctrl-C ends it."))
    work.create_consumer(workers=1).run()


def _today() -> date:
    """The day on which ordered work is done, not that of the worker's start."""
    return context.place_and_day()[-1]


def _suggest() -> Refreshed:
    """Looks for works that may be somebody's; the day is that of the look."""
    return find_all(*context.place_and_day())


def _search() -> int:
    """Some of the names; the next round goes on from there."""
    url, _data_dir, today = context.place_and_day()
    return search_some(url, asking(*context.bibliographies()), today)


def _remind(render: Letters) -> int:
    """The reminders of the day on which they are asked for, not of the worker's start."""
    url, data_dir, today = context.place_and_day()
    return move(url, today, render).reminded + remind_all(url, data_dir, today, render)
