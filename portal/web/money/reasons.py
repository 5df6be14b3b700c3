"""Why something was not paid, in words: what happened, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _

from portal.services.not_paid import NotPaid
from portal.wording import formats, terms


@dataclass(frozen=True)
class Reason:
    """One reason: a heading, what to do about it, and what it is about."""

    heading: str
    advice: str
    items: list[NotPaid]
    sentences: list[str]


def grouped(found: Iterable[NotPaid]) -> list[Reason]:
    """The reasons in their order, each with all that it is about."""
    reasons = []
    for code, items in groupby(found, key=lambda one: one.reason):
        own = list(items)
        heading, advice = _words()[code]
        reasons.append(Reason(heading, advice, own, [_sentence(one) for one in own]))
    return reasons


def _words() -> dict[str, tuple[str, str]]:
    return {
        "below_threshold": (
            _("Waits, because it is less than the smallest payment"),
            _("It is paid as soon as enough has built up in the years that are open. "
              "Nothing to do."),
        ),
        "set_off": (
            _("Set off, because more was paid before than is due now"),
            _("A later entry made your share smaller. The difference is taken from what is due."),
        ),
        "over_cap": (
            _("Over the cap of the year"),
            _("What is over the cap stays in the year’s money for everybody."),
        ),
        "expired": (
            _("Expired"),
            _("Money is paid for four years after the loans. Nothing can be done about it."),
        ),
        "disputed": (
            _("Disputed, because claims disagree"),
            _("The smallest part that all claims allow was paid. Agree on the heads and the roles, "
              "and change the entry that is wrong."),
        ),
        "not_in_list": (
            _("Not in your list on the last day"),
            _("It is paid with the next payment, if its year is still open. Nothing to do."),
        ),
        "no_loans_reported": (
            _("No loans reported"),
            _("No library reported a loan of this ISBN in the years of this payment. "
              "Check that every edition with an ISBN of its own is in your list."),
        ),
        "term_over": (
            _("Protection has ended"),
            _("Loans are paid until 70 years after the death of the last of the co-writers."),
        ),
        "e_loans_not_paid": (
            _("E-loans before 2022"),
            _("E-loans are paid from the loans of 2022 on."),
        ),
        "paid_elsewhere": (
            _("Paid by another organisation"),
            _("Pictures are paid by Kopiosto under its own rules. Ask Kopiosto; "
              "no amount is known here."),
        ),
        "narrator_not_paid": (
            _("Narrators without an agreement"),
            _("Narrators are paid only for e-audiobooks of years with an agreement. "
              "None is known for these years."),
        ),
    }  # fmt: skip


def _sentence(one: NotPaid) -> str:
    if one.isbn is not None:
        if one.day is None:
            return ""
        return _("added on %(day)s", day=formats.day(one.day))
    year = {"year": one.loan_year, "kind": str(terms.KINDS[one.kind or "physical"])}
    cents = formats.money(one.cents or 0)
    limit = formats.money(one.limit_cents or 0)
    if one.reason == "below_threshold" and one.day:
        return _("%(cents)s of %(year)s, %(kind)s. The smallest payment is %(limit)s. "
                 "It expires on %(day)s.",
                 cents=cents, limit=limit, day=formats.day(one.day), **year)  # fmt: skip
    if one.reason == "below_threshold":
        return _("%(cents)s of the additional distribution of %(year)s. "
                 "It is not carried on to another payment.",
                 cents=cents, year=one.loan_year)  # fmt: skip
    if one.reason == "over_cap":
        return _("%(cents)s of %(year)s, %(kind)s. The cap is %(limit)s for one person and year.",
                 cents=cents, limit=limit, **year)  # fmt: skip
    if one.reason == "set_off":
        return _("%(cents)s of %(year)s, %(kind)s. After this payment %(limit)s is still owed.",
                 cents=cents, limit=limit, **year)  # fmt: skip
    day = formats.day(one.day) if one.day else ""
    return _("%(cents)s of %(year)s, %(kind)s, on %(day)s.", cents=cents, day=day, **year)
