"""portal worker: the queue's consumer, until it is told to stop."""

from __future__ import annotations

import signal
import sys

import click
from flask_babel import gettext as _

from portal.commands import context
from portal.jobs import queue, tasks
from portal.jobs.sending import Posting


@click.command()
def command() -> None:
    """Consumes the queue until Ctrl-C or a signal to end."""
    url, data_dir = context.places()
    work = queue.queue_for(url, data_dir)
    mail = context.mail()
    tasks.register(work, url, data_dir, Posting(mail.server, mail.tries))
    # Until the consumer has its own handler, an early signal must end it as quietly.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(0))
    click.echo(_("The worker is ready. Ctrl-C ends it."))
    work.create_consumer(workers=1).run()
