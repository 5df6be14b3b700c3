"""Settings of e-mail: both or neither, each fault named, the password never shown."""

from __future__ import annotations

import pytest

from portal import settings
from portal.settings import SettingsRefused

URL, SENDER = "smtps://portal:hushhush@mail.example.org", "portal@example.org"


def test_without_them_letters_wait() -> None:
    read = settings.read("commands", {})
    assert (read.smtp_url, read.mail_from, read.mail_tries) == ("", "", 10)


def test_both_are_read_and_the_password_is_not_shown() -> None:
    said = {"PORTAL_SMTP_URL": URL, "PORTAL_MAIL_FROM": SENDER, "PORTAL_MAIL_TRIES": "4"}
    read = settings.read("commands", said)
    assert (read.smtp_url, read.mail_from, read.mail_tries) == (URL, SENDER, 4)
    assert "hushhush" not in repr(read)


@pytest.mark.parametrize(
    ("said", "problems"),
    [
        ({"PORTAL_SMTP_URL": URL}, [("PORTAL_MAIL_FROM", "missing")]),
        ({"PORTAL_MAIL_FROM": SENDER}, [("PORTAL_SMTP_URL", "missing")]),
        ({"PORTAL_SMTP_URL": "mail.example.org", "PORTAL_MAIL_FROM": SENDER},
         [("PORTAL_SMTP_URL", "unreadable")]),
        ({"PORTAL_SMTP_URL": URL, "PORTAL_MAIL_FROM": "Colophon <a@b.fi>"},
         [("PORTAL_MAIL_FROM", "unreadable")]),
        ({"PORTAL_MAIL_TRIES": "many"}, [("PORTAL_MAIL_TRIES", "unreadable")]),
    ],
)  # fmt: skip
def test_each_fault_is_named(said: dict[str, str], problems: list[tuple[str, str]]) -> None:
    with pytest.raises(SettingsRefused) as refused:
        settings.read("commands", said)
    assert refused.value.arguments["problems"] == problems
