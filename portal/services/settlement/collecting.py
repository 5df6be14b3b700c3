"""From rows and counts to a Snapshot: the facts of a run as they stand now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy.orm import Session

from portal.kernel.catalogue import CLASSES, MEDIA, ROLES
from portal.kernel.columns import Column, column
from portal.kernel.periods import additional_year, open_years
from portal.rules.parameters import Book
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
from portal.rules.settlement.run import in_order, relevant
from portal.rules.tax import withholding
from portal.services.counts.counts_files import intact_counts
from portal.services.parameters import parameters
from portal.services.settlement.history import PriorRow, prior_rows, renumbered
from portal.store import bulk
from portal.usage import counts as usage_counts

_EPOCH = date(1970, 1, 1)
_READ = {
    "claims": "SELECT id, party_id, edition_id, role, heads, separate, added_on, withdrawn_on"
    " FROM claim",
    "editions": 'SELECT id, isbn, medium, "class" FROM edition WHERE isbn IS NOT NULL',
    "parties": "SELECT id, code, death_year, died_on, country FROM party",
    "cards": "SELECT party_id, valid_from, percent_ppm FROM tax_card",
}


@dataclass(frozen=True)
class Order:
    """What a run is asked to be: kind, days, and money stated as undistributed."""

    kind: str
    pays_on: date
    cutoff: date
    undistributed: tuple[Undistributed, ...] = ()


Counting = Callable[..., pa.Table]


def snapshot(
    session: Session,
    data_dir: Path,
    order: Order,
    counting: Counting = usage_counts.counted,
    book: Book | None = None,
) -> tuple[Snapshot, Column]:
    """The facts of a run, and the party id of each payee in them. Reads committed rows.

    `counting` is that of the engine which counts; `book` has other values than those in force.
    """
    book = book or parameters.book(session)
    back = lending.years_open(book, order.pays_on)
    years = open_years(order.kind, order.pays_on.year, back)
    extra = additional_year(order.kind, order.pays_on.year, back)
    asked = years if extra is None else (extra, *years)
    rows = bulk.fetch(session, _READ)
    claims = _claims(rows["claims"], rows["editions"], day_number(order.cutoff))
    titles, counts = _counted(counting, session, data_dir, asked, claims, rows["editions"])
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
    prior = prior_rows(session, min(asked))
    return _with_payees(relevant(everything), prior, rows["parties"], rows["cards"])


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


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
    counting: Counting,
    session: Session,
    data_dir: Path,
    years: tuple[int, ...],
    claims: Claims,
    editions: pa.Table,
) -> tuple[Titles, Counts]:
    table = counting(
        data_dir,
        intact_counts(session, data_dir),
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
    facts: Snapshot, prior: list[PriorRow], parties: pa.Table, cards: pa.Table
) -> tuple[Snapshot, Column]:
    """The snapshot with its payees, sorted by code, in place of party ids."""
    wanted = np.union1d(facts.claims.payee, column([row.party_id for row in prior]))
    rows = parties.filter(pc.is_in(parties["id"], pa.array(wanted, parties["id"].type)))
    rows = rows.take(pc.sort_indices(rows["code"]))
    ids = _ints(rows["id"])
    position = np.zeros(int(wanted.max(initial=0)) + 1, dtype=np.int64)
    position[ids] = np.arange(ids.size)
    claims = facts.claims
    moved = in_order(Claims(**{**vars(claims), "payee": position[claims.payee]}))
    place = dict(zip(ids.tolist(), range(ids.size), strict=True)) if prior else {}
    payees = Payees(
        code=tuple(rows["code"].to_pylist()),
        died=_ints(pc.fill_null(rows["death_year"].cast(pa.int64()), LIVING)),
        country=tuple(rows["country"].to_pylist()),
        estate=_estates(rows, facts.pays_on),
        card_ppm=_cards(cards, facts.pays_on, ids),
    )
    ready = Snapshot(
        **{**vars(facts), "claims": moved, "payees": payees, "prior": renumbered(prior, place)}
    )
    return ready, ids


def _estates(parties: pa.Table, day: date) -> Column:
    """1 where the payee had died by the day; without a day of death the year decides."""
    year = _ints(pc.fill_null(parties["death_year"].cast(pa.int64()), LIVING))
    died = _days(parties["died_on"])
    return column(np.where(died == NEVER, year <= day.year, died <= day_number(day)))


def _cards(cards: pa.Table, day: date, ids: Column) -> Column:
    """Parts per million of the card valid on the day, −1 without one, by party id."""
    valid_from, party = _days(cards["valid_from"]), _ints(cards["party_id"])
    percent = _ints(pc.fill_null(cards["percent_ppm"].cast(pa.int64()), -1))
    order = np.argsort(valid_from, kind="stable")
    order = order[valid_from[order] <= day_number(day)]
    latest = np.full(int(max(ids.max(initial=0), party.max(initial=0))) + 1, -1, dtype=np.int64)
    latest[party[order]] = percent[order]
    return latest[ids]


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
