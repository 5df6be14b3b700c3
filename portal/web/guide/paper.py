"""Forms to print and fill in by hand, for whoever does not sign in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

ROWS = 10


@dataclass(frozen=True)
class PaperForm:
    """A sheet: what one writes about oneself, and the columns and empty rows of a table."""

    word: str
    heading: Any
    lede: Any
    lines: tuple[Any, ...]
    columns: tuple[Any, ...] = ()
    rows: int = 0
    hints: tuple[Any, ...] = ()


FORMS = (
    PaperForm(
        "works",
        _l("Paper form: works"),
        _l("Print this sheet, fill it in by hand, and post it. The society enters the books for "
           "you."),
        (_l("Your name"), _l("Other names on your books"), _l("Postal address"), _l("Telephone")),
        (_l("ISBN"), _l("Title"), _l("Your part"), _l("How many share it")),
        ROWS,
        (_l("Your part: writer, writer of the original, translator, illustrator or narrator."),
         _l("How many share it: people with the same part, you included."),
         _l("The ISBN has 10 or 13 signs and stands on the back cover. Write one edition a row.")),
    ),
    PaperForm(
        "contact",
        _l("Paper form: contact details"),
        _l("Print this sheet, fill in what has changed, and post it. The society may call you to "
           "make sure that it is you."),
        (_l("Your name"), _l("New name, if it has changed"), _l("Old postal address"),
         _l("New postal address"), _l("Telephone"), _l("E-mail, if you use it"),
         _l("Language of our letters: English, Finnish or Swedish")),
        hints=(_l("A bank account is not changed with this sheet."),),
    ),
)  # fmt: skip


def form(word: str) -> PaperForm | None:
    """The form of an address, None where there is none."""
    return next((one for one in FORMS if one.word == word), None)
