"""Who works here, who signs in and what is entered, beside what the audit recorded of them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.store.catalogue import Claim, Edition
from portal.store.people import Account, Party, Staff
from portal.store.records import AuditEvent

Found = tuple[int, list[str]]
Entry = tuple[int, int, str, int, bool, date]
"""Party, edition, role, heads, separate and the day from which it counts."""
IMPORT = ": import of "


def staff(session: Session, _data_dir: Path) -> Found:
    """Each staff member has the role and the payee with which somebody added her or him."""
    said: dict[str, tuple[Any, ...]] = {}
    ended: set[str] = set()
    for event, details, _subject in _events(session, "staff_added", "staff_ended"):
        if event == "staff_added":
            said[details["staff"]] = (details["role"], details["party"])
        else:
            ended.add(details["staff"])
    rows = session.execute(
        select(Staff.code, Staff.role, Party.code, Staff.ended_on).outerjoin(
            Party, Party.id == Staff.party_id
        )
    ).all()
    problems = []
    for code, role, party, ended_on in rows:
        if said.pop(code, None) != (role, party):
            problems.append(f"{code}: not as the audit says")
        elif (ended_on is not None) != (code in ended):
            problems.append(f"{code}: another end than the audit says")
    return len(rows), [*problems, *(f"{code}: recorded, but not there" for code in said)]


def accounts(session: Session, _data_dir: Path) -> Found:
    """Each sign-in stands for the person and the staff member to whom somebody linked it."""
    said: dict[tuple[str, str], list[Any]] = defaultdict(lambda: [None, None])
    for _event, details, _subject in _events(session, "account_linked"):
        linked = said[details["issuer"], details["subject"]]
        for place, key in enumerate(("party", "staff")):
            linked[place] = details[key] or linked[place]
    rows = session.execute(
        select(Account.issuer, Account.subject, Party.code, Staff.code)
        .outerjoin(Party, Party.id == Account.party_id)
        .outerjoin(Staff, Staff.id == Account.staff_id)
    ).all()
    stored = {(issuer, subject): [party, member] for issuer, subject, party, member in rows}
    wrong = sum(stored.get(key) != linked for key, linked in said.items())
    unsaid = sum(key not in said for key in stored)
    problems = [f"{wrong} sign-ins: not as the audit says"] if wrong else []
    problems += [f"{unsaid} sign-ins: without their event"] if unsaid else []
    return len(rows), problems


def entries(session: Session, _data_dir: Path) -> Found:
    """Each entry that somebody made is there as it was made, and so are those of files."""
    rows = session.execute(
        select(Claim.party_id, Claim.edition_id, Claim.role, Claim.heads, Claim.separate,
               Claim.added_on, Claim.withdrawn_on, Claim.recorded_by, Claim.recorded_at,
               Edition.isbn).join(Edition, Edition.id == Claim.edition_id)
    ).all()  # fmt: skip
    made: Counter[tuple[Any, ...]] = Counter()
    withdrawn: set[tuple[Any, ...]] = set()
    files: dict[tuple[Any, ...], list[Entry]] = defaultdict(list)
    for row in rows:
        made[row.party_id, row.isbn, row.role, row.heads, row.added_on.isoformat()] += 1
        if row.withdrawn_on is not None:
            withdrawn.add((row.party_id, row.isbn, row.role))
        if IMPORT in row.recorded_by:
            said = row.party_id, row.edition_id, row.role, row.heads, row.separate, row.added_on
            files[row.recorded_by, row.recorded_at].append(said)
    problems = [*_unmade(session, made, withdrawn), *_other_files(session, files.values())]
    return len(rows), problems


def digest(found: Iterable[Entry]) -> str:
    """SHA-256 over entries, in whatever order they come."""
    said = sorted([*entry[:4], bool(entry[4]), entry[5].isoformat()] for entry in found)
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _unmade(
    session: Session, made: Counter[tuple[Any, ...]], withdrawn: set[tuple[Any, ...]]
) -> Iterator[str]:
    names = ("claim_added", "claim_changed", "claim_withdrawn")
    for event, details, subject in _events(session, *names):
        key = (subject, details["isbn"], details["role"])
        if event == "claim_withdrawn":
            if key not in withdrawn:
                yield f"party {subject}, {details['isbn']}: withdrawn, but still standing"
        elif not made[*key, details["heads"], details["day"]]:
            yield f"party {subject}, {details['isbn']}: not as it was entered"
        else:
            made[*key, details["heads"], details["day"]] -= 1


def _other_files(session: Session, files: Iterable[list[Entry]]) -> Iterator[str]:
    """Files of before the digest are the ones that may be there without one."""
    stored = Counter(digest(found) for found in files)
    without = 0
    for _event, details, _subject in _events(session, "catalogue_imported"):
        sealed = details.get("entries")
        if sealed is None:
            without += bool(details["claims"])
        elif sealed and not stored[sealed]:
            yield f"{details['file']}: its entries are not those that were imported"
        elif sealed:
            stored[sealed] -= 1
    if stored.total() > without:
        yield f"{stored.total() - without} files of entries: without their event"


def _events(session: Session, *names: str) -> Iterator[tuple[str, dict[str, Any], int | None]]:
    query = select(AuditEvent.event, AuditEvent.details, AuditEvent.subject_id)
    for row in session.execute(query.where(AuditEvent.event.in_(names)).order_by(AuditEvent.id)):
        yield row.event, json.loads(row.details), row.subject_id
