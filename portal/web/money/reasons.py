"""Why something was not paid, in words: what happened, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.services.money.payment_list import PaymentRow
from portal.services.money.unpaid import Afterwards, NotPaid
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
    return {**_words_of_sums(), **_words_of_editions()}


def _words_of_sums() -> dict[str, tuple[str, str]]:
    return {
        "below_threshold": (
            _("Waits, because it is less than the smallest payment"),
            _("It is paid as soon as enough has built up in the years that are open. "
              "Nothing to do."),
        ),
        "additional_lost": (
            _("Too small to be paid, and lost"),
            _("Money of an additional distribution does not wait for another payment."),
        ),
        "set_off": (
            _("Taken back, because we paid too much before"),
            _("A later entry made your share smaller. The difference is taken from what is due."),
        ),
        "over_cap": (
            _("Over the cap of the year"),
            _("What is over the cap stays in the year’s money for everybody."),
        ),
        "no_additional_at_cap": (
            _("No additional money, because of the cap"),
            _("Who has reached the cap of a year gets nothing more for that year."),
        ),
        "expired": (
            _("Expired"),
            _("The last day of these loans has passed. This money can no longer be paid."),
        ),
    }  # fmt: skip


def _words_of_editions() -> dict[str, tuple[str, str]]:
    return {
        "disputed": (
            _("Disputed, because claims disagree"),
            _("The smallest part that all claims allow was paid. Agree on the heads and the roles, "
              "and change the entry that is wrong."),
        ),
        "not_in_list": (
            _("Not in your list on the last day"),
            _("Libraries had lent these books, but the entry came too late for this payment."),
        ),
        "no_loans_reported": (
            _("No loans reported"),
            _("No library reported a loan of this ISBN in these years. "
              "Check that every edition with an ISBN of its own is in your list."),
        ),
        "term_over": (
            _("Protection has ended"),
            _("Loans are paid while the text is protected. The death of the last of the co-writers "
              "decides how long that is."),
        ),
        "e_loans_not_paid": (
            _("E-loans of years that are not paid"),
            _("E-loans are paid only from a certain loan year on. These are older."),
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
        return _of_edition(one)
    words = {
        "year": one.loan_year,
        "kind": str(terms.KINDS[one.kind or "physical"]),
        "cents": formats.money(one.cents or 0),
        "limit": formats.money(one.limit_cents or 0),
        "day": formats.day(one.day) if one.day else "",
    }
    sentences = {
        "below_threshold": _l("%(cents)s of %(year)s, %(kind)s. The smallest payment is %(limit)s. "
                              "It expires on %(day)s."),
        "additional_lost": _l("%(cents)s of the additional distribution of %(year)s. "
                              "The smallest payment is %(limit)s."),
        "over_cap": _l("%(cents)s of %(year)s, %(kind)s. "
                       "The cap is %(limit)s for one person and year."),
        "no_additional_at_cap": _l("Additional distribution of %(year)s, %(kind)s. "
                                   "The cap of %(limit)s for one person and year was reached."),
        "set_off": _l("%(cents)s of %(year)s, %(kind)s. "
                      "After this payment %(limit)s is still owed."),
        "expired": _l("%(cents)s of %(year)s, %(kind)s, on %(day)s."),
    }  # fmt: skip
    return str(sentences[one.reason]) % words


def _of_edition(one: NotPaid) -> str:
    if one.day is not None:
        return _("added on %(day)s", day=formats.day(one.day))
    if one.reason == "term_over":
        return _("loans of %(years)s: the protection has ended", years=_years(one.loan_years))
    return _("loans of %(years)s", years=_years(one.loan_years)) if one.loan_years else ""


def _years(years: Iterable[int]) -> str:
    return format_list([str(year) for year in years], locale=get_locale() or "en")


def after_words(one: Afterwards) -> str:
    """What became of one loan year of an edition that was added after the last day."""
    sentences = {
        "paid": _l("Loans of %(year)s: paid with the payment of %(day)s"),
        "counted": _l("Loans of %(year)s: counted in the payment of %(day)s"),
        "too_late": _l("Loans of %(year)s: expired on %(day)s, before the entry counted"),
        "still_open": _l("Loans of %(year)s: come with the next payment, until %(day)s"),
    }
    return str(sentences[one.what]) % {"year": one.loan_year, "day": formats.day(one.day)}


def payment_words(row: PaymentRow) -> str:
    """What a payment was for, or why nothing was paid."""
    if row.gross_cents:
        return _paid_for(row)
    if row.set_off_cents:
        taken = formats.money(row.set_off_cents)
        return _("Nothing paid: %(sum)s was taken for an earlier overpayment", sum=taken)
    if row.waiting_cents:
        return _("Nothing paid, %(sum)s waits", sum=formats.money(row.waiting_cents))
    if row.disputed_cents:
        return _("Nothing paid, %(sum)s is disputed", sum=formats.money(row.disputed_cents))
    if row.lost_cents:
        lost = formats.money(row.lost_cents)
        return _("Nothing paid: %(sum)s of additional money was too small, and is lost", sum=lost)
    return _("Nothing new to pay")


def _paid_for(row: PaymentRow) -> str:
    words = []
    if row.loan_years:
        words.append(_("Loans of %(years)s", years=_commas(row.loan_years)))
    if row.additional_years:
        years = _commas(row.additional_years)
        words.append(_("Additional distribution of %(years)s", years=years))
    if row.set_off_cents:
        taken = formats.money(row.set_off_cents)
        words.append(_("%(sum)s was taken for an earlier overpayment", sum=taken))
    return ". ".join(words)


def _commas(years: Iterable[int]) -> str:
    return ", ".join(str(year) for year in years)
