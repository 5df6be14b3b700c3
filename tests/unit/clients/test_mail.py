"""The address of the post server, and letters whose texts cannot become headers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.clients.mail import MailUrlUnreadable, Post, server, written

SENDER = "portal@society.example.org"


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        ("smtp://mail.example.org", "mail.example.org", 587, "starttls"),
        ("smtp://mail.example.org:25", "mail.example.org", 25, "starttls"),
        ("smtps://mail.example.org", "mail.example.org", 465, "at_once"),
        ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, "none"),
        ("smtps://localhost", "localhost", 465, "at_once"),
    ],
)
def test_the_address_says_how_it_is_kept_from_others(
    url: str, host: str, port: int, tls: str
) -> None:
    found = server(url, SENDER)
    assert (found.host, found.port, found.tls) == (host, port, tls)


def test_the_password_is_read_and_never_shown() -> None:
    found = server("smtp://portal%40society:se%3Acret@mail.example.org", SENDER)
    assert (found.user, found.password) == ("portal@society", "se:cret")
    assert "cret" not in repr(found)


@pytest.mark.parametrize(
    "url", ["", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://h:99999",
            "smtp://h/path", "smtp://h?x=1"],
)  # fmt: skip
def test_what_is_no_address_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(MailUrlUnreadable):
        server(url, SENDER)


def test_the_sender_must_be_an_address() -> None:
    with pytest.raises(MailUrlUnreadable) as refused:
        server("smtps://mail.example.org", "Colophon")
    assert refused.value.arguments["reason"] == "sender"


@pytest.mark.parametrize("hostile", ["a\r\nBcc: x@y.z", "a\nBcc: x@y.z", "a\rBcc: x@y.z",
                                     "a\u2028Bcc: x@y.z", "a\x00b"])  # fmt: skip
def test_a_subject_stays_one_header(hostile: str) -> None:
    post = Post("key", "aino@example.org", hostile, "Words", "sv_FI", datetime.now(UTC))
    raw = written(post, SENDER).as_bytes()
    head = raw.split(b"\r\n\r\n", 1)[0]
    assert not [line for line in head.split(b"\r\n") if line.lower().startswith(b"bcc")]
    assert b"Message-ID: <key@society.example.org>" in head
    assert b"Content-Language: sv-FI" in head
