"""portal match unmatched: the office lists, decides and undoes; what it may not is said."""

from __future__ import annotations

import pytest

from tests.factories.console import Console, isbn

HELMET = "Kirja;Laji;Nimeke;Tekijä;ISBN;Vuosi;Kvartaali;Lainauskerrat\n"
KEY = "talvi|aino ranta|physical"


@pytest.fixture
def office(on_both: Console) -> Console:
    """One claimed book, its loans under a rounded ISBN, and an officer."""
    on_both.people(("aino", "Aino Ranta", "", "", "", "", "", "FI", "2000-01-01", ""))
    on_both.catalogue(
        ("aino", isbn(1), "author", 1, "Talvi", "physical", "2015-01-01", "", "false", "")
    )
    path = on_both.folder / "helmet.csv"
    row = "aikuiset;lainaus+uusinnat;Talvi;Ranta, Aino;9789510000000;2024;1;30\n"
    path.write_text(HELMET + row, encoding="utf-8")
    on_both.run("loans", "import", str(path), "--source", "HelMet")
    on_both.run("match", "run")
    return on_both


def staff(console: Console, role: str) -> str:
    return str(console.told("staff", "add", "Olli Ohjaaja", "--role", role)["staff"])


def test_from_the_list_to_the_decision_and_back(office: Console) -> None:
    [waits] = office.told("match", "unmatched", "list")["unmatched"]
    assert (waits["key"], waits["loans"], waits["total"]) == (KEY, {"2024": 30}, 30)
    [suggested] = office.told("match", "unmatched", "suggest")["suggested"]
    assert (suggested["tier"], suggested["isbn"], suggested["state"]) == (2, isbn(1), "suggested")
    who = staff(office, "officer")
    words = (
        "match",
        "unmatched",
        "decide",
        KEY,
        "--isbn",
        isbn(1),
        "--reason",
        "Seen",
        "--as",
        who,
    )
    number = office.told(*words)["decision"]
    assert office.told("match", "unmatched", "list")["unmatched"] == []
    [year] = office.told("match", "run")["years"]
    assert (year["matched_loans"], year["unmatched_loans"]) == (30, 0)
    assert [(one["tier"], one["state"], one["loans"]) for one in year["tiers"]] == [
        (2, "payable", 30)
    ]
    [why] = office.told("match", "unmatched", "evidence", isbn(1))["evidence"]
    assert (why["reasons"], why["loans"]) == ("decided", 30)
    assert office.told("match", "unmatched", "undo", number, "--as", who) == {"undone": number}
    [year] = office.told("match", "run")["years"]
    assert (year["matched_loans"], year["tiers"][0]["state"]) == (0, "suggested")


@pytest.mark.parametrize(
    ("role", "words", "sentence"),
    [
        ("auditor", ("--nobody",), "This role does not decide"),
        ("officer", ("--isbn", isbn(9)), "has no edition with the ISBN"),
        ("officer", ("--isbn", "123"), "123"),
    ],
)
def test_refusals_say_how_to_mend_it(
    console: Console, role: str, words: tuple[object, ...], sentence: str
) -> None:
    who = staff(console, role)
    said = console.refusal(
        "match", "unmatched", "decide", KEY, *words, "--reason", "So", "--as", who
    )
    assert sentence in said


def test_either_an_isbn_or_nobody(console: Console) -> None:
    console.run("match", "unmatched", "decide", KEY, "--reason", "So", "--as", "S1", code=2)


def test_nothing_to_say(console: Console) -> None:
    assert console.told("match", "run") == {"years": []}
    assert console.told("match", "unmatched", "suggest") == {"suggested": []}
    assert console.told("match", "unmatched", "evidence", isbn(1)) == {"evidence": []}
    assert "No loans wait" in console.run("match", "unmatched", "list").stdout
