"""The hints of editions and loans that may be a party's, and of what records say otherwise.

Loans count in one hint only: an ISBN that was suggested is no edition left out, and a record with
several ISBNs counts under one of them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from portal.kernel import languages
from portal.kernel.catalogue import NARRATOR, ROLES
from portal.kernel.money import cents_half_up
from portal.services.money.edition_figures import TERM_OVER
from portal.services.money.estimating import Worked
from portal.services.records.record_parts import UNSURE
from portal.services.records.suggested import HEADS, NAME, RECORD, UNMATCHED, WORK
from portal.services.suggestions.missing_money import (
    EDITION_LEFT_OUT,
    HEADS_BY_RECORD,
    OTHER_NAME,
    SUGGESTED,
    UNMATCHED_LOANS,
    Hint,
    about,
)  # fmt: skip
from portal.services.suggestions.suggestion_worth import Supposed, Worth, of_loans, supposed, worths
from portal.services.works.works_overview import WorkRow

_OTHER = "identifier"
"""The kind of a name that an identifier alone says is hers."""


def hints(
    session: Session,
    data_dir: Path,
    known: Worked,
    works: Sequence[WorkRow],
    found: Sequence[Any],
    disputed: Collection[int | None],
    today: date,
) -> list[Hint]:
    """The hints, in no order; `found` are rows of missing_facts, `disputed` works of other hints.

    Only what is not unsure counts: a namesake's book is no money of hers.
    """
    waiting = [row for row in found if _waits(row, today)]
    counted = [one for one in waiting if one.isbn and one.code in (RECORD, WORK)
               and one.certainty != UNSURE]  # fmt: skip
    left_out = _left_out(works, {row.isbn for row in found if row.code in (RECORD, WORK)})
    parts = {isbn: part for isbn, (_, part) in left_out.items()}
    parts |= {one.isbn: supposed(one.role, one.heads, one.medium, one.class_) for one in counted}
    worth = worths(session, data_dir, known, parts) if parts else {}
    names = [one for one in waiting if one.code == NAME]
    under: dict[str, list[Any]] = {one.title: [] for one in names}
    for one in counted:
        under.get(_untold(one), []).append(one)
    under_others = {one.id for several in under.values() for one in several}
    return [
        *_of_left_out(left_out, worth),
        *_of_works([one for one in counted if one.id not in under_others], worth),
        *_of_loans(known, [one for one in waiting if one.code == UNMATCHED]),
        *_of_heads(known, works, [one for one in waiting if one.code == HEADS], disputed),
        *_of_names(names, under, worth),
    ]


def _waits(row: Any, today: date) -> bool:
    put_off = row.state == "later" and row.day is not None and row.day > today
    return row.state in ("open", "later") and not put_off


def _left_out(
    works: Sequence[WorkRow], suggested: Collection[int | None]
) -> dict[int, tuple[WorkRow, Supposed]]:
    """Editions of the party's works that others have, with the part that it has in the work."""
    beside = {}
    for row in works:
        if not row.parts or row.parts[0].role == NARRATOR:
            continue
        part = row.parts[0]
        ended = all(TERM_OVER in figures.states for _, figures in row.editions)
        for other in row.work.others:
            if other.isbn not in suggested and not ended:
                whole = part.largest_denominator <= 1
                as_now = Supposed(part.heads, not whole, other.medium, other.class_)
                beside[other.isbn] = (row, as_now)
    return beside


def _of_left_out(
    left_out: Mapping[int, tuple[WorkRow, Supposed]], worth: Mapping[int, Worth]
) -> Iterator[Hint]:
    for isbn, (row, part) in left_out.items():
        cents = cents_half_up(worth[isbn].microcents or 0)
        if cents:
            loans, medium = worth[isbn].loans, part.medium or ""
            yield about(EDITION_LEFT_OUT, row, isbn, cents, medium=medium, loans=loans)


