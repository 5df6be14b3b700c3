"""Suggestions as a party sees them: by work, with their worth; and what it has answered."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.kernel.money import cents_half_up
from portal.rules import suggestions as rules
from portal.services.base import kept
from portal.services.money import estimating
from portal.services.money.estimating import Worked
from portal.services.records.record_parts import LIKELY, SURE, UNSURE, Reason
from portal.services.records.suggested import TO_ANSWER, UNMATCHED
from portal.services.suggestions.suggestion_answers import (
    BY_ITSELF,
    LATER,
    MINE,
    NOT_MINE,
    OPEN,
    AnswerTooOld,
    EditionNotOwn,
    Mine,
    choose_new_editions,
    claim,
    postpone,
    refuse,
    say_edition,
    undo,
)  # fmt: skip
from portal.services.suggestions.suggestion_refreshing import (
    Refreshed,
    after,
    refresh,
    refresh_all,
    refresh_some,
)
from portal.services.suggestions.suggestion_worth import Worth, of_loans, supposed, worths
from portal.services.titles.works_list import ListedWork, claims_of
from portal.store.bibliography import BibliographicRecord
from portal.store.matching import Suggestion
from portal.store.preferences import Preference

__all__ = [
    "BY_ITSELF", "LATER", "LIKELY", "MINE", "NOT_MINE", "SURE", "UNMATCHED", "UNSURE",
    "AnswerTooOld", "EditionNotOwn", "Inbox", "Mine", "Refreshed", "SuggestedWork", "after",
    "choose_new_editions", "claim", "listed", "one_work", "own_editions", "postpone",
    "refresh", "refresh_all", "refresh_some", "refuse", "say_edition", "undo",
]  # fmt: skip
A_PAGE = 50
_CERTAINTIES = (SURE, LIKELY, UNSURE)


@dataclass(frozen=True)
class SuggestedEdition:
    """One edition, or loans without an ISBN. `source` and `fetched_on` are of the record that
    names it; loans and cents are about, of the years that can still be paid, None without a part.
    """

    id: int
    isbn: int | None
    title: str
    medium: str | None
    year: int | None
    certainty: str
    reasons: tuple[Reason, ...]
    source: str
    fetched_on: date | None
    loans: int
    microcents: int | None


@dataclass(frozen=True)
class SuggestedWork:
    """Editions that get one answer; `language` is MARC's code."""

    kind: str
    title: str
    language: str
    role: str | None
    heads: int | None
    certainty: str
    editions: tuple[SuggestedEdition, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """The suggestions that one answer is for."""
        return tuple(one.id for one in self.editions)

    @property
    def has_isbn(self) -> bool:
        """Whether editions are suggested, and not loans without an ISBN."""
        return self.kind != UNMATCHED

    @property
    def loans(self) -> int:
        """Loans of all its editions."""
        return sum(one.loans for one in self.editions)

    @property
    def cents(self) -> int | None:
        """About what its editions would bring; None where no part is paid here."""
        known = [one.microcents for one in self.editions if one.microcents is not None]
        return cents_half_up(sum(known)) if known else None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why, each reason once."""
        found = {json.dumps(r, sort_keys=True): r for e in self.editions for r in e.reasons}
        return tuple(found.values())


@dataclass(frozen=True)
class AnsweredWork:
    """What one answer was for, in the time in which it can be taken back."""

    title: str
    language: str
    state: str
    day: date
    ids: tuple[int, ...]
    isbns: tuple[int, ...]


@dataclass(frozen=True)
class Inbox:
    """One page of what waits for an answer, the largest sum first and what is unsure last.

    `cents` and `found` are of all pages; `later` is how many works were put off.
    """

    works: tuple[SuggestedWork, ...]
    found: int
    page: int
    pages: int
    cents: int
    answered: tuple[AnsweredWork, ...]
    later: int
    add_new_editions: bool


def listed(
    session: Session, data_dir: Path, party_id: int, today: date, page: int = 1
) -> Inbox:  # fmt: skip
    """A page of a party's suggestions; raises NotFound for a page that is not there."""
    rows = _rows(session, party_id)
    chosen = select(Preference.add_new_editions).where(Preference.party_id == party_id)
    known = estimating.worked(session, data_dir, party_id, today)
    works = waiting(session, data_dir, known, rows, today)
    pages = max(-(-len(works) // A_PAGE), 1)
    if not 1 <= page <= pages:
        raise NotFound
    back = rules.days(known.book, rules.UNDO_DAYS, today)
    later = {_group(row) for row in rows if _put_off(row, today)}
    return Inbox(
        works=tuple(works[(page - 1) * A_PAGE : page * A_PAGE]),
        found=len(works),
        page=page,
        pages=pages,
        cents=sum(work.cents or 0 for work in works if work.certainty != UNSURE),
        answered=_answered(
            [r for r in rows if r.answered_on is not None and r.answered_on + back >= today]
        ),
        later=len(later),
        add_new_editions=bool(session.scalar(chosen)),
    )


def one_work(
    session: Session, data_dir: Path, party_id: int, number: int, today: date
) -> SuggestedWork | None:
    """The work with a suggestion of this id; None when it waits no longer. Raises NotFound."""
    rows = _rows(session, party_id)
    known = estimating.worked(session, data_dir, party_id, today)
    works = waiting(session, data_dir, known, rows, today)
    if number not in {row.id for row in rows}:
        raise NotFound
    return next((work for work in works if number in work.ids), None)


@kept.for_party
def own_editions(session: Session, party_id: int) -> tuple[ListedWork, ...]:
    """The works among which loans without an ISBN may be, by title."""
    return tuple(work for work in claims_of(session, party_id) if work.stands)


def waiting(
    session: Session, data_dir: Path, known: Worked, rows: Iterable[Any], today: date
) -> list[SuggestedWork]:
    """What waits for an answer today, with its worth, by work."""
    open_ = [row for row in rows if row.state == OPEN or _asked_again(row, today)]
    parts = {
        row.isbn: supposed(row.role, row.heads, row.medium, row.class_)
        for row in open_
        if row.isbn is not None
    }
    worth = worths(session, data_dir, known, parts) if parts else {}
    groups: dict[tuple[str, bool], list[Any]] = defaultdict(list)
    for row in open_:
        groups[_group(row)].append(row)
    works = [_work(found, known, worth) for found in groups.values()]
    return sorted(works, key=lambda one: (one.certainty == UNSURE, -(one.cents or 0), -one.loans))


def _rows(session: Session, party_id: int) -> Sequence[Any]:
    """Every suggestion to be answered, with the record that it comes from."""
    table, record = Suggestion.__table__, BibliographicRecord.__table__
    return session.execute(
        select(
            table.c.id, table.c.kind, table.c.isbn, table.c.work_key, table.c.title,
            table.c.language, table.c.medium, table.c["class"].label("class_"), table.c.role,
            table.c.heads, table.c.certainty, table.c.reasons, table.c.state,
            table.c.later_until, table.c.answered_on, record.c.source, record.c.fetched_on,
            record.c.year,
        )
        .select_from(table)
        .outerjoin(record, record.c.id == table.c.record_id)
        .where(table.c.party_id == party_id, table.c.kind.in_(TO_ANSWER), table.c.state != "gone")
        .order_by(table.c.id)
    ).all()  # fmt: skip


def _asked_again(row: Any, today: date) -> bool:
    return row.state == LATER and (row.later_until is None or row.later_until <= today)


def _put_off(row: Any, today: date) -> bool:
    return row.state == LATER and not _asked_again(row, today)


def _group(row: Any) -> tuple[str, bool]:
    """One answer is for the editions of a work; those that are unsure are asked of apart."""
    return row.work_key, row.certainty == UNSURE


def _work(rows: Sequence[Any], known: Worked, worth: dict[int, Worth]) -> SuggestedWork:
    first = rows[0]
    return SuggestedWork(
        kind=first.kind,
        title=first.title,
        language=first.language,
        role=next((row.role for row in rows if row.role), None),
        heads=next((row.heads for row in rows if row.heads), None),
        certainty=max((row.certainty for row in rows), key=_CERTAINTIES.index),
        editions=tuple(_edition(row, known, worth) for row in rows),
    )


def _edition(row: Any, known: Worked, worth: dict[int, Worth]) -> SuggestedEdition:
    reasons = tuple(json.loads(row.reasons))
    brings = worth.get(row.isbn, Worth())
    if row.kind == UNMATCHED:
        said: dict[str, int] = next((one["years"] for one in reasons if one["code"] == "loans"), {})
        part = supposed(row.role, row.heads, row.medium, row.class_)
        brings = of_loans(known, {int(year): n for year, n in said.items()}, part)
    return SuggestedEdition(
        id=row.id,
        isbn=row.isbn,
        title=row.title,
        medium=row.medium,
        year=row.year,
        certainty=row.certainty,
        reasons=reasons,
        source=row.source or "",
        fetched_on=row.fetched_on,
        loans=brings.loans,
        microcents=brings.microcents,
    )


def _answered(rows: Iterable[Any]) -> tuple[AnsweredWork, ...]:
    """What was answered lately, the latest first."""
    groups: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows:
        if row.state in (MINE, NOT_MINE, BY_ITSELF, LATER):
            groups[row.answered_on, row.state, row.work_key].append(row)
    works = [
        AnsweredWork(
            title=found[0].title,
            language=found[0].language,
            state=state,
            day=day,
            ids=tuple(row.id for row in found),
            isbns=tuple(row.isbn for row in found if row.isbn is not None),
        )
        for (day, state, _), found in groups.items()
    ]
    return tuple(sorted(works, key=lambda one: (one.day, one.ids), reverse=True))
