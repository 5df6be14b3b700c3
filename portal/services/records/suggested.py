"""What may be a party's, as it is found; store.matching.Suggestion keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.kernel.bibliography import Record
from portal.services.records.record_parts import Reason

RECORD, WORK, UNMATCHED, HEADS, NAME = "record", "work", "unmatched", "heads", "name"
TO_ANSWER = (RECORD, WORK, UNMATCHED)
SAME_WORK, SAME_TEXT, IN_CATALOGUE = "same_work", "same_text", "in_catalogue"


@dataclass(frozen=True)
class Suggested:
    """Something that may be a party's; the fields are those of the table.

    `by_itself`: of a work in the list, in the role that the list has, and sure.
    """

    kind: str
    key: str
    title: str
    certainty: str
    reasons: tuple[Reason, ...]
    work_key: str = ""
    isbn: int | None = None
    record_id: int | None = None
    role: str | None = None
    heads: int | None = None
    language: str = ""
    medium: str | None = None
    class_: str | None = None
    by_itself: bool = False


def unmatched_suggestion(key: str) -> str:
    """The key of a suggestion of loans without an ISBN, from that of the unmatched work."""
    return f"{UNMATCHED}:{key}"[:320]


def full_title(record: Record) -> str:
    """A record's title with the number and name of the volume."""
    return " ".join(part for part in (record.title, record.part) if part)
