"""Rights as a table: permission → predicates over (identity, object); all of them must hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from portal.kernel.identity import Identity, StaffRole

Predicate = Callable[[Identity | None, object], bool]


def anybody(_identity: Identity | None, _thing: object) -> bool:
    """Public: signed in or not."""
    return True


def signed_in(identity: Identity | None, _thing: object) -> bool:
    """Somebody is signed in."""
    return identity is not None


def for_a_party(identity: Identity | None, _thing: object) -> bool:
    """The signed-in one acts for a party: herself, another by mandate, or the visited one."""
    return identity is not None and identity.subject_id is not None


def own(identity: Identity | None, thing: object) -> bool:
    """The thing belongs to the party acted for (its `party_id`); True where no thing is named."""
    if thing is None:
        return True
    return identity is not None and getattr(thing, "party_id", None) == identity.subject_id


def no_agent(identity: Identity | None, _thing: object) -> bool:
    """Herself, an heir or a guardian: an agent does not speak for how a party is reached."""
    return identity is not None and identity.mandate != "agent"


def covers(scope: str) -> Predicate:
    """A mandate, where one is acted by, covers this."""

    def covered(identity: Identity | None, _thing: object) -> bool:
        return identity is not None and scope in identity.scopes

    return covered


def may_change(identity: Identity | None, _thing: object) -> bool:
    """Neither a reading session nor a reading visit."""
    return identity is not None and not identity.reads_only


def in_person(identity: Identity | None, _thing: object) -> bool:
    """No visit and no reading session: what nobody may do for another, in any mode."""
    return identity is not None and identity.visit is None and not identity.reading


def sees_sums(identity: Identity | None, _thing: object) -> bool:
    """No session by e-mail: those see no sums, so they take no files of them."""
    return identity is not None and not identity.reading


def no_visit(identity: Identity | None, _thing: object) -> bool:
    """Whoever is in a visit ends it first; a reading session may."""
    return identity is not None and identity.visit is None


def in_visit(identity: Identity | None, _thing: object) -> bool:
    """A support visit is going on."""
    return identity is not None and identity.visit is not None


def proved(identity: Identity | None, _thing: object) -> bool:
    """A passkey or the identity provider said who it is within the last five minutes."""
    return identity is not None and identity.is_proved(datetime.now(UTC))


def staff(*roles: StaffRole) -> Predicate:
    """A staff member in one of these roles, in person."""

    def employed(identity: Identity | None, _thing: object) -> bool:
        return (
            identity is not None
            and identity.visit is None
            and not identity.reading
            and identity.actor.staff_role in roles
        )

    return employed


_EVERY_ROLE: tuple[StaffRole, ...] = ("support", "officer", "approver", "administrator", "auditor")
_ALL = staff(*_EVERY_ROLE)
_HELPERS = staff("support", "officer")
_DECIDERS = staff("support", "officer", "administrator")
_OFFICE = staff("officer", "administrator")
_MONEY = staff("officer", "approver", "administrator", "auditor")

TABLE: dict[str, tuple[Predicate, ...]] = {
    "public": (anybody,),
    "session": (signed_in, no_visit),
    "access.own": (signed_in, in_person),
    "access.change": (signed_in, in_person, proved),
    "works.read": (signed_in, for_a_party, covers("works"), own),
    "works.change": (signed_in, for_a_party, covers("works"), may_change, own),
    "works.files": (signed_in, for_a_party, covers("works"), no_visit, own),
    "works.sums": (signed_in, for_a_party, covers("works"), no_visit, sees_sums, own),
    "works.own": (signed_in, for_a_party, covers("works"), in_person, own),
    "sharing.read": (signed_in, for_a_party, covers("works"), own),
    "sharing.change": (signed_in, for_a_party, covers("works"), in_person, own),
    "money.read": (signed_in, for_a_party, covers("money"), own),
    "money.files": (signed_in, for_a_party, covers("money"), no_visit, sees_sums, own),
    "messages.read": (signed_in, for_a_party, covers("contact"), own),
    "messages.write": (signed_in, for_a_party, covers("contact"), in_person, own),
    "details.read": (signed_in, for_a_party, own),
    "details.files": (signed_in, for_a_party, no_visit, own),
    "details.change": (signed_in, for_a_party, covers("contact"), no_agent, may_change, own),
    "details.own": (signed_in, for_a_party, covers("contact"), no_agent, in_person, own),
    "details.secure": (
        signed_in, for_a_party, covers("contact"), no_agent, in_person, own, proved,
    ),
    "details.export": (
        signed_in, for_a_party, covers("contact"), no_agent, in_person, own, proved,
    ),
    "visits.end": (signed_in,),
    "staff.today": (_ALL,),
    "staff.people.read": (_ALL,),
    "staff.people.merge": (_OFFICE, proved),
    "staff.people.mandates": (_OFFICE, proved),
    "staff.people.deaths": (_OFFICE, proved),
    "staff.members": (staff("administrator", "auditor"),),
    "staff.members.change": (staff("administrator"), proved),
    "staff.visits.read": (staff("support", "officer", "administrator", "auditor"),),
    "staff.visits.start": (_HELPERS, proved),
    "staff.visits.approve": (_DECIDERS, proved),
    "staff.visits.report": (staff("officer", "administrator", "auditor"),),
    "staff.messages.read": (_ALL,),
    "staff.messages.write": (_DECIDERS,),
    "staff.works.read": (_ALL,),
    "staff.works.decide": (_DECIDERS,),
    "staff.loans.read": (_ALL,),
    "staff.loans.upload": (_OFFICE,),
    "staff.runs.read": (_MONEY,),
    "staff.runs.calculate": (staff("officer"),),
    "staff.runs.check": (staff("officer", "approver"),),
    "staff.runs.recompute": (staff("officer", "approver", "auditor"),),
    "staff.runs.export": (staff("officer", "approver", "auditor"),),
    "staff.runs.approve": (staff("approver"), proved),
    "staff.rules.read": (_ALL,),
    "staff.rules.propose": (_OFFICE,),
    "staff.rules.try": (staff("officer", "approver", "administrator"),),
    "staff.rules.people": (staff("officer", "approver"),),
    "staff.rules.approve": (staff("approver"), proved),
    "staff.audit.read": (staff("administrator", "auditor", "officer"),),
    "staff.audit.check": (staff("administrator", "auditor", "officer"),),
}  # fmt: skip


def allowed(permission: str, identity: Identity | None, thing: object = None) -> bool:
    """Whether the table lets this identity do this; an unknown permission is a KeyError."""
    return all(predicate(identity, thing) for predicate in TABLE[permission])


def only_unproved(permission: str, identity: Identity | None) -> bool:
    """Whether nothing but a fresh proof is missing: the pages then ask for one."""
    asked = TABLE[permission]
    return (
        proved in asked
        and not proved(identity, None)
        and all(predicate(identity, None) for predicate in asked if predicate is not proved)
    )
