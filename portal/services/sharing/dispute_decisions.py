"""The office decides a dispute, with its reason; once somebody else of the office may look anew.

A decision is new versions of entries from its day on, written down under the name of who decided.
Money that was approved stays as it is: the next run pays or offsets the difference.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import HEADS_MAX, HEADS_MIN, ROLES
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Actor, Identity
from portal.rules import sharing
from portal.rules.sharing import NO_PART, Part
from portal.services.access import staff_interests
from portal.services.audit import audit
from portal.services.base import documents
from portal.services.base.documents import Kept, Sent
from portal.services.catalogue import edition_parts
from portal.services.messages.messages import checked_words
from portal.services.messages.outgoing import Render
from portal.services.parameters import parameters
from portal.services.sharing import dispute_records as records
from portal.services.sharing import shared_news
from portal.services.sharing.dispute_records import DisputeOver, Known
from portal.store.documents import Document
from portal.store.sharing import Dispute, DisputeEntry

DECIDERS = ("support", "officer", "administrator")
ASKED, KEPT, FACTS = KINDS = ("asked", "kept", "facts")
REASON_LONGEST = 1_000


class DisputeNotDecided(Refusal):
    """A dispute cannot be decided now, or not by this one or not like this.

    `reason`: unknown (no such number), role (`roles` may), own (has an entry there), early (the
    others may still answer until `day`), over, again (decided the first time), facts (no role or
    number is said), party (of nobody with an entry), heads (fewer than have entries: `pool`).
    """

    code = "dispute_not_decided"


@dataclass(frozen=True)
class Decision:
    """asked: as whoever opened it says; kept: as the entries said before; facts: as said here.

    `heads` by pool (writers, translators, narrators), `roles` in the text by party.
    """

    kind: str
    heads: Mapping[str, int] = field(default_factory=dict)
    roles: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Waiting:
    """A dispute as the office lists it."""

    number: str
    isbn: int
    title: str
    about: str
    state: str
    opened_on: date
    answer_by: date
    appealed: bool


def listed(session: Session, *, everything: bool = False) -> list[Waiting]:
    """The disputes that wait for the office, or all of them; the oldest first."""
    query = select(Dispute).order_by(Dispute.id)
    if not everything:
        query = query.where(Dispute.state == "with_staff")
    return [_waiting(session, row) for row in session.scalars(query).all()]


def disputes_with_staff_count(session: Session) -> tuple[int, datetime | None]:
    """How many disputes wait for the office, and when the oldest of them was opened."""
    number, oldest = session.execute(
        select(func.count(Dispute.id.distinct()), func.min(DisputeEntry.at))
        .join(DisputeEntry, DisputeEntry.dispute_id == Dispute.id)
        .where(Dispute.state == "with_staff")
    ).one()
    return number, oldest


def opened(session: Session, number: str, who: Actor) -> Known:
    """A dispute as who decides it looks at it; raises DisputeNotDecided."""
    _check_role(who)
    return readable(session, number, who)


def readable(session: Session, number: str, who: Actor) -> Known:
    """A dispute as anybody of the office looks at it; raises DisputeNotDecided."""
    if who.staff_role is None:
        raise DisputeNotDecided(reason="role", roles=", ".join(DECIDERS))
    try:
        known = records.by_number(session, number)
    except NotFound as error:
        raise DisputeNotDecided(reason="unknown", number=number) from error
    if staff_interests.concerns(session, who) & set(known.edition.names):
        raise DisputeNotDecided(reason="own")
    return known


def lines(session: Session, known: Known) -> tuple[DisputeEntry, ...]:
    """The timeline, the oldest line first."""
    query = select(DisputeEntry).where(DisputeEntry.dispute_id == known.row.id)
    return tuple(session.scalars(query.order_by(DisputeEntry.id)))


def proof(
    session: Session, data_dir: Path, number: str, document: int, who: Actor
) -> tuple[Kept, bytes]:
    """A proof of a dispute, by its number in the timeline; its sender sees that it was opened."""
    known = opened(session, number, who)
    if document not in {line.document_id for line in lines(session, known)}:
        raise NotFound(what="document", name=document)
    row = session.get_one(Document, document)
    found = documents.opened(data_dir, row)
    said = {"dispute": known.row.number, "document": document}
    audit.record(session, Identity(who, row.party_id), "dispute_proof_opened", **said)
    return found


def decide(
    session: Session,
    number: str,
    decision: Decision,
    reason: str,
    who: Actor,
    today: date,
    render: Render,
) -> tuple[int, ...]:
    """Writes the decision into the entries and tells everybody; returns whose entries changed.

    The same by the same person changes nothing more. Raises DisputeNotDecided and MessageUnusable.
    """
    records.hold(session)
    known = opened(session, number, who)
    words = checked_words(reason, REASON_LONGEST)
    if known.row.state == "decided" and (known.row.staff_id, known.row.reason) == (
        who.staff_id, words,
    ):  # fmt: skip
        return ()
    _check_open(known, today)
    timeline = lines(session, known)
    if any(line.act == "decided" and line.staff_id == who.staff_id for line in timeline):
        raise DisputeNotDecided(reason="again")
    right = right_entries(known, decision, timeline)
    parties = sorted({part.party for part in (*known.edition.parts, *right)})
    before = edition_parts.as_text(known.edition.parts, parties)
    changed = edition_parts.write(session, who, known.edition, right, parties, today)
    records.line(
        session, known.row, "decided", today, staff_id=who.staff_id, text=words, before=before
    )
    _keep(known.row, decision, words, who, today)
    session.flush()
    identity = Identity(who, known.row.opened_by_id)
    records.record(session, identity, "dispute_decided", known)
    facts = {"number": known.row.number, "title": known.edition.title, "day": today.isoformat()}
    told = sorted({*known.everybody, *changed})
    shared_news.tell(session, told, "dispute_decided", today, render, **facts)
    return changed


def appeal(
    session: Session,
    data_dir: Path,
    identity: Identity,
    number: str,
    words: str,
    file: Sent | None,
    today: date,
    render: Render,
) -> None:
    """Asks once for a second look: her own entry says again what it said, so the part waits again.

    Raises NotFound, DisputeOver, MessageUnusable and DocumentUnusable.
    """
    known = records.changing(session, identity, number)
    party, text = records.subject(identity), checked_words(words)
    if records.said_already(session, known.row, party, "appealed", text):
        return
    timeline = lines(session, known)
    last = appeal_until(session, known.row, timeline, today)
    if last is None or today > last:
        raise DisputeOver(state=known.row.state)
    file_id = records.kept_proof(session, data_dir, party, file)
    decided = [line for line in timeline if line.act == "decided"][-1]
    back = records.restored(known, decided.before, [party])
    edition_parts.write(session, identity.actor, known.edition, back, [party], today)
    records.line(
        session, known.row, "appealed", today, party_id=party, text=text, document_id=file_id
    )
    known.row.state, known.row.closed_on = "with_staff", None
    session.flush()
    records.record(session, identity, "dispute_appealed", known)
    facts = {
        "number": known.row.number, "title": known.edition.title, "act": "appealed",
        "name": known.edition.names.get(party, ""), "state": known.row.state,
    }  # fmt: skip
    others = [one for one in known.everybody if one != party]
    shared_news.tell(session, others, "dispute_news", today, render, **facts)


def appeal_until(
    session: Session, row: Dispute, timeline: tuple[DisputeEntry, ...], today: date
) -> date | None:
    """The last day on which a second look can be asked for; None where it cannot."""
    if row.state != "decided" or any(line.act == "appealed" for line in timeline):
        return None
    back: timedelta = sharing.days(parameters.book(session), sharing.APPEAL_DAYS, today)
    return (row.closed_on or today) + back


def right_entries(
    known: Known, decision: Decision, timeline: tuple[DisputeEntry, ...]
) -> tuple[Part, ...]:
    """Every entry as a decision makes it; raises DisputeNotDecided (facts, party, heads)."""
    right = _right(known, decision, timeline)
    if (pool := sharing.too_few(right)) is not None:
        raise DisputeNotDecided(reason="heads", pool=pool)
    return right


def _right(
    known: Known, decision: Decision, timeline: tuple[DisputeEntry, ...]
) -> tuple[Part, ...]:
    parts = known.edition.parts
    if decision.kind == ASKED:
        return sharing.right_parts(parts, known.wrong)
    if decision.kind == KEPT:
        first: dict[int, tuple[Part, ...]] = {}
        for line in timeline:
            first = {**edition_parts.from_text(line.before), **first}
        others = [part for part in parts if part.party not in first]
        return (*others, *(part for own in first.values() for part in own))
    _check_facts(known, decision)
    return sharing.with_facts(parts, decision.heads, decision.roles)


def _check_facts(known: Known, decision: Decision) -> None:
    if not decision.heads and not decision.roles:
        raise DisputeNotDecided(reason="facts")
    if not set(decision.roles) <= set(known.edition.parties):
        raise DisputeNotDecided(reason="party")
    heads, roles = decision.heads.values(), decision.roles.values()
    if not all(HEADS_MIN <= one <= HEADS_MAX for one in heads) or not set(roles) <= {
        *ROLES, NO_PART,
    }:  # fmt: skip
        raise DisputeNotDecided(reason="facts")


def _check_role(who: Actor) -> None:
    if who.staff_role not in DECIDERS or who.staff_id is None:
        raise DisputeNotDecided(reason="role", roles=", ".join(DECIDERS))


def _check_open(known: Known, today: date) -> None:
    row = known.row
    if row.state == "open" and today <= row.answer_by:
        raise DisputeNotDecided(reason="early", day=row.answer_by)
    if row.state not in records.GOING_ON:
        raise DisputeNotDecided(reason="over")


def _keep(row: Dispute, decision: Decision, reason: str, who: Actor, today: date) -> None:
    said = {
        "kind": decision.kind,
        "heads": dict(decision.heads),
        "roles": {str(party): role for party, role in decision.roles.items()},
    }
    row.decision = json.dumps(said, sort_keys=True, separators=(",", ":"))[:500]
    row.reason, row.staff_id, row.decided_by = reason, who.staff_id, who.label[:200]
    records.close(row, "decided", today)


def _waiting(session: Session, row: Dispute) -> Waiting:
    known = Known(row, edition_parts.shared_edition(session, row.edition_id))
    appealed = any(line.act == "appealed" for line in lines(session, known))
    return Waiting(
        row.number, known.edition.isbn, known.edition.title, row.about, row.state, row.opened_on,
        row.answer_by, appealed,
    )  # fmt: skip
