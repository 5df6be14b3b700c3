"""Loans by library system by command: what waits is counted once, and what fails is named."""

from __future__ import annotations

import shutil

from sqlalchemy import text

from tests.factories.console import LOANS, Console, isbn


def row(number: int, year: int, loans: int, library: str) -> tuple[object, ...]:
    return isbn(number), year, "", "", loans, "", library


def kept(console: Console) -> list[tuple[str | None, str | None]]:
    statement = "SELECT libraries_path, libraries_sha256 FROM usage_import ORDER BY id"
    with console.session(writes=False) as session:
        return [tuple(found) for found in session.execute(text(statement))]


def test_what_waits_is_counted_once(on_both: Console) -> None:
    on_both.loans(row(1, 2024, 5, "Vaara"), row(1, 2024, 2, "Helle"))
    on_both.loans(row(1, 2023, 3, "Vaara"))
    assert kept(on_both) == [(None, None)] * 2
    assert on_both.told("loans", "libraries") == {"counted": [1, 2], "failed": {}}
    before = kept(on_both)
    assert all(path and (on_both.data_dir / path).is_file() for path, _sha256 in before)
    assert on_both.told("loans", "libraries") == {"counted": [], "failed": {}}
    assert kept(on_both) == before
    assert on_both.told("verify")["libraries"] == {"looked_at": 2, "problems": []}


def test_an_import_that_was_replaced_is_not_counted(console: Console) -> None:
    console.loans(row(1, 2024, 5, "Vaara"))
    path = console.table("again.csv", LOANS, [row(1, 2024, 6, "Vaara")])
    console.told("loans", "import", path, "--source", "Helsinki", "--replace")
    assert console.told("loans", "libraries")["counted"] == [2]
    assert kept(console)[0] == (None, None)


def test_a_lost_original_stops_its_own_import_alone(console: Console) -> None:
    console.loans(row(1, 2024, 5, "Vaara"))
    for copy in (console.data_dir / "archive").iterdir():
        copy.unlink()
    console.loans(row(1, 2023, 5, "Vaara"))
    result = console.run("loans", "libraries", code=1)
    assert "1 import counted by library system" in result.stdout
    assert "Import 1: " in result.stdout
    assert "archive/" in result.stdout
    assert [path is None for path, _sha256 in kept(console)] == [True, False]


def test_a_changed_file_and_a_lost_one_are_noticed(console: Console) -> None:
    console.loans(row(1, 2024, 5, "Vaara"))
    console.loans(row(1, 2023, 3, "Vaara"))
    console.told("loans", "libraries")
    (first, _), (second, _) = kept(console)
    shutil.copy(console.data_dir / str(second), console.data_dir / str(first))
    assert console.told("verify", code=1)["libraries"]["problems"] == [first]
    (console.data_dir / str(second)).unlink()
    assert console.told("verify", code=1)["libraries"]["problems"] == [first, second]


def test_another_import_s_file_with_its_digest_does_not_add_up(console: Console) -> None:
    console.loans(row(1, 2024, 5, "Vaara"))
    console.loans(row(1, 2023, 3, "Vaara"))
    console.told("loans", "libraries")
    (_, _), (second, sha256) = kept(console)
    with console.session() as session:
        statement = (
            "UPDATE usage_import SET libraries_path = :p, libraries_sha256 = :s WHERE id = 1"
        )
        session.execute(text(statement), {"p": second, "s": sha256})
    problems = console.told("verify", code=1)["libraries"]["problems"]
    assert problems == [f"{second}: 2"]