def _of_works(rows: Sequence[Any], worth: Mapping[int, Worth]) -> Iterator[Hint]:
    """One hint for the editions of a work."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.work_key].append(row)
    for several in groups.values():
        brings = [worth[row.isbn] for row in several]
        known = [one.microcents for one in brings if one.microcents is not None]
        first = several[0]
        yield Hint(
            SUGGESTED,
            str(min(row.isbn for row in several)),
            cents_half_up(sum(known)) if known else None,
            title=first.title,
            language=languages.tag(first.language),
            isbn=first.isbn,
            loans=sum(one.loans for one in brings),
            number=len(several),
            suggestion=first.id,
        )


def _untold(row: Any) -> str:
    """The name that only an identifier makes hers; empty where she has told it."""
    said = json.loads(row.text)
    return next((r["name"] for r in said if r["code"] == "name" and r["kind"] == _OTHER), "")


def _of_loans(known: Worked, rows: Sequence[Any]) -> Iterator[Hint]:
    """Loans without an ISBN of a title that is in the list, and of others without a sum."""
    for row in rows:
        reasons = json.loads(row.text)
        said: dict[str, int] = next((r["years"] for r in reasons if r["code"] == "loans"), {})
        loans = {int(year): number for year, number in said.items()}
        brings = of_loans(known, loans, supposed(row.role, row.heads, row.medium, row.class_))
        if brings.loans:
            cents = None if brings.microcents is None else cents_half_up(brings.microcents)
            yield Hint(
                UNMATCHED_LOANS, str(row.id), cents, title=row.title, loans=brings.loans,
                suggestion=row.id,
            )  # fmt: skip


def _of_heads(
    known: Worked, works: Sequence[WorkRow], rows: Sequence[Any], disputed: Collection[int | None]
) -> Iterator[Hint]:
    """Heads that a record contradicts: what fewer people would bring more, of the open years."""
    homes = {edition.isbn: row for row in works for edition, _ in row.editions}
    counted: set[int] = set()
    for row in rows:
        home = homes.get(row.isbn)
        if home is None or home.work.work_id in disputed:
            continue
        said = int(json.loads(row.text)[0]["said"])
        more = _more(known, row, said, counted)
        hint = about(HEADS_BY_RECORD, home, row.isbn, more)
        yield Hint(**{
            **vars(hint), "subject": f"{row.isbn}-{row.role}", "number": row.heads, "said": said,
            "suggestion": row.id,
        })  # fmt: skip


def _more(known: Worked, row: Any, said: int, counted: set[int]) -> int | None:
    """What the lines of that role on the edition would bring beside what they bring.

    None where it is not more. A line of a record with several ISBNs counts in the first hint.
    """
    heads = int(row.heads)
    if heads >= said:
        return None
    lines, facts = known.lines, known.facts
    titles = [place for place, members in enumerate(facts.members) if row.isbn in members]
    is_open = np.isin(lines.loan_year, known.next_run.open_years) & np.isin(lines.title, titles)
    own = np.flatnonzero(is_open & (lines.role == ROLES.index(row.role))).tolist()
    fresh = set(own) - counted
    if own and not fresh:
        return None
    counted |= fresh
    now = sum(int(lines.amount[place]) for place in fresh)
    return cents_half_up(now * said // heads - now)


def _of_names(
    rows: Sequence[Any], under: Mapping[str, Sequence[Any]], worth: Mapping[int, Worth]
) -> Iterator[Hint]:
    """Names that she has not told, with what the editions under them would bring."""
    for row in rows:
        editions = under[row.title]
        known = [worth[one.isbn].microcents or 0 for one in editions]
        titled = next((one["title"] for one in json.loads(row.text) if "title" in one), "")
        yield Hint(
            OTHER_NAME, str(row.id), cents_half_up(sum(known)) if known else None, title=titled,
            isbn=row.isbn, name=row.title, number=len(editions), suggestion=row.id,
            loans=sum(worth[one.isbn].loans for one in editions),
        )  # fmt: skip
