"""A list that the portal wrote, as a file: two entries on editions that are in no demo."""

from __future__ import annotations

from datetime import date

from portal.documents.catalogue import written
from portal.kernel.catalogue_exchange import OwnEdition, OwnEntry, OwnVersion, OwnWork, in_order

_DAY = date(2020, 3, 4)


def _edition(isbn: int, title: str, medium: str, role: str, version: OwnVersion) -> OwnEdition:
    return OwnEdition(isbn, title, medium, (OwnEntry(role, (version,)),))


TWO_ENTRIES = written(
    "json",
    in_order(
        "Lumi",
        [
            OwnWork(
                "Talvi saaressa",
                (
                    _edition(9789510123454, "Talvi saaressa", "physical", "author",
                             OwnVersion(2, False, None, _DAY)),
                    _edition(9789511234562, "Talvi saaressa", "eaudiobook", "translator",
                             OwnVersion(1, True, True, _DAY)),
                ),
                "fi",
            )
        ],
    ),
    _DAY,
).content  # fmt: skip
