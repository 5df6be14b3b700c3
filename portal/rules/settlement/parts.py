"""A run's lines in parts, for many machines: a title and all that is said of it stay together.

A line depends on its title's counts and on the claims on that title's ISBNs alone, so titles may
be calculated anywhere; joined again and sorted, the lines are those of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np

from portal.kernel.columns import Column, column, ranges
from portal.rules.schemes.lending import Terms
from portal.rules.settlement import entitlement, stakes
from portal.rules.settlement.entitlement import Lines
from portal.rules.settlement.facts import Claims, Counts, Snapshot, Titles


@dataclass(frozen=True)
class Part:
    """Titles from `first` on; they, and the payees, are numbered anew from 0 within the part.

    `payees` are their places in the whole, `died` their years of death.
    """

    first: int
    claims: Claims
    titles: Titles
    counts: Counts
    payees: Column
    died: Column


def parts(snapshot: Snapshot, number: int) -> Iterator[Part]:
    """The snapshot's titles in at most `number` parts of about the same size."""
    claims, titles, counts = snapshot.claims, snapshot.titles, snapshot.counts
    order = np.argsort(claims.isbn, kind="stable")
    by_isbn = claims.isbn[order]
    size = max(-(-titles.isbn.size // max(number, 1)), 1)
    for first in range(0, titles.isbn.size, size):
        last = min(first + size, titles.isbn.size)
        members = slice(*np.searchsorted(titles.member_title, (first, last)))
        rows = slice(*np.searchsorted(counts.title, (first, last)))
        member_isbn = titles.member_isbn[members]
        wanted = np.unique(member_isbn)
        start = column(np.searchsorted(by_isbn, wanted, "left"))
        number_of = column(np.searchsorted(by_isbn, wanted, "right")) - start
        mine = claims.take(column(np.sort(order[ranges(start, number_of)])))
        payees, payee = np.unique(mine.payee, return_inverse=True)
        yield Part(
            first=first,
            claims=Claims(**{**vars(mine), "payee": column(payee)}),
            titles=Titles(
                titles.isbn[first:last], titles.member_title[members] - first, member_isbn
            ),
            counts=Counts(counts.title[rows] - first, *_others(counts, rows)),
            payees=column(payees),
            died=snapshot.payees.died[payees],
        )


def lines_of(part: Part, terms: Terms) -> Lines:
    """The lines of a part as the whole numbers them; a rate that is missing is asked for later."""
    own = stakes.stakes(part.claims, part.titles, part.died)
    found = entitlement.lines(part.counts, own, terms, ())
    moved = {"payee": part.payees[found.payee], "title": found.title + part.first}
    return Lines(**{**vars(found), **moved})


def joined(several: Sequence[Lines], must_have_rate: Sequence[int]) -> Lines:
    """The lines of all parts, in whatever order they came, as those of the whole.

    Raises RateNotDecided as the whole does.
    """
    names = [field.name for field in fields(Lines)]
    empty = [column([])]
    every = Lines(*(np.concatenate([*empty, *(getattr(o, n) for o in several)]) for n in names))
    order = np.lexsort(
        (every.class_, every.medium, every.loan_year, every.role, every.title, every.payee)
    )
    lines = every.take(column(order))
    entitlement.require_rates(lines.loan_year[lines.rate < 0], tuple(must_have_rate))
    return lines


def _others(counts: Counts, rows: slice) -> tuple[Column, ...]:
    return tuple(getattr(counts, name)[rows] for name in ("loan_year", "medium", "class_", "loans"))
