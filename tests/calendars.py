"""Reads a calendar as RFC 5545 says, strictly: what a calendar program would stumble over fails."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

LONGEST = 75
LINE = re.compile(r"(?P<name>[A-Z0-9-]+)(?P<parameters>(;[A-Z0-9-]+=[^;:\",]+)*):(?P<value>.*)")
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "STATUS", "CLASS",
        "TRANSP"}  # fmt: skip
ESCAPED = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}


@dataclass(frozen=True)
class Event:
    """One event, its texts without escapes."""

    uid: str
    stamp: str
    day: date
    end: date
    summary: str
    description: str
    status: str
    language: str


def read(file: bytes) -> list[Event]:
    """The events of a calendar; fails on anything that the format forbids."""
    lines = content_lines(file)
    assert lines[0] == ("BEGIN", {}, "VCALENDAR")
    assert lines[-1] == ("END", {}, "VCALENDAR")
    begins = [n for n, line in enumerate(lines) if line == ("BEGIN", {}, "VEVENT")]
    ends = [n for n, line in enumerate(lines) if line == ("END", {}, "VEVENT")]
    assert len(begins) == len(ends) > 0, "a calendar has at least one component"
    head = {name for name, _, _ in lines[1 : begins[0]]}
    assert {"VERSION", "PRODID"} <= head
    events = [event(lines[b + 1 : e]) for b, e in zip(begins, ends, strict=True)]
    assert len({one.uid for one in events}) == len(events), "a UID stands for one event"
    return events


def content_lines(file: bytes) -> list[tuple[str, dict[str, str], str]]:
    """Name, parameters and value of each line, unfolded."""
    assert file.endswith(b"\r\n")
    pieces = file[:-2].split(b"\r\n")
    assert [piece for piece in pieces if b"\n" in piece or b"\r" in piece] == []
    assert [piece for piece in pieces if len(piece) > LONGEST] == []
    for piece in pieces:
        piece.decode("utf-8")  # a fold never cuts a letter in two
    whole = re.sub(rb"\r\n[ \t]", b"", file[:-2]).decode("utf-8")
    found = []
    for line in whole.split("\r\n"):
        said = LINE.fullmatch(line)
        assert said, f"no content line: {line}"
        pairs = [pair.split("=") for pair in said["parameters"].split(";") if pair]
        found.append((said["name"], dict(pairs), said["value"]))
    return found


def event(lines: list[tuple[str, dict[str, str], str]]) -> Event:
    """One event, of whole days."""
    names = [name for name, _, _ in lines]
    assert [name for name in ONCE if names.count(name) > 1] == []
    said = {name: (parameters, value) for name, parameters, value in lines}
    assert {"UID", "DTSTAMP", "DTSTART"} <= set(said)
    assert re.fullmatch(r"\d{8}T\d{6}Z", said["DTSTAMP"][1])
    days = [said[name] for name in ("DTSTART", "DTEND")]
    assert [parameters for parameters, _ in days] == [{"VALUE": "DATE"}] * 2
    start, end = (date.fromisoformat(value) for _, value in days)
    return Event(
        uid=said["UID"][1], stamp=said["DTSTAMP"][1], day=start, end=end,
        summary=text(said["SUMMARY"][1]), description=text(said["DESCRIPTION"][1]),
        status=said["STATUS"][1], language=said["SUMMARY"][0]["LANGUAGE"],
    )  # fmt: skip


def text(value: str) -> str:
    """A text without its escapes; a bare comma or semicolon is not allowed in one."""
    assert not re.search(r"(?<!\\)(\\\\)*[,;]", value), value
    assert not re.search(r"(?<!\\)(\\\\)*\\[^nN,;\\]", value), value
    return re.sub(r"\\[nN,;\\]", lambda found: ESCAPED[found[0]], value)
