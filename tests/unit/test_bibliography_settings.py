"""Settings of bibliographies: none, several in order, each fault named."""

from __future__ import annotations

import pytest

from portal import settings
from portal.kernel.bibliographies import Bibliographies, Source
from portal.settings import SettingsRefused

ALL, CONTACT = "PORTAL_BIBLIOGRAPHIES", "PORTAL_BIBLIOGRAPHIES_CONTACT"
INSIDE = "PORTAL_BIBLIOGRAPHIES_INSIDE"
WRITE_TO = "lending@society.example.org"


def test_without_them_nobody_is_asked() -> None:
    assert settings.read("commands", {}).bibliographies == Bibliographies()


def test_several_are_read_in_their_order_with_their_words() -> None:
    said = {
        ALL: "Kansallinen=sru:https://sru.example.org/bib/#isbn=alma.isbn&name=alma.creator"
        "&version=1.2; Finna = finna:https://api.example.org/v1;",
        CONTACT: WRITE_TO,
    }
    read = settings.read("commands", said).bibliographies
    assert read.contact == WRITE_TO
    assert read.sources == (
        Source(
            "Kansallinen", "sru", "https://sru.example.org/bib", False, "alma.isbn",
            "alma.creator", "", "1.2", "marcxml",
        ),
        Source("Finna", "finna", "https://api.example.org/v1"),
    )  # fmt: skip


def test_a_host_of_the_own_network_is_named_and_may_speak_in_clear() -> None:
    said = {ALL: "a=sru:http://SRU.lan:9/x", INSIDE: "sru.lan, other.lan", CONTACT: WRITE_TO}
    [source] = settings.read("commands", said).bibliographies.sources
    assert (source.inside, source.url) == (True, "http://SRU.lan:9/x")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("sru:https://sru.example.org/bib", "unreadable"),
        ("a=ftp:https://sru.example.org/bib", "unreadable"),
        ("a=sru:sru.example.org/bib", "unreadable"),
        ("a=sru:https://sru.example.org:0/bib", "unreadable"),
        ("a=sru:https://sru.example.org:99999/bib", "unreadable"),
        ("a=sru:https://me:secret@sru.example.org/bib", "unreadable"),
        ("a=sru:https://sru.example.org/bib?query=x", "unreadable"),
        ("a=sru:https://sru.example.org/bib#isbn", "unreadable"),
        ("a=sru:https://sru.example.org/bib#colour=red", "unreadable"),
        ("a=sru:https://sru.example.org/bib#version=3", "unreadable"),
        ("a=sru:https://sru.example.org/bib#isbn=x%20or%20y", "unreadable"),
        ("a=sru:https://[::1/bib", "unreadable"),
        ("a=sru:https://x.org/1;A=sru:https://x.org/2", "unreadable"),
        ("a=sru:http://sru.example.org/bib", "not_https"),
        ("a=sru:file:///etc/passwd", "unreadable"),
        ("a=sru:gopher://sru.example.org/bib", "not_https"),
    ],
)
def test_each_fault_is_named(value: str, problem: str) -> None:
    with pytest.raises(SettingsRefused) as refused:
        settings.read("commands", {ALL: value, CONTACT: WRITE_TO})
    assert refused.value.arguments["problems"] == [(ALL, problem)]


@pytest.mark.parametrize(
    ("contact", "problem"), [("", "missing"), ("a\nb", "unreadable"), ("é", "unreadable")]
)
def test_whoever_asks_says_whom_to_write_to(contact: str, problem: str) -> None:
    said = {ALL: "a=sru:https://sru.example.org/bib", CONTACT: contact}
    with pytest.raises(SettingsRefused) as refused:
        settings.read("commands", said)
    assert refused.value.arguments["problems"] == [(CONTACT, problem)]
