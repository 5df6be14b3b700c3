"""Parts of addresses: a number larger than any row, or a control sign, is no address."""

from __future__ import annotations

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

LAST_ROW = 2_000_000_000  # below what a key of PostgreSQL holds
LAST_ISBN = 9_999_999_999_999


class RowNumber(IntegerConverter):
    """The number of a row or of a line; anything larger does not match."""

    regex = r"\d{1,10}"

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LAST_ROW)


class IsbnNumber(IntegerConverter):
    """An ISBN-13 as its digits."""

    regex = r"\d{1,13}"

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LAST_ISBN)


class Word(UnicodeConverter):
    """A code or name of one part; PostgreSQL takes no text with a NUL, and no log a line end."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map)
        self.regex = r"[^/\x00-\x1f\x7f-\x9f\u2028\u2029]+"


def page_asked() -> int:
    """The page of a list that an address names with ?page=; 404 for what is no number of one."""
    text = request.args.get("page") or "1"
    if not text.isdecimal() or not 1 <= len(text) <= 9 or int(text) < 1:
        abort(404)
    return int(text)


def install(app: Flask) -> None:
    """Bounds every part of the addresses, and knows <isbn:…>; before the pages are there."""
    app.url_map.converters.update(default=Word, int=RowNumber, isbn=IsbnNumber)
