"""Lists that the portal wrote and somebody changed, by accident or on purpose."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.onix_and_lists import DECLARES, ISBN, Fixture, of


def _own() -> Iterator[list[Fixture]]:
    version = '{"heads": 1, "separate": false, "translation": null, "added": "2020-01-01"'
    entry = f'{{"role": "author", "versions": [{version}, "withdrawn": null}}]}}'
    edition = (f'{{"isbn": "{ISBN}", "title": "T", "medium": "physical", "class": null, '
               f'"language": "", "year": null, "entries": [{entry}]}}')  # fmt: skip
    work = f'{{"title": "T", "language": "", "editions": [{edition}]}}'
    whole = f'{{"format": "colophon-catalogue", "version": 1, "name": "A", "works": [{work}]}}'

    def other(old: str, new: str) -> str:
        assert old in whole
        return whole.replace(old, new, 1)

    damaged = "own_catalogue_damaged"
    yield of(
        "own lists, changed by hand",
        ("untouched", whole, 1),
        ("no heads", other('"heads": 1', '"heads": 0'), damaged),
        ("too many heads", other('"heads": 1', '"heads": 1000'), damaged),
        ("heads that are a word", other('"heads": 1', '"heads": "two"'), damaged),
        ("heads that are true", other('"heads": 1', '"heads": true'), damaged),
        ("heads beyond all", other('"heads": 1', f'"heads": {"9" * 4_000}'), damaged),
        ("a role of nobody", other('"author"', '"king"'), damaged),
        ("a role that is a list", other('"author"', "[]"), damaged),
        ("a medium of nobody", other('"physical"', '"papyrus"'), damaged),
        ("no ISBN", other(ISBN, "9789510123455"), damaged),
        ("a day that is none", other("2020-01-01", "2020-02-31"), damaged),
        ("withdrawn before added", other('"withdrawn": null', '"withdrawn": "2019-01-01"'),
         damaged),
        ("no versions", other(f"{version}, \"withdrawn\": null}}", ""), damaged),
        ("a title of 600 signs",
         other('"title": "T", "medium"', f'"title": "{"T" * 600}", "medium"'), damaged),
        ("a title with a zero", other('"title": "T", "medium"', '"title": "T\\u0000", "medium"'),
         damaged),
        ("works that are none", other(f"[{work}]", "7"), damaged),
        ("editions that are none", other(f"[{edition}]", "[7]"), damaged),
        ("no number", other('"year": null', '"year": NaN'), damaged),
        ("cut off", whole[:-20], damaged),
    )  # fmt: skip
    yield of(
        "own lists, made to hurt",
        ("another version", other('"version": 1', '"version": 2'), "own_catalogue_too_new"),
        ("a version that is a list", other('"version": 1', '"version": []'),
         "own_catalogue_too_new"),
        ("100,000 lists in lists", other(f"[{work}]", "[" * 100_000), damaged),
        ("a document type", '<!DOCTYPE x [<!ENTITY a "colophon-catalogue">]><collection/>',
         DECLARES),
        ("a library's file with our mark",
         '<collection xmlns="http://www.loc.gov/MARC21/slim"><record><datafield tag="988" ind1=" " '
         'ind2=" "><subfield code="a">{</subfield><subfield code="2">colophon-catalogue</subfield>'
         "</datafield></record></collection>", damaged),
    )  # fmt: skip


FIXTURES = [one for some in _own() for one in some]
