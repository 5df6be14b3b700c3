"""A real SRU server (Debian's Zebra) with the National Library's real records, asked by our client.

What is expected was counted in the records themselves, by their fields 020, 100 and 700.
"""

from __future__ import annotations

import time

import pytest

from portal.bibliography.marcxml import records_in
from portal.clients import sru
from portal.clients.errors import SourceUnusable
from portal.kernel.bibliographies import Source
from portal.kernel.bibliography import Record

pytestmark = pytest.mark.sru
CONTACT = "lending@society.example.org"
MANNINEN = 31
"""Records with "Manninen, Otto" in 100 or 700, one of them without capitals."""


def asked(source: Source, query: str, most: int = 500) -> tuple[list[Record], bool]:
    found = sru.search(source, query, CONTACT, most, time.monotonic() + 10)
    return [record for page in found.pages for record in records_in(page)], found.complete


@pytest.fixture
def source(sru_server: str) -> Source:
    return Source("Zebra", "sru", sru_server, inside=True, identifier_index="bath.identifier")


@pytest.mark.parametrize("version", ["1.1", "1.2", "2.0"])
def test_a_name_finds_every_record_that_has_it_in_any_order(sru_server: str, version: str) -> None:
    source = Source("Zebra", "sru", sru_server, inside=True, version=version)
    records, complete = asked(source, sru.by_names(source, ["Otto Manninen"]))
    assert (len(records), complete) == (MANNINEN, True)
    written = [{one.name for one in record.contributors} for record in records]
    assert all(names & {"Manninen, Otto", "manninen, otto"} for names in written)


def test_pages_bring_every_record_once(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sru, "A_PAGE", 7)
    records, complete = asked(source, sru.by_names(source, ["Manninen, Otto"]))
    assert complete
    assert len({one.source_id for one in records}) == len(records) == MANNINEN


def test_more_records_than_wanted_are_said_to_be_cut(source: Source) -> None:
    records, complete = asked(source, sru.by_names(source, ["Manninen, Otto"]), most=10)
    assert (len(records), complete) == (10, False)


@pytest.mark.parametrize(
    ("written", "number", "isbn"),
    [
        (["9789515802828", "9515802822"], "000232668", 9789515802828),
        (["9789517469319", "9517469314"], "000977896", 9789517469319),
    ],
)
def test_an_isbn_is_found_in_either_form(
    source: Source, written: list[str], number: str, isbn: int
) -> None:
    [record], _complete = asked(source, sru.by_isbns(source, written))
    assert (record.source_id, record.isbns[0].isbn) == (number, isbn)


def test_several_isbns_are_one_question(source: Source) -> None:
    written = ["9789517469319", "9515802822", "9789510000007"]
    records, _complete = asked(source, sru.by_isbns(source, written))
    assert {one.source_id for one in records} == {"000232668", "000977896"}


def test_what_nobody_has_is_an_honest_nothing(source: Source) -> None:
    assert asked(source, sru.by_isbns(source, ["9789510000007"])) == ([], True)
    assert asked(source, sru.by_names(source, ["Ei Ketään"])) == ([], True)


@pytest.mark.parametrize(
    "name",
    ['x" or dc.title="tarinat', "* ?", 'Otto" Manninen', "Otto\\ Manninen", "(Otto) Manninen/"],
)
def test_a_name_is_only_words_whatever_it_says(source: Source, name: str) -> None:
    query = sru.by_names(source, [name])
    records = asked(source, query)[0] if query else []
    assert len(records) in ({MANNINEN} if "Otto" in name else {0})


def test_an_index_that_it_does_not_know_is_said(sru_server: str) -> None:
    source = Source("Zebra", "sru", sru_server, inside=True, isbn_index="alma.isbn")
    with pytest.raises(SourceUnusable) as refused:
        asked(source, sru.by_isbns(source, ["9789510000007"]))
    assert refused.value.arguments["reason"] == "diagnostics"
    assert "context set" in refused.value.arguments["problem"]
