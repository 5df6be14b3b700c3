"""All models in one import, so that the metadata is whole."""

from __future__ import annotations

from portal.store import (
    access,
    bibliography,
    catalogue,
    documents,
    ledger,
    matching,
    messages,
    office,
    parameters,
    payments,
    people,
    preferences,
    receipts,
    records,
    referrals,
    settlement,
    sharing,
    usage,
    versions,
)
from portal.store.base import Base

SUBJECTS = (
    access, bibliography, catalogue, documents, ledger, matching, messages, office, parameters,
    payments, people, preferences, receipts, records, referrals, settlement, sharing, usage,
    versions,
)  # fmt: skip
metadata = Base.metadata
