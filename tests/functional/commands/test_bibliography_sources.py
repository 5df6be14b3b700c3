"""portal bibliography sources, search and refresh, against a real SRU server where it matters."""

from __future__ import annotations

import pytest

from tests.answering import answering, http, marc, sru
from tests.factories.console import Console, isbn, person

ALL, INSIDE = "PORTAL_BIBLIOGRAPHIES", "PORTAL_BIBLIOGRAPHIES_INSIDE"


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> object:
    def name(**urls: str) -> None:
        said = ";".join(f"{name}=sru:{url}" for name, url in urls.items())
        monkeypatch.setenv(ALL, said)
        monkeypatch.setenv(INSIDE, "127.0.0.1")
        monkeypatch.setenv(f"{ALL}_CONTACT", "lending@society.example.org")

    return name


@pytest.mark.sru
def test_a_name_is_searched_for_and_its_records_are_kept(
    console: Console, named: object, sru_server: str
) -> None:
    console.run("database", "upgrade")
    named(Zebra=sru_server)
    found = console.told("bibliography", "search", "--name", "Otto Manninen")
    assert (len(found["records"]), found["problems"]) == (31, [])
    roles = {
        (said["term"], said["basis"])
        for one in found["records"]
        for person_ in one["contributors"]
        if person_["name"] == "Manninen, Otto"
        for said in person_["roles"]
    }
    assert ("trl", "words") in roles
    [state] = console.told("bibliography", "sources")["sources"]
    assert (state["name"], state["outcome"], state["answers"]) == ("Zebra", "answered", 1)


@pytest.mark.sru
def test_an_isbn_is_printed_with_its_people(
    console: Console, named: object, sru_server: str
) -> None:
    console.run("database", "upgrade")
    named(Zebra=sru_server)
    lines = console.run("bibliography", "search", "--isbn", "951-746-931-4").stdout.splitlines()
    assert "Zebra 000977896" in lines[0]
    assert lines[1].strip() == "9789517469319"
    nothing = console.run("bibliography", "search", "--isbn", isbn(1)).stdout
    assert nothing == "No bibliography knows it.\n"


def test_without_bibliographies_it_says_so(console: Console) -> None:
    console.run("database", "upgrade")
    for words in (("search", "--name", "A"), ("refresh",)):
        said = console.refusal("bibliography", *words)
        assert said.startswith("No bibliography is set up, so nobody can be asked.")
    assert console.told("bibliography", "sources") == {"sources": []}


def test_a_search_says_what_to_search_for(console: Console, named: object) -> None:
    named(Fennica="http://127.0.0.1:9/")
    console.run("bibliography", "search", code=2)
    said = console.refusal("bibliography", "search", "--isbn", "978-951-0-00000-8")
    assert "check digit" in said


def test_a_source_that_is_away_is_one_sentence(console: Console, named: object) -> None:
    console.run("database", "upgrade")
    with answering(lambda _said: [http("", status="503 Closed")]) as server:
        named(Fennica=server.url)
        said = console.refusal("bibliography", "search", "--isbn", isbn(1))
        again = console.refusal("bibliography", "search", "--isbn", isbn(1))
    assert said == "Fennica does not answer now. Everything else works; look again later."
    assert again.startswith("Fennica did not answer a while ago")
    assert len(server.asked) == 1
    [line] = console.run("bibliography", "sources").stdout.splitlines()
    assert line.startswith("Fennica: failed ")
    assert "(status 503), left alone until " in line


def test_a_refresh_asks_for_everybody(console: Console, named: object) -> None:
    console.people(person("a"), person("b"))
    found = http(sru([marc("1", isbn(1), "Talvi", "a, Person")]))
    with answering(lambda _said: [found]) as server:
        named(Fennica=server.url)
        done = console.told("bibliography", "refresh")
        again = console.run("bibliography", "refresh").stdout
    assert done == {"questions": 2, "records": 1, "complete": True, "problems": []}
    assert again == "0 questions answered, 0 records new or changed.\n"
