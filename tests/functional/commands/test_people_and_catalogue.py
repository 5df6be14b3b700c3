"""portal people, catalogue, staff, accounts and database, as an operator types them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.factories.console import CATALOGUE, PEOPLE, Console, claim, person


def test_people_and_claims_are_read_and_read_again_without_a_change(on_both: Console) -> None:
    people = on_both.table("people.csv", PEOPLE, [person("P1", 24.5), person("P2")])
    assert on_both.told("people", "import", people) == {"people": 2, "added": 2, "changed": 0}
    again = on_both.run("people", "import", people).stdout
    assert again == "2 people read: 0 added, 0 changed.\n"
    claims = on_both.table("catalogue.csv", CATALOGUE, [claim("P1", 1), claim("P2", 1, heads=2)])
    assert on_both.told("catalogue", "import", claims) == {
        "rows": 2, "claims_added": 2, "claims_withdrawn": 0,
        "editions_added": 1, "editions_changed": 0,
    }  # fmt: skip
    assert on_both.run("catalogue", "import", claims).stdout.splitlines() == [
        "2 rows read: 0 claims added, 0 withdrawn.",
        "0 editions added, 0 changed.",
    ]


def test_one_bad_row_leaves_nothing_behind(on_both: Console) -> None:
    on_both.people(person("P1"))
    rows = [claim("P1", 1), claim("P1", 2, heads=0)]
    said = on_both.refusal("catalogue", "import", on_both.table("claims.csv", CATALOGUE, rows))
    assert said == (
        "Line 3 of claims.csv: “0” in heads is not a whole number from 1 to 999. "
        "Correct it; nothing was changed."
    )
    assert [on_both.count(table) for table in ("claim", "edition", "work")] == [0, 0, 0]


def test_an_unknown_person_is_named(console: Console) -> None:
    table = console.table("claims.csv", CATALOGUE, [claim("P7", 1)])
    assert "there is no person “P7”" in console.refusal("catalogue", "import", table)


def test_staff_act_under_the_id_that_was_printed(console: Console, tmp_path: Path) -> None:
    console.people(person("P1"))
    code = console.staff("Anna Approver", person="P1")
    assert code == "anna-approver"
    table = console.table("people.csv", PEOPLE, [person("P2")])
    console.run("people", "import", table, "--as", code)
    said = console.refusal("people", "import", table, "--as", "nobody")
    assert said.startswith("There is no staff member “nobody”")
    assert "There is no person “P9”" in console.refusal(
        "staff", "add", "B", "--role", "officer", "--person", "P9"
    )


def test_a_sign_in_is_linked(console: Console) -> None:
    console.people(person("P1"), person("P2", died=2001))
    link = ("accounts", "link", "https://id.example", "sub-1")
    console.run(*link, "--person", "P1", "--heir", "P2")
    assert console.count("account") == 1
    assert console.count("mandate") == 1
    assert "stands for somebody else" in console.refusal(*link, "--person", "P2")
    assert "would stand for nobody" in console.refusal(*link)


def test_a_database_that_is_not_ready_is_said_and_mended(tmp_path: Path) -> None:
    console = Console(f"sqlite:///{tmp_path / 'new' / 'portal.db'}", tmp_path)
    table = console.table("people.csv", PEOPLE, [person("P1")])
    said = console.refusal("people", "import", table)
    assert said == "The database is empty or of another version. Run: portal database upgrade"
    for _ in range(2):
        assert "The database is ready" in console.run("database", "upgrade").stdout
    console.run("people", "import", table)


def test_a_database_that_does_not_answer_is_said(tmp_path: Path) -> None:
    console = Console("postgresql://nobody@127.0.0.1:9/nothing", tmp_path)
    assert "does not answer" in console.refusal("database", "upgrade")
    table = console.table("people.csv", PEOPLE, [person("P1")])
    assert "does not answer" in console.refusal("people", "import", table)


def test_the_help_loads_no_command() -> None:
    code = (
        "import sys, portal.commands\n"
        "try: portal.commands.main(['--help'])\n"
        "except SystemExit: pass\n"
        "sys.exit(any(name in sys.modules for name in ('sqlalchemy', 'flask', 'duckdb')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0
