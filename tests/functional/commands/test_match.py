"""portal match run: what met a claim, and whose an unclaimed title may be."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.console import Console, isbn

HELMET = "Kirja;Laji;Nimeke;Tekijä;ISBN;Vuosi;Kvartaali;Lainauskerrat\n"
CLAIMED, HERS, ANOTHERS = isbn(1), isbn(2), isbn(3)


@pytest.fixture
def year(on_both: Console) -> dict[str, Any]:
    """What the command says of a year with three titles, one of them claimed."""
    names = ("aino", "Aino Ranta"), ("a-s", "A. S. Meri")
    people = [(code, name, "", "", "", "", "", "FI", "2000-01-01", "") for code, name in names]
    on_both.people(*people)
    on_both.catalogue(
        ("aino", CLAIMED, "author", 1, "Talvi", "physical", "2015-01-01", "", "false", "")
    )
    rows = (
        ("Talvi", "Ranta, Aino", CLAIMED, 10),
        ("Kesä", "Ranta, Aino, kirjoittaja ", HERS, 7),
        ("Syksy", "Ranta, Aimo", ANOTHERS, 5),
    )
    text = HELMET + "".join(
        f"aikuistenkirjat;lainaus+uusinnat;{title};{author};{number};2024;1;{loans}\n"
        for title, author, number, loans in rows
    )
    path = on_both.folder / "helmet.csv"
    path.write_text(text, encoding="utf-8")
    on_both.run("loans", "import", str(path), "--source", "HelMet")
    [found] = on_both.told("match", "run", "--year", "2024")["years"]
    return found


def test_matched_and_unmatched_add_up(year: dict[str, Any]) -> None:
    assert (year["loans"], year["matched_loans"], year["unmatched_loans"]) == (22, 10, 12)
    assert (year["titles"], year["matched_titles"], year["unmatched_titles"]) == (3, 1, 2)


def test_a_title_is_suggested_to_whom_the_library_names(year: dict[str, Any]) -> None:
    assert [(s["person"], s["isbn"], s["loans"]) for s in year["suggestions"]] == [
        ("aino", HERS, 7)
    ]
