"""What of a usage file counts, and when what a library system reported is doubted.

The thresholds are the society's: the sources say none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from portal.kernel.doubts import Doubt
from portal.rules.parameters import Book, Parameter, ParameterNotSet, number

COUNTER_METRIC = "usage.counter5.metric"
COUNTER_DATA_TYPES = "usage.counter5.data_types"
FELL = "usage.doubt.fell"
ROSE = "usage.doubt.rose"
ONE_TITLE = "usage.doubt.one_title"
LEAST_LOANS = "usage.doubt.least_loans"
ENGINE = "settlement.engine"
DUCKDB, SPARK = "duckdb", "spark"
PARAMETERS = (
    Parameter(COUNTER_METRIC, "COUNTER name", "run_day"),
    Parameter(COUNTER_DATA_TYPES, "COUNTER name", "run_day"),
    Parameter(FELL, "percent", "run_day"),
    Parameter(ROSE, "times", "run_day"),
    Parameter(ONE_TITLE, "percent", "run_day"),
    Parameter(LEAST_LOANS, "loans", "run_day"),
    Parameter(ENGINE, "engine", "run_day"),
)
PARTS = 1_000_000
ALL_MONTHS = (1 << 12) - 1


@dataclass(frozen=True)
class Thresholds:
    """When a figure is doubted: parts per million, times, loans."""

    fell_ppm: int
    rose_times: int
    title_ppm: int
    least_loans: int


@dataclass(frozen=True)
class System:
    """What one library system reported of a year, and of the year before (None: nothing).

    `months` are bits, January is 1; None where its files do not say. `title_loans` are those of
    its most lent title, `isbn`.
    """

    library: str
    loans: int | None
    before: int | None
    months: int | None = None
    isbn: int | None = None
    title_loans: int = 0


def counter_words(book: Book, today: date) -> Mapping[str, tuple[str, ...]]:
    """Which metric and data types of a COUNTER report count; raises ParameterNotSet."""
    names = {"metric": COUNTER_METRIC, "data_type": COUNTER_DATA_TYPES}
    return {what: tuple(_value(book, name, today).split()) for what, name in names.items()}


def engine(book: Book) -> str:
    """Which engine counts, as last chosen; DuckDB where nobody has said."""
    values = sorted(book.all(ENGINE), key=lambda one: one.valid_from)
    return values[-1].value if values else DUCKDB


def thresholds(book: Book, today: date) -> Thresholds:
    """The thresholds in force; raises ParameterNotSet."""
    return Thresholds(
        *(_number(book, name, today) for name in (FELL, ROSE, ONE_TITLE, LEAST_LOANS))
    )


def doubts(system: System, limits: Thresholds) -> Iterator[Doubt]:
    """What is doubtful about a system; small systems are doubted only when they fall silent."""
    name, loans, before = system.library, system.loans, system.before
    if loans is None:
        if before is not None:
            yield Doubt("gone", name, 0, before)
        return
    if before is not None and max(loans, before) >= limits.least_loans:
        fall = before - loans
        if fall > 0 and fall * PARTS >= before * limits.fell_ppm:
            yield Doubt("fell", name, loans, before, percent=fall * 100 // before)
        if before and loans >= before * limits.rose_times:
            yield Doubt("rose", name, loans, before, times=loans // before)
    if system.months is not None and system.months & ALL_MONTHS != ALL_MONTHS:
        missing = tuple(m for m in range(1, 13) if not system.months & 1 << (m - 1))
        yield Doubt("months", name, loans, months=missing)
    if loans >= limits.least_loans and system.title_loans * PARTS > loans * limits.title_ppm:
        percent = system.title_loans * 100 // loans
        yield Doubt("one_title", name, system.title_loans, percent=percent, isbn=system.isbn)


def _number(book: Book, name: str, today: date) -> int:
    value = book.on(name, today)
    if value is None:
        raise ParameterNotSet(name=name, reason="day", day=today)
    return number(value)


def _value(book: Book, name: str, today: date) -> str:
    value = book.on(name, today)
    if value is None:
        raise ParameterNotSet(name=name, reason="day", day=today)
    return value.value
