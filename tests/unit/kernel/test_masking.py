"""What the audit keeps of something personal is not enough to use it."""

from __future__ import annotations

import pytest

from portal.kernel import masking


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("aino@esimerkki.fi", "a•••@e•••.fi"),
        ("a@b.c.org", "a•••@b•••.org"),
        ("no address", "•••"),
        ("@x.fi", "•••"),
        (None, ""),
        ("", ""),
    ],
)
def test_an_email_address_keeps_its_first_letters(address: str | None, kept: str) -> None:
    assert masking.email(address) == kept


@pytest.mark.parametrize(
    ("number", "kept"), [("040 123 4534", "•••34"), ("11234", "•••"), ("", ""), (None, "")]
)
def test_a_number_keeps_its_last_two_digits(number: str | None, kept: str) -> None:
    assert masking.number(number) == kept


def test_words_keep_their_first_letter() -> None:
    assert masking.words("Mannerheimintie 1") == "M•••"
    assert masking.words(None) == ""
