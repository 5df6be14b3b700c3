"""What three people of the demo have: rows in every table that an address can name, all marked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.kernel import receipt_numbers
from portal.kernel.identity import Actor, Identity
from portal.services.audit import audit
from portal.services.base import documents
from portal.services.base.documents import Sent
from portal.services.messages import receipts
from portal.services.suggestions import missing
from portal.store.access import Passkey
from portal.store.catalogue import Claim, Edition, GroupingChange, Work
from portal.store.matching import Suggestion
from portal.store.messages import Message
from portal.store.people import Account, Mandate, Party, PartyName, SignedIn
from portal.store.preferences import EmailChange, Preference
from portal.store.records import AuditEvent
from portal.store.referrals import Referral
from portal.store.settlement import Run, RunPayee
from portal.store.sharing import Dispute, DisputeEntry, Invitation
from tests.factories import people
from tests.factories.lending import isbn

MARK = "Qvxz"
"""Stands in every text of the three, and in nobody else's."""
SUM_CENTS = 7_654_321
SUM_SHOWN = rb"76[^0-9]{1,7}543[.,]2"
TODAY = date(2026, 10, 15)
NOW = datetime(2026, 10, 15, 9, tzinfo=UTC)
PDF = b"%PDF-1.7 a proof"
GIVEN = 1_000_000
FIRST_BOOK = 700
PLACES = '[{"id": 1, "work": 1, "by": "alone", "note": ""}]'
EACH = 6
"""So many of a kind, where a person has them."""


