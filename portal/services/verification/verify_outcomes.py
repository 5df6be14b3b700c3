"""What a whole check came to, kept in the audit: how many checks, which failed, how many findings.

It names codes of checks and counts, never what was found: that may be personal.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel.identity import Actor
from portal.services.audit import audit
from portal.services.verification.verification import Check

ENDED = "verify_ended"


@dataclass(frozen=True)
class Outcome:
    """When everything was last checked, and how many things did not fit."""

    at: datetime
    findings: int


def record(session: Session, who: Actor, checks: Sequence[Check]) -> None:
    """Writes down how a whole check ended."""
    failed = [check.code for check in checks if check.problems]
    findings = sum(len(check.problems) for check in checks)
    audit.record(
        session, who, ENDED, checks=len(checks), failed=" ".join(failed), findings=findings
    )


def read(at: datetime, details: str) -> Outcome:
    """The outcome that a row of the audit tells of."""
    said: dict[str, Any] = json.loads(details)
    return Outcome(at, int(said["findings"]))
