"""From rows and counts to a Snapshot: the facts of a run as they stand now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import CLASSES, MEDIA, ROLES
from portal.kernel.columns import Column, column
from portal.kernel.periods import additional_year, open_years
from portal.rules.schemes import lending
from portal.rules.settlement import claims as claim_rules
from portal.rules.settlement.facts import (
    LIVING,
    NEVER,
    Claims,
    Counts,
    Payees,
    Snapshot,
    Titles,
    Undistributed,
)
from portal.rules.settlement.run import relevant
from portal.rules.tax import withholding
from portal.services import parameters
from portal.services.settlement.history import PriorRow, prior_rows, renumbered
from portal.store import bulk
from portal.store.people import Party, TaxCard
from portal.store.usage import UsageImport
from portal.usage import counts as usage_counts

_EPOCH = date(1970, 1, 1)
_CLAIMS = (
    "SELECT c.id, c.party_id, c.edition_id, c.role, c.heads, c.separate, c.added_on,"
    " c.withdrawn_on FROM claim c"
)
_EDITIONS = 'SELECT id, isbn, medium, "class" FROM edition WHERE isbn IS NOT NULL'


@dataclass(frozen=True)
class Order:
    """What a run is asked to be: kind, days, and money stated as undistributed."""

    kind: str
    pays_on: date
    cutoff: date
    undistributed: tuple[Undistributed, ...] = ()


def snapshot(session: Session, data_dir: Path, order: Order) -> tuple[Snapshot, Column]:
    """The facts of a run, and the party id of each payee in them. Reads committed rows."""
    book = parameters.book(session)
    back = lending.years_open(book, order.pays_on)
    years = open_years(order.kind, order.pays_on.year, back)
    extra = additional_year(order.kind, order.pays_on.year, back)
    asked = years if extra is None else (extra, *years)
    rows = bulk.fetch(session, {"claims": _CLAIMS, "editions": _EDITIONS})
    claims = _claims(rows["claims"], rows["editions"], day_number(order.cutoff))
    titles, counts = _counted(session, data_dir, asked, claims, rows["editions"])
    everything = Snapshot(
        kind=order.kind,
        pays_on=order.pays_on,
        cutoff=order.cutoff,
        open_years=years,
        terms=lending.terms(book, order.pays_on, asked),
        withholding=withholding.defaults(book, order.pays_on),
        claims=claims,
        titles=titles,
        counts=counts,
        payees=Payees((), column([]), (), column([]), column([])),
        prior=renumbered([], {}),
        undistributed=order.undistributed,
    )
    return _with_payees(session, relevant(everything), prior_rows(session, min(asked)))


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def active_counts(session: Session) -> list[str]:
    """The count files that count: those of imports that no later one superseded."""
    paths = select(UsageImport.counts_path).where(UsageImport.superseded_by_id.is_(None))
    return list(session.scalars(paths.order_by(UsageImport.id)))


def _claims(rows: pa.Table, editions: pa.Table, cutoff: int) -> Claims:
    """Claims in force at the cutoff, of editions that have an ISBN; payees by party id."""
    isbn_of = np.zeros(_highest(rows["edition_id"], editions["id"]) + 1, dtype=np.int64)
    isbn_of[_ints(editions["id"])] = _ints(editions["isbn"])
    versions = Claims(
        payee=_ints(rows["party_id"]),
        isbn=isbn_of[_ints(rows["edition_id"])],
        role=_codes(rows["role"], ROLES),
        heads=_ints(rows["heads"]),
        separate=_ints(rows["separate"]),
        added=_days(rows["added_on"]),
        order=_ints(rows["id"]),
    )
    withdrawn = _days(rows["withdrawn_on"])
    with_isbn = column(np.flatnonzero(versions.isbn > 0))
    return claim_rules.in_force(versions.take(with_isbn), withdrawn[with_isbn], cutoff)


def _counted(
    session: Session, data_dir: Path, years: tuple[int, ...], claims: Claims, editions: pa.Table
) -> tuple[Titles, Counts]:
    table = usage_counts.counted(
        data_dir,
        active_counts(session),
        years=years,
        claimed=pa.table({"isbn": np.unique(claims.isbn)}),
        editions=_described(editions),
    )
    return from_counted(table)


def _described(editions: pa.Table) -> pa.Table:
    """Medium and class as texts: SQLite hands a column without any value over as numbers."""
    words = {name: editions[name].cast(pa.string()) for name in ("medium", "class")}
    return pa.table({"isbn": editions["isbn"], **words})


def from_counted(table: pa.Table) -> tuple[Titles, Counts]:
    """Titles and counts out of the counting's table, in canonical order."""
    members = pc.dictionary_encode(pc.fill_null(table["members"], "").combine_chunks())
    spellings = np.array(members.dictionary.to_pylist() or [""], dtype=object)
    rank = np.argsort(np.argsort(spellings))
    group = column(rank[members.indices.to_numpy(zero_copy_only=False)])
    isbn, year = _ints(table["title"]), _ints(table["loan_year"])
    medium, class_ = _codes(table["medium"], MEDIA), _codes(table["class"], CLASSES)
    order = np.lexsort((class_, medium, year, group, isbn))
    isbn, group = isbn[order], group[order]
    new = np.ones(isbn.size, dtype=np.bool_)
    new[1:] = (isbn[1:] != isbn[:-1]) | (group[1:] != group[:-1])
    title = column(np.cumsum(new) - 1)
    first = np.flatnonzero(new)
    texts = np.sort(spellings)
    titles = _titles(isbn[first], texts[group[first]])
    counts = Counts(title, year[order], medium[order], class_[order], _ints(table["loans"])[order])
    return titles, counts


