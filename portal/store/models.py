"""All models in one import, so that the metadata is whole."""

from __future__ import annotations

from portal.store import (
    catalogue,
    ledger,
    parameters,
    payments,
    people,
    records,
    settlement,
    usage,
)
from portal.store.base import Base

SUBJECTS = (catalogue, ledger, parameters, payments, people, records, settlement, usage)
metadata = Base.metadata
