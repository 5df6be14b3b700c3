"""All models in one import, so that the metadata is whole."""

from __future__ import annotations

from portal.store import (
    bibliography,
    catalogue,
    documents,
    ledger,
    matching,
    messages,
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
    bibliography, catalogue, documents, ledger, matching, messages, parameters, payments, people,
    preferences, receipts, records, referrals, settlement, sharing, usage, versions,
)  # fmt: skip
metadata = Base.metadata
