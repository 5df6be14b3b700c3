"""What happens between those who share a work, for its page: one statement for both lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, String, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from portal.services.sharing.dispute_pages import ListedDispute
from portal.services.sharing.invitations import ListedInvitation, state_of
from portal.store.sharing import Dispute, Invitation


def between(
    session: Session, party_id: int, edition_ids: Sequence[int], today: date
) -> tuple[tuple[ListedDispute, ...], tuple[ListedInvitation, ...]]:
    """The disputes about some editions, and the party's own invitations to them; latest first."""
    rows = session.execute(union_all(_disputes(edition_ids), _invited(party_id, edition_ids))).all()
    rows = sorted(rows, key=lambda row: row.id, reverse=True)
    return (
        tuple(_dispute(row) for row in rows if row.number),
        tuple(_invitation(row, today) for row in rows if not row.number),
    )


def _disputes(edition_ids: Sequence[int]) -> Any:
    empty = cast(null(), Date)
    return select(
        Dispute.id.label("id"), Dispute.number.label("number"),
        Dispute.edition_id.label("edition_id"), Dispute.about.label("what"),
        Dispute.state.label("said"), cast(null(), String).label("email"),
        Dispute.opened_on.label("written_on"), Dispute.answer_by.label("expires_on"),
        empty.label("withdrawn_on"), empty.label("accepted_on"),
    ).where(Dispute.edition_id.in_(edition_ids))  # fmt: skip


def _invited(party_id: int, edition_ids: Sequence[int]) -> Any:
    return select(
        Invitation.id, literal("").label("number"), Invitation.edition_id, Invitation.name,
        Invitation.role, Invitation.email, Invitation.written_on, Invitation.expires_on,
        Invitation.withdrawn_on, Invitation.accepted_on,
    ).where(Invitation.party_id == party_id, Invitation.edition_id.in_(edition_ids))  # fmt: skip


def _dispute(row: Any) -> ListedDispute:
    return ListedDispute(
        row.number, row.edition_id, row.what, row.said, row.written_on, row.expires_on
    )


def _invitation(row: Any, today: date) -> ListedInvitation:
    state, ended = state_of(row, today)
    return ListedInvitation(
        row.id, row.edition_id, row.what, row.said, row.email is not None, row.written_on,
        row.expires_on, state, ended,
    )  # fmt: skip
