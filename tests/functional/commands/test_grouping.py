"""portal catalogue works: grouping by records, and what the office decides of shared works."""

from __future__ import annotations

from portal.demo.records import FILE
from tests.factories.console import Console, claim, isbn, person


def test_the_office_joins_splits_and_undoes_what_people_share(console: Console) -> None:
    console.people(person("P1"), person("P2"))
    console.catalogue(claim("P1", 1), claim("P2", 2))
    code = console.staff("Ulla Officer", role="officer")
    office = ("--reason", "The title page says so", "--as", code)
    joined = console.told("catalogue", "works", "join", isbn(1), isbn(2), *office)
    assert joined["change_id"] == 1
    assert "one work already" in console.refusal(
        "catalogue", "works", "join", isbn(1), isbn(2), *office
    )
    console.told("catalogue", "works", "split", isbn(2), *office)
    assert "moved again" in console.refusal("catalogue", "works", "undo", 1, "--as", code)
    console.told("catalogue", "works", "undo", 2, "--as", code)
    console.told("catalogue", "works", "undo", 1, "--as", code)
    listed = console.told("catalogue", "works", "list")["changes"]
    assert [(one["kind"], one["undone"]) for one in listed] == [("split", True), ("join", True)]
    assert listed[0]["reason"] == "The title page says so"


def test_who_may_not_decide_and_what_there_is_not(console: Console) -> None:
    console.people(person("P1"))
    console.catalogue(claim("P1", 1), claim("P1", 2))
    auditor, officer = console.staff("Aulis", role="auditor"), console.staff("Ulla", role="officer")
    told = ("catalogue", "works", "split", isbn(1), "--reason", "x", "--as")
    assert "decided by support" in console.refusal(*told, auditor)
    assert "Leave at least one in it" in console.refusal(*told, officer)
    two = ("catalogue", "works", "split", isbn(1), isbn(2), "--reason", "x", "--as", officer)
    assert "of several works" in console.refusal(*two)
    assert console.refusal("catalogue", "works", "undo", 999, "--as", officer) == (
        "There is no change 999. Use a number that portal catalogue works list printed."
    )
    unknown = ("catalogue", "works", "join", isbn(1), isbn(9), "--reason", "x", "--as", officer)
    assert "has no edition" in console.refusal(*unknown)


def test_records_that_come_later_group_what_is_there(console: Console) -> None:
    """The printed book and its EPUB: a record of each names the other."""
    console.people(person("P1"))
    header = ("person_id", "isbn", "role", "heads", "added", "title", "medium", "class")
    rows = [["P1", number, "author", 1, "2015-01-01", title, "", ""] for number, title in (
        (9789525329155, "Kotona maailmankaikkeudessa"), (9789525329919, "Kotona (e-kirja)"),
    )]  # fmt: skip
    console.told("catalogue", "import", console.table("claims.csv", header, rows))
    console.told("bibliography", "import", FILE)
    assert console.told("catalogue", "works", "group") == {"moved": 0}
    with console.session(writes=False) as session:
        works = session.connection().exec_driver_sql("SELECT DISTINCT work_id FROM edition").all()
        reasons = session.connection().exec_driver_sql("SELECT grouped_by FROM edition").all()
    assert len(works) == 1
    assert {row[0] for row in reasons} == {"alone", "identifier"}
