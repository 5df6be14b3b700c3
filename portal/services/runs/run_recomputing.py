"""A run calculated again from its frozen facts: are digest and rows still the same?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from portal.rules.settlement.digest import digest
from portal.rules.settlement.run import calculate
from portal.services.settlement.freezing import thaw
from portal.services.settlement.summary import run_by_code
from portal.services.verification import verified_rows
from portal.store import snapshots


@dataclass(frozen=True)
class Recomputed:
    """The digest that came out, empty where rows differ, and whether it is the run's."""

    digest: str
    same: bool


def recomputed(session: Session, data_dir: Path, code: str) -> Recomputed:
    """Calculates anew and compares every row; raises NotFound and SnapshotChanged."""
    run = run_by_code(session, code)
    snapshots.check(data_dir, run.snapshot_path, run.snapshot_sha256)
    facts = thaw(data_dir, run.snapshot_path)
    result = calculate(facts)
    if any(verified_rows.different(session, run, facts, result)):
        return Recomputed("", same=False)
    found = digest(facts, result)
    return Recomputed(found, same=found == run.digest)
