"""The demo's worker: it ends when the demo is gone, were it by kill -9."""

from __future__ import annotations

import os
import signal
import threading

from portal import commands

_STANDARD_INPUT = 0


def work() -> None:
    """Consumes the queue while the demo lives.

    The demo holds the other end of the standard input and never writes: its end is the demo's.
    """
    threading.Thread(target=_end_with_the_demo, daemon=True).start()
    commands.main(["worker"])


def _end_with_the_demo() -> None:
    # Not sys.stdin: its lock, held by this thread, would make Python end with an error.
    while os.read(_STANDARD_INPUT, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
