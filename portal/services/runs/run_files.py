"""A run's files as one ZIP: people.csv, lines.csv and run.json, exactly as the command writes."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import Actor
from portal.services.audit import audit
from portal.services.settlement.exporting import FILES, export_run

TAKERS = ("officer", "approver", "auditor")
_FIXED = (1980, 1, 1, 0, 0, 0)


class RunNotTaken(Refusal):
    """This role does not take a run away; `role`."""

    code = "run_not_taken"


def packed(session: Session, data_dir: Path, code: str, who: Actor) -> bytes:
    """The ZIP of a run, draft or approved; who took it stands in the audit.

    Raises RunNotTaken, NotFound and SnapshotChanged.
    """
    if who.staff_role not in TAKERS:
        raise RunNotTaken(role=who.staff_role or "")
    whole = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        summary = export_run(session, data_dir, code, Path(folder))
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in FILES:
                entry = zipfile.ZipInfo(name, _FIXED)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, (Path(folder) / name).read_bytes())
    audit.record(session, who, "run_exported", run=summary.run, digest=summary.digest)
    return whole.getvalue()
