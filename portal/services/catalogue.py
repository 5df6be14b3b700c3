"""The catalogue: files of claims and what their writers say on pages."""

from __future__ import annotations

from portal.services.catalogue_import import ImportedClaims, import_catalogue, save_claims
from portal.services.catalogue_reading import ClaimRow

__all__ = ["ClaimRow", "ImportedClaims", "import_catalogue", "save_claims"]
