"""A fault of a file refuses all files of the call, says where, and leaves nothing behind."""

from __future__ import annotations

import gzip
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from portal.kernel.errors import Refusal
from portal.usage import archive, errors

GOOD = "9789510112441,2024,7"
HEADER = "isbn,year,loans"

FORMATS = ("koha_sanasto", "helmet", "seattle", "counter5", "plain")


def refusal_of(room, *paths, **options) -> Refusal:
    with pytest.raises(errors.FileFault) as caught:
        room.read(*paths, **options)
    assert room.left_behind() == []
    return caught.value


@pytest.mark.parametrize(
    ("content", "code", "arguments"),
    [
        (b"", "usage_file_empty", {}),
        (b" \n\n", "usage_file_empty", {}),
        (f"{HEADER}\n{GOOD}\n978951".encode(), "usage_cut_off", {"line": 3}),
        (f'{HEADER}\n{GOOD}\n"978951\n{GOOD}\n'.encode(), "usage_cut_off", {"line": 3}),
        (f"{HEADER}\n{GOOD},1\n{GOOD}".encode(), "usage_field_count", {"line": 2, "found": 4}),
        (f"{HEADER}\n978951\n{GOOD}".encode(), "usage_field_count", {"line": 2, "found": 1}),
        (f"{HEADER}\n{GOOD}\n978951\n".encode(), "usage_field_count", {"line": 3, "found": 1}),
        (f'{HEADER}\n"97"895,2024,7\n{GOOD}\n'.encode(), "usage_unparsable", {"line": 2}),
        ("isbn,year,loans\nä,2024,7\n".encode("latin-1"), "usage_not_utf8", {"line": 2}),
        (f"{HEADER}\n{GOOD}\n".encode("utf-16"), "usage_not_utf8", {"line": 1}),
        (gzip.compress(f"{HEADER}\n{GOOD}\n".encode(), mtime=0)[:-9], "usage_cut_off", {}),
        (b"PAR1 and nothing more", "usage_parquet_damaged", {}),
        (gzip.compress(b"PAR1 whatever", mtime=0), "usage_parquet_compressed", {}),
        (f"{HEADER}\n{GOOD}\n{GOOD}\r\n{GOOD}\n".encode(), "usage_mixed_lines", {"line": 3}),
        (f"{HEADER}\r\n{GOOD}\r\n{GOOD}\n".encode(), "usage_mixed_lines", {"line": 3}),
        (b"isbn,loans\n9789510112441,7\n", "usage_missing_columns", {"columns": ("year",)}),
        (
            b"isbn,year,loans,shelf,mood\n",
            "usage_unknown_columns",
            {"columns": ("shelf", "mood"), "formats": FORMATS},
        ),
        (b"isbn,year,loans,loans\n", "usage_repeated_columns", {"columns": ("loans",)}),
        (
            b"name,address\nA,B\n",
            "usage_unknown_format",
            {"columns": ("name", "address"), "formats": FORMATS},
        ),
        (f"{HEADER}\n{GOOD},\n{GOOD},,1\n".encode(), "usage_field_count", {"line": 3, "found": 5}),
        (f"{HEADER}\n978,2026,7\n".encode(), "usage_year_not_ended", {"year": 2026}),
    ],
)
def test_the_file_is_refused_with_its_name_and_line(room, content, code, arguments):
    fault = refusal_of(room, room.file("loans.csv", content))
    assert fault.code == code
    assert fault.arguments["file"] == "loans.csv"
    assert {name: fault.arguments[name] for name in arguments} == arguments


def test_one_bad_file_refuses_the_good_ones_with_it(room):
    room.plain(GOOD, name="a.csv")
    room.file("b.csv", f"{HEADER}\n{GOOD},9\n")
    fault = refusal_of(room)
    assert (fault.code, fault.arguments["file"]) == ("usage_field_count", "b.csv")


def test_a_file_in_latin_1_takes_the_good_one_out_of_the_archive_again(room):
    room.plain(GOOD, name="a.csv")
    room.file("b.csv", f"{HEADER},library\n{GOOD},Jyväskylä\n".encode("latin-1"))
    fault = refusal_of(room)
    assert fault.code == "usage_not_utf8"
    assert fault.arguments == {"file": "b.csv", "line": 2}


def test_a_year_asked_for_that_has_not_ended(room):
    fault = refusal_of(room, room.plain(GOOD), year=2026)
    assert (fault.code, fault.arguments) == ("usage_year_not_ended", {"file": None, "year": 2026})


def test_the_year_that_ended_yesterday_is_read(room):
    assert room.read(room.plain("9789510112441,2025,7"), year=2025).years == (2025,)


def test_the_same_bytes_twice_in_one_call(room):
    content = f"{HEADER}\n{GOOD}\n".encode()
    room.file("a.csv", content)
    room.file("b.csv.gz", gzip.compress(content, mtime=0))
    fault = refusal_of(room)
    assert fault.code == "usage_same_file_twice"
    assert fault.arguments == {"file": "b.csv.gz", "other": "a.csv"}


