"""Spreadsheets that want to do harm, or that went wrong, built here and kept nowhere."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date

import xlsxwriter

from tests.factories.old_spreadsheet import old_spreadsheet
from tests.hostile.onix_and_lists import Fixture, of

FIRST, SECOND = 9789510123454, 9789511234562
DAMAGED, PACKED, HEAVY = "list_refused damaged", "list_refused packed", "list_refused heavy"
UNKNOWN, NO_ROWS, NOTHING = "bibliography_unknown", "list_refused no_rows", "list_refused no_isbn"
LOCKED, ROUNDED, CELLS = "list_refused locked", "list_refused rounded", "list_refused cells"
SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MEGABYTE = 1024**2
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def book(fill: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    """A workbook as `fill` makes it."""
    kept = io.BytesIO()
    made = xlsxwriter.Workbook(kept, {"in_memory": True})
    fill(made)
    made.close()
    return kept.getvalue()


def plain(made: xlsxwriter.Workbook) -> None:
    """One sheet with one ISBN."""
    made.add_worksheet().write_column(0, 0, ["ISBN", str(FIRST)])


def sheet(fill: Callable[[xlsxwriter.worksheet.Worksheet], object]) -> bytes:
    """A workbook of one sheet."""
    return book(lambda made: fill(made.add_worksheet()))


GOOD = book(plain)
OLD = old_spreadsheet([["ISBN"], [str(FIRST)]])


def package(parts: Mapping[str, bytes | str]) -> bytes:
    """A ZIP of these parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content,
                          zipfile.ZIP_DEFLATED)  # fmt: skip
    return kept.getvalue()


def with_part(name: str, content: bytes | str) -> bytes:
    """The good workbook with one part more, or another in its place."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good:
        parts: dict[str, bytes | str] = {one: good.read(one) for one in good.namelist()}
    return package({**parts, name: content})


def cells(inside: str) -> str:
    """A sheet's XML around its rows."""
    return f'<worksheet xmlns="{NAMESPACE}"><sheetData>{inside}</sheetData></worksheet>'


