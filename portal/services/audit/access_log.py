"""Who signed in, changed or calculated something of a party: read from the audit and from runs.

What the office does by command or on its pages is written down and shown here, visits too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CompoundSelect,
    Integer,
    String,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from portal.kernel.identity import SYSTEM, Identity
from portal.store.catalogue import Claim
from portal.store.people import Account, Mandate
from portal.store.records import AuditEvent
from portal.store.settlement import Run, RunPayee

KINDS: dict[str, tuple[str, ...]] = {
    "signing_in": (
        "signed_in", "signed_in_by_passkey", "identity_proved", "sign_in_disowned",
        "passkey_added", "passkey_removed",
        "signed_in_by_email", "email_sign_in_asked", "signed_out",
        "acting_for_changed", "session_ended", "sessions_ended",
        "account_linked", "mandate_given", "mandate_revoked",
    ),
    "changes": (
        "works_joined", "work_split", "grouping_undone",
        "claim_added", "claim_changed", "claim_withdrawn", "edition_changed", "edition_year_said",
        "name_added", "name_withdrawn", "contact_changed", "consent_changed",
        "email_change_asked", "email_change_dropped", "email_changed", "language_chosen",
        "reminders_chosen", "screen_chosen", "referral_made", "referral_answered",
        "question_asked", "question_continued", "message_read", "messages_read", "data_exported",
        "hint_put_aside", "hint_brought_back", "suggestions_found", "suggestions_answered",
        "suggestions_reopened", "new_editions_chosen", "invitation_sent", "invitation_withdrawn",
        "invitation_accepted", "dispute_opened", "dispute_answered", "dispute_appealed",
    ),
    "office": (
        "person_merged", "merge_undone", "death_recorded", "death_withdrawn",
        "people_imported", "catalogue_imported", "proof_opened", "name_confirmed", "name_refused",
        "proof_deleted", "question_answered", "question_closed", "letter_sent", "notice_sent",
        "email_refused",
        "dispute_decided", "dispute_moved", "dispute_proof_opened", "run_figures_opened",
        "sample_checked",
    ),
    "visits": (
        "support_code_made", "support_code_withdrawn", "support_code_missed", "visit_asked",
        "visit_approved", "visit_refused", "visit_started", "visit_ended",
    ),
    "payments": ("run_calculated", "run_approved"),
}  # fmt: skip
"""Kinds of entries and the events of each, for the filter."""

NOT_OF_A_PARTY = frozenset(
    {
        "staff_ended",  # about the office's own people
        "passkeys_forgotten",  # about the office's own people
        "staff_added",  # about the office's own people
        "parameters_imported",  # numbers of the rules
        "parameter_proposed",  # the same, by two people
        "shadow_run_made",  # what a proposal would do
        "parameter_withdrawn",  # a proposal that was taken back
        "parameter_refused",  # a proposal that was refused
        "parameters_approved",  # a proposal that became a rule
        "chain_checked",  # the audit looked at itself
        "verify_ended",  # the portal looked at itself
        "engine_chosen",  # which engine counts
        "run_exported",  # a whole run, taken as files
        "usage_imported",  # loans of libraries, without people
        "libraries_counted",  # the same
        "work_ordered",  # long work of the office; what it changes says so itself
        "work_cancelled",  # the same
        "work_ended",  # the same
        "unmatched_kept",  # the same
        "loans_matched",  # the same
        "unmatched_decided",  # loans of libraries, given to an edition
        "unmatched_undone",  # the same
        "letters_sent",  # one letter to everybody; it lies among the messages
        "reminders_written",  # how many were written; each lies among the messages
        "letters_printed",  # how many were printed
        "letters_taken",  # how many were taken to be printed
        "editions_grouped",  # which editions are one text, found by itself
        "edition_grouped",  # the same
        "records_imported",  # what editions are, without people of ours
        "bibliography_asked",  # what editions are, without people
        "bibliography_brought",  # the same, with records that were new
        "source_answers_forgotten",  # the same
    }
)
"""Events that tell nothing of one party."""

A_PAGE = 50
_ZONE = ZoneInfo("Europe/Helsinki")
_IMPORT = ": import of "


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `who`: you, other (`name`), office (`name`) or system."""

    at: datetime
    event: str
    who: str
    name: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class AccessLog:
    """A page of entries, the newest first; how many there are; the years that have any."""

    entries: tuple[Entry, ...]
    number: int
    page: int
    years: tuple[int, ...]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.number // A_PAGE))