def _titles(isbn: Column, members: Any) -> Titles:
    title, member = [np.arange(isbn.size, dtype=np.int64)], [isbn]
    grouped = np.flatnonzero(members != "")
    for place in grouped.tolist():
        others = [int(text) for text in members[place].split() if int(text) != int(isbn[place])]
        title.append(np.full(len(others), place, dtype=np.int64))
        member.append(column(others))
    titles, all_members = np.concatenate(title), np.concatenate(member)
    order = np.lexsort((all_members, titles))
    return Titles(isbn, column(titles[order]), column(all_members[order]))


def _with_payees(
    session: Session, facts: Snapshot, prior: list[PriorRow]
) -> tuple[Snapshot, Column]:
    """The snapshot with its payees, sorted by code, in place of party ids."""
    wanted = np.union1d(facts.claims.payee, column([row.party_id for row in prior]))
    known = set(wanted.tolist())
    columns = (Party.id, Party.code, Party.death_year, Party.died_on, Party.country)
    parties = sorted(
        (row for row in session.execute(select(*columns)) if row[0] in known), key=lambda r: r[1]
    )
    cards = _cards(session, facts.pays_on)
    place = {row.id: index for index, row in enumerate(parties)}
    position = np.zeros(max(known, default=0) + 1, dtype=np.int64)
    position[[row.id for row in parties]] = np.arange(len(parties))
    claims = facts.claims
    moved = Claims(**{**vars(claims), "payee": position[claims.payee]})
    payees = Payees(
        code=tuple(row.code for row in parties),
        died=column([row.death_year or LIVING for row in parties]),
        country=tuple(row.country for row in parties),
        estate=column([_estate(row.death_year, row.died_on, facts.pays_on) for row in parties]),
        card_ppm=column([_or_none(cards.get(row.id)) for row in parties]),
    )
    ready = Snapshot(
        **{**vars(facts), "claims": moved, "payees": payees, "prior": renumbered(prior, place)}
    )
    return relevant(ready), column([row.id for row in parties])


def _estate(death_year: int | None, died_on: date | None, day: date) -> int:
    if died_on is not None:
        return int(died_on <= day)
    return int(death_year is not None and death_year <= day.year)


def _cards(session: Session, day: date) -> dict[int, int | None]:
    rows = session.execute(
        select(TaxCard.party_id, TaxCard.percent_ppm)
        .where(TaxCard.valid_from <= day)
        .order_by(TaxCard.valid_from)
    )
    return {row.party_id: row.percent_ppm for row in rows}


def _or_none(card: int | None) -> int:
    return -1 if card is None else card


def _highest(*columns: Any) -> int:
    return max((int(pc.max(values).as_py() or 0) for values in columns), default=0)


def _ints(values: Any) -> Column:
    return column(values.combine_chunks().cast(pa.int64()).to_numpy(zero_copy_only=False))


def _codes(values: Any, words: tuple[str, ...]) -> Column:
    found = pc.index_in(values.combine_chunks().cast(pa.string()), pa.array(words))
    return _ints(pa.chunked_array([found]))


def _days(values: Any) -> Column:
    """Days since 1970-01-01; a missing day is NEVER. SQLite hands days over as text."""
    flat = values.combine_chunks()
    if flat.null_count == len(flat):
        return np.full(len(flat), NEVER, dtype=np.int64)
    days = flat.cast(pa.date32()).cast(pa.int32()).cast(pa.int64())
    return column(pc.fill_null(days, NEVER).to_numpy(zero_copy_only=False))
