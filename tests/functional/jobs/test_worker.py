"""The queue on both databases: what the worker does by itself, and that it starts and ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from portal.jobs import queue, tasks
from portal.kernel.identity import SYSTEM
from portal.services.access import sign_in
from portal.services.audit import audit
from portal.store.people import SignedIn
from portal.store.records import AuditEvent
from portal.store.session import engine_for, transaction


@pytest.fixture
def engine(database_url: str):
    made = engine_for(database_url)
    yield made
    made.dispose()


def test_a_queue_keeps_a_task_until_it_is_done(database_url: str, tmp_path: Path) -> None:
    work = queue.queue_for(database_url, tmp_path)
    done = []
    task = work.task(name="note")(done.append)
    task("one")
    assert work.pending_count() == 1
    work.execute(work.dequeue())
    assert (done, work.pending_count()) == (["one"], 0)
    work.storage.close()


def test_ended_sessions_are_forgotten(engine, database_url: str, tmp_path: Path) -> None:
    with transaction(engine) as session:
        over = sign_in.begin(session, {})
        session.execute(
            update(SignedIn).values(expires_at=datetime.now(UTC) - timedelta(seconds=1))
        )
        sign_in.begin(session, {})
    made = tasks.register(queue.queue_for(database_url, tmp_path), database_url, tmp_path)
    assert made["forget_ended_sessions"]() == 1
    with transaction(engine) as session:
        left = session.scalars(select(SignedIn.token_sha256)).all()
        assert len(left) == 1
        assert sign_in.kept_data(session, over) == {}


def test_leftovers_are_removed(database_url: str, tmp_path: Path) -> None:
    part = tmp_path / "archive" / ".0123456789abcdef.part"
    part.parent.mkdir()
    part.write_text("half of a file")
    os.utime(part, (0, 0))
    made = tasks.register(queue.queue_for(database_url, tmp_path), database_url, tmp_path)
    assert made["remove_leftovers"]() == 1
    assert not part.exists()


def test_the_nightly_check_counts_what_fails(engine, database_url: str, tmp_path: Path) -> None:
    with transaction(engine) as session:
        audit.record(session, SYSTEM, "signed_out")
    made = tasks.register(queue.queue_for(database_url, tmp_path), database_url, tmp_path)
    assert made["verify_nightly"]() == 0
    with transaction(engine) as session:
        session.execute(update(AuditEvent).values(actor="somebody else"))
    assert made["verify_nightly"]() == 1


def test_the_worker_starts_and_ends_when_told(sqlite_url: str, tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PORTAL_DATABASE_URL": sqlite_url,
        "PORTAL_DATA_DIR": str(tmp_path),
        "PORTAL_SECRET_KEY": "0123456789 abcdefghijklmnopqrstuvwxyz",
        "PORTAL_OIDC_ISSUER": "https://id.example.org",
        "PORTAL_OIDC_CLIENT_ID": "portal",
        "PORTAL_OIDC_CLIENT_SECRET": "the secret of the client",
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-c", "from portal.commands import main; main(['worker'])"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert "ready" in worker.stdout.readline()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=60) == 0
