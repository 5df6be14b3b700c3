"""The demo in one program: the portal, its identity provider and the worker, on loopback only."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import waitress
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from portal.app import create_app, resources
from portal.identity_provider import Person, RelyingParty, create_provider
from portal.kernel.errors import Refusal
from portal.settings import OpenIdProvider, Settings
from portal.web import i18n

PROVIDER_PATH = "/demo-identity"
CLIENT_ID = "portal-demo"
DEMO_DAY = date(2026, 10, 15)
THREADS = 8
WORKER = "from portal.demo.working import work; work()"


class DemoPortTaken(Refusal):
    """Another program listens on the port; `other` is the one beside it."""

    code = "demo_port_taken"


def settings_for(folder: Path, port: int, today: date | None) -> Settings:
    """The demo's settings: SQLite in the folder, its own provider, a fixed day."""
    address = f"http://localhost:{port}"
    return Settings(
        database_url=f"sqlite:///{folder.absolute() / 'portal.db'}",
        data_dir=folder.absolute(),
        secret_key=secrets.token_urlsafe(48),
        oidc=OpenIdProvider(issuer_of(port), CLIENT_ID, secrets.token_urlsafe(48)),
        base_url=address,
        demo=True,
        # Whoever looks at the demo may have no device that makes passkeys.
        staff_passkeys="optional",
        today_fixed=today or DEMO_DAY,
    )


def issuer_of(port: int) -> str:
    """The identity provider's address, which is part of each account's key."""
    return f"http://localhost:{port}{PROVIDER_PATH}"


def application(settings: Settings, people: list[Person]) -> Any:
    """The portal, and the provider under its own path."""
    assert settings.oidc is not None
    party = RelyingParty(
        settings.oidc.client_id,
        settings.oidc.client_secret,
        redirect_uris=(f"{settings.base_url}/sign-in/callback",),
        after_sign_out_uris=(f"{settings.base_url}/signed-out",),
    )
    root = resources()
    provider = create_provider(
        settings.oidc.issuer, party, people, root=root,
        translate=lambda app: i18n.install(app, root / "translations"),
    )  # fmt: skip
    return DispatcherMiddleware(create_app(settings), {PROVIDER_PATH: provider})


@contextmanager
def listening(port: int) -> Iterator[list[socket.socket]]:
    """Sockets on loopback, both kinds where the machine has them; raises DemoPortTaken."""
    with ExitStack() as opened:
        sockets = [opened.enter_context(_bound(socket.AF_INET, "127.0.0.1", port))]
        with suppress(OSError, DemoPortTaken):
            sockets.append(opened.enter_context(_bound(socket.AF_INET6, "::1", port)))
        yield sockets


def _bound(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host, port))
        opened.listen()  # two sockets that only bind could share a port
    except OSError as error:
        opened.close()
        raise DemoPortTaken(port=port, other=port + 1 if port < 65535 else 8000) from error
    return opened


def serve(settings: Settings, sockets: list[socket.socket], people: list[Person]) -> None:
    """Serves until Ctrl-C; the worker begins and ends with it."""
    server = waitress.create_server(
        application(settings, people), sockets=sockets, threads=THREADS, ident=None
    )
    # A shell that starts the demo in the background has it ignore Ctrl-C; here it never does.
    for end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(end, _interrupt)
    with worker(settings):
        try:
            server.run()
        except KeyboardInterrupt:
            pass
        finally:
            server.close()


def environment_of(settings: Settings) -> dict[str, str]:
    """The demo's settings as another process reads them."""
    assert settings.oidc is not None
    return {
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_DATA_DIR": str(settings.data_dir),
        "PORTAL_SECRET_KEY": settings.secret_key,
        "PORTAL_OIDC_ISSUER": settings.oidc.issuer,
        "PORTAL_OIDC_CLIENT_ID": settings.oidc.client_id,
        "PORTAL_OIDC_CLIENT_SECRET": settings.oidc.client_secret,
        "PORTAL_BASE_URL": settings.base_url,
        "PORTAL_STAFF_PASSKEYS": settings.staff_passkeys,
        "PORTAL_TODAY": settings.today().isoformat(),
    }


@contextmanager
def worker(settings: Settings) -> Iterator[None]:
    """The queue's consumer as a process of its own."""
    command = [sys.executable, "-c", WORKER]
    environment = {**os.environ, **environment_of(settings)}
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
