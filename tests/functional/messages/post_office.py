"""A post server on loopback for tests, which takes, refuses, puts off, hangs up or is slow."""

from __future__ import annotations

import asyncio
import email
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope

from portal.services.messages import posting
from tests.functional import http

TAKEN = "250 taken"


@dataclass
class PostOffice:
    """What arrived; `at_rcpt` and `at_data` answer, None hangs up."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    at_rcpt: Callable[[str], str | None] = lambda _address: TAKEN
    at_data: Callable[[], str | None] = lambda: TAKEN
    connections: int = 0
    never_answers: bool = False

    @property
    def server(self) -> posting.Server:
        """How the portal reaches it."""
        return posting.server(f"smtp://127.0.0.1:{self.port}", "portal@society.example.org")

    async def handle_EHLO(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Any, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        answer = self.at_rcpt(address)
        if answer is None:
            return _hang_up(server)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, _session: Any, envelope: Envelope
    ) -> str:
        if self.never_answers:
            await asyncio.Event().wait()
        answer = self.at_data()
        if answer is None:
            return _hang_up(server)
        if answer.startswith("250"):
            content = cast(bytes, envelope.content)
            self.letters.append(email.message_from_bytes(content, policy=SMTP_POLICY))
            self.recipients += envelope.rcpt_tos
        return answer


def text_of(letter: EmailMessage) -> str:
    """The words of a letter, with plain line ends."""
    return str(letter.get_content()).replace("\r\n", "\n")


def _hang_up(server: SMTP) -> str:
    assert server.transport is not None
    server.transport.abort()
    return "421 gone"


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    """A post server that runs in a thread of the test."""
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=http.free_port())
    controller.start()
    office.port = controller.port
    try:
        yield office
    finally:
        controller.stop()
