"""Words of the office's pages about people."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.services.people.people_search import Found, FoundPerson
from portal.services.people.person_page import Entrusted
from portal.wording import formats, sentence
from portal.wording.office_people import (
    CONSENTS,
    KINDS,
    MANDATES,
    NAME_STATES,
    SCOPES,
    VISIT_REASONS,
)

__all__ = ["CONSENTS", "KINDS", "MANDATES", "NAME_STATES", "REASONS", "VISIT_REASONS", "covers",
           "found_words", "life", "sentence", "state"]  # fmt: skip

REASONS = {
    "email": _l("the same e-mail address"),
    "name": _l("the same name, and no other year of birth"),
    "entries": _l("the same part in the same edition"),
}


def found_words(found: Found) -> str:
    """How many were found, and by what."""
    number = found.number
    words = {
        "name": ngettext(
            "%(num)s person has such a name", "%(num)s people have such a name", number
        ),
        "code": ngettext("%(num)s person has this id", "%(num)s people have this id", number),
        "email": ngettext(
            "%(num)s person has this address", "%(num)s people have this address", number
        ),
        "isbn": ngettext(
            "%(num)s person has an entry for this ISBN",
            "%(num)s people have an entry for this ISBN",
            number,
        ),
    }
    return words.get(found.by) or _("Write at least two letters.")


def life(born: int | None, died: int | None) -> str:
    """Years of birth and death, as far as they are known."""
    if born and died:
        return _("%(born)s–%(died)s", born=born, died=died)
    if died:
        return _("died %(year)s", year=died)
    return _("born %(year)s", year=born) if born else ""


def state(one: FoundPerson) -> str:
    """What is special about a line; empty for most."""
    if one.now:
        return _("Now %(name)s", name=one.now)
    if one.closed:
        return _("Closed")
    return _("Estate") if one.died else ""


def covers(one: Entrusted) -> str:
    """What a right to act covers."""
    return formats.listed([str(SCOPES[scope]) for scope in one.scopes])
