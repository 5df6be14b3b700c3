"""Anybody's list of books: which column has the ISBNs, and what the others say of each edition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from portal.bibliography import alephseq, list_grid, list_sheets
from portal.bibliography import list_words as words
from portal.bibliography.errors import ListRefused
from portal.bibliography.list_grid import Grid, GridRow
from portal.kernel import isbn
from portal.kernel.bibliography import WORDS, Contributor, Record, RecordIsbn, Said
from portal.kernel.catalogue import HEADS_MAX, HEADS_MIN
from portal.kernel.isbn_text import extract

_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
_DECIMAL = re.compile(r"(\d+)[.,](\d+)")
"""A number that a spreadsheet calculates with: of 9789510123454.5 no part is an ISBN."""
_LEADER = re.compile(rb"\s*\d{5}.{15}4500", re.DOTALL)
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_HEADER_ROWS = 30
"""A header stands within so many rows: above it a list may have its name and a day."""
_SHOWN = 100
_MOST_SEARCHED = 300_000
"""Signs of cells with digits that are searched for ISBNs inside other words."""
_FEWEST_DIGITS = 7
"""Fewer are no ISBN, even where letters stand for digits."""


@dataclass(frozen=True)
class ListedEdition:
    """One ISBN of a list, and what its row says of it; what it does not say is empty or None."""

    sheet: str
    number: int
    record: Record
    role: str | None = None
    heads: int | None = None
    separate: bool | None = None


@dataclass(frozen=True)
class Unread:
    """A cell that was to be an ISBN and is none, with the reason of `kernel.isbn`."""

    sheet: str
    number: int
    text: str
    reason: str


@dataclass(frozen=True)
class ReadList:
    """A list as it was understood. `columns`: what was read, with the word that stood over it."""

    editions: tuple[ListedEdition, ...]
    unread: tuple[Unread, ...]
    unread_more: int
    hidden: tuple[str, ...]
    encoding: str
    columns: Mapping[str, str]


def read(stream: BinaryIO, name: str) -> Iterator[Record]:
    """The records of a list, one for each ISBN; raises the faults of a file."""
    yield from (one.record for one in read_list(stream, name).editions)


def read_list(stream: BinaryIO, name: str) -> ReadList:
    """All that a list says; raises ListRefused where there is no ISBN in it, and other faults."""
    grid = list_grid.read(stream, name)
    search = _Search(name)
    editions: list[ListedEdition] = []
    unread: list[Unread] = []
    columns: dict[str, str] = {}
    for sheet in dict.fromkeys(row.sheet for row in grid.rows):
        rows = [row for row in grid.rows if row.sheet == sheet]
        header, below = _header(rows)
        columns |= {kind: over for kind, places in header.items() for _, over in places[:1]}
        for row in below:
            _read_row(row, header, search, editions, unread)
    if not editions:
        rounded = any(one.reason == "rounded" for one in unread)
        raise ListRefused(file=name, reason="rounded" if rounded else "no_isbn")
    return _understood(grid, editions, unread, columns)


def _understood(
    grid: Grid, editions: list[ListedEdition], unread: list[Unread], columns: Mapping[str, str]
) -> ReadList:
    return ReadList(
        tuple(editions), tuple(unread[:_SHOWN]), max(0, len(unread) - _SHOWN), grid.hidden,
        grid.encoding, columns,
    )  # fmt: skip


Header = dict[str, list[tuple[int, str]]]
"""Places and words of the columns of each kind."""


def _header(rows: list[GridRow]) -> tuple[Header, list[GridRow]]:
    """The columns by the words over them, else by what stands in them; and the rows below."""
    for place, row in enumerate(rows[:_HEADER_ROWS]):
        if any(_number(cell)[0] for cell in row.cells):
            break
        kinds = _named(row)
        if words.ISBN in kinds or len(kinds) > 1:
            below = rows[place + 1 :]
            if words.ISBN not in kinds:
                kinds[words.ISBN] = _isbn_columns(below)
            return kinds, below
    return {words.ISBN: _isbn_columns(rows)}, rows


def _named(row: GridRow) -> Header:
    kinds: Header = {}
    for place, cell in enumerate(row.cells):
        kind = _kind(cell)
        if kind and (kind == words.ISBN or kind not in kinds):
            kinds.setdefault(kind, []).append((place, cell[:60]))
    return kinds


def _kind(cell: str) -> str:
    """What a word over a column means; "ISBN (sid.)" and "ISBN e-kirja" are ISBNs too."""
    folded = words.folded(cell)
    if folded in words.HEADERS:
        return words.HEADERS[folded]
    is_number = sum(sign.isdigit() for sign in folded) > 2
    return words.ISBN if folded.split()[:1] == ["isbn"] and not is_number else ""


def _isbn_columns(rows: list[GridRow]) -> list[tuple[int, str]]:
    """The columns in which whole cells are ISBNs, or look like ISBNs that went wrong."""
    good: Counter[int] = Counter()
    for row in rows:
        for place, cell in enumerate(row.cells):
            number, reason = _number(cell)
            good[place] += 1 if number or reason in ("rounded", "check_digit") else 0
    return [(place, "") for place in sorted(good) if good[place]]


class _Search:
    """Looks for ISBNs inside words, in so much text and no more."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.left = _MOST_SEARCHED

    def inside(self, cell: str) -> tuple[int, ...]:
        """The ISBNs of a cell that has enough digits for one; raises ListRefused at the end."""
        if sum(map(str.isdigit, cell)) < _FEWEST_DIGITS or _DECIMAL.fullmatch(cell):
            return ()
        self.left -= len(cell)
        if self.left < 0:
            raise ListRefused(file=self.name, reason="heavy")
        return extract(cell).isbns


