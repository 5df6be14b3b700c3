"""What a passkey signs: made from a secret of the session, so that showing a page writes nothing.

Each answer draws the secret anew, whether it held or not: what was signed once is worth nothing
afterwards. The secret never leaves the server, and a challenge holds for five minutes.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import PROOF_HOLDS
from portal.services.access.visitors import is_over, token_sha256
from portal.store.people import SignedIn

Purpose = Literal["sign_in", "confirm", "add", "sign"]
SEED = "seed"
LARGEST_ANSWER = 20_000


class PasskeyOver(Refusal):
    """The page with the question was open for too long, or was answered before."""

    code = "passkey_over"


class PasskeyMissing(Refusal):
    """The form came without an answer of a passkey: no script ran."""

    code = "passkey_missing"


class PasskeyRefused(Refusal):
    """The answer does not hold, or nobody has this passkey; `fault` is for the log alone."""

    code = "passkey_refused"


def new_seed() -> str:
    """A secret of a session's row, hexadecimal."""
    return secrets.token_hex(32)


def question(
    session: Session, token: str, purpose: Purpose, said: Sequence[object] = ()
) -> tuple[bytes, int]:
    """The challenge to sign now and the second (UNIX time) it was asked at; raises PasskeyOver.

    `said` is what the signature is bound to besides: plain values that JSON can hold.
    """
    row = session.get(SignedIn, token_sha256(token))
    asked_at = int(datetime.now(UTC).timestamp())
    return _challenge(row, purpose, said, asked_at), asked_at


def answered(
    session: Session, token: str, purpose: Purpose, answer: str, said: Sequence[object] = ()
) -> tuple[bytes, dict[str, Any]]:
    """The challenge that had to be signed and the browser's credential; the secret is spent.

    Raises PasskeyMissing, PasskeyRefused (unreadable) and PasskeyOver.
    """
    if not answer:
        raise PasskeyMissing
    credential, asked_at = _read(answer)
    seal = SignedIn.token_sha256 == token_sha256(token)
    row = session.scalar(
        select(SignedIn).where(seal).with_for_update().execution_options(populate_existing=True)
    )
    expected = _challenge(row, purpose, said, asked_at)
    _draw_anew(row)
    session.flush()
    age = datetime.now(UTC).timestamp() - asked_at
    if not -1 <= age <= PROOF_HOLDS.total_seconds():
        raise PasskeyOver
    return expected, credential


def _challenge(
    row: SignedIn | None, purpose: Purpose, said: Sequence[object], asked_at: int
) -> bytes:
    if row is None or is_over(row.seen_at, row.expires_at):
        raise PasskeyOver
    seed = json.loads(row.data).get(SEED)
    if not seed:
        raise PasskeyOver
    message = json.dumps([purpose, asked_at, *said], ensure_ascii=False)
    return hmac.digest(bytes.fromhex(seed), message.encode(), "sha256")


def _draw_anew(row: SignedIn | None) -> None:
    if row is not None:
        row.data = json.dumps({**json.loads(row.data), SEED: new_seed()}, ensure_ascii=False)


def _read(answer: str) -> tuple[dict[str, Any], int]:
    """What the script sends: {"asked": second, "credential": …}."""
    try:
        told: Any = json.loads(answer) if len(answer) <= LARGEST_ANSWER else None
        credential, asked_at = told["credential"], told["asked"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise PasskeyRefused(fault="unreadable") from error
    if not isinstance(credential, dict) or type(asked_at) is not int:
        raise PasskeyRefused(fault="unreadable")
    return credential, asked_at
