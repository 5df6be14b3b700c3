"""Roles and forms of editions as options of a form."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from portal.wording import terms

HEADS = _l("How many people share this role, you included")


def roles() -> list[SelectChoice]:
    """Every role, in the order of the field."""
    return [SelectChoice(code, words) for code, words in terms.ROLES.items()]


def media() -> list[SelectChoice]:
    """Printed, e-book, e-audiobook."""
    return [SelectChoice(code, words) for code, words in terms.MEDIA.items()]
