"""Rights as a table: permission → predicates over (identity, object); all of them must hold."""

from __future__ import annotations

from collections.abc import Callable

from portal.kernel.identity import Identity

Predicate = Callable[[Identity | None, object], bool]


def anybody(_identity: Identity | None, _thing: object) -> bool:
    """Public: signed in or not."""
    return True


def signed_in(identity: Identity | None, _thing: object) -> bool:
    """Somebody is signed in."""
    return identity is not None


def for_a_party(identity: Identity | None, _thing: object) -> bool:
    """The signed-in one acts for a party: herself, or another by mandate."""
    return identity is not None and identity.subject_id is not None


def own(identity: Identity | None, thing: object) -> bool:
    """The thing belongs to the party acted for (its `party_id`); True where no thing is named."""
    if thing is None:
        return True
    return identity is not None and getattr(thing, "party_id", None) == identity.subject_id


def no_agent(identity: Identity | None, _thing: object) -> bool:
    """Herself, an heir or a guardian: an agent does not speak for how a party is reached."""
    return identity is not None and identity.mandate != "agent"


TABLE: dict[str, tuple[Predicate, ...]] = {
    "public": (anybody,),
    "session": (signed_in,),
    "works.read": (signed_in, for_a_party, own),
    "works.change": (signed_in, for_a_party, own),
    "sharing.read": (signed_in, for_a_party, own),
    "sharing.change": (signed_in, for_a_party, own),
    "money.read": (signed_in, for_a_party, own),
    "messages.read": (signed_in, for_a_party, own),
    "messages.write": (signed_in, for_a_party, own),
    "details.read": (signed_in, for_a_party, own),
    "details.change": (signed_in, for_a_party, no_agent, own),
    "details.export": (signed_in, for_a_party, no_agent, own),
}


def allowed(permission: str, identity: Identity | None, thing: object = None) -> bool:
    """Whether the table lets this identity do this; an unknown permission is a KeyError."""
    return all(predicate(identity, thing) for predicate in TABLE[permission])
