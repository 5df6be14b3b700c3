"""Editions whose entries disagree, by the money that waits: the office's list of claims to settle.

The money is that of the newest run; whoever agrees later sees it move in the next one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import AUTHOR, ORIGINAL_AUTHOR, TEXT_ROLES, TRANSLATOR
from portal.rules import sharing
from portal.rules.sharing import Part
from portal.services.base import kept
from portal.services.counts import title_groups
from portal.services.settlement.run_rows import runs
from portal.services.titles.edition_claims import claims_on
from portal.services.titles.title_facts import counted_titles
from portal.services.titles.works_list import entries
from portal.store import snapshots
from portal.store.catalogue import Claim, Edition, Work

A_PAGE = 50
_WRITERS = (AUTHOR, ORIGINAL_AUTHOR)


@dataclass(frozen=True)
class Disagreement:
    """An edition whose entries disagree. `about` as rules.sharing.disagreements says; `waits` are
    micro-cents before tax in the newest run, None while nothing was calculated; `since` is the day
    of the latest entry; `loans` are those of the latest year that was counted.
    """

    edition_id: int
    work_id: int
    isbn: int
    title: str
    language: str | None
    people: int
    since: date
    waits: int | None
    about: tuple[str, ...] = ()
    loans: int = 0


@dataclass(frozen=True)
class Listed:
    """A page of them, those with the most money first; `run` is the code of the newest run."""

    editions: tuple[Disagreement, ...]
    total: int
    waits: int | None
    run: str
    year: int | None


@dataclass(frozen=True)
class Waits:
    """Micro-cents that wait because entries disagree, by ISBN, in the run of a code."""

    run: str
    by_isbn: Mapping[int, int]
    titles: Mapping[int, frozenset[int]]
    """Of each ISBN, the lent titles of the run whose money that is."""
    by_title: Mapping[int, int]

    def of(self, isbns: Collection[int]) -> int:
        """What waits under any of some ISBNs, once."""
        titles = {title for isbn in isbns for title in self.titles.get(isbn, ())}
        return sum(self.by_title[title] for title in titles)


def listed(session: Session, data_dir: Path, page: int = 1) -> Listed:
    """A page of the editions whose entries disagree."""
    newest = waits(session, data_dir)
    together = _together(session, newest)
    every = sorted(
        (*_all(session), *together), key=lambda row: (-_cents(newest, row.isbn), row.isbn)
    )
    shown = every[(page - 1) * A_PAGE : page * A_PAGE]
    said = standing(session, [row.edition_id for row in shown])
    counted = counted_titles(session, data_dir, sorted(row.isbn for row in shown))
    year = max((row.loan_year for row in counted), default=None)
    return Listed(
        editions=tuple(
            Disagreement(
                row.edition_id, row.work_id, row.isbn, row.title, row.language, row.people,
                row.since, None if newest is None else _cents(newest, row.isbn),
                together.get(row) or sharing.disagreements(said[row.edition_id]),
                sum(one.loans for one in counted if row.isbn in one.members
                    and one.loan_year == year),
            )
            for row in shown
        ),
        total=len(every),
        waits=None if newest is None else newest.of({row.isbn for row in every}),
        run=newest.run if newest else "",
        year=year,
    )  # fmt: skip


def disagreeing_editions_count(session: Session) -> tuple[int, datetime | None]:
    """On how many editions entries disagree, and the day of the oldest one's latest entry."""
    found = _all(session)
    oldest = min((row.since for row in found), default=None)
    return len(found), datetime.combine(oldest, time(), UTC) if oldest else None


def waits(session: Session, data_dir: Path) -> Waits | None:
    """What waits in the newest run because entries disagree; None without a run."""
    newest = max(runs(session), key=lambda run: run.id, default=None)
    if newest is None:
        return None
    by_title, titles = _disputed(data_dir, newest.snapshot_path)
    by_isbn = {isbn: sum(by_title[one] for one in several) for isbn, several in titles.items()}
    return Waits(newest.code, by_isbn, titles, by_title)


@lru_cache(maxsize=4)
def _disputed(
    data_dir: Path, path: str
) -> tuple[Mapping[int, int], Mapping[int, frozenset[int]]]:  # fmt: skip
    """Of a frozen run, which nobody writes to: what waits of each title, and each ISBN's titles."""
    lines = snapshots.table(data_dir, path, "lines", columns=["title", "amount", "largest"])
    lines = lines.filter(pc.not_equal(lines["amount"], lines["largest"]))
    by_title: dict[int, int] = defaultdict(int)
    for row in lines.to_pylist():
        by_title[row["title"]] += row["largest"] - row["amount"]
    if not by_title:
        return {}, {}
    members = snapshots.table(
        data_dir, path, "members", where=[("title", "in", sorted(by_title))]
    )  # fmt: skip
    titles: dict[int, set[int]] = defaultdict(set)
    for row in members.to_pylist():
        titles[row["isbn"]].add(row["title"])
    return dict(by_title), {isbn: frozenset(several) for isbn, several in titles.items()}


