"""Questions to SRU and Finna as they leave, and pages that are counted by what came."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from portal.clients import finna, sru
from portal.kernel.bibliographies import Source
from tests.answering import answering, http, marc
from tests.answering import sru as answer

CONTACT = "lending@society.example.org"
SOURCE = Source("Here", "sru", "https://sru.example.org/bib", identifier_index="bath.identifier")


def soon() -> float:
    return time.monotonic() + 2


@pytest.mark.parametrize(
    ("name", "cql"),
    [
        ("Salo, Aino", 'dc.creator all "Salo Aino"'),
        ("Maria O’Brien-Ö", 'dc.creator all "Maria O’Brien Ö"'),
        ('x" or cql.allRecords=1 or y="', 'dc.creator all "x or cql allRecords 1 or y"'),
        ("Salo*?^\\", 'dc.creator all "Salo"'),
        ("Aino\n\x00Salo", 'dc.creator all "Aino Salo"'),
        ('"*?"', ""),
        ("", ""),
    ],
)
def test_a_name_becomes_words_and_nothing_else(name: str, cql: str) -> None:
    assert sru.by_names(SOURCE, [name]) == cql


def test_several_questions_are_one_query() -> None:
    isbns = sru.by_isbns(SOURCE, ["9789510000007", "9510000000", 'x" or y'])
    assert isbns == 'bath.isbn = "9789510000007" or bath.isbn = "9510000000"'
    assert sru.by_identifiers(SOURCE, ["0000 0001"]) == 'bath.identifier = "0000 0001"'
    assert sru.by_identifiers(Source("Here", "sru", "https://x.example.org"), ["0000"]) == ""


@pytest.mark.parametrize(
    ("version", "own"),
    [
        ("1.1", [("operation", "searchRetrieve"), ("recordPacking", "xml")]),
        ("1.2", [("operation", "searchRetrieve"), ("recordPacking", "xml")]),
        ("2.0", [("recordXMLEscaping", "xml")]),
    ],
)
def test_each_version_is_asked_in_its_own_words(version: str, own: list[tuple[str, str]]) -> None:
    with answering(lambda _said: [http(answer([]))]) as server:
        source = Source("Here", "sru", server.url, True, version=version, schema="marc21")
        sru.search(source, 'dc.creator all "Salo & Ö"', CONTACT, 500, soon())
    [(path, said)] = server.asked
    assert path == "/sru"
    assert sorted(said) == sorted(
        [("version", version), ("query", 'dc.creator all "Salo & Ö"'), ("startRecord", "1"),
         ("maximumRecords", "50"), ("recordSchema", "marc21"), *own]
    )  # fmt: skip


def numbered(first: int, number: int) -> list[str]:
    return [marc(str(n), "9789510000007", f"Talvi {n}", "Salo, Aino") for n in
            range(first, first + number)]  # fmt: skip


def test_pages_go_on_from_what_has_come() -> None:
    """The server gives 20 at a time though 50 were asked for, and says that there are 45."""

    def serve(said: dict[str, str]) -> Iterator[bytes]:
        start = int(said["startRecord"])
        yield http(answer(numbered(start, min(20, 46 - start)), told=45))

    with answering(serve) as server:
        found = sru.search(Source("H", "sru", server.url, True), "x", CONTACT, 500, soon())
    assert [dict(said)["startRecord"] for _path, said in server.asked] == ["1", "21", "41"]
    assert (found.records, found.complete) == (45, True)


def test_no_more_is_asked_for_than_is_wanted() -> None:
    with answering(lambda said: [http(answer(numbered(int(said["startRecord"]), 30), 900))]) as at:
        found = sru.search(Source("H", "sru", at.url, True), "x", CONTACT, 60, soon())
    assert [dict(said)["maximumRecords"] for _path, said in at.asked] == ["50", "30"]
    assert (found.records, found.complete) == (60, False)


def test_a_server_that_always_gives_its_first_page_is_not_asked_for_ever() -> None:
    with answering(lambda _said: [http(answer(numbered(1, 30), told=900))]) as server:
        found = sru.search(Source("H", "sru", server.url, True), "x", CONTACT, 500, soon())
    assert (len(server.asked), len(found.pages), found.records) == (2, 1, 30)


def test_one_record_at_a_time_does_not_go_on_for_ever() -> None:
    with answering(lambda said: [http(answer(numbered(int(said["startRecord"]), 1), 900))]) as at:
        found = sru.search(Source("H", "sru", at.url, True), "x", CONTACT, 500, soon())
    assert (len(at.asked), found.records, found.complete) == (20, 20, False)


def test_finna_is_asked_in_words_that_mean_nothing_to_solr() -> None:
    body = '{"resultCount": 1, "records": [{"id": "a"}], "status": "OK"}'
    with answering(lambda _said: [http(body, "application/json")]) as server:
        source = Source("Finna", "finna", f"http://127.0.0.1:{server.port}/v1", True)
        asked = finna.by_name('Salo, Aino-Maija" OR *:* -x')
        found = finna.search(source, asked, CONTACT, 500, soon())
    [(path, said)] = server.asked
    assert (path, found.records, found.complete) == ("/v1/search", ({"id": "a"},), True)
    assert dict(said)["lookfor"] == "salo aino maija or x"
    assert dict(said)["type"] == "Author"
    assert ("field[]", "nonPresenterAuthors") in said


def test_isbns_are_one_question_to_finna_too() -> None:
    asked = finna.by_isbns(["9789510000007", "9510000000", "x) OR (y"])
    assert (asked.lookfor, asked.type) == ("isbn:(9789510000007 OR 9510000000)", "AllFields")


def test_finnas_pages_end_when_all_has_come() -> None:
    def serve(said: dict[str, str]) -> Iterator[bytes]:
        number = {"1": 50, "2": 13}[said["page"]]
        records = ", ".join(f'{{"id": "{said["page"]}-{n}"}}' for n in range(number))
        yield http(f'{{"resultCount": 63, "records": [{records}]}}', "application/json")

    with answering(serve) as server:
        source = Source("Finna", "finna", f"http://127.0.0.1:{server.port}/v1", True)
        found = finna.search(source, finna.by_name("Salo"), CONTACT, 500, soon())
    assert (len(server.asked), len(found.records), found.complete) == (2, 63, True)
