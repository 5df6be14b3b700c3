"""For whom a form was opened: every form says it, and nothing is saved for somebody else."""

from __future__ import annotations

from flask import g, request
from flask_babel import gettext as _

from portal.kernel.errors import Refusal
from portal.services.access.visitors import ActingFor
from portal.wording import sentence

FIELD = "acted_for"


class OpenedForAnother(Refusal):
    """The form was opened while another party was acted for: `name` of the one acted for now."""

    code = "opened_for_another"


def subject_field() -> str:
    """What a form carries: the party acted for, empty for nobody."""
    identity = g.get("identity")
    subject = identity.subject_id if identity else None
    return "" if subject is None else str(subject)


def named(party: ActingFor) -> str:
    """The name of a party that is acted for, with a word when it is an estate."""
    return _("%(name)s (estate)", name=party.name) if party.deceased else party.name


def check_opened_for() -> None:
    """Raises OpenedForAnother when a sent form was opened for another than the one acted for."""
    if request.method == "POST" and request.form.get(FIELD, "") != subject_field():
        raise OpenedForAnother(name=named(g.visitor.chosen) if g.visitor.chosen else g.visitor.name)


def objections() -> list[str]:
    """The same as a sentence for the top of a form; none when all is well."""
    try:
        check_opened_for()
    except OpenedForAnother as refusal:
        return [sentence(refusal)]
    return []
