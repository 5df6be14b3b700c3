"""Counts for a run and for a page, over several imports."""

from __future__ import annotations

import pyarrow as pa
import pytest

from portal.usage.counts import COUNTED, counted, for_isbns, titles_for, year_totals
from portal.usage.errors import CountsMissing
from portal.usage.refused import refused_rows
from portal.usage.shapes import Title, TitleCount, YearTotals

A, B, C = 9789510112441, 9789511293675, 9789524712941
HEADER = "isbn,year,medium,class,loans"


def isbns(*numbers):
    return pa.table({"isbn": pa.array(numbers, pa.int64())})


def editions(*rows):
    names = ("isbn", "medium", "class")
    types = (pa.int64(), pa.string(), pa.string())
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    return pa.table({n: pa.array(c, t) for n, c, t in zip(names, columns, types, strict=True)})


@pytest.fixture
def paths(room):
    """Two imports: singles, groups, and the same title in both."""
    one = room.plain(
        f"{A},2024,,,10",
        f"{A},2024,ebook,comic,1",
        f"{B};{A},2024,,,100",
        f"{C},2024,,,5000",
        f"{A},2023,,,70000",
        header=HEADER,
        name="one.csv",
    )
    two = room.plain(
        f"{A},2024,,,20", f"{A};{B},2024,,,200", f"{C};{B},2024,,,1", header=HEADER, name="two.csv"
    )
    return [room.read(one).counts_path, room.read(two).counts_path]


def test_a_run_gets_claimed_titles_of_its_years_summed_over_imports(room, paths):
    table = counted(
        room.data_dir,
        paths,
        years=[2024],
        claimed=isbns(A, A),
        editions=editions((A, "eaudiobook", None)),
    )
    assert table.schema.equals(COUNTED)
    assert [tuple(row.values()) for row in table.to_pylist()] == [
        (A, None, 2024, "eaudiobook", "other", 30),
        (A, None, 2024, "ebook", "comic", 1),
        (A, f"{A} {B}", 2024, "eaudiobook", "other", 300),
    ]


def test_any_member_of_a_group_matches_a_claim(room, paths):
    table = counted(room.data_dir, paths, years=[2024, 2023], claimed=isbns(B), editions=editions())
    assert [tuple(row.values()) for row in table.to_pylist()] == [
        (A, f"{A} {B}", 2024, "physical", "other", 300),
        (B, f"{B} {C}", 2024, "physical", "other", 1),
    ]


def test_of_a_group_the_smallest_isbn_that_says_one_decides(room, paths):
    table = counted(
        room.data_dir,
        paths,
        years=[2024],
        claimed=isbns(B),
        editions=editions((C, "ebook", "comic"), (B, "physical", "story_book"), (A, "ebook", None)),
    )
    assert [(row["medium"], row["class"]) for row in table.to_pylist()] == [
        ("ebook", "story_book"),
        ("physical", "story_book"),
    ]


def test_what_a_row_says_of_a_group_stands_against_its_editions(room):
    path = room.plain(f"{A};{B},2024,ebook,other,5", header=HEADER, name="said.csv")
    table = counted(
        room.data_dir,
        [room.read(path).counts_path],
        years=[2024],
        claimed=isbns(A),
        editions=editions((A, "physical", "comic")),
    )
    assert [(row["medium"], row["class"]) for row in table.to_pylist()] == [("ebook", "other")]


def test_the_order_of_imports_changes_nothing(room, paths):
    arguments = {"years": [2023, 2024], "claimed": isbns(C, B, A), "editions": editions()}
    there = counted(room.data_dir, paths, **arguments)
    back = counted(room.data_dir, paths[::-1], **arguments)
    assert there.equals(back)


def test_nothing_imported_and_nothing_claimed(room, paths):
    none = counted(room.data_dir, [], years=[2024], claimed=isbns(A), editions=editions())
    assert (none.num_rows, none.schema) == (0, COUNTED)
    assert (
        counted(room.data_dir, paths, years=[2024], claimed=isbns(), editions=editions()).num_rows
        == 0
    )


def test_a_page_finds_groups_by_any_member(room, paths):
    assert for_isbns(room.data_dir, paths, [C, B]) == [
        TitleCount((A, B), 2024, None, None, 300),
        TitleCount((B, C), 2024, None, None, 1),
        TitleCount((C,), 2024, None, None, 5000),
    ]
    assert for_isbns(room.data_dir, [], [A]) == []
    assert for_isbns(room.data_dir, paths, []) == []


def test_totals_of_a_year_and_what_is_matched(room, paths):
    """10+1+20 single A, 300 group A B, 5000 C, 1 group B C: four titles, 5,332 loans."""
    totals = year_totals(room.data_dir, paths, 2024, isbns(A, B))
    assert totals == YearTotals(loans=5332, titles=4, matched_loans=332, matched_titles=3)
    assert year_totals(room.data_dir, paths, 2019, isbns(A)) == YearTotals(0, 0, 0, 0)


def test_titles_by_the_most_frequent_spelling(room):
    row = "aikuistenkirjat;lainaus+uusinnat;{};Aalto, Aino ;{};2015;{};1"
    rows = [row.format(t, A, q) for t, q in (("=Meri", 1), ("=Meri", 2), ("Merj", 3))]
    header = "Kirja;Laji;Nimeke;Tekijä;ISBN;Vuosi;Kvartaali;Lainauskerrat"
    reading = room.read(room.file("h.csv", "\n".join([header, *rows])))
    found = titles_for(room.data_dir, [reading.titles_path], [A, B])
    assert found == {A: Title("=Meri", "Aalto, Aino")}
    assert titles_for(room.data_dir, [], [A]) == {}


def test_counts_that_are_gone_are_named(room, paths):
    (room.data_dir / paths[1]).unlink()
    claims = {"claimed": isbns(A)}
    for asked in (
        lambda: counted(room.data_dir, paths, years=[2024], editions=editions(), **claims),
        lambda: year_totals(room.data_dir, paths, 2024, **claims),
        lambda: for_isbns(room.data_dir, paths, [A]),
        lambda: titles_for(room.data_dir, paths, [A]),
        lambda: refused_rows(room.data_dir, paths[1], room.incoming / "out.csv"),
    ):
        with pytest.raises(CountsMissing) as caught:
            asked()
        assert (caught.value.code, caught.value.arguments) == ("counts_missing", {"file": paths[1]})
