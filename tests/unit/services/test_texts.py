"""Texts that are kept: one line of readable signs, neither empty nor too long."""

from __future__ import annotations

import pytest

from portal.services.base.texts import TextUnusable, checked_name
from portal.wording import sentence


def test_a_name_loses_only_spaces() -> None:
    assert checked_name("name", "  Åsa   Ö’Brien-Šimić ") == "Åsa Ö’Brien-Šimić"
    assert checked_name("name", "x" * 200) == "x" * 200
    assert checked_name("name", "x" * 5, longest=5) == "x" * 5


@pytest.mark.parametrize(
    ("text", "reason", "said"),
    [
        ("", "empty", "is empty"),
        (" \u00a0 ", "empty", "is empty"),
        ("x" * 201, "long", "more than 200 characters"),
        ("Hel\x00sinki", "control", "control characters"),
        ("Hel\nsinki", "control", "line breaks"),
        ("Hel\u2028sinki", "control", "line breaks"),
        ("Hel\x1b[31m", "control", "control characters"),
        ("K\udce4pyl\udce4", "encoding", "UTF-8"),
    ],
)
def test_what_cannot_be_kept_is_refused(text: str, reason: str, said: str) -> None:
    with pytest.raises(TextUnusable) as refusal:
        checked_name("source", text)
    assert refusal.value.arguments == {"field": "source", "reason": reason, "longest": 200}
    assert said in sentence(refusal.value)
    assert "source" in sentence(refusal.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("\u202eoluaS", "control"), ("Aino\u2066 Salo", "control"), ("\u200b", "empty"),
     (" \ufeff \u200b", "empty")],
)  # fmt: skip
def test_a_name_can_be_seen_and_turns_nothing_beside_it(text: str, reason: str) -> None:
    with pytest.raises(TextUnusable) as refused:
        checked_name("name", text)
    assert refused.value.arguments["reason"] == reason


def test_a_joiner_inside_a_word_stays() -> None:
    assert checked_name("name", "نامه\u200cها") == "نامه\u200cها"
