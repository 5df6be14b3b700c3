"""A catalogue that the portal itself wrote, in any of its five formats, read back whole.

What the portal wrote is told by its mark: the header of a table, or the name of the layout inside.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from portal.bibliography import list_grid, list_sheets
from portal.bibliography.errors import EncodingUnknown, XmlDamaged, XmlDeclares
from portal.kernel.catalogue_exchange import COLUMNS, FORMAT, Catalogue
from portal.kernel.catalogue_exchange_reading import (
    CatalogueDamaged,
    of_data,
    of_editions,
    of_rows,
)

_MARK = "'"
_MARC_DATA = "{http://www.loc.gov/MARC21/slim}datafield[@tag='988']"
_MARC_SUBFIELD = "{http://www.loc.gov/MARC21/slim}subfield"
_ONIX = "{http://ns.editeur.org/onix/3.1/reference}"
_LOOKED_AT = 4_000


def read(content: bytes, name: str) -> Catalogue | None:
    """The catalogue; None where the portal did not write the file.

    Raises CatalogueDamaged and CatalogueTooNew, and the faults of a file.
    """
    start = content[:_LOOKED_AT]
    if list_sheets.is_spreadsheet(content):
        return _of_workbook(content, name)
    mark = FORMAT.encode()
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and mark in content:
        return _of_json(content)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") and mark in content:
        return _of_xml(content, name)
    return _of_table(content, name)


def _of_json(content: bytes) -> Catalogue | None:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise CatalogueDamaged(place=1, column="JSON", value="") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        return None
    return of_data(data)


def _of_workbook(content: bytes, name: str) -> Catalogue | None:
    grid = list_grid.read(io.BytesIO(content), name)
    if not grid.rows or grid.rows[0].cells[: len(COLUMNS)] != COLUMNS:
        return None
    return of_rows("", [_by_column(row.cells) for row in grid.rows[1:]])


def _of_table(content: bytes, name: str) -> Catalogue | None:
    """The table that begins with all the columns, in any order: spreadsheets may have moved them.

    A spreadsheet may also have saved it with semicolons, and without the quotes.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if set(COLUMNS) - set(_words(text)):
        return None
    delimiter = max((",", ";", "\t"), key=text.split("\n", 1)[0].count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        header = next(reader)
        cells = [row for row in reader if any(row)]
    except (csv.Error, StopIteration):
        raise EncodingUnknown(file=name) from None
    return of_rows("", [_by_column([_bare(one) for one in row], header) for row in cells])


def _words(text: str) -> list[str]:
    first = text.split("\n", 1)[0][:_LOOKED_AT]
    return [word.strip(" \"'\r") for word in first.replace(";", ",").replace("\t", ",").split(",")]


def _by_column(cells: Sequence[str], header: Sequence[str] = COLUMNS) -> Mapping[str, str]:
    found = dict(zip(header, cells, strict=False))
    return {column: found.get(column, "") for column in COLUMNS}


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith(_MARK) else cell


def _of_xml(content: bytes, name: str) -> Catalogue | None:
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise XmlDamaged(file=name, line=error.lineno or 1) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlDeclares(file=name)
    data = list(_payloads(root))
    return of_editions("", data) if data else None


def _payloads(root: etree._Element) -> Iterator[dict[str, Any]]:
    place = 0
    for field in root.iterfind(f".//{_MARC_DATA}"):
        said = {leaf.get("code"): leaf.text or "" for leaf in field.iterfind(_MARC_SUBFIELD)}
        if said.get("2") == FORMAT:
            place += 1
            yield _payload(said.get("a", ""), place)
    for one in root.iterfind(f"{_ONIX}Product/{_ONIX}ProductIdentifier"):
        if one.findtext(f"{_ONIX}IDTypeName") == FORMAT:
            place += 1
            yield _payload(one.findtext(f"{_ONIX}IDValue") or "", place)


def _payload(text: str, place: int) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise CatalogueDamaged(place=place, column="JSON", value="")
    return data
