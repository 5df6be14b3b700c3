"""Codes of ONIX as the portal reads them. Source: EDItEUR code lists 17, 44, 81, 150, 163, 175.

What the portal has no use for is the relator term `oth`: a name that did something else.
"""

from __future__ import annotations

from collections.abc import Mapping

from portal.kernel.catalogue import EAUDIOBOOK, EBOOK, PHYSICAL_MEDIUM

OTHER = ("oth",)

TERMS: Mapping[str, tuple[str, ...]] = {
    "A01": ("aut",), "A02": ("aut",), "A03": ("aus",), "A04": ("lbt",), "A05": ("lyr",),
    "A06": ("cmp",), "A07": ("art",), "A08": ("pht",), "A09": ("cre",), "A12": ("ill",),
    "A13": ("pht",), "A14": ("aut",), "A15": ("wpr",), "A16": ("wpr",), "A19": ("aft",),
    "A20": ("wac",), "A21": ("wac",), "A22": ("aft",), "A23": ("wfw",), "A24": ("win",),
    "A25": ("wac",), "A29": ("win",), "A31": ("aut", "lyr"), "A32": ("ctb",), "A33": ("ctb",),
    "A35": ("ill",), "A36": ("cov",), "A38": ("ant",), "A39": ("ctg",), "A40": ("clr",),
    "A43": ("ivr",), "A44": ("ive",), "A45": ("aut",), "A46": ("ink",), "A47": ("clr",),
    "A48": ("ltr",), "A49": ("cov",), "A50": ("cov",),
    "B01": ("edt",), "B03": ("adp",), "B04": ("abr",), "B05": ("adp",), "B06": ("trl",),
    "B08": ("trl",), "B10": ("edt", "trl"), "B09": ("edt",), "B11": ("edt",), "B12": ("edt",),
    "B13": ("edt",), "B21": ("edt",), "B22": ("adp",), "B24": ("edt",), "B25": ("arr",),
    "C01": ("com",), "C02": ("com",), "D01": ("pro",), "D02": ("drt",),
    "E03": ("nrt",), "E07": ("nrt",),
}  # fmt: skip
"""Relator terms of a contributor's role (list 17). A38 wrote what was adapted, not this text."""

ISNI, ORCID, PROPRIETARY = "16", "21", "01"
NAME_SCHEMES: Mapping[str, str] = {ISNI: "isni", ORCID: "orcid", "25": "gnd", "31": "viaf"}
"""Schemes of identifiers of names (list 44)."""
KANTO = frozenset({"finaf", "kanto", "asteri"})
"""How senders name the Finnish national list of names, which has no code of its own."""

SETS = frozenset({"10", "11", "30", "31"})
"""Compositions of several items (list 2): the number is the set's."""
PART_OF = "02"
"""The product is part of another (list 51): that one's number is the set's."""
PUBLISHED = ("01", "37")
"""The day or the year of publication (list 163)."""
BORN, DIED = "50", "51"
"""Days of a contributor (list 177)."""
DELETED = "05"
"""The sender takes the record back (list 1)."""
LIBRARY_CLASSES = frozenset({"01", "66"})
"""Dewey, and the Finnish public libraries' classes (list 27)."""

_AUDIO_CONTENT = frozenset({"01", "02", "13", "52", "53"})
"""Audio books, spoken word and other speech (list 81)."""
_AUDIO_FILES = frozenset({"AJ", "AN", "AO"})
_DIGITAL = frozenset({"EA", "EB", "EC", "ED", "SG"})
_UNSAID = frozenset({"00", "AA", "AZ", "LA", "LB", "LC", "SH"})


def medium_of(form: str, details: frozenset[str], contents: frozenset[str]) -> str | None:
    """The medium of a product form (list 150) with its details (175) and its content (81).

    None where the form leaves it open, as "audio, unspecified" does.
    """
    if not form or form in _UNSAID or form[0] in "FVXZ":
        return None
    if form in _AUDIO_FILES:
        return EAUDIOBOOK
    if form in _DIGITAL:
        heard = bool(contents & _AUDIO_CONTENT) or any(one.startswith("A1") for one in details)
        return EAUDIOBOOK if heard else EBOOK
    return PHYSICAL_MEDIUM if form[0] in "ABCDMPS" else None
