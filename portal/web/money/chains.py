"""Sums as lists of steps for the page: each with its factor, its origin and its result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from babel.lists import format_list
from flask import url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from portal.kernel.money import divide_half_up, scaled
from portal.services.statements import PaymentRow, PeriodStatement, Statement
from portal.services.why import Declared, Why
from portal.wording import formats, terms

TEN_THOUSANDTH = 10_000
"""Micro-cents in a ten-thousandth of a euro, the smallest part that a page shows."""


@dataclass(frozen=True)
class Row:
    """One step as the list prints it."""

    text: str
    result: str = ""
    result_href: str = ""
    operator: str = ""
    factor: str = ""
    factor_href: str = ""
    note: str = ""
    total: bool = False


def by_year(payments: Iterable[PaymentRow]) -> list[tuple[int, list[PaymentRow]]]:
    """Payments under their calendar year, newest first."""
    grouped = groupby(payments, key=lambda row: row.pays_on.year)
    return [(year, list(rows)) for year, rows in grouped]


def of_line(why: Why) -> list[Row]:
    """The chain from loans to the amount of one line."""
    written = {
        "loans": _loans, "rate": _rate, "class": _class, "translation": _translation,
        "nothing_left": _nothing_left, "heads": _heads, "amount": _amount,
    }  # fmt: skip
    return [written[step.code](why, step.factor, _shown(step.running)) for step in why.steps]


def to_the_payment(why: Why) -> list[Row]:
    """From the share of one edition to what the payment paid of its year."""
    period = why.period
    anchor = f"year-{period.loan_year}-{period.kind}"
    href = url_for("money.payment", run=why.run, _anchor=anchor)
    of_year = ngettext(
        "Your only share of the year, rounded to cents",
        "All your %(num)s shares of the year together, rounded to cents once",
        len(period.lines),
    )
    rows = [Row(of_year, formats.money(period.entitled_cents), href)]
    return rows + _after_the_sum(period)


def of_payment(statement: Statement) -> list[Row]:
    """From the years to the sum on the account."""
    rows = [
        Row(_period_words(period), formats.money(period.moved_cents), f"#{_anchor(period)}")
        for period in statement.periods
        if period.moved_cents
    ]
    rows.append(Row(_("Before tax"), formats.money(statement.gross_cents), total=True))
    rows.append(Row(
        _("Tax, fractions of a cent dropped"),
        formats.money(-statement.tax_cents),
        operator="−",
        factor=formats.percent(statement.tax_ppm),
        factor_href=url_for("rules.tax"),
        note=_tax_basis(statement.tax_basis),
    ))  # fmt: skip
    words = _("To you, paid on %(day)s", day=formats.day(statement.pays_on))
    return [*rows, Row(words, formats.money(statement.net_cents), total=True)]


def _anchor(period: PeriodStatement) -> str:
    return f"year-{period.loan_year}-{'additional' if period.additional else period.kind}"


def _period_words(period: PeriodStatement) -> str:
    if period.additional:
        return _("Additional distribution of %(year)s", year=period.loan_year)
    kind = str(terms.KINDS[period.kind])
    return _("Loans of %(year)s, %(kind)s", year=period.loan_year, kind=kind)


def _after_the_sum(period: PeriodStatement) -> list[Row]:
    rows = []
    if period.over_cap_cents:
        limits = url_for("rules.limits", _anchor="cap")
        rows.append(Row(_("Over the cap of the year"), formats.money(-period.over_cap_cents),
                        limits))  # fmt: skip
    if period.paid_before_cents:
        words = _("Already paid by earlier payments")
        rows.append(Row(words, formats.money(-period.paid_before_cents)))
    if period.waiting_cents:
        words = _("Waits, because less than the smallest payment has built up")
        rows.append(Row(words, formats.money(-period.waiting_cents)))
    rest = period.capped_cents - period.paid_before_cents - period.waiting_cents
    if rest > period.moved_cents:
        words = _("Taken because too much was paid for another year")
        rows.append(Row(words, formats.money(period.moved_cents - rest)))
    if rest < period.moved_cents:
        words = _("Not taken back now: it comes off later payments")
        rows.append(Row(words, formats.money(period.moved_cents - rest)))
    words = _("In this payment, before tax")
    return [*rows, Row(words, formats.money(period.moved_cents), total=True)]


def _tax_basis(basis: str) -> str:
    words = {
        "card": _("By the tax card that was valid on the day"),
        "tax.no_card": _("No tax card was known on the day"),
        "tax.no_card_estate": _("An estate without a tax card"),
        "tax.non_resident": _("Not resident in Finland, and no tax card"),
    }
    return words.get(basis, basis)


def _shown(running: Fraction | None) -> str:
    """Exact micro-cents rounded once, for the eye only, to four decimals of a euro."""
    if running is None:
        return ""
    parts = divide_half_up(running.numerator, running.denominator * TEN_THOUSANDTH)
    return formats.exact_money(parts * TEN_THOUSANDTH)


def _loans(why: Why, factor: int, shown: str) -> Row:
    line = why.line
    number = formats.count(factor)
    href = url_for("money.loans", isbn=line.isbn, _anchor=f"year-{line.loan_year}")
    words = _("Loans and renewals of %(year)s", year=line.loan_year)
    reported = ngettext("%(num)s library system has reported.",
                        "%(num)s library systems have reported.", why.libraries)  # fmt: skip
    result = ngettext("%(number)s loan", "%(number)s loans", factor, number=number)
    return Row(words, result, href, note=_medium_note(why) or reported)


def _medium_note(why: Why) -> str:
    if not why.medium_said.differs:
        return ""
    return _(
        "The library says %(library)s, the entry says %(entry)s. The library’s word counts.",
        library=terms.MEDIA[why.medium_said.value],
        entry=terms.MEDIA[why.medium_said.edition_says or ""],
    )


def _rate(why: Why, factor: int, shown: str) -> Row:
    anchor = f"rate-{why.line.loan_year}"
    changed = why.rate is not None and scaled(why.rate.value, 8) != factor
    notes = {
        "inferred": _("Inferred from published figures, not read in a decision"),
        "assumed": _("Assumed, because no source says it"),
    }
    return Row(
        _("Rate of the loans of %(year)s", year=why.line.loan_year),
        shown,
        operator="×",
        factor=formats.exact_money(factor),
        factor_href=url_for("rules.rates", _anchor=anchor),
        note=_("The rate was changed later; this payment took the one shown here.")
        if changed
        else notes.get(why.rate.status if why.rate else "", ""),
    )


def _class(why: Why, factor: int, shown: str) -> Row:
    name = str(terms.CLASSES[why.line.class_])
    if factor == 1_000_000:
        words = _("The text’s part: the whole, for it is no picture book, story book or comic")
    else:
        words = _("The text’s part of a %(class_)s. The pictures are paid by Kopiosto", class_=name)
    return Row(
        words,
        shown,
        operator="×",
        factor=formats.percent(factor),
        factor_href=url_for("rules.classes", _anchor=f"class-{why.line.class_}"),
        note=_class_note(why),
    )


def _class_note(why: Why) -> str:
    said = why.class_said
    if said.differs:
        return _(
            "The library says %(library)s, the entry says %(entry)s. The library’s word counts.",
            library=terms.CLASSES[said.value],
            entry=terms.CLASSES[said.edition_says or ""],
        )
    words = {
        "library": _("The library’s file says the class."),
        "edition": _("The edition’s entry says the class."),
    }
    return words.get(said.by, "")


def _translation(why: Why, factor: int, shown: str) -> Row:
    mine = why.line.role == "translator"
    words = (
        _("A translation: the translators’ part is always half")
        if mine
        else _("A translation: the writers share the other half")
    )
    return Row(words, shown, operator="÷", factor=formats.count(factor),
               factor_href=url_for("rules.classes", _anchor="translation"),
               note=_said_by(why.translation_said))  # fmt: skip


def _said_by(claims: tuple[Declared, ...]) -> str:
    return _("Said by %(names)s.", names=_names(claims)) if claims else ""


def _nothing_left(why: Why, factor: int, shown: str) -> Row:
    words = _("Claims disagree about whether this is a translation, so nothing is safe yet")
    return Row(words, shown, operator="×", factor="0", factor_href="#shares")


def _heads(why: Why, factor: int, shown: str) -> Row:
    pool = _pool_words(why.line.role, factor)
    words = _("%(pool)s, equal parts: %(names)s", pool=pool, names=_names(why.declared))
    missing = factor - len({one.name for one in why.declared})
    note = ngettext("One more has not claimed a part.", "%(num)s more have not claimed a part.",
                    missing) if missing > 0 else ""  # fmt: skip
    if factor == 1:
        words = pool
    return Row(words, shown, operator="÷", factor=formats.count(factor), factor_href="#shares",
               note=note)  # fmt: skip


def _pool_words(role: str, number: int) -> str:
    if role == "translator":
        return ngettext("You are the only translator", "%(num)s translators", number)
    if role == "narrator":
        return ngettext("You are the only narrator", "%(num)s narrators", number)
    return ngettext("You are the only writer", "%(num)s writers", number)


def _names(claims: Iterable[Declared]) -> str:
    names = [_("you") if one.own else one.name for one in claims]
    return format_list(list(dict.fromkeys(names)), locale=get_locale() or "en")


def _amount(why: Why, factor: int, shown: str) -> Row:
    return Row(_("Your share of this edition, before tax"), shown, total=True)
