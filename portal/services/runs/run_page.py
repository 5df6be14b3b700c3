"""The page of one run: its head, its checks, and what changed since the year before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from portal.services.runs.run_check_facts import facts_of
from portal.services.runs.run_checks import Check, judged
from portal.services.runs.run_comparison import Headline, headline_of
from portal.services.runs.run_review import Head, head_of
from portal.services.settlement.history import approvals_so_far
from portal.services.settlement.summary import run_by_code


@dataclass(frozen=True)
class RunPage:
    """`compared` is None without a run of the same kind a year before."""

    head: Head
    checks: tuple[Check, ...]
    compared: Headline | None

    @property
    def passed(self) -> int:
        """How many checks pass."""
        return sum(1 for one in self.checks if one.state == "passes")


def page(session: Session, data_dir: Path, code: str, today: date) -> RunPage:
    """Everything of the page; raises NotFound."""
    run, approved = run_by_code(session, code), approvals_so_far(session)
    return RunPage(
        head=head_of(session, run, approved),
        checks=judged(facts_of(session, data_dir, run, today, approved)),
        compared=headline_of(session, run),
    )
