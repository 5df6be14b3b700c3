"""Calendars: the bytes that RFC 5545 asks for, whatever the words are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.documents.calendar import Entry, written
from tests import calendars

STAMP = datetime(2026, 10, 15, 12, tzinfo=UTC)
DAY = date(2026, 12, 31)
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=200)


def entry(summary: str = "Payment", description: str = "", **more: object) -> Entry:
    said = {"uid": "2026-autumn-1-payment@example.org", "url": "https://example.org/money"}
    return Entry(stamp=STAMP, day=DAY, summary=summary, description=description, **said | more)


def test_a_day_is_whole_and_free() -> None:
    file = written("Lending", "en", [entry()])
    assert file.decode("ascii").split("\r\n")[:9] == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Colophon//Days of payment//EN",
        "CALSCALE:GREGORIAN", "X-WR-CALNAME:Lending", "NAME;LANGUAGE=en:Lending",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D", "BEGIN:VEVENT",
        "UID:2026-autumn-1-payment@example.org",
    ]  # fmt: skip
    assert b"DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in file
    assert b"DTSTAMP:20261015T120000Z\r\n" in file
    assert b"TRANSP:TRANSPARENT\r\n" in file


def test_a_planned_day_says_so() -> None:
    planned, sure = calendars.read(
        written("L", "en", [entry(uid="a@b", planned=True), entry(uid="c@b")])
    )
    assert (planned.status, sure.status) == ("TENTATIVE", "CONFIRMED")


@given(WORDS, WORDS)
@example("a" * 67, "\\")
@example("å" * 80, "a,b;c\\n, \\;")
@example("👩‍👩‍👧" * 30, "\u2028")
def test_words_come_back_as_they_were(summary: str, description: str) -> None:
    [one] = calendars.read(written("Name, with; signs", "fi", [entry(summary, description)]))
    assert (one.summary, one.description, one.language) == (summary, description, "fi")
    assert (one.day, one.end) == (DAY, DAY + timedelta(days=1))


@pytest.mark.parametrize("broken", ["a\nb", "a\r\nb", "a\rb"])
def test_a_line_break_in_words_stays_in_its_line(broken: str) -> None:
    [one] = calendars.read(written("L", "en", [entry(broken)]))
    assert one.summary == "a\nb"


def test_the_reader_refuses_what_the_format_forbids() -> None:
    good = written("L", "en", [entry("a, b")])
    for wrong in (
        good.replace(b"\r\n", b"\n"),
        good.replace(b"a\\, b", b"a, b"),
        good.replace(b"a\\, b", b"a" * 90),
        good.replace(b";VALUE=DATE", b""),
    ):
        with pytest.raises(AssertionError):
            calendars.read(wrong)
