"""The worked example as the list of steps that every “why” page prints."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.kernel.money import divide_half_up
from portal.services.money.worked_example import Example, Step
from portal.web.money.chains import TEN_THOUSANDTH, Row
from portal.wording import formats, terms


def of_example(example: Example) -> list[Row]:
    """From the loans to what reaches the writer."""
    written = {"loans": _loans, "rate": _rate, "class": _class, "heads": _heads}
    rows = [written[step.code](example, step) for step in example.steps if step.code in written]
    tax = Row(
        _("Tax, fractions of a cent dropped"), formats.money(-example.tax_cents), operator="−",
        factor=formats.percent(example.tax_ppm), factor_href=url_for("rules.tax"),
        note=_("By the writer’s own tax card"),
    )  # fmt: skip
    return [
        *rows,
        Row(_("Before tax, rounded to cents"), formats.money(example.gross_cents), total=True),
        tax,
        Row(_("To the writer"), formats.money(example.net_cents), total=True),
    ]


def _loans(example: Example, _step: Step) -> Row:
    number = formats.count(example.loans)
    result = ngettext("%(number)s loan", "%(number)s loans", example.loans, number=number)
    words = _("Loans and renewals of %(year)s", year=example.loan_year)
    return Row(words, result, url_for("rules.in_words", word="loans"))


def _rate(example: Example, step: Step) -> Row:
    notes = {
        "inferred": _("Inferred from published figures, not read in a decision"),
        "assumed": _("Assumed, because no source says it"),
    }
    return Row(
        _("Rate of the loans of %(year)s", year=example.loan_year), _shown(step), operator="×",
        factor=formats.exact_money(step.factor),
        factor_href=url_for("rules.rates", _anchor=f"rate-{example.loan_year}"),
        note=notes.get(example.rate_status, ""),
    )  # fmt: skip


def _class(example: Example, step: Step) -> Row:
    return Row(
        _("The text’s part of a %(class_)s. The pictures are paid by Kopiosto",
          class_=str(terms.CLASSES[example.class_])),
        _shown(step), operator="×", factor=formats.percent(step.factor),
        factor_href=url_for("rules.classes", _anchor=f"class-{example.class_}"),
    )  # fmt: skip


def _heads(example: Example, step: Step) -> Row:
    words = ngettext("%(num)s writer", "%(num)s writers, equal parts", example.heads)
    return Row(words, _shown(step), operator="÷", factor=formats.count(step.factor),
               factor_href=url_for("rules.in_words", word="sharing", _anchor="heads"))  # fmt: skip


def _shown(step: Step) -> str:
    if step.running is None:
        return ""
    parts = divide_half_up(step.running.numerator, step.running.denominator * TEN_THOUSANDTH)
    return formats.exact_money(parts * TEN_THOUSANDTH)
