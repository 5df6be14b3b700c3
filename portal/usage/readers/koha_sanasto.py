"""Koha's yearly file for Sanasto: a row a record, identifiers joined by `;`.

Source: Koha-Suomi, misc/statistics/sanasto.fi.pl; Vuosi there is the year of the loans.
"""

from __future__ import annotations

from portal.kernel.catalogue import PHYSICAL_MEDIUM
from portal.usage.readers.format import Format

_COLUMNS = (
    "Tyyppi",
    "Aineistokoodi",
    "Kohde",
    "Emotunnus",
    "Tunnus",
    "Vuosi",
    "Nimeke",
    "Tunnisteet",
    "Päätekijä",
    "Kääntäjä",
    "Muut tekijät",
    "Luokka",
    "Kustantaja",
    "Asiasanasto",
    "Lainamäärä",
)
# A component row repeats its host's loans.
_LEFT_OUT = """CASE trim("Tyyppi") WHEN '2' THEN 'component' END"""
# Only 020 $a; a qualifier after the number ("nid.", "(sid.)") is cut, nothing else is.
_FIELD = r"regexp_replace(field, '^020a\s*', '')"
_NUMBER = r"'^\s*([0-9](?:[0-9\s\-\x{2010}-\x{2015}]*[0-9xX])?)\s*(?:$|[\s(:,.\[])'"
_TOKENS = f"""list_transform(
    list_filter(list_transform(string_split(coalesce(isbn, ''), ';'), lambda part: trim(part)),
                lambda field: starts_with(field, '020a')),
    lambda field: coalesce(nullif(regexp_extract({_FIELD}, {_NUMBER}, 1), ''), {_FIELD}))"""
_AUTHOR = r"""regexp_extract("Päätekijä", '(?:^|;)1[01][01]a ?([^;]*)', 1)"""
_REFUSED = """CASE WHEN coalesce(trim("Tyyppi"), '') NOT IN ('1', '2')
    THEN 'type_unknown' END"""

FORMAT = Format(
    name="koha_sanasto",
    columns=_COLUMNS,
    required=_COLUMNS,
    delimiters="\t",
    select=(
        ("isbn", "", '"Tunnisteet"'),
        ("year", "", '"Vuosi"'),
        ("medium", "", f"'{PHYSICAL_MEDIUM}'"),
        ("class", "", '"Luokka"'),
        ("loans", "", '"Lainamäärä"'),
        ("title", "", 'trim("Nimeke")'),
        ("author", "", f"trim({_AUTHOR}, ' ,')"),
        ("left_out", "", _LEFT_OUT),
        ("refused", "", _REFUSED),
    ),
    tokens=_TOKENS,
    by_file=True,
    several="true",
    classes_by_table=True,
)
