"""A run in the shadow says what two real ones would: by hand and by the second computing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portal.kernel.identity import Actor
from portal.services.proposals import proposal_pages
from tests.factories.console import Console, rate
from tests.functional.settlement.conftest import AUTUMN
from tests.functional.settlement.office import employed, tried
from tests.oracle import lending as oracle


@pytest.fixture
def office(on_sqlite: Console) -> tuple[Console, Actor, Actor]:
    """A portal with a draft of the next run, one who proposes and one who approves."""
    on_sqlite.calculate(*AUTUMN)
    return (
        on_sqlite,
        employed(on_sqlite, "Olli", "officer"),
        employed(on_sqlite, "Aila", "approver"),
    )


def person(code: str, **more: Any) -> dict[str, Any]:
    return {"id": code, **more}


def claim(code: str, isbn: str, role: str = "author", heads: int = 1) -> dict[str, Any]:
    return {"person": code, "isbn": isbn, "role": role, "heads": heads, "added": date(2015, 1, 1)}


def case_of(rate_of_2022: str) -> dict[str, Any]:
    """The portal of `fill` as the second way of computing reads it, with one rate or another."""
    people = [
        person("P1", tax_percent="20"), person("P2", tax_percent="24.5"), person("P3"),
        person("T1"), person("O1", country="SE"), person("D1"), person("D2", died=date(1990, 1, 1)),
        person("W1"), person("E1", tax_percent="0"), person("Q1"),
    ]  # fmt: skip
    claims = [
        claim("P1", "1"), claim("P2", "2", heads=2), claim("P3", "2", heads=2),
        claim("T1", "3", "translator"), claim("O1", "3", "original_author", 3),
        claim("D1", "4", heads=2), claim("D2", "4", heads=3), claim("W1", "5"), claim("E1", "6"),
        claim("Q1", "8"), claim("P1", "7"),
    ]  # fmt: skip
    rows = [("1", 2022, 1034), ("1", 2021, 877), ("2", 2022, 501), ("3", 2022, 10_007),
            ("4", 2022, 1201), ("5", 2022, 32), ("6", 2022, 999), ("7", 2022, 333),
            ("8", 2022, 2000), ("1", 2019, 4000), ("2", 2019, 1000)]  # fmt: skip
    classes = {"3": "story_book", "7": "comic"}
    return {
        "rates": {"2019": "0.26", "2020": "0.32", "2021": "0.31", "2022": rate_of_2022},
        "person": people,
        "edition": [{"isbn": "6", "medium": "ebook"}],
        "claim": claims,
        "loans": [
            {"isbn": isbn, "year": year, "loans": number,
             **({"class": classes[isbn]} if isbn in classes else {})}
            for isbn, year, number in rows
        ],
        "run": [{"id": "r", "kind": "autumn", "date": date(2023, 12, 5),
                 "cutoff": date(2023, 11, 3)}],
    }  # fmt: skip


def test_the_shadow_says_what_two_real_runs_would(office: tuple[Console, Actor, Actor]) -> None:
    console, officer, _approver = office
    proposal = tried(console, officer)
    without, with_it = (oracle.settle(case_of(r))[0]["people"] for r in ("0.31", "0.40"))
    shadow = proposal.shadow
    assert shadow is not None
    for side, people in ((shadow.before, without), (shadow.after, with_it)):
        for sum_ in ("gross", "tax", "net", "waiting", "disputed"):
            assert side[sum_] == sum(one[sum_] for one in people.values()), sum_
    gains = {one.code: (one.net, one.net_after) for one in shadow.gains}
    expected = {code: (without[code]["net"], one["net"]) for code, one in with_it.items()
                if one["net"] > without[code]["net"]}  # fmt: skip
    assert gains == expected
    assert expected["W1"] == (0, 512)  # 32 loans: 9.92 € waits, 12.80 € is paid, less 60 % tax
    assert (shadow.gaining, shadow.losing, shadow.to_zero) == (len(expected), 0, 0)
    assert [year for year, before, after in shadow.years if before != after] == [2022]
    assert console.count("run") == 1  # the draft; a shadow is no run


def test_a_loss_and_a_payment_that_falls_away_are_named(
    office: tuple[Console, Actor, Actor],
) -> None:
    console, officer, _approver = office
    proposal = tried(console, officer, name="lending.threshold", loan_year=None, value="200",
                     unit="EUR")  # fmt: skip
    shadow = proposal.shadow
    assert shadow is not None
    monkey = oracle.THRESHOLD
    try:
        plain = oracle.settle(case_of("0.31"))[0]["people"]
        oracle.THRESHOLD = 200_00
        higher = oracle.settle(case_of("0.31"))[0]["people"]
    finally:
        oracle.THRESHOLD = monkey
    fallen = {code for code, one in plain.items() if one["net"] and not higher[code]["net"]}
    assert {one.code for one in shadow.losses} == fallen
    assert shadow.to_zero == len(fallen) > 0
    assert shadow.after["waiting"] == sum(one["waiting"] for one in higher.values())
    with console.session(writes=False) as session:
        table = proposal_pages.everybody_csv(session, proposal.number)
    assert {line.split(",")[0] for line in table.splitlines()[1:]} == fallen


def test_a_rate_that_nobody_has_decided_is_tried(office: tuple[Console, Actor, Actor]) -> None:
    console, officer, _approver = office
    console.parameters(rate(2022, "0.31", valid_from="2023-01-01").replace("decided", "withdrawn"))
    shadow = tried(console, officer, value="0.31").shadow
    assert shadow is not None
    assert shadow.undecided == (((2022, "physical"), (2022, "e")), ())
    [before_and_after] = [one[1:] for one in shadow.years if one[0] == 2022]
    assert before_and_after[0] == 0
    assert before_and_after[1] > 0
    assert shadow.after["gross"] > shadow.before["gross"]


@pytest.mark.parametrize(
    ("changes", "reach"),
    [
        ({"name": "lending.cap", "unit": "EUR", "kind": "physical", "loan_year": None,
          "value": "300", "valid_from": "2024-01-01"}, "later"),
        ({"name": "retention.sessions", "unit": "days", "loan_year": None, "value": "40"}, "none"),
        ({"name": "tax.no_card", "unit": "percent", "loan_year": None, "value": "55"}, "now"),
    ],
)  # fmt: skip
def test_how_far_a_value_reaches_is_said(
    office: tuple[Console, Actor, Actor], changes: dict[str, Any], reach: str
) -> None:
    console, officer, _approver = office
    shadow = tried(console, officer, **changes).shadow
    assert shadow is not None
    assert shadow.reach == reach
    assert (shadow.before == shadow.after) == (reach == "none")
