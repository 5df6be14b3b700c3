"""What touches the safety of a party's pages leaves by letter too, whatever was chosen.

Floor 4 opens a transaction with its writer of letters, so that no use case has to hand it on.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from portal.services.messages import outgoing
from portal.services.messages.message_drafts import Written
from portal.services.messages.outgoing import EMAIL, PAPER, Render

LETTERS = "letters"
"""Where the session keeps the writer; without one nothing but the message is written."""
CODES = frozenset({
    "passkey_added", "passkey_removed", "passkeys_forgotten", "device_new", "visit_ended",
    "mandate_given", "mandate_revoked", "email_changed",
})  # fmt: skip
"""The notices that have such a letter."""
BEGUN = "visit_started"
"""The letter of a visit that begins; there is no message, because the page tells it at once."""


def write(session: Session, notice: Written, code: str, details: str) -> bool:
    """Writes the letter of a notice; True when one leaves. A notice has one letter at most.

    An e-mail names nobody; on paper it says what the notice says, by its `details`.
    """
    return _write(session, f"message-{notice.number}", notice.party_id, code, (EMAIL, PAPER),
                  message_id=notice.message_id, details=details)  # fmt: skip


def visit_begins(session: Session, party_id: int, handle: str) -> bool:
    """Tells by e-mail that a visit has begun; paper would come when it is long over."""
    return _write(session, f"visit-begun-{handle}", party_id, BEGUN, (EMAIL,))


def _write(
    session: Session,
    key: str,
    party_id: int,
    code: str,
    channels: tuple[str, ...],
    *,
    message_id: int | None = None,
    details: str = "{}",
) -> bool:
    render: Render | None = session.info.get(LETTERS)
    if render is None:
        return False
    way = outgoing.way_for_security(session, party_id)
    if way.channel not in channels:
        return False
    letter = render(
        code, way.locale, name=way.name, at=datetime.now(UTC), details=details,
        on_paper=way.channel == PAPER,
    )  # fmt: skip
    return outgoing.write(session, key, way, letter, party_id=party_id, message_id=message_id)
