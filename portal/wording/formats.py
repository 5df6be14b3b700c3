"""How numbers, money, days and ISBNs are written in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from flask import Flask, g, has_request_context
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.kernel import receipt_numbers
from portal.kernel.isbn import hyphenated
from portal.kernel.masking import HIDDEN
from portal.kernel.money import divide_half_up

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
ZONE = ZoneInfo("Europe/Helsinki")
CENTS = Decimal(100)
MICROCENTS = Decimal(100_000_000)
KEPT = 20_000
DAYS = {"en": "d MMMM y"}
CLOCKS = {"fi": "{day} klo {hour}.{minute:02}", "sv": "{day} kl. {hour}.{minute:02}"}


def hide_sums() -> None:
    """From here on, this request writes the sign of something hidden in place of each sum."""
    g.sums_are_hidden = True


def sums_are_hidden() -> bool:
    """Whether this request writes no sums of money."""
    return has_request_context() and bool(g.get("sums_are_hidden", False))


def money(cents: int) -> str:
    """Cents as euro: €1,234.50 in English, 1 234,50 € in Finnish and Swedish."""
    return _euro(Decimal(cents) / CENTS, decimals=2)


def short_money(cents: int) -> str:
    """Cents as euro, without decimals where they would be zero: a limit of the rules."""
    return _euro(Decimal(cents) / CENTS, decimals=2 if cents % int(CENTS) else 0)


def rough_money(cents: int) -> str:
    """An estimate in whole euro, rounded half-up; below one euro its cents."""
    if abs(cents) < CENTS:
        return money(cents)
    return _euro((Decimal(cents) / CENTS).quantize(Decimal(1), ROUND_HALF_UP), decimals=0)


def exact_money(microcents: int) -> str:
    """Micro-cents as euro with two to four decimals: a work's part, a rate."""
    euro = (Decimal(microcents) / MICROCENTS).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return _euro(euro, decimals=4)


def aligned_money(microcents: int) -> str:
    """Micro-cents as euro with four decimals always, so that a column of them is aligned."""
    euro = (Decimal(microcents) / MICROCENTS).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return _euro(euro, decimals=4, always=True)


def share_loans(exact: Fraction) -> str:
    """Loans × class × part with up to four decimals, rounded for the eye only."""
    return _decimals(exact, "#,##0.####")


def aligned_share_loans(exact: Fraction) -> str:
    """The same with four decimals always, for a column."""
    return _decimals(exact, "#,##0.0000")


def _decimals(exact: Fraction, pattern: str) -> str:
    if sums_are_hidden():
        return HIDDEN
    ten_thousandths = divide_half_up(exact.numerator * 10_000, exact.denominator)
    number = Decimal(ten_thousandths) / 10_000
    return _signed(format_decimal(number, format=pattern, locale=_locale()))


def count(number: int) -> str:
    """A whole number with the language's thousands."""
    return _count_in(_locale(), number)


@lru_cache(maxsize=KEPT)
def _count_in(locale: Locale, number: int) -> str:
    return _signed(format_decimal(number, locale=locale))


def percent(ppm: int) -> str:
    """Parts per million as per cent: 245_000 is 24.5 %."""
    number = (Decimal(ppm) / 10_000).normalize()
    text = format_decimal(number, format="#,##0.####", locale=_locale())
    return f"{_signed(text)}{NO_BREAK}%"


def day(value: date) -> str:
    """A day in words: 3 December 2026."""
    return _day_in(_locale(), value)


@lru_cache(maxsize=KEPT)
def _day_in(locale: Locale, value: date) -> str:
    return format_date(value, DAYS.get(locale.language, "long"), locale)


def moment(value: datetime) -> str:
    """A moment in Helsinki's time: 3 December 2026, 14:05; 3. joulukuuta 2026 klo 14.05."""
    local = value.astimezone(ZONE)
    clock = CLOCKS.get(_locale().language, "{day}, {hour:02}:{minute:02}")
    return clock.format(day=day(local.date()), hour=local.hour, minute=local.minute)


def isbn(number: int | str) -> str:
    """An ISBN-13 with hyphens."""
    return hyphenated(int(number))


def receipt_number(signs: str) -> str:
    """The number of a receipt or a message as people read it: XXXXX-XXXXX."""
    return receipt_numbers.written(signs)


def listed(names: Sequence[str]) -> str:
    """Names in one sentence: Helle, Vaara and Vaski."""
    return format_list(names, locale=_locale())


def quoted(text: str) -> str:
    """What somebody wrote, between the marks of the reader's language."""
    return _("“%(text)s”", text=text)


def install(app: Flask) -> None:
    """Makes the formats filters of every template."""
    for written in (
        money, short_money, rough_money, exact_money, aligned_money, share_loans,
        aligned_share_loans, count, percent, day, moment, isbn, receipt_number,
    ):  # fmt: skip
        app.add_template_filter(written)


def _euro(euro: Decimal, decimals: int, *, always: bool = False) -> str:
    if sums_are_hidden():
        return _hidden_euro_in(_locale())
    return _euro_in(_locale(), euro, decimals, always)


@lru_cache(maxsize=KEPT)
def _hidden_euro_in(locale: Locale) -> str:
    """Where the digits would stand, the sign of something hidden: €••, and •• € elsewhere."""
    return _euro_in(locale, Decimal(0), 0, always=False).replace("0", HIDDEN)


@lru_cache(maxsize=KEPT)
def _euro_in(locale: Locale, euro: Decimal, decimals: int, always: bool) -> str:
    digits = f".{'0' * 2}{('0' if always else '#') * (decimals - 2)}" if decimals else ""
    pattern = f"¤#,##0{digits}" if locale.language == "en" else f"#,##0{digits}{NO_BREAK}¤"
    return _signed(format_currency(euro, "EUR", pattern, locale, currency_digits=False))


def _signed(text: str) -> str:
    return text.replace("-", MINUS)


def _locale() -> Locale:
    return get_locale() or Locale.parse("en")