def test_a_refused_second_import_leaves_the_first_in_the_archive(room):
    path = room.plain(GOOD)
    digest = room.read(path).files[0].digest
    before = sorted(room.left_behind())
    with pytest.raises(errors.AlreadyImported):
        room.read(path, known_digests={digest: "before"})
    assert sorted(room.left_behind()) == before
    assert (room.data_dir / "archive" / digest).read_bytes() == path.read_bytes()


def test_a_folder_without_a_file_and_a_file_that_is_not_there(room):
    assert refusal_of(room).code == "usage_no_files"
    assert refusal_of(room, room.incoming / "none.csv").code == "usage_file_missing"


def test_two_formats_in_one_call(room):
    room.plain(GOOD, name="a.csv")
    room.koha(name="b.csv")
    fault = refusal_of(room)
    assert fault.arguments == {"file": "b.csv", "format": "koha_sanasto", "other": "plain"}


def test_a_format_by_name_decides_and_must_be_known(room):
    path = room.plain(GOOD)
    assert refusal_of(room, path, format="marc").code == "usage_unknown_format_name"
    assert refusal_of(room, path, format="helmet").code == "usage_unknown_format"
    assert room.read(path, format="plain").format == "plain"


@pytest.mark.parametrize(
    ("header", "code"), [(HEADER, "usage_unknown_columns"), ("name", "usage_unknown_format")]
)
def test_ten_of_many_columns_are_named_and_the_rest_counted(room, header, code):
    more = [f"more{number}" for number in range(30)]
    fault = refusal_of(room, room.plain(header=",".join([header, *more])))
    assert fault.code == code
    assert len(fault.arguments["columns"]) == 10
    assert fault.arguments["more"] == 30 + header.count("name") - 10


def test_line_ends_inside_quotes_are_not_mixed_line_ends(room):
    path = room.plain(f'{GOOD},"two\r\nlines"', header=f"{HEADER},library")
    assert room.read(path).totals.rows_accepted == 1


def outcome(room) -> int | str:
    """The rows that were read, or the file that was refused."""
    try:
        return room.read().totals.rows_read
    except errors.FileFault as fault:
        return str(fault.arguments["file"])


def damaged(content: bytes, place: int, byte: int) -> bytes:
    return content[:place] + bytes([byte]) + content[place + 1 :]


@pytest.mark.parametrize("place", range(4, 400, 37))
def test_a_damaged_parquet_file_is_refused_by_its_name_or_read(room, place):
    """One byte changed anywhere: a sentence or rows, never another error."""
    numbers = [9789510112441 + number for number in range(40)]
    table = pa.table({"isbn": [str(n) for n in numbers], "year": [2024] * 40, "loans": [7] * 40})
    pq.write_table(table, room.incoming / "good.parquet")
    content = (room.incoming / "good.parquet").read_bytes()
    (room.incoming / "loans.parquet").write_bytes(damaged(content, place, 0xF4))
    assert outcome(room) in (80, "loans.parquet")


def test_damaged_pages_of_a_parquet_file(room):
    table = pa.table({"isbn": ["9789510112441"] * 9000, "year": [2024] * 9000})
    table = table.append_column("loans", [list(range(9000))])
    for name in ("a.parquet", "b.parquet"):
        pq.write_table(table, room.incoming / name, use_dictionary=False)
    content = (room.incoming / "b.parquet").read_bytes()
    broken = content[:300] + b"\xff" * 3000 + content[3300:]
    (room.incoming / "b.parquet").write_bytes(broken)
    fault = refusal_of(room)
    assert (fault.code, fault.arguments) == ("usage_parquet_damaged", {"file": "b.parquet"})


def test_a_data_folder_that_cannot_be_made(room):
    room.data_dir.write_text("a file where the folder should be")
    with pytest.raises(errors.FolderNotWritable) as caught:
        room.read(room.plain(GOOD))
    assert caught.value.arguments["folder"] == str(room.data_dir / "archive")


@pytest.mark.parametrize("folder", ["tmp", "counts"])
def test_a_folder_inside_that_cannot_be_made(room, folder):
    room.data_dir.mkdir()
    (room.data_dir / folder).write_text("a file where the folder should be")
    with pytest.raises(errors.FolderNotWritable) as caught:
        room.read(room.plain(GOOD))
    assert caught.value.arguments["folder"] == str(room.data_dir / folder)
    assert [path.name for path in room.left_behind()] == [folder]


def test_counts_that_cannot_be_written_leave_nothing_behind(room, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "made_durable", full)
    fault = refusal_of(room, room.plain(GOOD))
    assert fault.code == "data_folder_not_writable"
    assert fault.arguments["why"] == "No space left on device"


def test_a_name_that_is_not_utf_8_is_shown_with_replacements(room):
    name = os.fsdecode(b"l\xe4n.csv")
    room.plain(GOOD, name=name)
    assert [file.name for file in room.read().files] == ["l\ufffdn.csv"]
    room.plain("1", name=name)
    with pytest.raises(errors.FileFault) as caught:
        room.read(room.incoming / name)
    assert caught.value.arguments["file"] == "l\ufffdn.csv"
    with pytest.raises(errors.FileMissing) as missing:
        room.read(room.incoming / os.fsdecode(b"\xe4"))
    assert str(missing.value.arguments["file"]).endswith("\ufffd")
