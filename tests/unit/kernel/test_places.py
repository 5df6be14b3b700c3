"""Codes of countries and languages, against the lists of another library."""

from __future__ import annotations

import pytest
from babel import Locale

from portal.kernel.places import COUNTRIES, LANGUAGES, locale

ENGLISH = Locale("en")
NOT_OF_ISO_3166 = {
    "AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ",
}  # fmt: skip


def test_countries_are_those_of_the_standard() -> None:
    known = {code for code in ENGLISH.territories if len(code) == 2 and code.isalpha()}
    assert known - NOT_OF_ISO_3166 == COUNTRIES


def test_every_language_has_a_name() -> None:
    assert {code for code in LANGUAGES if code not in ENGLISH.languages} <= {"bh"}


@pytest.mark.parametrize(
    ("text", "found"),
    [("fi", "fi"), ("sv-FI", "sv_FI"), ("sv_SE", "sv_SE"), ("se", "se"), ("xx", None),
     ("sv_XX", None), ("", None), ("FI", None), ("fi_", "fi")],
)  # fmt: skip
def test_a_locale_is_a_language_and_perhaps_a_country(text: str, found: str | None) -> None:
    assert locale(text) == found
