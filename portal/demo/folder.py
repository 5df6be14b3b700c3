"""The demo's data folder: whole or built again, never half, and never somebody else's."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.kernel.errors import Refusal

MARK = "demo.json"
LOCK = "demo.lock"
BUILDING = "building"
WHOLE = "whole"


class DemoFolderTaken(Refusal):
    """The data folder holds something that is not the demo's; `folder` names it."""

    code = "demo_folder_taken"


class DemoAlreadyRuns(Refusal):
    """Another demo has this data folder open."""

    code = "demo_already_runs"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Holds the folder for one demo at a time; raises DemoFolderTaken, DemoAlreadyRuns."""
    if not may_use(folder):
        raise DemoFolderTaken(folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DemoAlreadyRuns(folder=str(folder)) from error
        yield


def may_use(folder: Path) -> bool:
    """Whether the folder is the demo's, empty, or not there yet."""
    if not folder.exists() or (folder / MARK).exists():
        return True
    return folder.is_dir() and all(entry.name == LOCK for entry in folder.iterdir())


def is_whole(folder: Path) -> bool:
    """Whether a demo was built here to its end."""
    mark = folder / MARK
    return mark.exists() and json.loads(mark.read_text(encoding="utf-8"))["state"] == WHOLE


def begin(folder: Path) -> None:
    """Empties the folder and marks it as being built: after a crash it starts over."""
    _mark(folder, BUILDING)
    for entry in folder.iterdir():
        if entry.name in (MARK, LOCK):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def finish(folder: Path) -> None:
    """Marks the folder as whole."""
    _mark(folder, WHOLE)


def _mark(folder: Path, state: str) -> None:
    draft = folder / f"{MARK}.new"
    draft.write_text(json.dumps({"state": state}), encoding="utf-8")
    draft.replace(folder / MARK)
