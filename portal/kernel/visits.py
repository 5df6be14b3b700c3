"""Support visits: how long each thing holds, which no setting makes longer. Source: trust 1.4."""

from __future__ import annotations

from datetime import timedelta

VISIT_HOLDS = timedelta(minutes=30)
BREAK_GLASS_HOLDS = timedelta(minutes=15)
CODE_HOLDS = timedelta(minutes=30)
CODE_TRIES = 5
"""Wrong tries after which a code is worth nothing."""
APPROVAL_HOLDS = timedelta(hours=24)
"""How long what was asked of a colleague waits, and what was approved can be begun."""
NOTE_SHORTEST, NOTE_LONGEST = 10, 500


def visit_holds(consent: str) -> timedelta:
    """How long a visit lasts by what it rests on; fixed at its start, it never slides."""
    return BREAK_GLASS_HOLDS if consent == "break_glass" else VISIT_HOLDS
