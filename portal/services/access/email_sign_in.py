"""Signing in by e-mail: a link and a code that is typed open a session that only reads.

Whether anybody has the address is never told: an address that nobody has costs the same statements
and gets the same pages, and only the letter is missing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, func, insert, literal, select
from sqlalchemy.orm import Session

from portal.kernel import email_address
from portal.kernel.errors import Refusal
from portal.kernel.identity import SYSTEM, Identity
from portal.services.access import guessing, sign_in
from portal.services.audit import audit
from portal.services.messages.outgoing import EMAIL, Render
from portal.store.access import EmailSignIn
from portal.store.messages import Outgoing
from portal.store.people import Account, Party, Staff

MINUTES = 10
"""How long a code holds, at most what OWASP ASVS 5.0 allows (6.5.5)."""
HOLDS = timedelta(minutes=MINUTES)
MOST_WRONG = 5
ISSUER = "e-mail"
"""The issuer of an account that was made for letters alone: no identity provider has that name."""
_NOBODY = -1
_CODES = 1_000_000


class AddressUnreadable(Refusal):
    """What was entered is not an e-mail address."""

    code = "email_address_unreadable"


class CodeRefused(Refusal):
    """The code does not open a session; `reason`: None (it is wrong), or over."""

    code = "email_code_refused"


@dataclass(frozen=True)
class _Whom:
    """Who has an address: a party (_NOBODY for none or several), the language, `several`."""

    party_id: int
    locale: str
    several: bool


def ask(session: Session, email: str, letters: Render) -> str:
    """Writes a letter to whoever has the address; returns the token that the browser keeps.

    `letters` writes `email_sign_in` (with token and code) and `email_sign_in_several`. Raises
    AddressUnreadable and TooManyTries, both without asking whether anybody has the address.
    """
    email = email.strip()
    if not email_address.usable(email):
        raise AddressUnreadable
    guessing.attempt(session, guessing.key("email_asked", email.casefold()))
    whom = _whom(session, email)
    token, code = secrets.token_urlsafe(32), f"{secrets.randbelow(_CODES):06}"
    row = _asked(session, whom, token, code)
    audit.record(session, Identity(SYSTEM, subject_id=_party(row, whom)), "email_sign_in_asked")
    kind = "email_sign_in_several" if whom.several else "email_sign_in"
    letter = letters(kind, whom.locale, token=token, code=code, minutes=MINUTES)
    _send(session, row, whom, email, letter.subject, letter.body)
    return token


def holds(session: Session, token: str) -> bool:
    """Whether a code may still be typed for this token; an unknown address's holds as long."""
    row = session.scalar(select(EmailSignIn).where(EmailSignIn.token_sha256 == _hash(token)))
    return row is not None and not _is_over(row)


def finish(
    session: Session, token: str, code: str, old_token: str, user_agent: str, asker: str, day: date
) -> str:
    """Begins a reading session with the right code; returns its token.

    `asker` is the browser's network address, `day` dates a message about a new device. Raises
    CodeRefused and TooManyTries. The caller keeps the transaction then, so that the try counts:
    five wrong ones end the code, and the wait of the asker grows over all codes.
    """
    tries = guessing.key("email_code", asker)
    guessing.attempt(session, tries)
    asked = EmailSignIn.token_sha256 == _hash(token)
    row = session.scalar(select(EmailSignIn).where(asked).with_for_update())
    if row is None or _is_over(row):
        raise CodeRefused(reason="over")
    if not hmac.compare_digest(row.code_sha256, _hash(f"{token}:{''.join(code.split())}")):
        row.wrong_tries += 1
        session.flush()
        raise CodeRefused(reason="over" if _is_over(row) else None)
    account = session.get(Account, row.account_id) if row.account_id else None
    if account is None or not _still_hers(session, account):
        raise CodeRefused(reason="over")
    row.used_at = datetime.now(UTC)
    guessing.succeeded(session, tries)
    return sign_in.begin_reading(session, old_token, account, user_agent, day)


def _whom(session: Session, email: str) -> _Whom:
    """The only living party with the address that is no staff member's."""
    employed = select(Staff.id).where(Staff.party_id == Party.id).exists()
    by_account = (
        select(Account.id).where(Account.party_id == Party.id, Account.staff_id.is_not(None))
    ).exists()  # fmt: skip
    rows = session.execute(
        select(Party.id, Party.locale, (employed | by_account).label("staff")).where(
            func.lower(Party.email) == email.lower(),
            Party.closed_on.is_(None),
            Party.merged_into_id.is_(None),
            Party.death_year.is_(None),
        )
    ).all()
    if len(rows) == 1 and not rows[0].staff:
        return _Whom(rows[0].id, rows[0].locale, several=False)
    return _Whom(_NOBODY, rows[0].locale if rows else "en", several=len(rows) > 1)


def _asked(session: Session, whom: _Whom, token: str, code: str) -> EmailSignIn:
    """The row of a letter; a party without an account is given one for letters alone."""
    own = (Account.party_id == whom.party_id, Account.staff_id.is_(None))
    session.execute(
        insert(Account).from_select(
            ["issuer", "subject", "name", "party_id"],
            select(literal(ISSUER), Party.code, Party.name, Party.id).where(
                Party.id == whom.party_id, ~select(Account.id).where(*own).exists()
            ),
        )
    )
    account_id = session.scalar(select(func.min(Account.id)).where(*own))
    now = datetime.now(UTC)
    row = EmailSignIn(
        token_sha256=_hash(token),
        account_id=account_id,
        code_sha256=_hash(f"{token}:{code}"),
        asked_at=now,
        expires_at=now + HOLDS,
    )
    session.add(row)
    session.flush()
    return row


def _send(
    session: Session, row: EmailSignIn, whom: _Whom, email: str, subject: str, body: str
) -> None:
    """One statement for known and unknown: it writes the letter only where somebody reads it."""
    now = datetime.now(UTC)
    said: dict[str, ColumnElement[Any]] = {
        "key": literal(f"email-sign-in-{row.id}"),
        "party_id": literal(_party(row, whom), Integer()),
        "channel": literal(EMAIL),
        "address": literal(email),
        "locale": literal(whom.locale),
        "subject": literal(subject),
        "body": literal(body),
        "written_at": literal(now, Outgoing.written_at.type),
        "next_try_at": literal(now, Outgoing.next_try_at.type),
        "tries": literal(0),
    }
    somebody = int(row.account_id is not None or whom.several)
    rows = select(*said.values()).where(literal(somebody) == 1)
    session.execute(insert(Outgoing).from_select(list(said), rows))


def _party(row: EmailSignIn, whom: _Whom) -> int | None:
    return whom.party_id if row.account_id is not None else None


def _is_over(row: EmailSignIn) -> bool:
    spent = row.used_at is not None or row.wrong_tries >= MOST_WRONG
    return spent or row.expires_at <= datetime.now(UTC)


def _still_hers(session: Session, account: Account) -> bool:
    """Between letter and code the party may have died, been closed, merged, or been employed."""
    party = session.get(Party, account.party_id) if account.party_id else None
    return (
        party is not None
        and account.staff_id is None
        and party.closed_on is None
        and party.merged_into_id is None
        and party.death_year is None
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
