"""Which claims are in force at a cutoff. Source: contract, "Claims"."""

from __future__ import annotations

import numpy as np

from portal.kernel.columns import Column, column
from portal.rules.settlement.facts import Claims


def in_force(claims: Claims, withdrawn: Column, cutoff: int) -> Claims:
    """The latest version of each payee, ISBN and role added on or before the cutoff.

    One withdrawn on or before the cutoff counts as never made, so an earlier one stands again.
    `withdrawn` holds a day or NEVER; days count from 1970-01-01.
    """
    known = np.flatnonzero((claims.added <= cutoff) & (withdrawn > cutoff))
    rows = claims.take(column(known))
    order = np.lexsort((rows.order, rows.added, rows.role, rows.isbn, rows.payee))
    rows = rows.take(column(order))
    if not rows.payee.size:
        return rows
    same = (
        (rows.payee[1:] == rows.payee[:-1])
        & (rows.isbn[1:] == rows.isbn[:-1])
        & (rows.role[1:] == rows.role[:-1])
    )
    return rows.take(column(np.flatnonzero(np.append(~same, True))))
