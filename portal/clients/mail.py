"""E-mail: one connection to the post server, one letter after the other, by smtplib."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import unquote, urlsplit

from portal.kernel import email_address
from portal.kernel.errors import Refusal

SECONDS = 20
"""How long one answer of the server is waited for."""
_PORTS = {"smtp": 587, "smtps": 465}


class MailUrlUnreadable(Refusal):
    """The address of the post server cannot be used; `reason`: form, sender or in_clear."""

    code = "mail_url_unreadable"


class MailAway(Refusal):
    """The server did not take letters now: try again later. `problem` has no name or address."""

    code = "mail_away"


class MailRefused(Refusal):
    """The server will never take this letter; `of_address`: because nobody lives there."""

    code = "mail_refused"


@dataclass(frozen=True)
class Post:
    """One e-mail: `key` is its Message-ID, so that a second copy can be told."""

    key: str
    to: str
    subject: str
    body: str
    locale: str
    written_at: datetime


@dataclass(frozen=True)
class Server:
    """Where letters are handed over; `password` is never shown."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    tls: str
    """"at_once" (smtps), "starttls", or "none" (the same machine only)."""
    sender: str


def server(url: str, sender: str) -> Server:
    """Reads smtp://user:password@host:587 or smtps://…; raises MailUrlUnreadable.

    smtp:// insists on STARTTLS, unless the server is this machine itself.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise MailUrlUnreadable(reason="form") from error
    if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise MailUrlUnreadable(reason="form")
    if not email_address.usable(sender):
        raise MailUrlUnreadable(reason="sender")
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    tls = "at_once" if parts.scheme == "smtps" else "none" if local else "starttls"
    return Server(
        parts.hostname, port or _PORTS[parts.scheme], unquote(parts.username or ""),
        unquote(parts.password or ""), tls, sender,
    )  # fmt: skip


class Wire:
    """An open connection to the server."""

    def __init__(self, at: Server, smtp: smtplib.SMTP) -> None:
        self._at = at
        self._smtp = smtp

    def send(self, post: Post) -> None:
        """Hands one letter over; raises MailAway, MailRefused."""
        with _own_errors():
            message = written(post, self._at.sender)
            self._smtp.send_message(message, self._at.sender, [_in_ascii(post.to)])


@contextmanager
def connected(at: Server) -> Iterator[Wire]:
    """A connection that is closed at the end; raises MailAway when there is none."""
    with _own_errors():
        smtp = _opened(at)
    try:
        yield Wire(at, smtp)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()
        smtp.close()


def written(post: Post, sender: str) -> EmailMessage:
    """The letter with its headers; no text can add a header of its own."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Colophon", addr_spec=sender)
    message["To"] = Address(addr_spec=_in_ascii(post.to))
    message["Subject"] = " ".join(post.subject.split())
    message["Date"] = post.written_at
    message["Message-ID"] = f"<{post.key}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(post.body)
    message["Content-Language"] = post.locale.replace("_", "-")
    return message


def _opened(at: Server) -> smtplib.SMTP:
    if at.tls == "at_once":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            at.host, at.port, timeout=SECONDS, context=ssl.create_default_context()
        )
    else:
        smtp = smtplib.SMTP(at.host, at.port, timeout=SECONDS)
    try:
        smtp.ehlo()
        if at.tls == "starttls":
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        if at.user:
            smtp.login(at.user, at.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _in_ascii(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


@contextmanager
def _own_errors() -> Iterator[None]:
    """Every error of the library as one of the two refusals, without what names people."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        [(code, _words)] = error.recipients.values()
        _refuse(int(code), of_address=True)
    except smtplib.SMTPDataError as error:
        _refuse(error.smtp_code, of_address=False)
    except smtplib.SMTPResponseException as error:
        # The sender, the password or the server itself is refused: every letter would be.
        raise MailAway(problem=f"{type(error).__name__} {error.smtp_code}") from None
    except UnicodeError:
        raise MailRefused(problem="the domain cannot be written", of_address=True) from None
    except ValueError:
        raise MailRefused(problem="the letter cannot be written", of_address=False) from None
    except (OSError, smtplib.SMTPException) as error:
        raise MailAway(problem=type(error).__name__) from None


def _refuse(code: int, *, of_address: bool) -> None:
    if 500 <= code <= 599:
        raise MailRefused(problem=f"refused {code}", of_address=of_address) from None
    raise MailAway(problem=f"put off {code}", letter_only=True) from None
