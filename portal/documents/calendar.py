"""Calendars as files: RFC 5545, whole days only, the same bytes for the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

PRODUCT = "-//Colophon//Days of payment//EN"
LONGEST = 75
"""Octets of a content line without its line break (RFC 5545, 3.1)."""


@dataclass(frozen=True)
class Entry:
    """One whole day: `uid` never changes, `stamp` is the moment of the fact that it tells of."""

    uid: str
    stamp: datetime
    day: date
    summary: str
    description: str
    url: str
    planned: bool = False
    """The day can still change."""


def written(name: str, language: str, entries: Iterable[Entry]) -> bytes:
    """A calendar of entries in their order; `language` is a tag such as sv-FI."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN",
             f"X-WR-CALNAME:{_text(name)}", f"NAME;LANGUAGE={language}:{_text(name)}",
             "REFRESH-INTERVAL;VALUE=DURATION:P1D"]  # fmt: skip
    for entry in entries:
        lines += _event(entry, language)
    lines.append("END:VCALENDAR")
    return b"".join(piece for line in lines for piece in _folded(line))


def _event(entry: Entry, language: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(entry.uid)}",
        f"DTSTAMP:{entry.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY;LANGUAGE={language}:{_text(entry.summary)}",
        f"DESCRIPTION;LANGUAGE={language}:{_text(entry.description)}",
        f"URL:{entry.url}",
        f"STATUS:{'TENTATIVE' if entry.planned else 'CONFIRMED'}",
        "CLASS:PUBLIC",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _text(words: str) -> str:
    """Words with what the format would read as its own signs escaped."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """The line in pieces of at most 75 octets, never inside a letter; the next begin with a space.

    Each piece ends with its line break.
    """
    piece = b""
    for sign in line:
        octets = sign.encode("utf-8")
        if len(piece) + len(octets) > LONGEST:
            yield piece + b"\r\n"
            piece = b" "
        piece += octets
    yield piece + b"\r\n"
