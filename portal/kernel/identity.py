"""Who acts and for whom, how she proved it, and what she may not do just now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

StaffRole = Literal["support", "officer", "approver", "administrator", "auditor"]
STAFF_ROLES: tuple[StaffRole, ...] = ("support", "officer", "approver", "administrator", "auditor")
VisitMode = Literal["reading", "edit"]
VISIT_MODES: tuple[VisitMode, ...] = ("reading", "edit")
VISIT_REASONS = ("caller", "email_case", "settlement", "death_notice", "fraud_check", "own_test")
VISIT_CONSENTS = ("code", "colleague", "break_glass")
VISIT_ENDS = ("staff", "time", "rights", "author", "session")
SCOPES = ("works", "money", "contact")
"""What a mandate may cover: entries of works, reading of money, contact data and messages."""
PROOF_HOLDS = timedelta(minutes=5)
"""How long a passkey's or an identity provider's proof counts for what is sensitive."""


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
class Visit:
    """A support visit that is going on: its row id, what it may do, and when it ends (UTC)."""

    visit_id: int
    mode: VisitMode
    ends_at: datetime


@dataclass(frozen=True)
class Identity:
    """`actor` acts, `subject_id` is the party acted for (a row id, None for nobody).

    `mandate` is heir, guardian or agent where another is acted for, None for oneself, and `scopes`
    what it covers. `visit` is set while a staff member looks at the subject's pages. `reading` is
    a session by e-mail: it sees no sums, bank account, tax or identity data and changes nothing.
    `proved_at` is when the actor last gave a passkey or came from the identity provider (UTC).
    """

    actor: Actor
    subject_id: int | None = None
    acting_for_other: bool = False
    mandate: str | None = None
    scopes: frozenset[str] = frozenset(SCOPES)
    visit: Visit | None = None
    reading: bool = False
    proved_at: datetime | None = None

    @property
    def is_staff(self) -> bool:
        """Whether the actor is a staff member."""
        return self.actor.staff_role is not None

    @property
    def reads_only(self) -> bool:
        """Whether nothing may be changed for the subject: a reading session or visit."""
        return self.reading or (self.visit is not None and self.visit.mode == "reading")

    def is_proved(self, now: datetime) -> bool:
        """Whether the last proof is fresh enough for what is sensitive; `now` is UTC."""
        return self.proved_at is not None and now - self.proved_at <= PROOF_HOLDS
