"""Who acts and for whom: both travel together everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

StaffRole = Literal["support", "officer", "approver", "administrator", "auditor"]
STAFF_ROLES: tuple[StaffRole, ...] = ("support", "officer", "approver", "administrator", "auditor")


@dataclass(frozen=True)
class Actor:
    """The signed-in or commanding one: an account, a staff member, or the system itself.

    `label` is what the audit writes; `account_id`, `staff_id` and `party_id` are row ids or None.
    """

    label: str
    account_id: int | None = None
    staff_id: int | None = None
    party_id: int | None = None
    staff_role: StaffRole | None = None


SYSTEM = Actor(label="system")


@dataclass(frozen=True)
class Identity:
    """`actor` acts, `subject_id` is the party acted for (a row id, None for nobody).

    `mandate` is heir, guardian or agent where another is acted for, None for oneself.
    """

    actor: Actor
    subject_id: int | None = None
    acting_for_other: bool = False
    mandate: str | None = None

    @property
    def is_staff(self) -> bool:
        """Whether the actor is a staff member."""
        return self.actor.staff_role is not None
