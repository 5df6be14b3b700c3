"""What could not be read in a bibliographic record, in words."""

from __future__ import annotations

from flask_babel import gettext


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


FAULTS = {
    "unreadable_record": _("the record cannot be read"),
    "no_title": _("the record has no title"),
    "isbn_unusable": _("an ISBN that does not pass its check"),
    "directory": _("lengths that do not fit; the fields were found by their signs of end"),
    "cut_off": _("the record breaks off"),
    "encoding": _("letters written otherwise than the record says"),
    "unreadable_line": _("a line that is no field"),
    "too_many_fields": _("more fields than a record can have; the rest was left out"),
}


def fault(code: str) -> str:
    """The words for a fault's code; the code itself where there are none."""
    return str(gettext(FAULTS[code])) if code in FAULTS else code
