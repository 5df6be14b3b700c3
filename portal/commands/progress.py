"""How far a long command is: a line that moves, on a terminal's error output and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")


def is_shown(as_json: bool = False) -> bool:
    """Whether somebody watches: a terminal, and no JSON asked for."""
    return not as_json and sys.stderr.isatty()


@contextmanager
def working(words: str, as_json: bool = False) -> Iterator[None]:
    """Shows that something is being done, while the block runs."""
    if not is_shown(as_json):
        yield
        return
    # Loaded for a terminal alone: scripts do not pay for it.
    from rich.console import Console

    with Console(stderr=True).status(words):
        yield


def through(
    items: Iterable[Item], words: str, *, total: int, as_json: bool = False
) -> Iterator[Item]:
    """The items, with a bar that says how many of `total` are done; print only afterwards."""
    if not is_shown(as_json):
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, redirect_stdout=False) as progress:
        yield from progress.track(items, total=total, description=words)
