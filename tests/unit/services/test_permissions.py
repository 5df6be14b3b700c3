"""What the table asks for before what is sensitive, whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.kernel.identity import STAFF_ROLES, Actor, Identity
from portal.services.access.permissions import allowed

SENSITIVE = (
    "access.change", "details.secure", "details.export", "staff.people.merge",
    "staff.people.mandates", "staff.people.deaths", "staff.members.change", "staff.visits.start",
    "staff.visits.approve", "staff.runs.approve", "staff.rules.approve",
)  # fmt: skip


def somebody(role: str, minutes: int | None) -> Identity:
    """In a role, for a party, proved so many minutes ago or never."""
    proved = None if minutes is None else datetime.now(UTC) - timedelta(minutes=minutes)
    who = Actor("Somebody", 1, 1, None, role)  # type: ignore[arg-type]
    return Identity(who, 1, proved_at=proved)


@pytest.mark.parametrize("permission", SENSITIVE)
def test_what_is_sensitive_asks_for_a_fresh_proof(permission: str) -> None:
    fresh = [allowed(permission, somebody(role, 1)) for role in STAFF_ROLES]
    old = [allowed(permission, somebody(role, ago)) for role in STAFF_ROLES for ago in (6, None)]
    assert any(fresh)
    assert not any(old)
