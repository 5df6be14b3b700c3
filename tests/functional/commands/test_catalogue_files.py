"""portal catalogue export and restore: a person's list moves from one portal to another whole."""

from __future__ import annotations

from pathlib import Path

from portal.documents.catalogue import FORMATS
from tests.factories.console import CATALOGUE, Console, claim, person


def filled(console: Console) -> None:
    """Two people, three editions; one entry says something else later."""
    console.people(person("P1"), person("P2"))
    rows = [
        claim("P1", 1, heads=2, added="2015-01-01"),
        claim("P1", 1, heads=3, added="2016-02-03"),
        claim("P1", 2, "translator", added="2017-01-01"),
        claim("P2", 3),
    ]
    console.run("catalogue", "import", console.table("claims.csv", CATALOGUE, rows))


def exported(console: Console, name: str) -> Path:
    """The file of P1's list in a format."""
    path = console.folder / f"out.{name}"
    console.run("catalogue", "export", "P1", "--format", name, "--out", path)
    return path


def elsewhere(tmp_path: Path, name: str) -> Console:
    """Another portal, in which P1 has nothing yet."""
    folder = tmp_path / f"other-{name}"
    folder.mkdir()
    other = Console(f"sqlite:///{folder / 'portal.sqlite'}", folder)
    other.run("database", "upgrade")
    return other


def test_a_list_is_the_same_in_another_portal(on_both: Console, tmp_path: Path) -> None:
    filled(on_both)
    other = elsewhere(tmp_path, "portal")
    other.people(person("P1"))
    first = exported(on_both, "json")
    assert other.told("catalogue", "restore", "P1", first) == {
        "works": 2, "editions": 2, "versions": 3, "there": 0
    }  # fmt: skip
    for name in FORMATS:
        content = exported(on_both, name).read_bytes()
        assert exported(other, name).read_bytes() == content
        said = other.told("catalogue", "restore", "P1", exported(on_both, name))
        assert said == {"works": 0, "editions": 0, "versions": 0, "there": 3}
    assert other.count("audit_event") == 2


def test_days_before_the_joining_day_become_it(console: Console, tmp_path: Path) -> None:
    filled(console)
    other = elsewhere(tmp_path, "late")
    late = ["P1", "Person P1", "", "", "", "", "", "FI", "2016-01-01", ""]
    other.people(late)
    other.run("catalogue", "restore", "P1", exported(console, "csv"))
    rows = exported(other, "csv").read_text("utf-8-sig").splitlines()
    assert '"2016-01-01"' in rows[1]
    assert '"2016-02-03"' in rows[2]


def test_what_is_not_the_portals_own_is_refused(console: Console) -> None:
    filled(console)
    table = console.written("list.csv", "ISBN;Nimi\n9789510200001;Talvi\n")
    said = console.refusal("catalogue", "restore", "P1", table)
    assert "is not a list that the portal wrote" in said
    assert "there is no person" in console.refusal(
        "catalogue", "restore", "P9", exported(console, "xlsx")
    ).replace("There", "there")


def test_a_file_that_cannot_be_written_is_said(console: Console, tmp_path: Path) -> None:
    filled(console)
    nowhere = tmp_path / "nowhere" / "list.json"
    said = console.refusal("catalogue", "export", "P1", "--format", "json", "--out", str(nowhere))
    assert f"Could not open file {str(nowhere)!r}: No such file or directory" in said
