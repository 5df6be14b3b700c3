"""All models in one import, so that the metadata is whole."""

from __future__ import annotations

from portal.store import (
    catalogue,
    documents,
    ledger,
    messages,
    parameters,
    payments,
    people,
    preferences,
    receipts,
    records,
    referrals,
    settlement,
    usage,
    versions,
)
from portal.store.base import Base

SUBJECTS = (
    catalogue, documents, ledger, messages, parameters, payments, people, preferences,
    receipts, records, referrals, settlement, usage, versions,
)  # fmt: skip
metadata = Base.metadata
