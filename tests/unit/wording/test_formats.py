"""How numbers and days are written, in English, Finnish and Finland's Swedish."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from babel import Locale
from flask import Flask

from portal.wording import formats

N = "\N{NO-BREAK SPACE}"
EN, FI, SV = (Locale.parse(code) for code in ("en", "fi", "sv_FI"))


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Callable[[Locale], None]:
    return lambda locale: monkeypatch.setattr(formats, "get_locale", lambda: locale)


@pytest.mark.parametrize(
    ("locale", "cents", "text"),
    [
        (EN, 123450, "€1,234.50"),
        (EN, 0, "€0.00"),
        (EN, 5, "€0.05"),
        (EN, -1214, "\N{MINUS SIGN}€12.14"),
        (FI, 123450, f"1{N}234,50{N}€"),
        (FI, -1214, f"\N{MINUS SIGN}12,14{N}€"),
        (SV, 123450, f"1{N}234,50{N}€"),
        (SV, 866734612, f"8{N}667{N}346,12{N}€"),
    ],
)
def test_money(reading: Callable[[Locale], None], locale: Locale, cents: int, text: str) -> None:
    reading(locale)
    assert formats.money(cents) == text


@pytest.mark.parametrize(
    ("locale", "cents", "text"),
    [
        (EN, 758_150, "€7,582"),
        (EN, 758_149, "€7,581"),
        (EN, 100, "€1"),
        (EN, 99, "€0.99"),
        (FI, 758_150, f"7{N}582{N}€"),
    ],
)
def test_rough_money(
    reading: Callable[[Locale], None], locale: Locale, cents: int, text: str
) -> None:
    reading(locale)
    assert formats.rough_money(cents) == text


@pytest.mark.parametrize(
    ("locale", "microcents", "text"),
    [
        (EN, 4_955_970_000, "€49.5597"),  # 876 × 0.31 × 0.73 ÷ 4, as in the design
        (EN, 25_000_000, "€0.25"),
        (EN, 31_000_000, "€0.31"),
        (EN, 123_000, "€0.0012"),
        (EN, 5_000, "€0.0001"),  # 0.00005 is rounded half up
        (EN, 4_999, "€0.00"),
        (FI, 4_955_970_000, f"49,5597{N}€"),
    ],
)
def test_exact_money(
    reading: Callable[[Locale], None], locale: Locale, microcents: int, text: str
) -> None:
    reading(locale)
    assert formats.exact_money(microcents) == text


@pytest.mark.parametrize(
    ("locale", "ppm", "text"),
    [
        (EN, 245_000, f"24.5{N}%"),
        (EN, 730_000, f"73{N}%"),
        (EN, 1_000_000, f"100{N}%"),
        (FI, 245_000, f"24,5{N}%"),
    ],
)
def test_percent(reading: Callable[[Locale], None], locale: Locale, ppm: int, text: str) -> None:
    reading(locale)
    assert formats.percent(ppm) == text


@pytest.mark.parametrize(
    ("locale", "text"),
    [(EN, "3 December 2026"), (FI, "3. joulukuuta 2026"), (SV, "3 december 2026")],
)
def test_a_day_is_in_words(reading: Callable[[Locale], None], locale: Locale, text: str) -> None:
    reading(locale)
    assert formats.day(date(2026, 12, 3)) == text


def test_a_moment_is_helsinki_time(reading: Callable[[Locale], None]) -> None:
    reading(EN)
    assert formats.moment(datetime(2026, 12, 3, 22, 5, tzinfo=UTC)) == "4 December 2026, 00:05"
    assert formats.moment(datetime(2026, 7, 3, 11, 5, tzinfo=UTC)) == "3 July 2026, 14:05"
    reading(FI)
    assert formats.moment(datetime(2026, 7, 3, 6, 5, tzinfo=UTC)) == "3. heinäkuuta 2026 klo 9.05"
    reading(SV)
    assert formats.moment(datetime(2026, 7, 3, 6, 5, tzinfo=UTC)) == "3 juli 2026 kl. 9.05"


def test_counts_and_isbns(reading: Callable[[Locale], None]) -> None:
    reading(EN)
    assert formats.count(1604) == "1,604"
    assert formats.isbn(9789510123454) == "978-951-0-12345-4"
    reading(FI)
    assert formats.count(31_995_200) == f"31{N}995{N}200"


def test_outside_of_a_request_the_words_are_english() -> None:
    assert formats.money(123450) == "€1,234.50"


@pytest.mark.parametrize(
    ("locale", "microcents", "text"),
    [
        (EN, 4_955_970_000, "€49.5597"),
        (EN, 3_100_000_000, "€31.0000"),
        (FI, 3_100_000_000, f"31,0000{N}€"),
    ],
)
def test_a_column_of_shares_is_aligned(
    reading: Callable[[Locale], None], locale: Locale, microcents: int, text: str
) -> None:
    reading(locale)
    assert formats.aligned_money(microcents) == text


@pytest.mark.parametrize(
    ("exact", "text"),
    [
        (Fraction(146), "146"),
        (Fraction(100, 3), "33.3333"),
        (Fraction(12345678, 1000), "12,345.678"),
    ],
)
def test_share_loans(reading: Callable[[Locale], None], exact: Fraction, text: str) -> None:
    reading(EN)
    assert formats.share_loans(exact) == text


@pytest.mark.parametrize(("locale", "text"), [(EN, "€••"), (FI, f"••{N}€"), (SV, f"••{N}€")])
def test_hidden_sums_have_the_same_form_in_every_size(
    reading: Callable[[Locale], None], locale: Locale, text: str
) -> None:
    reading(locale)
    with Flask(__name__).test_request_context():
        formats.hide_sums()
        of_cents = formats.money, formats.short_money, formats.rough_money
        assert {write(cents) for write in of_cents for cents in (0, 5, 123456, -700)} == {text}
        assert {formats.exact_money(7), formats.aligned_money(7)} == {text}
        shares = formats.share_loans(Fraction(7)), formats.aligned_share_loans(Fraction(7))
        assert shares == ("••", "••")
        assert formats.count(7) == "7"
    with Flask(__name__).test_request_context():
        assert "•" not in formats.money(700)
