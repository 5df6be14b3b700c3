"""`portal loans import` after a mishap: a killed import, a lost file, a folder that is a file."""

from __future__ import annotations

import gzip

from tests.factories.console import LOANS, Console, claim, isbn, loans, person

TEXT = f"isbn,year,loans\n{isbn(1)},2024,7\n".encode()


def test_what_a_killed_import_left_behind_is_not_read(on_both: Console) -> None:
    """Its copy is in the archive, its rows are not in the database."""
    packed, bare = on_both.written("big.csv.gz", ""), on_both.written("big.csv", "")
    packed.write_bytes(gzip.compress(TEXT, mtime=0))
    bare.write_bytes(TEXT)
    refused = on_both.refusal("loans", "import", packed, "--source", "Vaara", "--replace")
    assert "nothing of Vaara" in refused
    found = on_both.told("loans", "import", bare, "--source", "Vaara")
    assert (found["rows_read"], found["loans_accepted"]) == (1, 7)


def test_counts_that_are_gone_are_named(on_both: Console) -> None:
    on_both.people(person("A"))
    on_both.catalogue(claim("A", 1))
    on_both.loans(loans(1, 2024, 5))
    for path in (on_both.data_dir / "counts").glob("*-counts.parquet"):
        path.unlink()
    said = on_both.refusal("loans", "coverage", "--year", "2024")
    assert "-counts.parquet are gone from the data folder" in said


def test_a_data_folder_that_is_a_file(console: Console) -> None:
    path = console.table("loans.csv", LOANS, [loans(1, 2024, 5)])
    console.data_dir.write_text("")
    said = console.refusal("loans", "import", path, "--source", "Helsinki")
    assert "cannot be made or written" in said


def test_a_library_has_a_name_that_both_databases_keep(on_both: Console) -> None:
    names = ["Vaa\0ra", "Vaara", "ä" * 300, "ä" * 201]
    rows = [(*loans(1, 2024, 5)[:-1], name) for name in names]
    on_both.loans(*rows)
    libraries = on_both.told("loans", "coverage", "--year", "2024")["libraries"]
    assert sorted((one["library"], one["rows"]) for one in libraries) == [
        ("Vaara", 2),
        ("ä" * 200, 2),
    ]
