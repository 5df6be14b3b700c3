"""A year as a picture: twelve months with the marks of their days, laid out for the template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from babel import Locale
from flask_babel import get_locale

from portal.services.money.money_year import MoneyYear

SHAPES = {
    "loans_in": "circle", "card": "circle", "card_ended": "circle", "paid": "square",
    "to_be_paid": "frame", "nothing_paid": "dash", "last_day": "diamond", "coming": "frame",
    "coming_waits": "frame", "expires": "triangle", "expired": "triangle",
}  # fmt: skip
HEAD, LINE, FOOT = 34, 26, 8
"""Heights of a month's name, of one mark, and of the space below; in the picture's own units."""


@dataclass(frozen=True)
class Spot:
    """A mark: its shape, the number of its day, and where it stands."""

    shape: str
    day: int
    x: int
    y: int


@dataclass(frozen=True)
class Month:
    """One month: its short name, its corner, and its marks."""

    name: str
    x: int
    y: int
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Picture:
    """The twelve months in rows of `columns`; every month is as large as the others."""

    columns: int
    width: int
    height: int
    month_width: int
    month_height: int
    months: tuple[Month, ...]


def pictures(year: MoneyYear) -> tuple[Picture, Picture]:
    """The year in one row for wide screens and on paper, and in four rows for phones."""
    return _picture(year, 12, 80), _picture(year, 3, 100)


def _picture(year: MoneyYear, columns: int, width: int) -> Picture:
    spots = {number: _spots(year, number) for number in range(1, 13)}
    height = HEAD + FOOT + LINE * max(1, *(len(found) for found in spots.values()))
    months = []
    for number, name in _names():
        x, y = (number - 1) % columns * width, (number - 1) // columns * height
        placed = (_placed(spot, x, y, place) for place, spot in enumerate(spots[number]))
        months.append(Month(name, x, y, tuple(placed)))
    return Picture(columns, columns * width, 12 // columns * height, width, height, tuple(months))


def _names() -> Iterable[tuple[int, str]]:
    locale = get_locale() or Locale.parse("en")
    names = locale.months["stand-alone"]["abbreviated"]
    return [(number, names[number].rstrip(".")) for number in range(1, 13)]


def _spots(year: MoneyYear, month: int) -> list[tuple[str, int]]:
    """Shape and day of a month's marks, each once."""
    own = [(SHAPES[one.what], one.day.day) for one in year.marks if one.day.month == month]
    return list(dict.fromkeys(own))


def _placed(spot: tuple[str, int], x: int, y: int, place: int) -> Spot:
    shape, day = spot
    return Spot(shape, day, x + 18, y + HEAD + LINE * place + LINE // 2)
