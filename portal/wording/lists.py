"""Sentences about publishers' files and about anybody's lists."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "bibliography_onix_release": _(
        "“%(file)s” is ONIX %(release)s. ONIX 3.0 and 3.1 are read here: ask the publisher to send "
        "one of them."
    ),
    "bibliography_onix_product_large": _(
        "One product in “%(file)s” has more than %(most)s megabytes, as no book has. Ask the "
        "publisher for the file again; nothing was kept."
    ),
    "list_refused": _(
        "“%(file)s” cannot be read as a list. Save it as CSV or XLSX and bring it again."
    ),
    "list_refused.large": _(
        "“%(file)s” has more than %(most)s megabytes. Divide the list and bring the parts one by "
        "one."
    ),
    "list_refused.packed": _(
        "“%(file)s” would unpack to more than %(most)s megabytes, so it is not opened. Copy the "
        "list into a new spreadsheet and save that."
    ),
    "list_refused.damaged": _(
        "“%(file)s” is a spreadsheet that breaks off or is damaged. Open it, save it again as "
        "XLSX, and bring that."
    ),
    "list_refused.locked": _(
        "“%(file)s” is locked with a password. Save it without one and bring it again."
    ),
    "list_refused.heavy": _(
        "“%(file)s” takes too long to read. Copy only the list into a new spreadsheet and save "
        "that."
    ),
    "list_refused.rows": _(
        "“%(file)s” has more than %(most)s rows. Divide the list and bring the parts one by one."
    ),
    "list_refused.cells": _(
        "A row of “%(file)s” has more than %(most)s columns or very long cells. Keep only the "
        "columns that the list needs."
    ),
    "list_refused.no_rows": _(
        "“%(file)s” has nothing that can be seen: its sheets are empty or hidden. Unhide the sheet "
        "that has the list, or bring another file."
    ),
    "list_refused.no_isbn": _(
        "There is no ISBN in “%(file)s”. An ISBN has 10 or 13 characters and is on the back cover."
    ),
    "list_refused.rounded": _(
        "The spreadsheet has rounded every ISBN in “%(file)s”, so they cannot be told. Format the "
        "column as text, write the ISBNs again, and save."
    ),
    "own_catalogue_damaged": _(
        "This list came from the portal, but edition %(place)s was changed so that it cannot be "
        "read: %(column)s is “%(value)s”. Mend that, or download the list anew."
    ),
    "own_catalogue_too_new": _(
        "This list was written by a newer portal (version %(version)s). Bring it there, or "
        "download it in another format."
    ),
    "not_own_catalogue": _(
        "“%(file)s” is not a list that the portal wrote. Import it as a file of claims, or let the "
        "author bring it on the page of works."
    ),
}
