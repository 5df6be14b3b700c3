"""From a year's shares to what a payment paid of them: cap, earlier payments, debts, what waits."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.services.money.earlier_payments import Earlier
from portal.services.money.statements import PeriodStatement, Taken
from portal.services.money.why import Why
from portal.web.money.chains import Row, anchor_of
from portal.wording import formats


def of_line(why: Why) -> list[Row]:
    """From the share of one edition to what the payment paid of its year."""
    period = why.period
    href = url_for("money.payment", run=why.run, _anchor=anchor_of(period))
    of_year = ngettext(
        "Your only share of the year, rounded to cents",
        "All your %(num)s shares of the year together, rounded to cents once",
        len(period.lines),
    )
    rows = [Row(of_year, formats.money(period.entitled_cents), href)]
    if period.over_cap_cents:
        limits = url_for("rules.limits", _anchor="cap")
        cut = formats.money(-period.over_cap_cents)
        rows.append(Row(_("Over the cap of the year"), cut, limits))
    return rows + after_the_cap(period, why.earlier)


def said_of(why: Why) -> Row:
    """What became of the share, as the first sentence and where it leads; empty when paid here."""
    before = why.paid.before
    words = {
        "nothing": _nothing(why),
        "before": _("Paid on %(day)s"),
        "partly": _("A part was paid on %(day)s, the rest is in this payment")
        if before
        else _("A part of it is in this payment"),
        "capped": _("Paid in this payment, as far as the cap of the year allows"),
        "set_off": _("Paid in this payment, less what we paid too much before"),
        "waits": _("Not paid yet, because less than the smallest payment has built up"),
        "taken": _("Taken, because we paid too much before")
        if why.period.taken
        else _("Nothing more was due for this year: what was paid before covers it"),
    }.get(why.paid.how, "")
    if not before:
        return Row(words)
    href = url_for("money.payment", run=before.run, _anchor=anchor_of(why.period))
    return Row(words.replace("%(day)s", formats.day(before.pays_on)), factor_href=href)


def _nothing(why: Why) -> str:
    if not why.line.disputed:
        return _("These loans bring less than can be counted")
    largest = formats.exact_money(why.line.largest)
    return _("%(sum)s is disputed, and nothing can be paid before it is settled", sum=largest)


def after_the_cap(period: PeriodStatement, earlier: Iterable[Earlier]) -> list[Row]:
    """What was paid before, by which payment, what waits or was taken, and what this one paid."""
    rows = [_before(payment, period) for payment in earlier]
    if period.waiting_cents:
        waits = formats.money(-period.waiting_cents)
        rows.append(Row(_waits(period), waits, url_for("rules.limits", _anchor="smallest")))
    rows += [_taken(one) for one in period.taken]
    if period.debt_after_cents:
        owed = formats.money(period.debt_after_cents)
        rows.append(Row(_("Still owed, to be taken from later payments"), owed))
    paid = period.paid_cents
    words = _("In this payment, before tax")
    if paid < 0:
        words = _("Taken back from what is due for other years")
    return [*rows, Row(words, formats.money(paid), total=True)]


def _taken(one: Taken) -> Row:
    words = _("Taken, because we paid too much for %(year)s before", year=one.loan_year)
    return Row(words, formats.money(-one.cents))


def _waits(period: PeriodStatement) -> str:
    if period.additional:
        return _("Too small to be paid, and lost")
    return _("Waits, because less than the smallest payment has built up")


def _before(payment: Earlier, period: PeriodStatement) -> Row:
    day = formats.day(payment.pays_on)
    words = _("Already paid on %(day)s", day=day)
    if not payment.gross_cents:
        words = _("Already taken for an overpayment on %(day)s", day=day)
    if payment.moved_cents < 0:
        words = _("Taken back on %(day)s", day=day)
    href = url_for("money.payment", run=payment.run, _anchor=anchor_of(period))
    return Row(words, formats.money(-payment.moved_cents), href)
