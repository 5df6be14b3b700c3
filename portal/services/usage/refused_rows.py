"""Refused rows of an import, read again from the archive with their reasons, for download."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.store.usage import UsageImport
from portal.usage import refused


def write_refused(session: Session, data_dir: Path, import_id: int, out: Path) -> int:
    """Writes the refused rows of an import as CSV, harmless cells; returns how many."""
    row = session.get(UsageImport, import_id)
    if row is None:
        raise NotFound(what="import", name=str(import_id))
    return refused.refused_rows(data_dir, row.refused_path, out)
