"""The catalogue: files of claims, and what people say of their own works on pages."""

from __future__ import annotations

from portal.services.adding import Candidate, CandidateWork, Review, recognise, review
from portal.services.catalogue_import import ImportedClaims, import_catalogue, save_claims
from portal.services.catalogue_reading import ClaimRow
from portal.services.claims import (
    Change,
    NewClaim,
    Receipt,
    add_claims,
    change_claim,
    withdraw_claim,
)
from portal.services.works import WorkPage, history_of, work_of
from portal.services.works_list import Entry, ListedEdition, ListedWork, claims_of

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
    "Receipt",
    "Review",
    "WorkPage",
    "add_claims",
    "change_claim",
    "claims_of",
    "history_of",
    "import_catalogue",
    "recognise",
    "review",
    "save_claims",
    "withdraw_claim",
    "work_of",
]
