"""What somebody says is wrong with a shared work, checked against the entries that stand."""

from __future__ import annotations

from dataclasses import dataclass

from portal.kernel.catalogue import HEADS_MAX, HEADS_MIN, ROLES
from portal.kernel.errors import Refusal
from portal.rules.sharing import ABOUT, NAME_MISSING, NO_PART, NOT_MY_WORK, ROLE, Wrong
from portal.services.catalogue.edition_parts import SharedEdition


class DisputeUnusable(Refusal):
    """This cannot be said to be wrong; `reason` and `field`.

    `reason`: about, own_role, person, right_role, name, heads (`smallest`, `largest`), same
    (everybody's entries say so already), or open (`number`: an earlier one of hers is not over).
    """

    code = "dispute_unusable"


@dataclass(frozen=True)
class Complaint:
    """What somebody says is wrong. `person` and `person_role` name an entry; `right_role` is what
    would be right of it, or the role of the missing `name`; `heads` share `own_role`.
    """

    about: str
    own_role: str
    heads: int
    words: str = ""
    person: int | None = None
    person_role: str | None = None
    right_role: str | None = None
    name: str = ""


def checked(edition: SharedEdition, party: int, said: Complaint) -> Wrong:
    """What is said as the rules take it; raises DisputeUnusable."""
    if said.about not in ABOUT:
        raise DisputeUnusable(reason="about", field="about")
    own = {part.role: part for part in edition.of(party)}
    if said.own_role not in own:
        raise DisputeUnusable(reason="own_role", field="own_role")
    heads = said.heads if said.about != NOT_MY_WORK else own[said.own_role].heads
    if not HEADS_MIN <= heads <= HEADS_MAX:
        raise DisputeUnusable(reason="heads", field="heads", smallest=HEADS_MIN, largest=HEADS_MAX)
    if said.about == ROLE:
        others = {(part.party, part.role) for part in edition.parts if part.party != party}
        if (said.person, said.person_role) not in others:
            raise DisputeUnusable(reason="person", field="person")
        if said.right_role not in (*ROLES, NO_PART) or said.right_role == said.person_role:
            raise DisputeUnusable(reason="right_role", field="right_role")
        return Wrong(said.about, party, said.own_role, heads, said.person, said.person_role,
                     said.right_role)  # fmt: skip
    if said.about == NAME_MISSING and not said.name.strip():
        raise DisputeUnusable(reason="name", field="name")
    if said.about == NAME_MISSING and said.right_role not in ROLES:
        raise DisputeUnusable(reason="right_role", field="missing_role")
    right_role = said.right_role if said.about == NAME_MISSING else None
    return Wrong(said.about, party, said.own_role, heads, right_role=right_role)
