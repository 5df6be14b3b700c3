"""A COUNTER report as a table: lines about the report, a blank one, and a column a month."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO

from portal.usage import errors, packing
from portal.usage.archive import Original
from portal.usage.readers.counter_rows import BOOKS_ONLY, Counted, Head, Month, checked

BEGINS = ("Report_Name\t", "Report_Name,", '"Report_Name"\t', '"Report_Name",')
_FORMATS = ("counter5",)
_MOST_HEAD_LINES = 60
_LONGEST_LINE = 1 << 20
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = re.compile(rf"({'|'.join(_MONTHS)})-([12][0-9]{{3}})")
_REQUIRED = ("Title", "Platform", "ISBN", "Metric_Type", "Reporting_Period_Total")
_KNOWN = {
    *_REQUIRED, "Publisher", "Publisher_ID", "DOI", "Proprietary_ID", "Print_ISSN", "Online_ISSN",
    "Linking_ISSN", "URI", "Data_Type", "Section_Type", "YOP", "Access_Type", "Access_Method",
}  # fmt: skip
_DATES = re.compile(r"Begin_Date\s*=\s*([0-9-]+).*?End_Date\s*=\s*([0-9-]+)", re.DOTALL)
Line = tuple[int, list[str]]


def read(original: Original) -> Iterator[Head | Counted]:
    """The head, then the rows; raises a FileFault."""
    with (
        packing.opened(original.path, original.compression) as source,
        io.TextIOWrapper(source, encoding="utf-8-sig", newline="") as text,
    ):
        lines = _lines(original, text)
        said, header = _head(original, lines)
        head = checked(original.name, said)
        months = _checked_header(original, header)
        yield head
        for line, fields in lines:
            if any(fields):
                yield _counted(original, head, header, months, line, fields)


def _counted(
    original: Original,
    head: Head,
    header: list[str],
    months: dict[str, Month],
    line: int,
    fields: list[str],
) -> Counted:
    if len(fields) != len(header):
        raise errors.WrongFieldCount(
            file=original.name, line=line, found=len(fields), expected=len(header)
        )
    row = dict(zip(header, fields, strict=True))
    numbers = [(month, row[name]) for name, month in months.items()]
    total = row["Reporting_Period_Total"]
    if not numbers:
        numbers = [(_only_year(original, head), total)]
    return Counted(
        title=row["Title"],
        isbns=tuple(part.strip() for part in row["ISBN"].split(";") if part.strip()),
        platform=row["Platform"],
        metric=row["Metric_Type"],
        data_type=row.get("Data_Type", "Book" if head.kind.startswith(BOOKS_ONLY) else ""),
        access_method=row.get("Access_Method", ""),
        numbers=tuple(numbers),
        total=total,
    )


def _only_year(original: Original, head: Head) -> Month:
    """The year of a report without months; raises CounterPeriod where it has several, or none."""
    year = head.begin[:4]
    if not year.isdigit() or head.end[:4] != year:
        raise errors.CounterPeriod(file=original.name, begin=head.begin, end=head.end)
    return int(year), 1


def _head(original: Original, lines: Iterator[Line]) -> tuple[Head, list[str]]:
    said: dict[str, str] = {}
    for _, fields in islice(lines, _MOST_HEAD_LINES):
        if "Metric_Type" in fields and "Title" in fields:
            return _said(said), fields
        if fields and fields[0]:
            said.setdefault(fields[0].strip(), "; ".join(one for one in fields[1:] if one))
    raise errors.CutOff(file=original.name, line=len(said) + 1)


def _said(said: dict[str, str]) -> Head:
    dates = _DATES.search(said.get("Reporting_Period", ""))
    return Head(
        kind=said.get("Report_ID", "").strip(),
        release=said.get("Release", "").strip(),
        library=said.get("Institution_Name", "").strip() or said.get("Customer_ID", "").strip(),
        begin=dates[1] if dates else "",
        end=dates[2] if dates else "",
        exceptions=said.get("Exceptions", ""),
    )


def _checked_header(original: Original, header: list[str]) -> dict[str, Month]:
    """The columns of months; raises what is wrong with the others."""
    context = {"file": original.name, "format": "counter5", "formats": _FORMATS}
    months: dict[str, Month] = {}
    for name in header:
        found = _MONTH.fullmatch(name)
        if found is not None:
            months[name] = (int(found[2]), _MONTHS.index(found[1]) + 1)
    missing = tuple(name for name in _REQUIRED if name not in header)
    unknown = _few(name for name in header if name not in months and not _is_known(name))
    repeated = _few(sorted({name for name in header if header.count(name) > 1}))
    if missing:
        raise errors.MissingColumns(columns=missing, **context)
    if repeated:
        raise errors.RepeatedColumns(columns=repeated, **context)
    if unknown:
        raise errors.UnknownColumns(columns=unknown, **context)
    return months


def _is_known(name: str) -> bool:
    """Whether a column is the Code's own, or an extension of a name space."""
    return name in _KNOWN or ":" in name


def _few(names: Iterator[str] | Sequence[str]) -> tuple[str, ...]:
    return tuple(name[:40] for name in islice(names, 10))


def _lines(original: Original, text: IO[str]) -> Iterator[Line]:
    """The fields of each line and its number. Tabs are never quoted; commas are as in CSV."""
    bounded = _bounded(original, text)
    first = next(bounded, "")
    tabs = "\t" in first
    number = 0
    try:
        for number, line in enumerate(_again(first, bounded), start=1):
            cells = line.rstrip("\r\n")
            if tabs:
                yield number, [_bare(cell) for cell in cells.split("\t")]
            else:
                yield number, next(csv.reader([cells], strict=True), [])
    except csv.Error as fault:
        raise errors.Unparsable(file=original.name, line=number) from fault


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _bounded(original: Original, text: IO[str]) -> Iterator[str]:
    number = 0
    while line := text.readline(_LONGEST_LINE):
        number += 1
        if len(line) >= _LONGEST_LINE:
            raise errors.Unparsable(file=original.name, line=number)
        yield line


def _bare(cell: str) -> str:
    """A cell that a spreadsheet has put in quotes, without them."""
    if len(cell) > 1 and cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1].replace('""', '"')
    return cell
