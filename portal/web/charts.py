"""Pictures made of bars, drawn by the server as SVG: components/chart.html shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# In tenths of a per cent of the picture's width: what stands left of a bar, and the longest bar.
LABELS, LONGEST = 160, 560
SHORTEST = 5
ROW, BASELINE, TOP, THICK = 20, 14, 4, 12  # in tenths of an em


@dataclass(frozen=True)
class Bar:
    """One bar: a short label (a year), a number from zero on, and the number in words.

    `kind` is "now" for the one that the headline is about, "open" for one that is not final.
    """

    label: str
    value: int
    words: str
    kind: str = ""


@dataclass(frozen=True)
class DrawnBar:
    """A bar with its place, as SVG lengths that grow with the letters."""

    bar: Bar
    baseline: str
    top: str
    width: str
    beside: str


@dataclass(frozen=True)
class Chart:
    """A picture of bars. `name` is unique on its page; `title` says what is shown, `said` the
    headline; `columns` are the heads of the same as a table.
    """

    name: str
    title: str
    said: str
    columns: tuple[str, str]
    drawn: tuple[DrawnBar, ...]

    left = f"{LABELS // 10}%"
    thick = f"{THICK // 10}.{THICK % 10}em"

    @property
    def height(self) -> str:
        """The picture's height."""
        return _ems(ROW * len(self.drawn))


def chart(name: str, title: str, said: str, columns: tuple[str, str], bars: Sequence[Bar]) -> Chart:
    """The picture of `bars`, one below the other in their order; the largest is the longest."""
    most = max((bar.value for bar in bars), default=0)
    drawn = tuple(_drawn(number, bar, most) for number, bar in enumerate(bars))
    return Chart(name, title, said, columns, drawn)


def _drawn(number: int, bar: Bar, most: int) -> DrawnBar:
    width = max(bar.value * LONGEST // most, SHORTEST) if bar.value else 0
    return DrawnBar(
        bar=bar,
        baseline=_ems(number * ROW + BASELINE),
        top=_ems(number * ROW + TOP),
        width=_percent(width),
        beside=_percent(LABELS + width),
    )


def _ems(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}em"


def _percent(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}%"
