"""Plain files read quickly, as text and out of Parquet say what a reader of thirty lines says."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kernel.catalogue import CLASSES, MEDIA
from portal.kernel.isbn import judge
from portal.usage.reading import read

HEADER = ("isbn", "year", "medium", "class", "loans", "renewals", "library")


def words(text: str) -> st.SearchStrategy[str]:
    """One of the words of a text."""
    return st.sampled_from(text.split())


good_isbns = words("9789510112441 978-951-0-11244-1 951-0-11244-5 9789511293675 020163385X")
isbns = good_isbns | words(
    "9789511293675;9789510112441 9789510112442 9789510000000 9789180000000 951000000X 0317-8471 "
    "4006381333931 978951011244 x 97895101124X1 9789511293675|1"
) | st.just("")  # fmt: skip
years = st.sampled_from(["2024", " 2023", "2022 ", "02024", "24", "", "year", "2024.0"])
media = st.sampled_from([*MEDIA, "", "Ebook", " physical ", "papyrus"])
classes = st.sampled_from([*CLASSES, "", "Comic", "novel"])
numbers = words(
    "0 1 7 007 -0 -1 +4 2.5 2.0 -2.5 1e3 1_000 0x10 0X10 999999999 1000000000 2147483648 "
    "99999999999999999999 many NA"
) | st.sampled_from(["", " 5 ", "1 000", "2,5"])
few = st.integers(0, 40).map(str)
libraries = st.sampled_from(["Vaara", "Lumme", ""])
sound = st.tuples(
    isbns, words("2023 2024"), media, classes, few, few | st.just(""), st.just("Vaara") | libraries
)
rows = st.tuples(isbns, years, media, classes, few | numbers, few | numbers, libraries)
tables = st.lists(sound, min_size=1, max_size=12) | st.lists(rows, min_size=1, max_size=12)


def whole(text: str) -> int | None:
    """A number of loans, or None: digits alone, at most 999,999,999."""
    text = text.strip(" ")
    if re.fullmatch(r"-0+", text):
        return 0
    return int(text) if re.fullmatch(r"\d+", text) and int(text) < 10**9 else None


def expected(table, year):
    """(counts, accepted rows and loans, refused rows by what refuses them first)."""
    counts: Counter[tuple] = Counter()
    totals: Counter[str] = Counter()
    for isbn, said, medium, class_, loans, renewals, _ in table:
        verdicts = [judge(part) for part in re.split(r"[;|]", isbn)]
        members = sorted({v.isbn for v in verdicts if v.isbn})
        number = [whole(loans), whole(renewals) if renewals else 0]
        known_year = re.fullmatch(r"0*([12]\d{3})", said.strip())
        medium, class_ = medium.strip().lower() or None, class_.strip().lower() or None
        faults = [
            not members and verdicts[0].reason,
            None in number and "number",
            not known_year and "year_unreadable",
            bool(known_year and year and int(known_year[1]) != year) and "year_other",
            medium is not None and medium not in MEDIA and "medium_unknown",
            class_ is not None and class_ not in CLASSES and "class_unknown",
        ]
        reason = next((fault for fault in faults if fault), "accepted")
        totals[reason] += 1
        if reason == "accepted":
            counts[tuple(members), int(known_year[1]), medium, class_] += sum(number)
    return counts, totals


def found(path: Path, year: int | None):
    reading = read(
        [path],
        data_dir=path.parent / "data",
        source="S",
        year=year,
        format=None,
        today=date(2026, 10, 15),
        known_digests={},
        class_table={},
    )
    counts: Counter[tuple] = Counter()
    for row in pq.read_table(path.parent / "data" / reading.counts_path).to_pylist():
        members = tuple(map(int, (row["members"] or str(row["isbn"])).split()))
        counts[members, row["loan_year"], row["medium"], row["class"]] += row["loans"]
    totals: Counter[str] = Counter({"accepted": reading.totals.rows_accepted})
    for reason, one in reading.refused.items():
        totals["number" if reason.startswith("loans_") else reason] += one.rows
    assert reading.totals.loans_accepted == sum(counts.values())
    coverage = sum(one.rows for one in reading.coverage)
    return counts, +totals, reading.totals.loans_read, coverage


def written(folder: Path, table, quoting: int) -> Path:
    text = io.StringIO()
    writer = csv.writer(text, quoting=quoting, lineterminator="\n")
    writer.writerows([HEADER, *table])
    path = folder / "loans.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


@settings(max_examples=12)
@given(tables, st.sampled_from([None, 2024]))
def test_each_way_of_reading_says_the_same(table, year):
    answers = []
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL):
        with TemporaryDirectory() as name:
            answers.append(found(written(Path(name), table, quoting), year))
    with TemporaryDirectory() as name:
        path = Path(name) / "loans.parquet"
        columns = [pa.array(column, pa.string()) for column in zip(*table, strict=True)]
        pq.write_table(pa.table(columns, names=list(HEADER)), path)
        answers.append(found(path, year))
    counts, totals = expected(table, year)
    assert answers[0][:2] == (dict(counts), totals)
    assert answers[1:] == [answers[0]] * 2