def ods(rows: str, head: str = "") -> bytes:
    """A spreadsheet of LibreOffice."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    return package({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0"/>',
        "content.xml": f'{head}<office:document-content xmlns:office="{office}:office:1.0" '
        f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="A">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    })  # fmt: skip


def ods_cell(words: str, more: str = "") -> str:
    return (f'<table:table-cell office:value-type="string"{more}><text:p>{words}</text:p>'
            "</table:table-cell>")  # fmt: skip


def _lying() -> bytes:
    """A part that says it has ten bytes and has twenty megabytes."""
    sheet_xml = cells("<!--" + " " * (20 * MEGABYTE) + "-->")
    size = struct.pack("<I", len(sheet_xml))
    return with_part(SHEET, sheet_xml).replace(size, struct.pack("<I", 10))


def _one_text() -> bytes:
    """A cell of twenty megabytes."""
    words = f'<c r="A1" t="inlineStr"><is><t>{"9" * 20 * MEGABYTE}</t></is></c>'
    return with_part(SHEET, cells(f'<row r="1">{words}</row>'))


def _empty_rows() -> bytes:
    """One ISBN above a million rows that have a format and nothing else."""
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 1_000_000))
    first = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{FIRST}</t></is></c></row>'
    return with_part(SHEET, cells(first + empty))


def _packages() -> Iterator[list[Fixture]]:
    yield of(
        "spreadsheets, bombs",
        ("110 megabytes of zeros",
         lambda: with_part("xl/media/a.bin", bytes(110 * MEGABYTE)), PACKED),
        ("a size that is a lie", _lying, DAMAGED),
        ("3,000 parts", package({"[Content_Types].xml": "", **{str(n): "" for n in range(3_000)}}),
         PACKED),
        ("a bomb in a package", with_part("xl/embeddings/b.zip", package({"a": bytes(MEGABYTE)})),
         1),
        ("20 megabytes in one cell", _one_text, CELLS),
    )  # fmt: skip
    yield of(
        "spreadsheets, broken packages",
        ("cut off", GOOD[: len(GOOD) // 2], DAMAGED),
        ("only the first signs", b"PK\x03\x04", DAMAGED),
        ("an empty package", package({}), UNKNOWN),
        ("photographs", package({"a.jpg": b"\xff\xd8\xff", "b.jpg": b"\xff\xd8\xff"}), UNKNOWN),
        ("a text document", package({"mimetype": "application/vnd.oasis.opendocument.text"}),
         DAMAGED),
        ("no sheet", package({"[Content_Types].xml": "<Types/>"}), DAMAGED),
        ("locked", _flagged(GOOD), LOCKED),
        ("parts that climb out", with_part("../../etc/cron.d/x", "* * * * *"), 1),
    )  # fmt: skip
    yield of(
        "spreadsheets, older ones",
        ("a good one", OLD, 1),
        ("cut off", OLD[:2_000], DAMAGED),
        ("its sheet is hidden", old_spreadsheet([["ISBN", str(FIRST)]], hidden=True), NO_ROWS),
        ("an ISBN in its last cell", old_spreadsheet([["ISBN"]], far=str(FIRST)), HEAVY),
        ("a record longer than the file", OLD.replace(b"\x04\x02", b"\x04\x02\xff\xff"), DAMAGED),
        ("random bytes behind the signs", OLE + random.Random(4).randbytes(20_000), DAMAGED),
        ("zeros behind the signs", OLE + bytes(20_000), DAMAGED),
        ("only the signs", OLE, DAMAGED),
        ("a sector that follows itself", OLE + struct.pack("<16xHHH10xIIIII", 62, 3, 0xFFFE, 1, 0,
                                                          0, 0, 4096) + bytes(2_000), DAMAGED),
    )  # fmt: skip


def _flagged(content: bytes) -> bytes:
    """The package with the sign of a password on each part of its directory."""
    made = bytearray(content)
    place = made.find(b"PK\x01\x02")
    while place >= 0:
        made[place + 8] |= 1
        place = made.find(b"PK\x01\x02", place + 4)
    return bytes(made)


def _sheets() -> Iterator[list[Fixture]]:
    far = [("XFD1048576", 1_048_575, 16_383), ("A1048576", 1_048_575, 0)]
    yield of(
        "spreadsheets, far and empty cells",
        *((f"an ISBN in {name}", sheet(lambda one, r=row, c=column: (
            one.write(0, 0, "ISBN"), one.write(r, c, str(FIRST)))), HEAVY if column else 1)
          for name, row, column in far),
        ("a million empty rows", _empty_rows, 1),
        ("rows that all say they are the first", with_part(SHEET, cells(
            f'<row r="1"><c r="A1"><v>{FIRST}</v></c></row>' * 100)), 1),
        ("a row of no number", with_part(SHEET, cells(
            f'<row r="-1"><c r="A0"><v>{FIRST}</v></c></row>')), DAMAGED),
        ("a column beyond all", with_part(SHEET, cells(
            f'<row r="1"><c r="ZZZZZZZ1"><v>{FIRST}</v></c></row>')), 1),
        ("an open document's repeated row", ods(
            f"<table:table-row>{ods_cell(str(FIRST))}</table:table-row><table:table-row "
            'table:number-rows-repeated="1048575"><table:table-cell '
            'table:number-columns-repeated="16384"/></table:table-row>'), 1),
        ("an open document's repeated words", ods(
            '<table:table-row table:number-rows-repeated="1048576">' + ods_cell(
                str(FIRST), ' table:number-columns-repeated="16384"') + "</table:table-row>"),
         DAMAGED),
    )  # fmt: skip
    yield of(
        "spreadsheets, hidden sheets",
        ("all hidden", with_part("xl/workbook.xml", _workbook("hidden")), NO_ROWS),
        ("all very hidden", with_part("xl/workbook.xml", _workbook("veryHidden")), NO_ROWS),
        ("one of two", book(_one_hidden), 1),
        ("nothing in any", book(lambda made: made.add_worksheet()), NO_ROWS),
    )


def _values() -> Iterator[list[Fixture]]:
    yield of(
        "spreadsheets, numbers",
        ("an ISBN as a number", sheet(lambda one: one.write_number(0, 0, FIRST)), 1),
        ("rounded", sheet(lambda one: one.write_number(0, 0, 9.78951e12)), ROUNDED),
        ("with a half", sheet(lambda one: one.write_number(0, 0, FIRST + 0.5)), NOTHING),
        ("beyond what is exact", sheet(lambda one: one.write_number(0, 0, 1e300)), NOTHING),
        ("a day", sheet(lambda one: one.write_datetime(0, 0, date(2026, 10, 15))), NOTHING),
        ("an error", sheet(lambda one: one.write_formula(0, 0, "=1/0", None, "#DIV/0!")), NO_ROWS),
        ("true", sheet(lambda one: one.write_boolean(0, 0, True)), NOTHING),
    )
    yield of(
        "spreadsheets, formulas and macros",
        ("a value that was kept", sheet(lambda one: one.write_formula(
            0, 0, '="x"', None, str(FIRST))), 1),
        ("a formula without one", sheet(lambda one: one.write_formula(
            0, 0, '=WEBSERVICE("http://127.0.0.1:9/")')), NO_ROWS),
        ("a command", sheet(lambda one: (one.write_formula(0, 0, "=cmd|'/c calc'!A0"),
                                         one.write(1, 0, str(FIRST)))), 1),
        ("a macro", with_part("xl/vbaProject.bin", OLE + bytes(5_000)), 1),
        ("a link to another book", with_part("xl/externalLinks/externalLink1.xml", "<x/>"), 1),
    )  # fmt: skip
    bomb = '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    yield of(
        "spreadsheets, XML inside",
        ("entities that swell", with_part(SHEET, f"{bomb}]>" + cells(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>')), DAMAGED),
        ("a file from elsewhere", with_part(SHEET, (
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + cells(
                '<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>'))), DAMAGED),
        ("cut off", with_part(SHEET, cells("")[:-20]), DAMAGED),
        ("not XML", with_part(SHEET, bytes(range(256))), DAMAGED),
        ("nested", with_part(SHEET, cells("<row>" * 100_000)), NO_ROWS),
        ("a text of no number", with_part(SHEET, cells(
            '<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>')), DAMAGED),
        ("an open document with entities", ods(
            f"<table:table-row>{ods_cell('&a9;')}</table:table-row>", f"{bomb}]>"), DAMAGED),
    )  # fmt: skip


def _merged() -> Iterator[list[Fixture]]:
    yield of(
        "spreadsheets, merged cells",
        ("a whole column", sheet(lambda one: (
            one.merge_range(0, 0, 1_048_575, 0, "Talvi"), one.write(1, 1, str(FIRST)))), 1),
        ("a title over two ISBNs", sheet(lambda one: (
            one.merge_range(0, 0, 1, 0, "Talvi"), one.write_column(
                0, 1, [str(FIRST), str(SECOND)]))), 2),
        ("5,000 of them", lambda: sheet(_many_merged), 1),
    )  # fmt: skip


def _workbook(state: str) -> str:
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (f'<workbook xmlns="{NAMESPACE}" xmlns:r="{related}"><sheets><sheet name="Sheet1" '
            f'sheetId="1" state="{state}" r:id="rId1"/></sheets></workbook>')  # fmt: skip


def _one_hidden(made: xlsxwriter.Workbook) -> None:
    plain(made)
    hidden = made.add_worksheet("Piilo")
    hidden.write(0, 0, str(SECOND))
    hidden.hide()


def _many_merged(one: xlsxwriter.worksheet.Worksheet) -> None:
    one.write(0, 5, str(FIRST))
    for number in range(5_000):
        one.merge_range(2 * number, 0, 2 * number + 1, 0, "Talvi")


_MADE = (_packages, _sheets, _values, _merged)
FIXTURES = [one for made in _MADE for some in made() for one in some]
