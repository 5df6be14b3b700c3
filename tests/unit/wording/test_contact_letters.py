"""Letters about an address come in the language of the party, or the nearest one there is."""

from __future__ import annotations

import pytest

from portal.wording.contact_letters import written
from portal.wording.speaking import speaking


@pytest.mark.parametrize(
    ("locale", "subject"),
    [
        ("en", "Confirm your new e-mail address"),
        ("fi", "Vahvista uusi sähköpostiosoitteesi"),
        ("sv_FI", "Bekräfta din nya e-postadress"),
        ("sv_SE", "Bekräfta din nya e-postadress"),
        ("se", "Confirm your new e-mail address"),
    ],
)
def test_the_letter_speaks_the_party_s_language(locale: str, subject: str) -> None:
    with speaking("en"):  # a request has an application around it, and its own language
        letter = written("email_confirm", locale, "https://portal.example/x")
    assert letter.subject == subject
    assert "https://portal.example/x" in letter.body
