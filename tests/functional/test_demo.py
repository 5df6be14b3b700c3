"""The demo: its runs to the cent against a second computation, and starts that keep the data."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from portal.demo import accounts, folder, serving
from portal.demo.command import prepare
from portal.kernel.identity import SYSTEM
from portal.services import staff, verification
from portal.services.settlement import exporting
from portal.store.people import Account, Party, Staff
from portal.store.session import engine_for, transaction
from portal.store.settlement import Run, RunPayee
from tests.demo_case import demo_case
from tests.demo_portal import TODAY, DemoPortal
from tests.oracle.lending import settle

# Recorded from a build that the oracle agreed with; only other rules or other data change them.
DIGESTS = {
    "2018-autumn-1": "871760787435931049c63b531a6dcd9757aec7ec715d2220ba42ce85b3451429",
    "2019-spring-1": "d53fd1d9e2e96ea987b6327bbd98c4722895b1f54dabadffa58533a4f020df61",
    "2019-autumn-1": "6f262615bcf5d589ebba6c23866a12768b889d7bc52a9c79bf9d5a62d92faf95",
    "2020-spring-1": "bdf585cc3ed0f5f89a4c18354eaf0e1a32bb2c47c7973efac2a291710c784b7a",
    "2020-autumn-1": "77c7fc4ff98ce1aad15c60598a799fc77a3237f882ab327ac2d3d8dba22c85f7",
    "2021-spring-1": "1a943d154ce29ebde5a67d6886aa64fc87d14a1c36e57c7b578715f5b9c5a7a2",
    "2021-autumn-1": "9ebc6f9375110747d7b43524aa780d8ae9ef84f3cd8c943b379a1fef5ca0ce06",
    "2022-spring-1": "39b441d6ba929936e56fec08dbc93d8c573528aafe02520a8f12043080a64741",
    "2022-autumn-1": "5425cc62ce067895c8b919aa013632b803990243a8eda3d74ad56dff0bd19cd0",
    "2023-spring-1": "7635da3e90b215b1c70c3f3e5bf898e32e7bec37fd1e0612ad85ce362ba234f9",
    "2023-autumn-1": "5eab2aa7df6aebe7d83faa7da5962b8283ca4de8e7cc63ffc0a2796ba1e27997",
    "2024-spring-1": "1ace11b16354836010fb89aefaef435a38c01e1e5831c995b52f39b37d6d0c99",
    "2024-autumn-1": "2103cd2e1a8dc2bb66dba6a559a8a731af25230b9b7c0a6936d79b88b356f562",
    "2025-spring-1": "c205de5a494297c1eb3d4c27a9237d40d16cf3e30ec6d42a94e8233ea5feb9ba",
    "2025-autumn-1": "854a34d524d006f1b1244ad3c2048efe98186186ce819ebb79d559f63245e171",
    "2026-spring-1": "ef43ce829018bb1a8b39649395953367989629c4bfb0725f69cf682691ed8f05",
    "2026-autumn-1": "56338c3f8a64cba1f50df321dcd34cbc4ec5677dff27b9d00e52a4eef85b504f",
}
SUMS = ("gross", "tax", "net", "waiting", "disputed")


@pytest.fixture(scope="module")
def oracle() -> dict[str, dict[str, dict[str, int]]]:
    """What the second computation says: run → person → sums in cents."""
    return {run["run"]: run["people"] for run in settle(demo_case())}


def test_the_runs_are_those_of_the_file(demo_portal: DemoPortal) -> None:
    expected = [(f"{run['id']}-1", "approved") for run in demo_case()["run"]]
    expected[-1] = (expected[-1][0], "preview")
    assert [(run.run, run.state) for run in demo_portal.runs] == expected


def test_everybody_has_the_sums_of_the_second_computation(
    demo_portal: DemoPortal, oracle: dict[str, dict[str, dict[str, int]]], tmp_path: Path
) -> None:
    engine = engine_for(demo_portal.database_url)
    for run in demo_portal.runs:
        with transaction(engine, writes=False) as session:
            exporting.export_run(session, demo_portal.place, run.run, tmp_path / run.run)
        with (tmp_path / run.run / "people.csv").open(encoding="utf-8", newline="") as file:
            paid = {
                row["person_id"]: {name: int(row[f"{name}_cents"]) for name in SUMS}
                for row in csv.DictReader(file)
            }
        said = oracle[run.run.removesuffix("-1")]
        assert paid == {who: sums for who, sums in said.items() if any(sums.values())}
    engine.dispose()


def test_digests_never_change(demo_portal: DemoPortal) -> None:
    assert {run.run: run.digest for run in demo_portal.runs} == DIGESTS


def test_half_of_a_couple_by_hand(demo_portal: DemoPortal) -> None:
    # HelMet's loans and renewals of the couple's eight books, 2014 to 2017:
    # 34,981 and 34,584 and 56,299 and 42,364; the rates 0.10, 0.12, 0.15 and 0.25; picture books
    # 41 %, two heads: 717.11 (717.1105), 850.77 (850.7664), 1,731.19 (1,731.19425) and
    # 2,171.16 (2,171.155), together 5,470.23. The card says 34.5 %: 1,887.22 (1,887.22935).
    payee = payee_of(demo_portal, "2018-autumn-1", "D001")
    assert (payee.gross_cents, payee.tax_cents, payee.net_cents) == (547_023, 188_722, 358_301)


def payee_of(portal: DemoPortal, run: str, person: str) -> RunPayee:
    """What a run says of a person."""
    engine = engine_for(portal.database_url)
    with transaction(engine, writes=False) as session:
        query = select(RunPayee).join(Run).join(Party, Party.id == RunPayee.party_id)
        found = session.scalars(query.where(Run.code == run, Party.code == person)).one()
    engine.dispose()
    return found


def test_everything_verifies(demo_portal: DemoPortal) -> None:
    engine = engine_for(demo_portal.database_url)
    with transaction(engine, writes=False) as session:
        checks = list(verification.verify(session, demo_portal.place))
    engine.dispose()
    assert checks
    assert [check.code for check in checks if check.problems] == []


def test_a_second_start_keeps_the_data(demo_copy: Callable[[], DemoPortal]) -> None:
    place = demo_copy().place
    demo = serving.settings_for(place, 8000, TODAY)
    engine = engine_for(demo.database_url)
    with transaction(engine) as session:
        added = staff.add_staff(session, "Added Later", "auditor", None, SYSTEM)
    prepare(place, demo)
    prepare(place, demo)
    with transaction(engine, writes=False) as session:
        assert session.scalar(select(Staff.name).where(Staff.code == added)) == "Added Later"
        assert session.scalar(select(func.count()).select_from(Run)) == 17
        signs_in = len(accounts.people())
        assert session.scalar(select(func.count()).select_from(Account)) == signs_in
    engine.dispose()


def test_another_port_is_another_provider(demo_copy: Callable[[], DemoPortal]) -> None:
    place = demo_copy().place
    for port in (8000, 8001):
        prepare(place, serving.settings_for(place, port, TODAY))
    engine = engine_for(f"sqlite:///{place / 'portal.db'}")
    with transaction(engine, writes=False) as session:
        issuers = set(session.scalars(select(Account.issuer)))
    engine.dispose()
    assert issuers == {serving.issuer_of(8000), serving.issuer_of(8001)}


@pytest.mark.parametrize("cause", ["killed while it was built", "reset"])
def test_the_demo_starts_over(demo_copy: Callable[[], DemoPortal], cause: str) -> None:
    copied = demo_copy()
    (copied.place / "left-over").write_text("of before")
    if cause != "reset":
        mark = copied.place / folder.MARK
        mark.write_text(json.dumps({"state": folder.BUILDING}))
    demo = serving.settings_for(copied.place, 8000, TODAY)
    prepare(copied.place, demo, reset=cause == "reset")
    assert not (copied.place / "left-over").exists()
    engine = engine_for(demo.database_url)
    with transaction(engine, writes=False) as session:
        digests = list(session.scalars(select(Run.digest).order_by(Run.id)))
    engine.dispose()
    assert digests == [run.digest for run in copied.runs]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def running(demo_copy: Callable[[], DemoPortal]) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`portal demo` as a process on a free port, and its address."""
    port = free_port()
    command = [sys.executable, "-c", "from portal.commands import main; main()"]
    process = subprocess.Popen(
        [*command, "demo", "--port", str(port)],
        env={**os.environ, "PORTAL_DATA_DIR": str(demo_copy().place), "PORTAL_TODAY": "2026-10-15"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "Ctrl-C ends it" in line:
            break
    yield f"http://localhost:{port}", process
    process.kill()
    process.wait()
    process.stdout.close()


def test_somebody_signs_in_and_ctrl_c_ends_everything(
    running: tuple[str, subprocess.Popen[str]],
) -> None:
    address, process = running
    with httpx.Client(base_url=address, follow_redirects=True, timeout=30) as browser:
        asked = browser.post("/sign-in", data={"csrf_token": token_of(browser.get("/sign-in"))})
        for person in accounts.people():
            assert person.name in asked.text
        home = browser.post(str(asked.url), data={"person": "helka"})
        assert home.status_code == 200
        assert home.url.path == "/"
        assert "Helka Kivelänmaa" in home.text
        assert "Otso Kivelänmaa" in home.text
        assert "invented" in home.text
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    assert process.stdout is not None
    assert "what was entered is kept" in process.stdout.read()


def token_of(page: httpx.Response) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found is not None
    return found.group(1)
