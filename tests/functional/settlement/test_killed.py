"""A process that is killed in the middle leaves the database whole, and a repeat has one effect."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from tests.factories.console import Console, approval, order
from tests.functional.settlement.conftest import AUTUMN

# The command itself, except that it kills itself before or after a named function's call.
DRIVER = """
import os, signal, sys
from importlib import import_module
module, name, moment = sys.argv[1:4]
place = import_module(module)
before = getattr(place, name)
def killed(*arguments, **named):
    if moment == "after":
        before(*arguments, **named)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(place, name, killed)
from portal.commands import main
main(sys.argv[4:])
"""
SETTLEMENT = "portal.services.settlement"
CALCULATING = {
    "before the snapshot is renamed": ("portal.store.snapshots", "_sync", "after"),
    "after the snapshot": (f"{SETTLEMENT}.freezing", "freeze", "after"),
    "after the payees": (f"{SETTLEMENT}.calculating", "_store", "after"),
    "before the commit": (f"{SETTLEMENT}.calculating", "summary_of", "before"),
}
APPROVING = {
    "after the approval": (f"{SETTLEMENT}.approving", "_settle", "before"),
    "before the entries": ("portal.store.bulk", "insert_rows", "before"),
    "after the ledger": ("portal.services.settlement.ledger", "post", "after"),
    "before the commit": (f"{SETTLEMENT}.approving", "_settle", "after"),
}


def killed(console: Console, point: tuple[str, str, str], *words: str) -> None:
    """Runs a command that dies at the point."""
    ended = subprocess.run(
        [sys.executable, "-c", DRIVER, *point, *words],
        env={**os.environ, **console.environment},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


def assert_whole(console: Console) -> None:
    found = console.told("verify")
    assert [code for code, check in found.items() if check["problems"]] == []


def calculated_once(console: Console, point: tuple[str, str, str]) -> None:
    before = console.rows()
    killed(console, point, "settlement", "calculate", "lending", *order(*AUTUMN))
    assert console.rows() == before
    assert_whole(console)
    run = console.calculate(*AUTUMN)
    assert run["run"] == "2023-autumn-1"
    assert console.count("run") == 1
    console.approve(run, "anna", "bo")
    assert_whole(console)


def approved_once(console: Console, point: tuple[str, str, str]) -> None:
    run = console.calculate(*AUTUMN)
    console.approve(run, "anna")
    before = console.rows()
    killed(console, point, *approval(run, "bo"))
    assert console.rows() == before
    assert_whole(console)
    console.approve(run, "bo")
    assert console.count("payment") == run["people"]
    assert_whole(console)
    assert "already" in console.refusal(*approval(run, "bo"))


@pytest.mark.parametrize("point", CALCULATING.values(), ids=CALCULATING)
def test_killed_while_calculating(on_sqlite: Console, point: tuple[str, str, str]) -> None:
    calculated_once(on_sqlite, point)


@pytest.mark.parametrize("point", APPROVING.values(), ids=APPROVING)
def test_killed_during_the_second_approval(on_sqlite: Console, point: tuple[str, str, str]) -> None:
    approved_once(on_sqlite, point)


@pytest.mark.postgresql
def test_killed_while_calculating_on_postgresql(on_postgresql: Console) -> None:
    calculated_once(on_postgresql, CALCULATING["after the payees"])


@pytest.mark.postgresql
def test_killed_during_the_second_approval_on_postgresql(on_postgresql: Console) -> None:
    approved_once(on_postgresql, APPROVING["after the ledger"])
