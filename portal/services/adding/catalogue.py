"""The catalogue: files of claims, and what people say of their own works on pages."""

from __future__ import annotations

from portal.services.adding.adding import Candidate, CandidateWork, Review, recognise, review
from portal.services.catalogue.catalogue_import import ImportedClaims, import_catalogue, save_claims
from portal.services.catalogue.catalogue_reading import ClaimRow
from portal.services.catalogue.claims import (
    Change,
    NewClaim,
    OpenEntry,
    Receipt,
    add_claims,
    change_claim,
    entry_of,
    withdraw_claim,
)
from portal.services.messages.receipts import ReceiptLine, WrittenReceipt, receipt
from portal.services.titles.works_list import (
    Entry,
    ListedEdition,
    ListedWork,
    claims_of,
    only_pictures,
)
from portal.services.works.works import WorkPage, work_of
from portal.services.works.works_history import history_of
from portal.services.works.works_overview import Overview, WorkRow, overview, usual_role, works_csv

__all__ = [
    "Candidate",
    "CandidateWork",
    "Change",
    "ClaimRow",
    "Entry",
    "ImportedClaims",
    "ListedEdition",
    "ListedWork",
    "NewClaim",
    "OpenEntry",
    "Overview",
    "Receipt",
    "ReceiptLine",
    "Review",
    "WorkPage",
    "WorkRow",
    "WrittenReceipt",
    "add_claims",
    "change_claim",
    "claims_of",
    "entry_of",
    "history_of",
    "import_catalogue",
    "only_pictures",
    "overview",
    "receipt",
    "recognise",
    "review",
    "save_claims",
    "usual_role",
    "withdraw_claim",
    "work_of",
    "works_csv",
]