def access_log(
    session: Session, identity: Identity, kind: str | None, year: int | None, page: int = 1
) -> AccessLog:
    """A page of what happened to the party's data; an unknown kind is as none."""
    whole = _all(identity.subject_id or 0).subquery()
    wanted = _filtered(select(whole), whole, kind, year)
    number = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    page = min(max(1, page), max(1, -(-number // A_PAGE)))
    ordered = wanted.order_by(whole.c.at.desc(), whole.c.place.desc())
    rows = session.execute(ordered.limit(A_PAGE).offset((page - 1) * A_PAGE)).all()
    ends = session.execute(select(func.min(whole.c.at), func.max(whole.c.at))).one()
    return AccessLog(_entries(session, rows, identity), number, page, _years(*ends))


def whole_log(session: Session, identity: Identity) -> tuple[Entry, ...]:
    """Everything, the newest first."""
    whole = _all(identity.subject_id or 0).subquery()
    rows = session.execute(select(whole).order_by(whole.c.at.desc(), whole.c.place.desc())).all()
    return _entries(session, rows, identity)


def _filtered(query: Any, whole: Any, kind: str | None, year: int | None) -> Any:
    if kind in KINDS:
        query = query.where(whole.c.event.in_(KINDS[kind]))
    if year is not None and 1 < year < 9998:
        query = query.where(whole.c.at >= _new_year(year), whole.c.at < _new_year(year + 1))
    return query


def _all(party_id: int) -> CompoundSelect[Any]:
    return union_all(
        _of_audit(party_id), _of_imports(party_id), *_of_runs(party_id), _of_files(party_id)
    )


def _of_audit(party_id: int) -> Any:
    """Events about the party, and those of a sign-in that stands for this party alone."""
    alone = (
        select(Account.id)
        .join(Mandate, Mandate.account_id == Account.id)
        .where(Mandate.party_id == party_id, Account.party_id.is_(None))
    )
    by_account = AuditEvent.actor_account_id.in_(alone) & AuditEvent.subject_id.is_(None)
    return select(
        AuditEvent.id.label("place"), AuditEvent.at.label("at"), AuditEvent.event.label("event"),
        AuditEvent.actor.label("actor"), AuditEvent.actor_account_id.label("account_id"),
        AuditEvent.actor_staff_id.label("staff_id"), AuditEvent.details.label("details"),
    ).where(
        or_(AuditEvent.subject_id == party_id, by_account),
        AuditEvent.event.not_in(NOT_OF_A_PARTY),
    )  # fmt: skip


def _of_imports(party_id: int) -> Any:
    """Files of people that changed this one."""
    return select(
        AuditEvent.id, AuditEvent.at, AuditEvent.event, AuditEvent.actor,
        AuditEvent.actor_account_id, AuditEvent.actor_staff_id, AuditEvent.details,
    ).where(
        AuditEvent.event == "people_imported",
        AuditEvent.details.like(f'%"parties": "%,{party_id},%"%'),
    )  # fmt: skip


def _of_runs(party_id: int) -> tuple[Any, ...]:
    """Runs in which the party has a line: calculated by the office, and approved by two."""
    mine = select(RunPayee.run_id).where(RunPayee.party_id == party_id)
    no_account = cast(null(), Integer)

    def told(at: Any, event: str, staff: Any) -> Any:
        columns = (literal(0), at, literal(event), literal(""), no_account, staff, Run.code)
        return select(*columns).where(Run.id.in_(mine), at.is_not(None))

    return (
        told(Run.calculated_at, "run_calculated", Run.calculated_by_id),
        told(Run.approved_at, "run_approved", cast(null(), Integer)),
    )


def _of_files(party_id: int) -> Any:
    """Files of works that brought entries of the party."""
    return (
        select(
            literal(0), Claim.recorded_at, literal("catalogue_imported"), literal(""),
            cast(null(), Integer), cast(null(), Integer), cast(func.count(), String),
        )
        .where(Claim.party_id == party_id, Claim.recorded_by.contains(_IMPORT))
        .group_by(Claim.recorded_at)
    )  # fmt: skip


def _entries(session: Session, rows: Sequence[Any], identity: Identity) -> tuple[Entry, ...]:
    codes = {row.details for row in rows if row.event in KINDS["payments"]}
    query = select(Run.code, Run.pays_on).where(Run.code.in_(codes))
    days = {row.code: row.pays_on for row in session.execute(query)} if codes else {}
    return tuple(_entry(row, identity, days) for row in rows)


def _entry(row: Any, identity: Identity, days: Mapping[str, date]) -> Entry:
    if row.event in KINDS["payments"]:
        details: dict[str, Any] = {"run": row.details, "pays_on": days[row.details]}
    elif row.event == "catalogue_imported":
        details = {"claims": int(row.details)}
    else:
        details = json.loads(row.details)
    who, name = "system", ""
    if row.account_id is not None and row.account_id == identity.actor.account_id:
        who = "you"
    elif row.staff_id is not None or row.event in KINDS["payments"]:
        who, name = "office", row.actor
    elif row.actor not in ("", SYSTEM.label):
        who, name = "other", row.actor
    return Entry(row.at, row.event, who, name, details)


def _years(first: datetime | None, last: datetime | None) -> tuple[int, ...]:
    if first is None or last is None:
        return ()
    return tuple(range(last.astimezone(_ZONE).year, first.astimezone(_ZONE).year - 1, -1))


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=_ZONE).astimezone(UTC)
