"""Files of loans that are not what they seem: built here, each in a class with its name.

`answer` is the code of the refusal, or the counted loans of an honest result.
"""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

HEADER = "isbn,year,loans\n"
ROW = "9789510112441,2024,7\n"
GOOD = HEADER + ROW
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Fixture:
    """A file, and what reading it must come to."""

    kind: str
    name: str
    build: Callable[[], bytes]
    answer: str | int


def zipped(files: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return target.getvalue()


def patched(data: bytes, before: bytes, after: bytes) -> bytes:
    assert before in data
    return data.replace(before, after)


def locked() -> bytes:
    """The bit of a password in the directory and before the member."""
    data = bytearray(zipped({"loans.csv": GOOD}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = b"\0" * MEGABYTE
    return b"".join(packer.compress(piece) for _ in range(megabytes)) + packer.flush()


def zstd_zeros(megabytes: int) -> bytes:
    return bytes(pa.compress(b"0" * (MEGABYTE * megabytes), "zstd", asbytes=True))


def lying_zip() -> bytes:
    """A member that says four bytes and holds more."""
    data = zipped({"loans.csv": GOOD})
    size = struct.pack("<I", len(GOOD))
    return patched(data, size, struct.pack("<I", 4))


def many_members() -> bytes:
    """The end says 60,000 members; the directory is not looked at."""
    data = zipped({"loans.csv": GOOD})
    at = data.rindex(b"PK\x05\x06")
    return data[: at + 8] + struct.pack("<HH", 60_000, 60_000) + data[at + 12 :]


def overlapping() -> bytes:
    """A hundred names of one member of one megabyte of zeros: the same bytes again and again."""
    data = zipped({"a": b"\0" * MEGABYTE})
    at = data.index(b"PK\x01\x02")
    entry, end = (
        data[at : data.rindex(b"PK\x05\x06")],
        bytearray(data[data.rindex(b"PK\x05\x06") :]),
    )
    end[8:12] = struct.pack("<HH", 100, 100)
    end[12:16] = struct.pack("<I", len(entry) * 100)
    return data[:at] + entry * 100 + bytes(end)


def zip64() -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w") as packed,
        packed.open("loans.csv", "w", force_zip64=True) as member,
    ):
        member.write(GOOD.encode())
    return target.getvalue()


def parquet(**columns: object) -> bytes:
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target)
    return target.getvalue()


def of_text(text: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: text.encode(encoding)


def of(data: bytes) -> Callable[[], bytes]:
    return lambda: data


_ROW_FAULTS = {
    "an ISBN as a spreadsheet rounds it": "9.78951E+12,2024,7",
    "an ISBN with a formula": '"=HYPERLINK(""http://x"")",2024,7',
    "an ISBN of Arabic digits": "٩٧٨٩٥١٠١١٢٤٤١,2024,7",
    "an ISBN with a NUL": "978951011\x002441,2024,7",
    "a number that is negative": "9789510112441,2024,-7",
    "a number with a fraction": "9789510112441,2024,7.5",
    "a number past every double": "9789510112441,2024,1e400",
    "a number of ten thousand digits": "9789510112441,2024," + "9" * 10_000,
    "a number that is none": "9789510112441,2024,NaN",
    "a number in words": "9789510112441,2024,seven",
    "a year before books": "9789510112441,0000,7",
    "a year of five digits": "9789510112441,20240,7",
    "a year in words": "9789510112441,last year,7",
    "SQL in a field": "'; DROP TABLE loans; --,2024,7",
}
_GARBAGE = bytes(range(128, 256)) * 40

FIXTURES = [
    *(
        Fixture("row faults", name, of_text(f"{GOOD}{row}\n"), 7)
        for name, row in _ROW_FAULTS.items()
    ),
    Fixture(
        "encodings", "Latin-1", of_text(f"{HEADER}ääkköset,2024,7\n", "latin-1"), "usage_not_utf8"
    ),
    Fixture("encodings", "UTF-16", of_text(GOOD, "utf-16"), "usage_not_utf8"),
    Fixture("encodings", "UTF-32", of_text(GOOD, "utf-32"), "usage_not_utf8"),
    Fixture("encodings", "bytes that no text has", of(_GARBAGE), "usage_not_utf8"),
    Fixture("encodings", "cut within a letter", of((HEADER + "ä").encode()[:-1]), "usage_cut_off"),
    Fixture("encodings", "a mark of byte order", of_text("\ufeff" + GOOD), 7),
    Fixture("columns", "none of the known", of_text("a,b,c\n1,2,3\n"), "usage_unknown_format"),
    Fixture(
        "columns",
        "one missing",
        of_text("isbn,year\n9789510112441,2024\n"),
        "usage_missing_columns",
    ),
    Fixture("columns", "one twice", of_text("isbn,isbn,year,loans\n"), "usage_repeated_columns"),
    Fixture(
        "columns", "one that is not known", of_text("isbn,year,loans,x\n"), "usage_unknown_columns"
    ),
    Fixture(
        "columns",
        "ten thousand",
        of_text(",".join(f"c{n}" for n in range(10_000))),
        "usage_unknown_format",
    ),
    Fixture(
        "columns",
        "a name that closes SQL",
        of_text('isbn,year,loans,"); DROP--"\n'),
        "usage_unknown_columns",
    ),
    Fixture(
        "lines",
        "fields too many",
        of_text(GOOD + "9789510112441,2024,7,8,9\n"),
        "usage_field_count",
    ),
    Fixture(
        "lines",
        "a quote that never closes",
        of_text(GOOD + '"9789510112441,2024,7\n'),
        "usage_cut_off",
    ),
    Fixture(
        "lines",
        "a line of three megabytes",
        of_text(GOOD + "x" * (3 * MEGABYTE)),
        "usage_unparsable",
    ),
    Fixture("lines", "ends mixed", of_text(GOOD + "9789510112441,2024,7\r\n"), "usage_mixed_lines"),
    Fixture("nothing", "no byte", of(b""), "usage_file_empty"),
    Fixture("nothing", "spaces", of(b"  \n\n"), "usage_file_empty"),
    Fixture("nothing", "a gzip of nothing", of(gzip.compress(b"")), "usage_file_empty"),
    Fixture("nothing", "a zip of nothing", of(zipped({})), "usage_file_empty"),
    Fixture("nothing", "a zip of folders", of(zipped({"a/": b"", "b/": b""})), "usage_file_empty"),
    Fixture("gzip", "cut off", of(gzip.compress(GOOD.encode())[:-9]), "usage_cut_off"),
    Fixture(
        "gzip", "damaged", of(gzip.compress(GOOD.encode())[:10] + b"\xff" * 30), "usage_cut_off"
    ),
    Fixture("gzip", "its first two bytes", of(b"\x1f\x8b"), "usage_cut_off"),
    Fixture(
        "Zstandard",
        "cut off",
        of(pa.compress(GOOD.encode(), "zstd", asbytes=True)[:-3]),
        "usage_cut_off",
    ),
    Fixture("Zstandard", "damaged", of(b"\x28\xb5\x2f\xfd" + b"\xff" * 30), "usage_cut_off"),
    Fixture(
        "Zstandard",
        "something behind",
        of(pa.compress(GOOD.encode(), "zstd", asbytes=True) + b"x" * 9),
        "usage_cut_off",
    ),
    Fixture("bombs", "gzip of zeros", lambda: zeros(200), "usage_packed_too_large"),
    Fixture("bombs", "Zstandard of zeros", lambda: zstd_zeros(100), "usage_packed_too_large"),
    Fixture(
        "bombs",
        "zip of zeros",
        lambda: zipped({"a": b"\0" * (80 * MEGABYTE)}),
        "usage_packed_too_large",
    ),
    Fixture(
        "bombs",
        "zip of a gzip of zeros",
        lambda: zipped({"a": zeros(100)}),
        "usage_packed_too_large",
    ),
    Fixture("bombs", "zip of members that overlap", overlapping, "usage_packed_too_large"),
    Fixture("bombs", "zip that says 60,000 members", many_members, "usage_zip_members"),
    Fixture(
        "zip",
        "inside a zip",
        lambda: zipped({"inner.zip": zipped({"loans.csv": GOOD})}),
        "usage_zip_nested",
    ),
    Fixture("zip", "with a password", locked, "usage_zip_encrypted"),
    Fixture("zip", "cut off", lambda: zipped({"loans.csv": GOOD})[:-30], "usage_zip_damaged"),
    Fixture("zip", "its first four bytes", of(b"PK\x03\x04"), "usage_zip_damaged"),
    Fixture(
        "zip",
        "a wrong check sum",
        lambda: patched(zipped({"a": GOOD}, zipfile.ZIP_STORED), b"112441", b"112442"),
        "usage_zip_damaged",
    ),
    Fixture("zip", "a size that lies", lying_zip, "usage_zip_damaged"),
    Fixture("zip", "zip64", zip64, 7),
    Fixture(
        "zip",
        "twice the same member",
        lambda: zipped({"a": GOOD, "b": GOOD}),
        "usage_same_file_twice",
    ),
    Fixture("names in a zip", "a way up", lambda: zipped({"../../../etc/passwd": GOOD}), 7),
    Fixture("names in a zip", "a whole way", lambda: zipped({"/etc/cron.d/x": GOOD}), 7),
    Fixture("names in a zip", "a drive", lambda: zipped({"C:\\Windows\\x.csv": GOOD}), 7),
    Fixture("names in a zip", "signs of the terminal", lambda: zipped({"\x1b[2Ja.csv": GOOD}), 7),
    Fixture("names in a zip", "five hundred letters", lambda: zipped({"a" * 500: GOOD}), 7),
    Fixture(
        "Parquet",
        "cut off",
        lambda: parquet(isbn=["9789510112441"], year=[2024], loans=[7])[:-9],
        "usage_parquet_damaged",
    ),
    Fixture("Parquet", "its first four bytes", of(b"PAR1"), "usage_parquet_damaged"),
    Fixture(
        "Parquet",
        "inside gzip",
        lambda: gzip.compress(parquet(isbn=["x"], year=[2024], loans=[7])),
        "usage_parquet_compressed",
    ),
    Fixture(
        "Parquet",
        "ISBNs as fractions",
        lambda: parquet(isbn=[9789510112441.0], year=[2024], loans=[7]),
        7,
    ),
    Fixture(
        "Parquet",
        "loans that are not a number",
        lambda: parquet(isbn=["9789510112441"], year=[2024], loans=[float("nan")]),
        0,
    ),
    Fixture(
        "Parquet",
        "loans past every whole number",
        lambda: parquet(isbn=["9789510112441"], year=[2024], loans=[1e300]),
        0,
    ),
    Fixture("not loans", "a picture", of(b"\x89PNG\r\n\x1a\n" + b"\0" * 50), "usage_not_utf8"),
    Fixture("not loans", "a PDF", of(b"%PDF-1.7\n1 0 obj\n"), "usage_unknown_format"),
    Fixture(
        "not loans", "HTML", of(b"<!DOCTYPE html><title>Sign in</title>"), "usage_unknown_format"
    ),
    Fixture(
        "not loans",
        "a workbook",
        lambda: zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}),
        "usage_unknown_format",
    ),
]
