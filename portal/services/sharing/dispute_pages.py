"""A dispute as those who share the work see it: the same timeline for all, and what each may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import receipt_numbers
from portal.kernel.identity import Actor, Identity
from portal.rules import sharing
from portal.rules.sharing import Part, Wrong
from portal.services.sharing import dispute_decisions
from portal.services.sharing import dispute_records as records
from portal.services.sharing.dispute_decisions import appeal_until, lines
from portal.services.sharing.dispute_records import GOING_ON, Known
from portal.store.people import Party
from portal.store.sharing import DisputeEntry


@dataclass(frozen=True)
class Line:
    """A line of the timeline. `who` is empty for the office and for the portal itself.

    `document_id` is set for whoever sent the document; `has_document` for everybody.
    """

    act: str
    who: str
    you: bool
    office: bool
    text: str
    day: date
    at: datetime
    has_document: bool
    document_id: int | None


@dataclass(frozen=True)
class SeenDispute:
    """Everything that the page of a dispute says. `now` and `then`: her own entries as they are,
    and as they would be when she agrees, empty where she is not asked.
    """

    number: str
    edition_id: int
    work_id: int
    isbn: int
    title: str
    language: str | None
    wrong: Wrong
    name: str
    opener: str
    about_whom: str
    yours: bool
    opened_on: date
    answer_by: date
    state: str
    closed_on: date | None
    decided_by: str
    waits_for: tuple[str, ...]
    asks_you: bool
    now: tuple[Part, ...]
    then: tuple[Part, ...]
    entries: tuple[tuple[str, tuple[Part, ...]], ...]
    """Everybody's name with the entries that stand now."""
    disagreed: bool
    lines: tuple[Line, ...]
    may_write: bool
    may_withdraw: bool
    appeal_until: date | None
    by_office: bool = False
    """The office opened it, by what the entry of `opener` says."""


@dataclass(frozen=True)
class ListedDispute:
    """A dispute in the list on a work's page."""

    number: str
    edition_id: int
    about: str
    state: str
    opened_on: date
    answer_by: date


def seen(session: Session, identity: Identity, number: str, today: date) -> SeenDispute:
    """A dispute for one of those who share the work; raises NotFound for everybody else."""
    known = records.of_party(session, identity, number)
    party, row, edition = records.subject(identity), known.row, known.edition
    timeline = lines(session, known)
    names = _names(session, known, timeline)
    asked = known.asked
    right = sharing.right_parts(edition.parts, known.wrong)
    last = appeal_until(session, row, timeline, today)
    by_office = bool(timeline) and timeline[0].staff_id is not None
    return SeenDispute(
        number=row.number,
        edition_id=edition.edition_id,
        work_id=edition.work_id,
        isbn=edition.isbn,
        title=edition.title,
        language=edition.language,
        wrong=known.wrong,
        name=row.said_name,
        opener=names[row.opened_by_id],
        about_whom=names.get(row.about_party_id or 0, ""),
        yours=row.opened_by_id == party,
        opened_on=row.opened_on,
        answer_by=row.answer_by,
        state=row.state,
        closed_on=row.closed_on,
        decided_by=row.decided_by,
        waits_for=tuple(names[one] for one in asked),
        asks_you=party in asked,
        now=edition.of(party),
        then=tuple(part for part in right if part.party == party) if party in asked else (),
        entries=tuple((names[one], edition.of(one)) for one in edition.parties),
        disagreed=any(one.act == "disagreed" and one.party_id == party for one in timeline),
        lines=tuple(_line(one, names, party) for one in timeline),
        may_write=row.state in GOING_ON,
        may_withdraw=row.opened_by_id == party
        and not by_office
        and row.state in GOING_ON
        and not row.decision,
        by_office=by_office,
        appeal_until=last if last is not None and today <= last else None,
    )


def _names(session: Session, known: Known, timeline: Sequence[DisputeEntry]) -> dict[int, str]:
    """The names of everybody who has or had an entry, or wrote a line."""
    names = dict(known.edition.names)
    more = {line.party_id for line in timeline if line.party_id} - set(names)
    if more:
        found = session.execute(select(Party.id, Party.name).where(Party.id.in_(more)))
        names |= {row.id: row.name for row in found}
    return names


def _line(line: DisputeEntry, names: dict[int, str], party: int) -> Line:
    you = line.party_id == party
    return Line(
        act=line.act,
        who=names.get(line.party_id or 0, ""),
        you=you,
        office=line.staff_id is not None,
        text=line.text,
        day=line.day,
        at=line.at,
        has_document=line.document_id is not None,
        document_id=line.document_id if you else None,
    )


@dataclass(frozen=True)
class OfficeView:
    """A dispute as the office reads it. `entries`: code, name, role, heads; `lines`: day, act, who
    (a code, or the office's), text, number of the document.
    """

    number: str
    isbn: int
    title: str
    state: str
    opener: str
    wrong: Wrong
    about_whom: str
    name: str
    answer_by: date
    entries: tuple[tuple[str, str, str, int], ...]
    lines: tuple[tuple[date, str, str, str, int | None], ...]

    def printed(self) -> dict[str, Any]:
        """For --json."""
        return {
            "number": receipt_numbers.written(self.number), "isbn": str(self.isbn),
            "title": self.title, "state": self.state, "opened_by": self.opener,
            "about": self.wrong.about, "role": self.wrong.role, "heads": self.wrong.heads,
            "about_person": self.about_whom, "about_role": self.wrong.party_role,
            "right_role": self.wrong.right_role, "missing_name": self.name,
            "entries": [list(entry) for entry in self.entries],
            "timeline": [[day.isoformat(), *rest] for day, *rest in self.lines],
        }  # fmt: skip


def for_office(session: Session, number: str, who: Actor) -> OfficeView:
    """A dispute for a member of staff; raises DisputeNotDecided."""
    known = dispute_decisions.readable(session, number, who)
    timeline = lines(session, known)
    wanted = {*known.edition.names, *(line.party_id for line in timeline if line.party_id)}
    found = session.execute(select(Party.id, Party.code).where(Party.id.in_(wanted)))
    codes = {row.id: row.code for row in found}
    return OfficeView(
        number=known.row.number,
        isbn=known.edition.isbn,
        title=known.edition.title,
        state=known.row.state,
        opener=codes[known.row.opened_by_id],
        wrong=known.wrong,
        about_whom=codes.get(known.row.about_party_id or 0, ""),
        name=known.row.said_name,
        answer_by=known.row.answer_by,
        entries=tuple(
            (codes[part.party], known.edition.names[part.party], part.role, part.heads)
            for part in known.edition.parts
        ),
        lines=tuple(
            (one.day, one.act, codes.get(one.party_id or 0, "office"), one.text, one.document_id)
            for one in timeline
        ),
    )
