"""Politeness: one question at a time to each source, and only so many a minute.

The turns of a source are a file that every process of the portal locks: pages, worker, terminal.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.clients.errors import SourceBusy
from portal.kernel.bibliographies import Source

MINUTE = 60.0
_PAUSE = 0.02


@dataclass(frozen=True)
class Turns:
    """Where the turns are kept, and the clocks by which they go."""

    folder: Path
    clock: Callable[[], float] = time.time
    wait: Callable[[float], None] = time.sleep

    @contextmanager
    def turn(self, source: Source, a_minute: int, until: float) -> Iterator[None]:
        """A turn to ask a source once; raises SourceBusy when there is none before `until`.

        `until` is a moment of this object's own clock.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(source.name.encode()).hexdigest()[:16]
        handle = os.open(self.folder / f"{name}.turns", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._lock(handle, source, until)
            asked = self._room(handle, source, a_minute, until)
            os.ftruncate(handle, 0)
            os.pwrite(handle, " ".join(f"{one:.3f}" for one in asked).encode(), 0)
            yield
        finally:
            os.close(handle)

    def _lock(self, handle: int, source: Source, until: float) -> None:
        while True:
            try:
                return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if self.clock() >= until:
                    raise SourceBusy(source=source.name) from None
                self.wait(_PAUSE)

    def _room(self, handle: int, source: Source, a_minute: int, until: float) -> list[float]:
        """The moments of the last minute's questions with this one, when there is room for it."""
        while True:
            now = self.clock()
            asked = [one for one in _moments(handle) if now - MINUTE < one <= now]
            if len(asked) < a_minute:
                return [*asked, now]
            free = asked[-a_minute] + MINUTE
            if free > until:
                raise SourceBusy(source=source.name)
            self.wait(max(free - now, _PAUSE))


def _moments(handle: int) -> list[float]:
    """What the file says; nothing where it was damaged."""
    try:
        return [float(one) for one in os.pread(handle, 65_536, 0).split()]
    except ValueError:
        return []