def _together(session: Session, newest: Waits | None) -> dict[Any, tuple[str, ...]]:
    """Editions that agree alone and not with the other ISBNs of their library records: about what.

    Only those with money that waits in the newest run.
    """
    alone = {row.isbn for row in _all(session)}
    rest = sorted(set(newest.by_isbn if newest else ()) - alone)
    groups = title_groups.members(session, rest)
    if not groups:
        return {}
    isbns = {isbn for several in groups.values() for isbn in several}
    rows = _editions(session, isbns)
    ids = {row.isbn: row.edition_id for row in rows}
    said = standing(session, sorted(ids.values()))
    found = {}
    for row in rows:
        several = groups.get(row.isbn, ())
        parts = {part for isbn in several for part in said.get(ids.get(isbn, 0), ())}
        if about := sharing.disagreements(parts):
            found[row] = about
    return found


def _editions(session: Session, isbns: Collection[int]) -> Sequence[Any]:
    """Editions as `_all` has them."""
    columns = (Claim.edition_id, Edition.work_id, Edition.isbn, Edition.title, Work.language)
    return session.execute(
        select(
            *columns,
            func.count(Claim.party_id.distinct()).label("people"),
            func.max(Claim.added_on).label("since"),
        )
        .join(Edition, Edition.id == Claim.edition_id)
        .join(Work, Work.id == Edition.work_id)
        .where(Edition.isbn.in_(isbns), Claim.withdrawn_on.is_(None), Claim.role.in_(TEXT_ROLES))
        .group_by(*columns)
    ).all()


def _cents(found: Waits | None, isbn: int) -> int:
    return found.by_isbn.get(isbn, 0) if found else 0


def standing(session: Session, edition_ids: Sequence[int]) -> dict[int, list[Part]]:
    """The entries that stand on some editions."""
    by_entry: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in claims_on(session, edition_ids):
        by_entry[row.edition_id, row.party_id].append(row)
    found: dict[int, list[Part]] = defaultdict(list)
    for (edition_id, party), rows in by_entry.items():
        found[edition_id] += [
            Part(party, one.role, one.heads, one.separate)
            for one in entries(rows)
            if one.withdrawn_on is None
        ]
    return found


@kept.for_all
def _all(session: Session) -> tuple[Any, ...]:
    """Every edition whose entries disagree, as the rules have it (rules.sharing.disagreements)."""
    newest = (
        select(
            Claim.edition_id, Claim.party_id, Claim.role, Claim.heads, Claim.added_on,
            func.row_number().over(
                partition_by=(Claim.party_id, Claim.edition_id, Claim.role),
                order_by=(Claim.added_on.desc(), Claim.id.desc()),
            ).label("place"),
        )
        .where(Claim.withdrawn_on.is_(None), Claim.role.in_(TEXT_ROLES))
        .subquery()
    )  # fmt: skip
    said = newest.c
    writer, translator = said.role.in_(_WRITERS), said.role == TRANSLATOR
    translated = and_(
        func.max(case((said.role == AUTHOR, 1), else_=0)) == 1,
        func.max(case((said.role != AUTHOR, 1), else_=0)) == 1,
    )
    rows = session.execute(
        select(
            said.edition_id, Edition.work_id, Edition.isbn, Edition.title, Work.language,
            func.count(said.party_id.distinct()).label("people"),
            func.max(said.added_on).label("since"),
        )
        .join(Edition, Edition.id == said.edition_id)
        .join(Work, Work.id == Edition.work_id)
        .where(said.place == 1, Edition.isbn.is_not(None))
        .group_by(said.edition_id, Edition.work_id, Edition.isbn, Edition.title, Work.language)
        .having(or_(_differ(said, writer), _differ(said, translator), translated))
    )  # fmt: skip
    return tuple(rows.all())


def _differ(said: Any, pool: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the numbers of a pool differ, or are too small for its people."""
    heads = case((pool, said.heads))
    people = func.count(case((pool, said.party_id)).distinct())
    return or_(func.max(heads) > func.min(heads), people > func.min(heads))
