"""Devices in words: what browsers say of themselves, and texts that are made to deceive."""

from __future__ import annotations

import pytest

from portal.kernel.devices import in_words, parts

MOZILLA = "Mozilla/5.0 "
# What the browsers' makers document as their texts, shortened to what tells them apart.
SAID = {
    "(Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0": "Firefox on Windows",
    "(X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36": "Chrome on Linux",
    "(Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0": "Edge on Windows",
    "(Windows NT 10.0) Chrome/140.0 Safari/537.36 OPR/124.0": "Opera on Windows",
    "(iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Safari/604.1": "Safari on iPhone",
    "(iPad; CPU OS 18_6 like Mac OS X) CriOS/140.0 Mobile Safari/604.1": "Chrome on iPad",
    "(Linux; Android 15; SM-S931) SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36": (
        "Samsung Internet on Android"
    ),
    "(Macintosh; Intel Mac OS X 10_15_7) Version/18.6 Safari/605.1.15": "Safari on Mac",
    "(X11; CrOS x86_64 14541.0.0) Chrome/140.0.0.0 Safari/537.36": "Chrome on ChromeOS",
}


@pytest.mark.parametrize("said", SAID)
def test_a_browser_is_named(said: str) -> None:
    assert in_words(MOZILLA + said) == SAID[said]


def test_what_is_not_known_is_left_out() -> None:
    assert in_words("") == ""
    assert in_words("curl/8.0") == ""
    assert in_words("lynx (Linux)") == "Linux"
    assert in_words("Firefox/1") == "Firefox"


def test_nothing_of_the_text_itself_comes_out() -> None:
    assert in_words("<script>Firefox/1</script> Windows " + "x" * 10_000) == "Firefox on Windows"
    assert in_words("x" * 10_000 + "Firefox/1") == ""


@pytest.mark.parametrize("words", [*SAID.values(), "Firefox", "Linux", ""])
def test_the_words_come_apart_again(words: str) -> None:
    browser, system = parts(words)
    assert " on ".join(part for part in (browser, system) if part) == words
