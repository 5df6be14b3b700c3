"""E-mail addresses that letters can be sent to, by form alone."""

from __future__ import annotations

import pytest

from portal.kernel.email_address import usable


@pytest.mark.parametrize(
    "address",
    ["aino@example.org", "a.b+c_d@mail.example.co", "o'hara@example.org", "a@sähkö.fi",
     "x" * 64 + "@example.org", "a@xn--shk-pla7c.fi", "a@KIRJA.FI", "a@Ääni.fi"],
)  # fmt: skip
def test_what_can_be_written_to(address: str) -> None:
    assert usable(address)


@pytest.mark.parametrize(
    "address",
    [None, "", "aino", "aino@", "@example.org", "aino@example", "aino@@example.org",
     "aino @example.org", "aino@exa mple.org", "Aino <aino@example.org>", "a@b.c, d@e.f",
     "aino@example.org\n", "aino@example.org\r\nBcc: x@y.z", "a..b@example.org", ".a@example.org",
     "aino@-example.org", "aino@example..org", "aino@example.org.", "åke@example.org",
     "x" * 65 + "@example.org", "a@" + "b" * 250 + ".fi", "a\x00@example.org",
     "a@" + "ü" * 60 + ".fi", "a@" + ".".join(["ü" * 30] * 8) + ".fi", "a@\u05d0b.fi", "a@xn--ü.fi",
     "a@straße.de", "a@e\ufb03.fi", "=?utf-8?q?a?=@example.org"],
)  # fmt: skip
def test_what_cannot(address: str | None) -> None:
    assert not usable(address)