@dataclass
class Theirs:
    """One person's objects as addresses name them."""

    party_id: int
    code: str
    values: dict[str, list[Any]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> list[Any]:
        return self.values.get(name, [])


def number(at: int) -> str:
    """Ten signs that hold, the same every time."""
    return receipt_numbers.number_of(GIVEN + at)


def plant(session: Session, data_dir: Path, party: Party, at: int) -> Theirs:
    """Marks what the person has, and gives her what she lacks; `at` tells the three apart."""
    account = session.scalars(select(Account).where(Account.party_id == party.id)).first()
    account = account or people.account(session, party)
    _mark(session, party, at)
    work, edition = _work(session, party, at)
    own = Theirs(party.id, party.code)
    own.values = {
        **_works(session, party), **_runs(session, party), **_papers(session, data_dir, party, at),
        **_sharing(session, data_dir, party, edition, work, at),
        **_ways_in(session, party, account, at),
        "hint": [(one.code, one.subject) for one in
                 missing.missing(session, data_dir, party.id, TODAY).hints][:2],
        "code": [party.code],
    }  # fmt: skip
    return own


def _mark(session: Session, party: Party, at: int) -> None:
    party.name, party.email = f"{MARK} {party.name}", f"{MARK.lower()}{at}@example.org"
    own = session.get(Preference, party.id) or Preference(party_id=party.id)
    own.phone, own.street, own.town = f"{MARK} 040", f"{MARK}katu 1", f"{MARK}borg"
    session.add(own)
    cents = SUM_CENTS + at
    session.execute(
        update(RunPayee)
        .where(RunPayee.party_id == party.id, RunPayee.net_cents > 0)
        .values(gross_cents=cents, tax_cents=0, net_cents=cents)
    )
    session.flush()


def _work(session: Session, party: Party, at: int) -> tuple[Work, Edition]:
    work = Work(title=f"{MARK} teos {at}")
    session.add(work)
    session.flush()
    edition = Edition(work_id=work.id, isbn=isbn(FIRST_BOOK + at), title=work.title)
    session.add(edition)
    session.flush()
    session.add(Claim(party_id=party.id, edition_id=edition.id, role="author", heads=1,
                      added_on=TODAY, recorded_at=NOW, recorded_by=party.name))  # fmt: skip
    session.flush()
    return work, edition


def _works(session: Session, party: Party) -> dict[str, list[Any]]:
    """Her entries, newest first: the planted one, which nobody lent, and some of the demo's."""
    rows = session.execute(
        select(Claim.id, Edition.id, Edition.isbn, Edition.work_id)
        .join(Edition, Edition.id == Claim.edition_id)
        .where(Claim.party_id == party.id, Claim.withdrawn_on.is_(None))
        .order_by(Claim.id.desc())
    ).all()
    works = list(dict.fromkeys(row.work_id for row in rows))[:EACH]
    change = GroupingChange(
        kind="split", work_id=works[0], before=PLACES, after=PLACES, party_id=party.id,
        done_by=party.name, done_at=NOW, done_on=TODAY, reason=f"{MARK} reason",
    )  # fmt: skip
    suggestion = Suggestion(
        party_id=party.id, kind="record", key=f"isbn:{isbn(FIRST_BOOK + 50 + party.id)}",
        isbn=isbn(FIRST_BOOK + 50 + party.id), title=f"{MARK} suggested", certainty="likely",
        reasons="[]", found_on=TODAY, role="author", heads=1, medium="physical",
    )  # fmt: skip
    session.add_all([change, suggestion])
    session.flush()
    return {
        "work": works, "claim": [row[0] for row in rows][:EACH],
        "edition": [(row.work_id, row[1]) for row in rows][:EACH],
        "isbn": [row.isbn for row in rows if row.isbn][:EACH],
        "pair": [(works[0], works[1])], "grouping": [(works[0], change.id)],
        "suggestion": [suggestion.id],
    }  # fmt: skip


def _runs(session: Session, party: Party) -> dict[str, list[Any]]:
    """Runs that paid her, the newest first."""
    paid = (
        select(Run.code)
        .join(RunPayee, RunPayee.run_id == Run.id)
        .where(RunPayee.party_id == party.id, RunPayee.net_cents > 0, Run.preview.is_(False))
        .order_by(Run.id.desc())
    )
    return {"run": list(session.scalars(paid))[:EACH]}


def _papers(session: Session, data_dir: Path, party: Party, at: int) -> dict[str, list[Any]]:
    """A question, a receipt and a name with its proof."""
    asked = Message(number=number(at), party_id=party.id, kind="question", subject=f"{MARK} asks",
                    body=f"{MARK} words", code="other", written_by=party.name, day=TODAY,
                    at=NOW)  # fmt: skip
    who = Identity(Actor(party.name, party_id=party.id), subject_id=party.id)
    audit.record(
        session,
        who,
        "claim_added",
        isbn=isbn(FIRST_BOOK + at),
        role="author",
        heads=1,
        day=TODAY.isoformat(),
    )
    event = session.scalars(select(AuditEvent.id).order_by(AuditEvent.id.desc())).first() or 0
    receipt = receipts.give(session, who, "works", event, event, TODAY, number(100 + at))
    sent = Sent(f"{MARK}.pdf", PDF + bytes([48 + at]))
    proof = documents.keep(session, data_dir, party.id, "name", sent)
    name = PartyName(party_id=party.id, name=f"{MARK} pen {at}", kind="pen_name", state="waiting",
                     document_id=proof.id, added_on=TODAY)  # fmt: skip
    referral = Referral(party_id=party.id, organisation="kopiosto", editions=2,
                        referred_on=date(2026, 8, 1))  # fmt: skip
    session.add_all([asked, name, referral])
    session.flush()
    return {"message": [asked.number], "receipt": [receipt], "span": [(event, event)],
            "document": [proof.id], "name": [name.id], "referral": [referral.id]}  # fmt: skip


def _sharing(
    session: Session, data_dir: Path, party: Party, edition: Edition, work: Work, at: int
) -> dict[str, list[Any]]:
    """An invitation, and a dispute about a name that is missing, with a file."""
    invited = Invitation(
        party_id=party.id, edition_id=edition.id, role="author", heads=2, name=f"{MARK} invited",
        code_sha256=hashlib.sha256(f"invited {at}".encode()).hexdigest(), written_on=TODAY,
        expires_on=TODAY + timedelta(days=30),
    )  # fmt: skip
    dispute = Dispute(
        number=number(200 + at), edition_id=edition.id, opened_by_id=party.id, own_role="author",
        about="name_missing", said_role="author", said_name=f"{MARK} missing", opened_on=TODAY,
        answer_by=TODAY + timedelta(days=30), state="with_staff",
    )  # fmt: skip
    session.add_all([invited, dispute])
    session.flush()
    file = Sent(f"{MARK} says.pdf", PDF + bytes([64 + at]))
    proof = documents.keep(session, data_dir, party.id, "dispute", file)
    session.add(DisputeEntry(dispute_id=dispute.id, party_id=party.id, act="opened",
                             text=f"{MARK} says", document_id=proof.id, day=TODAY,
                             at=NOW))  # fmt: skip
    return {
        "said": [(dispute.number, proof.id)],
        "invitation": [(work.id, invited.id)],
        "dispute": [dispute.number],
    }


def _ways_in(session: Session, party: Party, account: Account, at: int) -> dict[str, list[Any]]:
    """A session, a passkey, a right of somebody, a new address on its way, a wish for a visit."""
    handle = f"{at:032x}"
    helper = people.account(session, None, None, subject=f"helper {at}", name=f"{MARK} helper")
    rows: list[Any] = [
        SignedIn(token_sha256=f"{at:064x}", account_id=account.id, started_at=NOW, seen_at=NOW,
                 expires_at=NOW + timedelta(hours=9), device=f"{MARK} on Linux", handle=handle,
                 data="{}"),
        Passkey(account_id=account.id, credential_id=f"credential {at}", public_key=b"key",
                name=f"{MARK} key", handle=handle, added_at=NOW),
        EmailChange(party_id=party.id, email=f"{MARK.lower()}.new{at}@example.org", asked_at=NOW,
                    expires_at=NOW + timedelta(hours=9),
                    token_sha256=hashlib.sha256(f"change-{at}".encode()).hexdigest()),
    ]  # fmt: skip
    right = Mandate(account_id=helper.id, party_id=party.id, kind="agent", scopes="works",
                    valid_from=date(2020, 1, 1))  # fmt: skip
    session.add_all([*rows, right])
    session.flush()
    return {"device": [handle], "passkey": [handle], "mandate": [right.id],
            "change": [f"change-{at}"]}  # fmt: skip
