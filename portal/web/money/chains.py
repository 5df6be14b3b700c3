"""Sums as lists of steps for the page: each with its factor, its origin and its result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from babel.lists import format_list
from flask import url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from portal.kernel.money import divide_half_up, scaled
from portal.services.money.statements import PeriodStatement, Statement
from portal.services.money.why import Declared, Why
from portal.web.masked import tax_percent
from portal.wording import formats, numbers, terms

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


def of_line(why: Why) -> list[Row]:
    """The chain from loans to the amount of one line."""
    written = {
        "loans": _loans, "rate": _rate, "class": _class, "translation": _translation,
        "nothing_left": _nothing_left, "heads": _heads, "amount": _amount,
    }  # fmt: skip
    return [written[step.code](why, step.factor, _shown(step.running)) for step in why.steps]


def of_payment(statement: Statement, today: date) -> list[Row]:
    """From the years to the sum on the account."""
    rows = [
        Row(_period_words(period), formats.money(period.moved_cents), f"#{anchor_of(period)}")
        for period in statement.periods
        if period.moved_cents
    ]
    rows.append(Row(_("Before tax"), formats.money(statement.gross_cents), total=True))
    rows.append(Row(
        _("Tax, fractions of a cent dropped"),
        formats.money(-statement.tax_cents),
        operator="−",
        factor=tax_percent(statement.tax_ppm),
        factor_href="#tax",
        note=_tax_basis(statement.tax_basis),
    ))  # fmt: skip
    day = formats.day(statement.pays_on)
    words = _("To you, paid on %(day)s", day=day)
    if statement.pays_on > today:
        words = _("To you, on %(day)s", day=day)
    return [*rows, Row(words, formats.money(statement.net_cents), total=True)]


def anchor_of(period: PeriodStatement) -> str:
    """The id of the period's section on the payment page."""
    return f"year-{period.loan_year}-{'additional' if period.additional else period.kind}"


def _period_words(period: PeriodStatement) -> str:
    if period.additional:
        return _("Additional distribution of %(year)s", year=period.loan_year)
    kind = str(terms.KINDS[period.kind])
    return _("Loans of %(year)s, %(kind)s", year=period.loan_year, kind=kind)


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
    href = url_for("loans.edition", isbn=line.isbn, _anchor=f"year-{line.loan_year}")
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
        words = _("The whole is for the text: this is not a picture book, story book or comic")
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
    words = _("Claims disagree about whether this is a translation, "
              "so nothing can be paid before it is settled")  # fmt: skip
    return Row(words, shown, operator="×", factor="0", factor_href="#shares")


def _heads(why: Why, factor: int, shown: str) -> Row:
    missing = why.unclaimed
    note = ngettext("One more has not claimed a part.", "%(num)s more have not claimed a part.",
                    missing) if missing else ""  # fmt: skip
    return Row(_pool_words(why, factor), shown, operator="÷", factor=formats.count(factor),
               factor_href="#shares", note=note)  # fmt: skip


def _pool_words(why: Why, heads: int) -> str:
    alone = {
        "translator": _("You are the only translator"),
        "narrator": _("You are the only narrator"),
    }
    several = {
        "translator": _("%(number)s translators share equally: %(names)s"),
        "narrator": _("%(number)s narrators share equally: %(names)s"),
    }
    if heads == 1:
        return alone.get(why.line.role, _("You are the only writer"))
    words = several.get(why.line.role, _("%(number)s writers share equally: %(names)s"))
    return words % {"number": numbers.at_the_beginning(heads), "names": _names(why.declared)}


def _names(claims: Iterable[Declared]) -> str:
    names = [_("you") if one.own else one.name for one in claims]
    return format_list(list(dict.fromkeys(names)), locale=get_locale() or "en")


def _amount(why: Why, factor: int, shown: str) -> Row:
    return Row(_("Your share of this edition, before tax"), shown, total=True)
