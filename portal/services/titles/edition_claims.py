"""Everybody's versions of claims on some editions: for who shares, and for what happened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.store.catalogue import Claim
from portal.store.people import Party


def claims_on(session: Session, edition_ids: Collection[int]) -> Sequence[Any]:
    """Rows with the attributes of Claim, and the claimant's `name`; in the order of versions."""
    return session.execute(
        select(
            Claim.id, Claim.party_id, Claim.edition_id, Claim.role, Claim.heads, Claim.separate,
            Claim.added_on, Claim.withdrawn_on, Claim.recorded_by, Party.name,
        )
        .join(Party, Party.id == Claim.party_id)
        .where(Claim.edition_id.in_(sorted(edition_ids)))
        .order_by(Claim.added_on, Claim.id)
    ).all()  # fmt: skip
