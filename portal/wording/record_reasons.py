"""Why a bibliography's record may be about somebody, or about a namesake, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

FOR = {
    "identifier": _l("It has the identifier %(identifier)s, as records of your works have."),
    "years": _l("It has your year of birth, %(born)s."),
}
AGAINST = {
    "no_role": _l("It does not say what the person did."),
    "other_years": _l("It has other years of life: %(years)s. It may be another person."),
    "other_identifier": _l("It has the identifier of another person, %(identifier)s."),
    "too_early": _l("It is of %(year)s, and you were born in %(born)s."),
    "initials": _l("It has only initials, which others may have too."),
    "namesakes": _l("The records know another person of this name."),
    "other_field": _l("It is of another field than your works."),
}
ABOUT = {"piece": _l("It is a piece in a book by several people.")}
_SENTENCES = {**FOR, **AGAINST, **ABOUT}


def because(reason: Mapping[str, Any]) -> str:
    """The sentence of one reason; empty for those that are said with the name itself."""
    sentence = _SENTENCES.get(str(reason.get("code")))
    return str(sentence) % dict(reason) if sentence is not None else ""
