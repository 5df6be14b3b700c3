"""The same rows count the same however they are packed."""

from __future__ import annotations

import gzip
import io
import stat
import zipfile

import pyarrow as pa
import pytest

from portal.kernel.errors import Refusal
from portal.usage import archive

CONTENT = "isbn,year,month,loans\n9789510112441,2024,1,7\n9789510228937,2024,2,5\n"


def zipped(files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return target.getvalue()


PACKED = {
    "loans.csv": CONTENT.encode(),
    "loans.csv.gz": gzip.compress(CONTENT.encode()),
    "loans.csv.zst": pa.compress(CONTENT.encode(), "zstd", asbytes=True),
    "loans.zip": zipped({"loans.csv": CONTENT}),
    "zstd-in.zip": zipped({"loans.csv": pa.compress(CONTENT.encode(), "zstd", asbytes=True)}),
}


@pytest.mark.parametrize("name", PACKED)
def test_each_packing_counts_the_same(room, name):
    room.file(name, PACKED[name])
    reading = room.read()
    assert [(isbn, loans) for isbn, *_, loans in room.counts(reading)] == [
        (9789510112441, 7),
        (9789510228937, 5),
    ]
    assert [one.months for one in reading.coverage] == [0b11]


@pytest.mark.parametrize("name", PACKED)
def test_the_digest_is_that_of_the_bytes_inside_and_they_open_again(room, name):
    plain = room.read(room.file("plain.csv", CONTENT)).files[0].digest
    (file,) = room.read(room.file(name, PACKED[name])).files
    assert file.digest == plain
    assert archive.reopened(room.data_dir, file.digest, file.name).size == len(CONTENT)


def test_each_member_of_a_zip_is_a_file(room):
    second = "isbn,year,month,loans\n9789510112441,2023,3,2\n"
    room.file("two.zip", zipped({"a.csv": CONTENT, "b/c.csv": second, "__MACOSX/x": "no"}))
    reading = room.read()
    assert [file.name for file in reading.files] == ["two.zip: a.csv", "two.zip: c.csv"]
    assert reading.totals.loans_accepted == 14


def test_a_link_inside_a_zip_is_its_own_bytes_and_leads_nowhere(room, tmp_path):
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_text(CONTENT)
    link = zipfile.ZipInfo("loans.csv")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive_file:
        archive_file.writestr(link, str(elsewhere))
    room.file("link.zip", packed.getvalue())
    with pytest.raises(Refusal) as refused:
        room.read()
    assert refused.value.code == "usage_unknown_format"


def test_frames_of_zstandard_after_one_another_are_one_file(room):
    head, rest = CONTENT.split("\n", 1)
    parts = (pa.compress(one.encode(), "zstd", asbytes=True) for one in (head + "\n", rest))
    assert room.read(room.file("two.csv.zst", b"".join(parts))).totals.loans_accepted == 12
