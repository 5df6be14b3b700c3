"""The archive: what was just read is what is kept, whatever lay there before."""

from __future__ import annotations

import gzip

import pytest

from portal.usage import archive, errors
from portal.usage.refused import refused_rows

CONTENT = b"isbn,year,loans\n9789510112441,2024,7\n9789510000000,2024,5\n"
PACKED = gzip.compress(CONTENT, mtime=0)
COUNTS = [(9789510112441, None, 2024, None, None, 7)]


@pytest.mark.parametrize(("first", "second"), [(PACKED, CONTENT), (CONTENT, PACKED)])
def test_the_same_bytes_left_in_the_other_compression(room, first, second):
    """An import that was killed leaves its copy behind; the next one must not read that."""
    room.read(room.file("first", first))
    reading = room.read(room.file("second", second))
    assert reading.totals.rows_read == 2
    assert room.counts(reading) == COUNTS
    assert [file.rows for file in reading.files] == [2]


@pytest.mark.parametrize("content", [CONTENT, PACKED])
def test_a_torn_copy_is_never_trusted(room, content):
    digest = room.read(room.file("loans", content)).files[0].digest
    for copy in (room.data_dir / "archive").iterdir():
        copy.write_bytes(content[:30])
    reading = room.read(room.file("loans", content))
    assert room.counts(reading) == COUNTS
    assert archive.reopened(room.data_dir, digest, "loans").size == len(CONTENT)


@pytest.mark.parametrize(("first", "second"), [(PACKED, CONTENT), (CONTENT, PACKED)])
def test_a_call_that_is_refused_takes_only_its_own_copy_away(room, first, second):
    room.read(room.file("first", first))
    before = sorted(room.left_behind())
    room.file("second", second)
    room.file("third", b"isbn,year,loans\n1,2\n")
    with pytest.raises(errors.WrongFieldCount):
        room.read(room.incoming / "second", room.incoming / "third")
    assert sorted(room.left_behind()) == before


@pytest.mark.parametrize("content", [CONTENT, PACKED])
def test_refused_rows_come_out_of_either_copy(room, content):
    reading = room.read(room.file("loans", content))
    assert refused_rows(room.data_dir, reading.refused_path, room.incoming / "out.csv") == 1


@pytest.mark.parametrize("left", [b"", CONTENT[:-9], PACKED[:-9], CONTENT + b"1,2024,1\n"])
def test_a_copy_that_is_not_what_was_read_is_named(room, left):
    digest = room.read(room.file("loans", CONTENT)).files[0].digest
    copy = room.data_dir / "archive" / digest
    copy.write_bytes(left)
    with pytest.raises(errors.ArchiveMissing) as caught:
        archive.reopened(room.data_dir, digest, "loans")
    assert caught.value.arguments == {"file": "loans", "copy": f"archive/{digest}"}
    copy.unlink()
    with pytest.raises(errors.ArchiveMissing):
        archive.reopened(room.data_dir, digest, "loans")
