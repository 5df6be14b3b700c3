"""Who has which part in a title, and how large or small the claims leave it.

A pool is the writers (authors and original authors), the translators, or the narrators. The facts
are the heads declared for each pool and whether the title is a translation; they combine freely.
Source: contract, "Claims", "Claims that disagree" and "Term".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from portal.kernel.catalogue import HEADS_MAX, ROLES
from portal.kernel.columns import Column, column, largest_by, ranges, smallest_by
from portal.rules.settlement.facts import (
    AUTHOR_CODE,
    NARRATOR_CODE,
    ORIGINAL_CODE,
    TRANSLATOR_CODE,
    Claims,
    Titles,
)

WRITERS, TRANSLATORS, NARRATORS = range(3)
_POOL_OF_ROLE = column([WRITERS, WRITERS, TRANSLATORS, -1, NARRATORS])
NOTHING, WHOLE, HALF = range(3)


@dataclass(frozen=True)
class Stakes:
    """One payee's part in one title; sorted by title.

    `small` and `large` say of what the part is taken (NOTHING, WHOLE, or HALF: the part of a
    translation), with the heads that divide it: the smallest and the largest part that any
    combination of the declared facts leaves. `last_death` decides the term.
    """

    title: Column
    payee: Column
    role: Column
    small: Column
    small_heads: Column
    large: Column
    large_heads: Column
    last_death: Column


@dataclass(frozen=True)
class _Facts:
    most: Column
    fewest: Column
    yes: Column
    no: Column


def stakes(claims: Claims, titles: Titles, died: Column) -> Stakes:
    """Every stake of the given claims in the given titles; `died` is by payee."""
    pair_title, pair_claim = _pairs(claims, titles)
    if titles.member_isbn.size > titles.isbn.size:
        standing = _standing(pair_title, claims.take(pair_claim))
        pair_title, pair_claim = pair_title[standing], pair_claim[standing]
    pairs = claims.take(pair_claim)
    pool = _POOL_OF_ROLE[pairs.role]
    chosen = _latest(pair_title, pairs, pool)
    facts = _facts(pair_title, pairs, pool, pair_title[chosen], pool[chosen], titles.isbn.size)
    last_death = _last_deaths(pair_title, pairs, died, titles.isbn.size)
    mine, title, own_pool = pairs.take(chosen), pair_title[chosen], pool[chosen]
    place = title * 3 + own_pool
    small, large = _shares(own_pool, facts.yes[title], facts.no[title])
    return Stakes(
        title=title,
        payee=mine.payee,
        role=mine.role,
        small=small,
        small_heads=facts.most[place],
        large=large,
        large_heads=facts.fewest[place],
        last_death=np.where(
            mine.separate == 1, died[mine.payee], last_death[title * len(ROLES) + mine.role]
        ),
    )


def _pairs(claims: Claims, titles: Titles) -> tuple[Column, Column]:
    """Titles beside the positions of the claims on any of their ISBNs, without illustrators."""
    paid = np.flatnonzero(_POOL_OF_ROLE[claims.role] >= 0)
    order = paid[np.argsort(claims.isbn[paid])]
    by_isbn = claims.isbn[order]
    first = np.searchsorted(by_isbn, titles.member_isbn, "left")
    count = column(np.searchsorted(by_isbn, titles.member_isbn, "right") - first)
    return np.repeat(titles.member_title, count), order[ranges(column(first), count)]


def _standing(title: Column, pairs: Claims) -> Column:
    """Positions of the claims that no later one replaces.

    The ISBNs of a title count as one edition, so a later claim of the same payee and role on any
    of them replaces the earlier. Of several from one day none is later: all declare their facts.
    """
    order = np.lexsort((pairs.added, pairs.role, pairs.payee, title))
    if not order.size:
        return column(order)
    key = np.stack((title[order], pairs.payee[order], pairs.role[order]))
    last = np.append((key[:, 1:] != key[:, :-1]).any(axis=0), True)
    group = np.cumsum(last) - last
    newest = pairs.added[order][last][group]
    return column(np.sort(order[pairs.added[order] == newest]))


def _latest(title: Column, pairs: Claims, pool: Column) -> Column:
    """Positions of the pairs that stand for their payee: nobody counts twice in a pool."""
    order = np.lexsort((pairs.order, pairs.added, pool, pairs.payee, title))
    key = np.stack((title[order], pairs.payee[order], pool[order]))
    if not order.size:
        return column(order)
    last = np.append((key[:, 1:] != key[:, :-1]).any(axis=0), True)
    return column(order[last])


def _facts(
    title: Column, pairs: Claims, pool: Column, one_title: Column, one_pool: Column, titles: int
) -> _Facts:
    place = title * 3 + pool
    declared = largest_by(place, pairs.heads, titles * 3)
    claimants = column(np.bincount(one_title * 3 + one_pool, minlength=titles * 3))
    yes = np.zeros(titles, dtype=np.bool_)
    no = np.zeros(titles, dtype=np.bool_)
    yes[title[(pairs.role == ORIGINAL_CODE) | (pairs.role == TRANSLATOR_CODE)]] = True
    no[title[pairs.role == AUTHOR_CODE]] = True
    most = np.maximum(declared, claimants)
    fewest = smallest_by(place, pairs.heads, titles * 3, HEADS_MAX)
    narrators = slice(NARRATORS, None, 3)
    fewest[narrators] = most[narrators]
    return _Facts(most, fewest, column(yes), column(no))


def _shares(pool: Column, yes: Column, no: Column) -> tuple[Column, Column]:
    """Of what the smallest and the largest part are taken, by pool and what the claims say."""
    writer = pool == WRITERS
    translator = pool == TRANSLATORS
    small = np.where(writer & (yes == 1), HALF, WHOLE)
    small = np.where(translator, np.where(no == 1, NOTHING, HALF), small)
    large = np.where(writer & (no == 0), HALF, WHOLE)
    large = np.where(translator, HALF, large)
    return column(small), column(large)


def _last_deaths(title: Column, pairs: Claims, died: Column, titles: int) -> Column:
    """By title and role: the year of the last death of those known, separate pieces aside."""
    joint = np.flatnonzero(pairs.separate == 0)
    place = title[joint] * len(ROLES) + pairs.role[joint]
    return largest_by(place, died[pairs.payee[joint]], titles * len(ROLES))


def is_narrator(role: Column) -> Column:
    """1 where the role is a narrator's."""
    return column(role == NARRATOR_CODE)
