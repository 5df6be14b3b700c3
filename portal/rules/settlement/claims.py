"""Which claims are in force at a cutoff. Source: contract, "Claims"."""

from __future__ import annotations

import numpy as np

from portal.kernel.catalogue import ROLES
from portal.kernel.columns import Column, column
from portal.kernel.errors import OutOfBounds
from portal.kernel.money import fits_int64
from portal.rules.settlement.facts import Claims

NEWEST_ISBN = 9_799_999_999_999


def in_force(claims: Claims, withdrawn: Column, cutoff: int) -> Claims:
    """The latest version of each payee, ISBN and role added on or before the cutoff.

    One withdrawn on or before the cutoff counts as never made, so an earlier one stands again.
    `withdrawn` holds a day or NEVER; days count from 1970-01-01.
    """
    known = np.flatnonzero((claims.added <= cutoff) & (withdrawn > cutoff))
    payee, isbn, role = claims.payee[known], claims.isbn[known], claims.role[known]
    isbn = isbn - isbn.min(initial=NEWEST_ISBN)
    people = int(payee.max(initial=0)) + 1
    if not fits_int64((int(isbn.max(initial=0)) + 1) * people * len(ROLES)):
        raise OutOfBounds(what="payees", number=people)
    key = (isbn * people + payee) * len(ROLES) + role
    order = np.lexsort((claims.order[known], claims.added[known], key))
    key = key[order]
    last = np.append(key[1:] != key[:-1], True) if key.size else key == 0
    return claims.take(column(known[order[last]]))
