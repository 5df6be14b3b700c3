"""The list of pictures as text and as a file, in the reader's language."""

from __future__ import annotations

import csv
import io

from flask_babel import gettext as _

from portal.kernel import receipt_numbers
from portal.kernel.catalogue import ILLUSTRATOR
from portal.kernel.cells import harmless
from portal.services.organisations.illustrators import PictureEdition, PictureList
from portal.wording import formats, terms


def roles_of(edition: PictureEdition) -> str:
    """What the party did in the edition: the pictures first."""
    roles = sorted(edition.roles, key=lambda role: role != ILLUSTRATOR)
    return ", ".join(str(terms.ROLES[role]) for role in roles)


def as_text(found: PictureList) -> str:
    """One line an edition: ISBN, title, year where it is known, role."""
    return "\n".join(
        "; ".join(
            [formats.isbn(one.isbn), one.title, *([str(one.year)] if one.year else []),
             roles_of(one)]
        )
        for one in found.editions
    )  # fmt: skip


def as_csv(found: PictureList) -> str:
    """ISBN, title, year and role; titles cannot run as formulas."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow((_("ISBN"), _("Title"), _("Year"), _("Role")))
    for one in found.editions:
        writer.writerow((one.isbn, harmless(one.title), one.year, roles_of(one)))
    return text.getvalue()


def receipt_words(said: str, signs: str) -> str:
    """What was done, with the receipt's number where something was written down."""
    if not signs:
        return said
    return _("%(said)s Receipt %(number)s.", said=said, number=receipt_numbers.written(signs))
