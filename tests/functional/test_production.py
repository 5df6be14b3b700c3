"""The portal as an operator runs it: gunicorn, PostgreSQL, another maker's identity provider."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from portal.store.session import engine_for, transaction
from tests.factories import people
from tests.functional import http

ROOT = Path(__file__).parents[2]
PEERS = ROOT / "tests" / "peers"
SECRET = "0123456789 abcdefghijklmnopqrstuvwxyz"
CLIENT_SECRET = "s" * 40
PATIENCE_SECONDS = 60


@contextmanager
def running(command: list[str], address: str, folder: Path, **options: object) -> Iterator[None]:
    """A program, once its address answers; its words are in the error when it does not."""
    log = folder / f"{Path(command[0]).name}.log"
    with log.open("w") as words:
        process = subprocess.Popen(command, stdout=words, stderr=words, **options)  # type: ignore[call-overload]
        try:
            wait_until_it_answers(process, address, log)
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_until_it_answers(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Asks until there is an answer; the pause is only between two questions."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            httpx.get(address)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"{address} does not answer: {log.read_text()}")


@pytest.fixture
def provider_port() -> int:
    return http.free_port()


@pytest.fixture
def portal_port() -> int:
    return http.free_port()


@pytest.fixture
def provider(tmp_path: Path, provider_port: int, portal_port: int) -> Iterator[str]:
    node = shutil.which("node", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if node is None or not (PEERS / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("the packages of tests/peers are not installed: run make test once")
    issuer, portal = f"http://localhost:{provider_port}", f"http://localhost:{portal_port}"
    command = [
        node, "provider.mjs", str(provider_port), f"{portal}/sign-in/callback",
        f"{portal}/signed-out", CLIENT_SECRET,
    ]  # fmt: skip
    with running(command, f"{issuer}/.well-known/openid-configuration", tmp_path, cwd=PEERS):
        yield issuer


@pytest.fixture
def portal(tmp_path: Path, provider: str, portal_port: int, postgresql_url: str) -> Iterator[str]:
    engine = engine_for(postgresql_url)
    with transaction(engine) as session:
        people.account(session, people.person(session), issuer=provider, subject="kaisa")
    engine.dispose()
    environment = {
        **os.environ,
        "PORTAL_DATABASE_URL": postgresql_url,
        "PORTAL_DATA_DIR": str(tmp_path),
        "PORTAL_SECRET_KEY": SECRET,
        "PORTAL_OIDC_ISSUER": provider,
        "PORTAL_OIDC_CLIENT_ID": "portal",
        "PORTAL_OIDC_CLIENT_SECRET": CLIENT_SECRET,
    }
    address = f"http://localhost:{portal_port}"
    command = [
        sys.executable, "-m", "gunicorn", "wsgi:app", "--workers", "2", "--threads", "2",
        "--bind", f"127.0.0.1:{portal_port}",
    ]  # fmt: skip
    with running(command, f"{address}/health", tmp_path, cwd=ROOT, env=environment):
        yield address


@pytest.mark.peers
@pytest.mark.postgresql
@pytest.mark.slow
def test_a_person_signs_in_and_out_with_another_makers_provider(
    portal: str, provider: str, portal_port: int
) -> None:
    with http.browser(portal_port) as browser:
        page = http.begin(browser)
        assert str(page.url).startswith(f"{provider}/interaction/")
        home = answer_the_provider(browser, page)
        assert home.url == f"{portal}/"
        assert "Welcome, Kaisa Kirjailija" in home.text
        action, values = next(form for form in http.forms(home.text) if form[0] == "/sign-out")
        asked = browser.post(action, data=values)
        assert str(asked.url).startswith(f"{provider}/session/end")
        assert "Welcome" not in browser.get("/").text


def answer_the_provider(browser: httpx.Client, page: httpx.Response) -> httpx.Response:
    """Fills in the provider's log-in page and its consent page."""
    for _ in range(2):
        action, hidden = http.forms(page.text)[0]
        filled = {"login": "kaisa", "password": "any"} if 'name="login"' in page.text else {}
        page = browser.post(page.url.join(action), data={**hidden, **filled})
    return page


@pytest.mark.parametrize(
    ("secret", "said"),
    [
        (None, "PORTAL_SECRET_KEY is missing"),
        ("0123456789" * 3 + "0", "PORTAL_SECRET_KEY has fewer than 32"),
    ],
)
def test_the_portal_does_not_start_without_a_strong_secret(
    tmp_path: Path, secret: str | None, said: str
) -> None:
    environment = {"PATH": os.environ["PATH"], "PORTAL_DATA_DIR": str(tmp_path)}
    environment |= {} if secret is None else {"PORTAL_SECRET_KEY": secret}
    done = loaded([sys.executable, "-c", "import wsgi"], environment)
    assert done.returncode == 1
    assert said in done.stderr
    assert "PORTAL_OIDC_ISSUER" in done.stderr, "everything that is missing is named at once"
    assert "Traceback" not in done.stderr


def test_a_database_that_was_never_upgraded_is_not_served(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PORTAL_DATABASE_URL": f"sqlite:///{tmp_path / 'empty.db'}",
        "PORTAL_DATA_DIR": str(tmp_path),
        "PORTAL_SECRET_KEY": SECRET,
        "PORTAL_OIDC_ISSUER": "https://login.example.org",
        "PORTAL_OIDC_CLIENT_ID": "portal",
        "PORTAL_OIDC_CLIENT_SECRET": CLIENT_SECRET,
    }
    bind = f"127.0.0.1:{http.free_port()}"
    done = loaded([sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", bind], environment)
    assert done.returncode == 1
    assert done.stderr.count("portal database upgrade") == 1, "one sentence, not one a worker"
    assert "Traceback" not in done.stderr


def loaded(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A server that is expected to end by itself."""
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