def _read_row(
    row: GridRow,
    header: Header,
    search: _Search,
    editions: list[ListedEdition],
    unread: list[Unread],
) -> None:
    """Adds the row's editions, and the cells that were to be ISBNs and are none."""
    found = False
    wrong: list[Unread] = []
    for place, over in header.get(words.ISBN, ()):
        cell = row.cells[place] if place < len(row.cells) else ""
        numbers, reason = _numbers(cell, search)
        for number in numbers:
            editions.append(_edition(row, header, number, over))
            found = True
        if reason and not numbers:
            wrong.append(Unread(row.sheet, row.number, cell[:40], reason))
    if not found and not wrong:
        inside = dict.fromkeys(number for cell in row.cells for number in search.inside(cell))
        editions.extend(_edition(row, header, number, "") for number in inside)
    unread.extend(wrong)


def _numbers(cell: str, search: _Search) -> tuple[list[int], str]:
    """The ISBNs of a cell that is to have one or several, else the reason why it has none."""
    number, reason = _number(cell)
    if number:
        return [number], ""
    several = list(search.inside(cell)) if reason not in ("empty", "rounded") else []
    return several, "" if reason == "empty" or several else reason


def _number(cell: str) -> tuple[int, str]:
    """The ISBN that a whole cell is, or 0 and the reason; 9,78951E+12 has lost its end."""
    written = _SCIENTIFIC.fullmatch(cell.strip())
    if written:
        decimals, power = written[2] or "", int(written[3])
        if len(decimals) != power:
            return 0, "rounded"
        cell = written[1] + decimals
    decimal = _DECIMAL.fullmatch(cell.strip())
    if decimal and not decimal[2].strip("0"):
        cell = decimal[1]
    verdict = isbn.judge(cell)
    return verdict.isbn or 0, verdict.reason or ""


def _edition(row: GridRow, header: Header, number: int, over: str) -> ListedEdition:
    role_words, heads = _cell(row, header, words.ROLE), _cell(row, header, words.HEADS)
    separate = _cell(row, header, words.SEPARATE)
    role = words.ROLES.get(words.folded(role_words))
    year = _YEAR.search(_cell(row, header, words.YEAR))
    named = _cell(row, header, words.AUTHORS)
    record = Record(
        source_id=str(number),
        title=_cell(row, header, words.TITLE)[:500],
        subtitle=_cell(row, header, words.SUBTITLE),
        language=words.LANGUAGES.get(words.folded(_cell(row, header, words.LANGUAGE)), ""),
        publisher=_cell(row, header, words.PUBLISHER),
        year=int(year[0]) if year else None,
        medium=_medium(_cell(row, header, words.MEDIUM)) or _medium(_beside(over)),
        isbns=(RecordIsbn(number),),
        contributors=_contributors(named, header),
    )
    count = int(heads) if heads.isascii() and heads.isdigit() and len(heads) < 5 else 0
    return ListedEdition(
        row.sheet, row.number, record, role,
        count if HEADS_MIN <= count <= HEADS_MAX else None,
        words.is_yes(separate) if separate else None,
    )  # fmt: skip


def _contributors(named: str, header: Header) -> tuple[Contributor, ...]:
    """The names of a writers' column; the word over it is what says that they wrote."""
    over = header[words.AUTHORS][0][1] if named else ""
    names = [name.strip() for name in re.split(r"[;/&]|\band\b|\bja\b|\boch\b", named)]
    return tuple(
        Contributor(name[:200], main=place == 0, roles=(Said("aut", WORDS, over),))
        for place, name in enumerate(filter(None, names))
    )


def _medium(text: str) -> str | None:
    """The medium that words say; None for "audio book", which may be a disc or a file."""
    return words.MEDIA.get(words.folded(text))


def _beside(over: str) -> str:
    """What stands beside "ISBN" over a column: "e-kirja"."""
    return re.sub(r"(?i)isbn(?:[\s-]*1[03])?", "", over).strip(" ()-–:,")


def _cell(row: GridRow, header: Header, kind: str) -> str:
    places = header.get(kind)
    if not places or places[0][0] >= len(row.cells):
        return ""
    return row.cells[places[0][0]].strip()


def is_list(content: bytes) -> bool:
    """Whether the bytes are a table of some kind, not records in a library's or publisher's format.

    The other formats are known by their first signs: XML's bracket, the length and map of ISO 2709,
    the numbered lines of Aleph.
    """
    if list_sheets.is_spreadsheet(content):
        return True
    head = content[:4_000]
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0").startswith(b"<") or _LEADER.match(head):
        return False
    lines = head.decode("utf-8-sig", "replace").splitlines()[:5]
    return not any(alephseq.LINE.fullmatch(line) for line in lines)
