"""The audit chain: events are declared with their keys, each row holds the hash before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import Actor, Identity
from portal.services.base import locks, versions
from portal.services.counts import title_groups
from portal.store.access import SupportVisit
from portal.store.records import AuditEvent, AuditHead

FIRST = "0" * 64

TOUCHES = ("nothing", "own", "shared", "all")


@dataclass(frozen=True)
class Declared:
    """An event: its keys, and whose pages it changes.

    `touches` is "own" (the subject's), "shared" (of all who have a claim on the work of the edition
    `isbn`, or on that of another ISBN of its library record),
    "all" (everybody's: loans, runs, rates) or "nothing".
    """

    touches: str
    keys: frozenset[str]


EVENTS: dict[str, Declared] = {
    name: Declared(touches, frozenset(keys.split()))
    for name, (touches, keys) in {
        "signed_in": ("nothing", "issuer device"),
        "signed_in_by_email": ("nothing", "device"),
        "signed_in_by_passkey": ("nothing", "device"),
        "identity_proved": ("nothing", "means"),
        "passkey_added": ("own", "passkey sha256"),
        "passkey_removed": ("own", "passkey sha256"),
        "passkeys_forgotten": ("nothing", "staff passkeys"),
        "email_sign_in_asked": ("nothing", ""),
        "signed_out": ("nothing", ""),
        "acting_for_changed": ("nothing", "party"),
        "staff_added": ("all", "staff role party"),
        "account_linked": ("all", "issuer subject party staff mandate"),
        "mandate_given": ("own", "kind mandate sha256"),
        "mandate_revoked": ("own", "kind mandate sha256"),
        "person_merged": ("all", "merge person"),
        "merge_undone": ("all", "merge person"),
        "death_recorded": ("all", "day"),
        "death_withdrawn": ("all", ""),
        "staff_ended": ("all", "staff"),
        "people_imported": ("all", "file added changed parties"),
        "catalogue_imported": ("all", "file claims editions entries"),
        "parameters_imported": ("all", "file changed values"),
        "parameter_proposed": ("nothing", "proposal name from to sha256"),
        "shadow_run_made": ("nothing", "proposal sha256"),
        "parameter_withdrawn": ("nothing", "proposal sha256"),
        "parameter_refused": ("nothing", "proposal sha256"),
        "parameters_approved": ("all", "proposal name from to sha256 changed values"),
        "chain_checked": ("nothing", "rows broken head"),
        "verify_ended": ("nothing", "checks failed findings"),
        "usage_imported": ("all", "import source files replaces"),
        "libraries_counted": ("all", "import"),
        "work_ordered": ("nothing", "order kind"),
        "work_cancelled": ("nothing", "order"),
        "work_ended": ("nothing", "order state"),
        "unmatched_kept": ("all", "import"),
        "loans_matched": ("nothing", "run"),
        "unmatched_decided": ("all", "decision isbn"),
        "unmatched_undone": ("all", "decision isbn"),
        "claim_added": ("shared", "isbn role heads day"),
        "claim_changed": ("shared", "isbn role heads before day"),
        "claim_withdrawn": ("shared", "isbn role day"),
        "edition_changed": ("shared", "isbn medium title day"),
        "edition_year_said": ("shared", "isbn year before"),
        "referral_made": ("own", "referral organisation editions"),
        "referral_answered": ("own", "referral answer"),
        "screen_chosen": ("nothing", "letters theme"),
        "language_chosen": ("own", "locale"),
        "reminders_chosen": ("own", "channel"),
        "contact_changed": ("own", "fields before after"),
        "hint_put_aside": ("own", "hint about reason"),
        "hint_brought_back": ("own", "hint about"),
        "suggestions_found": ("own", "found gone"),
        "suggestions_answered": ("own", "answer suggestions"),
        "suggestions_reopened": ("own", "suggestions"),
        "new_editions_chosen": ("own", "chosen"),
        "consent_changed": ("own", "allowed"),
        "email_change_asked": ("own", "change"),
        "email_change_dropped": ("own", "change"),
        "email_changed": ("own", "change before after"),
        "name_added": ("own", "name kind proof"),
        "name_withdrawn": ("own", "name"),
        "proof_opened": ("nothing", "name"),
        "name_confirmed": ("own", "name"),
        "name_refused": ("own", "name reason"),
        "session_ended": ("own", ""),
        "sessions_ended": ("own", "ended"),
        "sign_in_disowned": ("own", "ended"),
        "data_exported": ("own", "rows"),
        "proof_deleted": ("own", "document"),
        "engine_chosen": ("nothing", "engine values"),
        "run_calculated": ("all", "run digest preview after_approvals"),
        "run_approved": ("all", "run digest approvals net_cents looked"),
        "run_figures_opened": ("own", "run"),
        "run_exported": ("nothing", "run digest"),
        "sample_checked": ("own", "run verdict"),
        "question_asked": ("own", "message about"),
        "question_continued": ("own", "message"),
        "question_answered": ("own", "message"),
        "question_closed": ("own", "message reason"),
        "letter_sent": ("own", "message"),
        "letters_sent": ("all", "people"),
        "notice_sent": ("own", "message code"),
        "message_read": ("own", "message"),
        "messages_read": ("own", "messages"),
        "email_refused": ("own", "letter"),
        "reminders_written": ("all", "run letters"),
        "letters_printed": ("nothing", "letters"),
        "letters_taken": ("nothing", "letters"),
        "editions_grouped": ("all", "editions"),
        "edition_grouped": ("shared", "isbn"),
        "works_joined": ("all", "change editions"),
        "work_split": ("all", "change editions"),
        "grouping_undone": ("all", "change"),
        "records_imported": ("all", "source added changed left_out"),
        "bibliography_asked": ("nothing", "source questions"),
        "bibliography_brought": ("all", "source questions records"),
        "source_answers_forgotten": ("nothing", "answers"),
        "invitation_sent": ("own", "invitation"),
        "invitation_withdrawn": ("own", "invitation"),
        "invitation_accepted": ("shared", "invitation isbn"),
        "dispute_opened": ("shared", "dispute isbn about"),
        "dispute_answered": ("shared", "dispute isbn act"),
        "dispute_moved": ("shared", "dispute isbn act"),
        "dispute_decided": ("shared", "dispute isbn"),
        "dispute_appealed": ("shared", "dispute isbn"),
        "dispute_proof_opened": ("nothing", "dispute document"),
        "support_code_made": ("own", "code mode"),
        "support_code_withdrawn": ("own", "code"),
        "support_code_missed": ("own", "code tries"),
        "visit_asked": ("own", "visit reason consent mode"),
        "visit_approved": ("own", "visit"),
        "visit_refused": ("own", "visit"),
        "visit_started": (
            "own",
            "visit reason note_sha256 consent mode approver started ends",
        ),
        "visit_ended": ("own", "visit by views sha256 pages changes ended"),
    }.items()
}


class VisitOver(Refusal):
    """The support visit in which something was to be changed has ended meanwhile."""

    code = "visit_over"


class UndeclaredAudit(Exception):
    """A programming mistake: an event, or keys of an event, that nobody declared."""


@dataclass(frozen=True)
class BrokenLink:
    """A row of the chain that does not fit: its id and what is wrong."""

    event_id: int
    problem: str


def record(session: Session, who: Actor | Identity, event: str, **details: Any) -> AuditEvent:
    """Adds an event to the chain, in the caller's transaction; raises VisitOver."""
    declared = EVENTS.get(event)
    if declared is None or set(details) != declared.keys:
        raise UndeclaredAudit(event, sorted(details))
    actor = who.actor if isinstance(who, Identity) else who
    subject = who.subject_id if isinstance(who, Identity) else None
    visit = who.visit.visit_id if isinstance(who, Identity) and who.visit else None
    locks.audit(session)
    if visit is not None and not event.startswith("visit_"):
        _check_going_on(session, visit)
    last = session.execute(
        select(AuditEvent.id, AuditEvent.sha256).order_by(AuditEvent.id.desc()).limit(1)
    ).first()
    row = AuditEvent(
        id=(last.id if last else 0) + 1,
        at=datetime.now(UTC),
        event=event,
        actor=actor.label,
        actor_account_id=actor.account_id,
        actor_staff_id=actor.staff_id,
        subject_id=subject,
        visit_id=visit,
        details=json.dumps(details, sort_keys=True, ensure_ascii=False),
        previous_sha256=last.sha256 if last else FIRST,
    )
    row.sha256 = link(row)
    session.add(row)
    session.flush()
    # A head that does not fit what stands before the row stays as it is: whoever cut the chain
    # off is found however much is written after it.
    before = (AuditHead.events == row.id - 1, AuditHead.sha256 == row.previous_sha256)
    session.execute(
        update(AuditHead).where(*before).values(events=row.id, sha256=row.sha256),
        execution_options={"synchronize_session": False},
    )
    shared = declared.touches == "shared"
    isbns = title_groups.together(session, details.get("isbn")) if shared else ()
    # Records that nobody can look into here may be anybody's.
    versions.touch(session, "all" if isbns is None else declared.touches, subject, isbns or ())
    return row


def _check_going_on(session: Session, visit_id: int) -> None:
    """Raises VisitOver; whoever ends a visit holds the chain, so nothing slips in behind."""
    ended = select(SupportVisit.ended_at).where(SupportVisit.id == visit_id)
    if session.execute(ended).scalar_one() is not None:
        raise VisitOver


def link(row: AuditEvent) -> str:
    """The hash of a row over all it says and the hash before it."""
    said = (
        row.id,
        row.at.astimezone(UTC).isoformat(),
        row.event,
        row.actor,
        row.actor_account_id,
        row.actor_staff_id,
        row.subject_id,
        row.details,
        row.previous_sha256,
        *([] if row.visit_id is None else [row.visit_id]),
    )
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def broken_links(session: Session) -> Iterator[BrokenLink]:
    """Every row that was changed, removed or put in behind the portal's back."""
    expected_id, previous = 1, FIRST
    rows = session.scalars(
        select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=1000)
    )
    for row in rows:
        if row.id != expected_id:
            yield BrokenLink(row.id, "gap")
        if row.previous_sha256 != previous:
            yield BrokenLink(row.id, "previous")
        if row.sha256 != link(row):
            yield BrokenLink(row.id, "changed")
        expected_id, previous = row.id + 1, row.sha256
    head = session.execute(select(AuditHead.events, AuditHead.sha256)).first()
    if head is None or tuple(head) != (expected_id - 1, previous):
        yield BrokenLink(expected_id - 1, "head")


def said_of_runs(session: Session) -> Iterator[tuple[Any, ...]]:
    """What the chain says of runs: calculated (event, run, digest, staff, preview, approved runs
    before it) and approved (event, run, digest, staff).
    """
    keys = {"run_calculated": ("preview", "after_approvals"), "run_approved": ()}
    rows = session.scalars(select(AuditEvent).where(AuditEvent.event.in_(keys)))
    for row in rows:
        said = json.loads(row.details)
        more = (said.get(key) for key in keys[row.event])
        yield row.event, said.get("run"), said.get("digest"), row.actor_staff_id, *more
