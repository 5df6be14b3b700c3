"""From an edition to its paid cents: the latest line of each in an approved run of the party."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from portal.services.run_lines import lines_of
from portal.services.run_rows import approved, payees_of
from portal.services.statements import snapshot_of

RUNS_LOOKED_AT = 4  # autumn and spring of two years: an older line is found from Money


@dataclass(frozen=True)
class LatestWhy:
    """The line that says why an edition brought what it brought: run, number, loan year."""

    run: str
    number: int
    loan_year: int


def latest_whys(
    session: Session, data_dir: Path, party_id: int, isbns: Collection[int]
) -> dict[int, LatestWhy]:
    """ISBN → the line of its latest loan year in the latest approved run that has one."""
    own = {payee.run_id for payee in payees_of(session, party_id)}
    runs = [run for run in approved(session) if run.id in own]
    runs.sort(key=lambda run: (run.pays_on, run.id), reverse=True)
    found: dict[int, LatestWhy] = {}
    for run in runs[:RUNS_LOOKED_AT]:
        if found.keys() >= set(isbns):
            break
        lines = lines_of(session, snapshot_of(session, data_dir, run, party_id), party_id)
        for line in sorted(lines, key=lambda line: (-line.loan_year, line.number)):
            if line.isbn in isbns:
                found.setdefault(line.isbn, LatestWhy(run.code, line.number, line.loan_year))
    return found
