"""The demo's portal, built once for all workers; each test that writes takes a copy."""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from portal.services.settlement.summary import RunSummary

TODAY = date(2026, 10, 15)


@dataclass(frozen=True)
class DemoPortal:
    """Its folder, and its runs in order."""

    place: Path
    runs: list[RunSummary]

    @property
    def database_url(self) -> str:
        """The address of its database."""
        return f"sqlite:///{self.place / 'portal.db'}"


@pytest.fixture(scope="session")
def demo_portal(tmp_path_factory: pytest.TempPathFactory) -> DemoPortal:
    """The demo as it is after its first start; only to be read."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    place, kept = root / "demo-of-all", root / "demo-of-all.runs"
    with (root / "demo-of-all.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the others wait until the first has built it
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_built(place)))
    return DemoPortal(place, pickle.loads(kept.read_bytes()))


def _built(place: Path) -> list[RunSummary]:
    # Here and not above: every test session loads this file, and only some need the whole portal.
    from portal.demo import building, folder

    shutil.rmtree(place, ignore_errors=True)  # what a build that failed left behind
    place.mkdir()
    with folder.held(place):
        folder.begin(place)
        runs = building.build(f"sqlite:///{place / 'portal.db'}", place, TODAY)
        folder.finish(place)
    return runs


@pytest.fixture
def demo_copy(demo_portal: DemoPortal, tmp_path: Path) -> Callable[[], DemoPortal]:
    """Makes copies of the demo that a test may change."""

    def copy() -> DemoPortal:
        place = tmp_path / "demo"
        shutil.copytree(demo_portal.place, place)
        return DemoPortal(place, demo_portal.runs)

    return copy
