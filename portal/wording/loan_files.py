"""Words for files of loans: how they are written, and why rows of them are refused or left out."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

FORMATS: dict[str, LazyString] = {
    "koha_sanasto": _l("Koha’s yearly file for Sanasto"),
    "helmet": _l("HelMet’s most borrowed books"),
    "seattle": _l("City of Seattle’s checkouts"),
    "counter5": _l("COUNTER 5 title report"),
    "plain": _l("Plain table: ISBN, year, loans"),
}

REFUSED: dict[str, LazyString] = {
    "empty": _l("No ISBN"),
    "check_digit": _l("The check digit of the ISBN does not fit"),
    "characters": _l("The ISBN has signs that no ISBN has"),
    "length": _l("The ISBN has too few or too many digits"),
    "rounded": _l("A spreadsheet has rounded the ISBN"),
    "issn": _l("An ISSN, which is of a journal"),
    "ismn": _l("An ISMN, which is of sheet music"),
    "ean": _l("A bar code that is no ISBN"),
    "too_many_titles": _l("One ISBN stands beside more than three titles"),
    "loans_negative": _l("A negative number of loans"),
    "loans_fraction": _l("A number of loans with a fraction"),
    "loans_unreadable": _l("A number of loans that cannot be read"),
    "year_unreadable": _l("A year that cannot be read"),
    "year_other": _l("Another year than the one named"),
    "medium_unknown": _l("An unknown form of the work"),
    "class_unknown": _l("An unknown class"),
    "type_unknown": _l("An unknown kind of row"),
    "not_a_book": _l("No book"),
    "access_other": _l("Use that was no loan"),
    "total_differs": _l("The months do not add up to the total"),
}
"""Why a row does not count."""

LEFT_OUT: dict[str, LazyString] = {
    "component": _l("A part of a record, whose loans are counted with the whole"),
    "first_loan": _l("First loans, which are counted among all loans already"),
    "metric_other": _l("The same use counted otherwise"),
}
"""Why a row is the same loans counted otherwise."""
