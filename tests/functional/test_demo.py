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
from select import select as select_ready

import httpx
import pytest
from sqlalchemy import func, select

from portal.demo import accounts, building, folder, serving
from portal.demo.command import prepare
from portal.kernel.identity import SYSTEM
from portal.services.access import staff
from portal.services.settlement import exporting
from portal.services.verification import verification
from portal.store.people import Account, Party, Staff
from portal.store.session import engine_for, transaction
from portal.store.settlement import Run, RunPayee
from portal.wording import sentence
from tests.demo_case import demo_case
from tests.demo_portal import TODAY, DemoPortal
from tests.oracle.lending import settle

# Recorded from a build that the oracle agreed with; only other rules or other data change them.
DIGESTS = {
    "2018-autumn-1": "d9834849b9e289bd4b5a7ecdbee7c83849f1018c83877f04c628811e0785e2b2",
    "2019-spring-1": "6ea3a33c4e8f0e5f05ceb1a0960d9c7f4d563c5d938c2614a2e1c9c92eea6350",
    "2019-autumn-1": "54cdf48556944f73c90eaae17c11c8721b3a4a126d21f12ae490c3beb34dfec3",
    "2020-spring-1": "c388a8816d2ea5edbc5abc3f10c4b05724bfb84f095ddef842bf94cba73684a2",
    "2020-autumn-1": "77a80d12633d3485b28025815b03d79a184f9072df163f3aead5d1e7e81b2ff6",
    "2021-spring-1": "c3f7699866097761784afceab1e942c11f469475d2cda13af16feb0d3a058241",
    "2021-autumn-1": "aa859e25e5e6ac34ac2da8a7a52c834d8a79b78e3c14c5a04735552fb0dace14",
    "2022-spring-1": "1faba26bafdee237bcf0cf5bcc1c287f8f1ba7594cb09da691ad14f6418ec776",
    "2022-autumn-1": "3da859c30fc94d6346dcc0ed2cafdab954b512f67195d24f74be6f12926bfb78",
    "2023-spring-1": "65c6e1130cced07df34879c23bcbc1f84f659f207a920aa3e3e36879414c92e8",
    "2023-autumn-1": "ac5f6869b13f0a2e41235ab0a1e7e8be486026b7f8ddbfb9965e8391fc204600",
    "2024-spring-1": "03c07c63816ca42a24694f6e80a176f0fd3a27c13b4225ad5c504f8fd9468d98",
    "2024-autumn-1": "d37604041a73049b28052455ecc938ccdcf5f6d736ed6016fc7fb6dfd4f4174b",
    "2025-spring-1": "b9acfeaf2093132e6a73741e81533f192113f71bf72d24ea4f8313a6f278a390",
    "2025-autumn-1": "e4c1adfc18aa87501efd2470f683adc0b338bb1acd068760d3f20fba9509026f",
    "2026-spring-1": "7772489d158996c8e2bbbfcef55f7f918cdf58ed8d9fc03413d9155fa60672f7",
    "2026-autumn-1": "23c5582f65c74a9fb2fdd98fd3ae36b275d978e399b94fd2bd38284374c28c75",
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


@pytest.mark.postgresql
def test_digests_are_the_same_on_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    runs = building.build(postgresql_url, tmp_path, TODAY)
    assert {run.run: run.digest for run in runs} == DIGESTS


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


def test_the_worker_ends_when_the_demo_is_killed(
    running: tuple[str, subprocess.Popen[str]],
) -> None:
    _address, process = running
    assert process.stdout is not None
    assert any("The worker is ready" in line for line in process.stdout)
    ended = []
    for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        ended.append(os.pidfd_open(int(child)))
    assert len(ended) == 1
    process.kill()
    readable, _, _ = select_ready(ended, [], [], 60)
    for handle in ended:
        os.close(handle)
    assert readable == ended


def test_a_port_that_is_taken_is_named_with_the_next() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(serving.DemoPortTaken) as refused, serving.listening(port):
            pass
    assert f"PORT={port + 1} make demo" in sentence(refused.value)


def token_of(page: httpx.Response) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found is not None
    return found.group(1)
