"""Why a bibliography's record may be about somebody, or about a namesake, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

FOR = {
    "piece": _l("It is a piece in the book, such as a foreword."),
    "identifier": _l("The identifier of the person is the same as in your works."),
    "years": _l("The year of birth is yours: %(born)s."),
}
AGAINST = {
    "no_role": _l("It does not say what this person did."),
    "other_years": _l("The person’s years are %(years)s, which are not yours."),
    "other_identifier": _l("The identifier is another person’s."),
    "too_early": _l("It came out in %(year)s, and you were born in %(born)s."),
    "initials": _l("Other people have the same initials."),
    "namesakes": _l("The records know another person of this name."),
    "other_field": _l("It is of another field than your works."),
}
_SENTENCES = {**FOR, **AGAINST}


def because(reason: Mapping[str, Any]) -> str:
    """The sentence of one reason; empty for those that are said with the name itself."""
    sentence = _SENTENCES.get(str(reason.get("code")))
    return filled(sentence, reason) if sentence is not None else ""


def filled(sentence: Any, reason: Mapping[str, Any]) -> str:
    """A sentence with what its reason knows; years take a dash, not the hyphen of records."""
    years = str(reason.get("years", "")).replace("-", "–")
    return str(sentence) % {**reason, "years": years}
