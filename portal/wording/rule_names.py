"""The numbers of the rules by subject: what each is called, and how its values are written."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.kernel.dated import DatedValue
from portal.kernel.money import scaled
from portal.wording import formats, terms

SUBJECTS: dict[str, tuple[LazyString, tuple[str, ...]]] = {
    "loans": (_l("What a loan pays"), ("lending.rate", "lending.narrator_rate", "lending.pot")),
    "limits": (
        _l("Caps, smallest payment and last days"),
        ("lending.cap", "lending.threshold", "lending.years_open", "lending.term_years",
         "lending.e_loans_from"),
    ),
    "parts": (
        _l("Parts of a work"),
        ("lending.translation_denominator", "lending.class.", "lending.library_class."),
    ),
    "tax": (_l("Tax withheld"), ("tax.",)),
    "usage": (_l("Loans of libraries"), ("usage.", "settlement.")),
    "sharing": (
        _l("Shared works, letters and reminders"),
        ("sharing.", "reminders.", "referrals.", "suggestions.", "grouping."),
    ),
    "bibliographies": (_l("Bibliographies"), ("bibliographies.",)),
    "visits": (_l("Visits of customer service"), ("visits.",)),
    "kept": (_l("How long data is kept, and statistics"), ("retention.", "statistics.")),
    "other": (_l("Other numbers"), ("",)),
}  # fmt: skip
"""Subject → its title and the beginnings of the names that belong to it; the first that fits."""

NAMES: dict[str, LazyString] = {
    "lending.rate": _l("Rate for one loan"),
    "lending.narrator_rate": _l("Rate for one loan, narrators"),
    "lending.pot": _l("Money of the year"),
    "lending.cap": _l("Cap for one person and loan year"),
    "lending.threshold": _l("Smallest payment"),
    "lending.years_open": _l("How long money can be paid"),
    "lending.term_years": _l("Protection after the year of death"),
    "lending.e_loans_from": _l("First loan year of e-loans"),
    "lending.translation_denominator": _l("Equal parts of a translation"),
    "lending.class.other": _l("Text’s part: text without pictures that count"),
    "lending.class.story_book": _l("Text’s part: story book"),
    "lending.class.picture_book": _l("Text’s part: picture book"),
    "lending.class.comic": _l("Text’s part: comic"),
    "tax.no_card": _l("Without a tax card"),
    "tax.no_card_estate": _l("An estate without a tax card"),
    "tax.non_resident": _l("Not resident in Finland, and no tax card"),
    "settlement.engine": _l("Program that counts loans"),
    "usage.counter5.metric": _l("COUNTER: what counts as a loan"),
    "usage.counter5.data_types": _l("COUNTER: which kinds of titles count"),
    "usage.doubt.fell": _l("Doubt: loans of a library fell by"),
    "usage.doubt.rose": _l("Doubt: loans of a library rose to"),
    "usage.doubt.one_title": _l("Doubt: one title’s part of all loans"),
    "usage.doubt.least_loans": _l("Doubt: only above so many loans"),
    "sharing.invitation_days": _l("How long an invitation holds"),
    "sharing.invitations_a_day": _l("Invitations of one person in a day"),
    "sharing.answer_days": _l("Time to answer about a shared work"),
    "sharing.remind_days_before": _l("Reminder before that time ends"),
    "sharing.appeal_days": _l("Time to ask for a second look"),
    "reminders.days_before": _l("Reminder before a last day"),
    "referrals.ask_after": _l("When to ask how it went with Kopiosto"),
    "suggestions.later_days": _l("When a suggestion put aside comes back"),
    "suggestions.undo_days": _l("Time to take back an answer to a suggestion"),
    "grouping.undo_days": _l("Time to undo a joining of works"),
    "bibliographies.isbn_days": _l("How long an answer about an ISBN is kept"),
    "bibliographies.empty_days": _l("How long an empty answer is kept"),
    "bibliographies.name_days": _l("How long an answer about a name is kept"),
    "bibliographies.a_minute": _l("Questions in a minute"),
    "bibliographies.most_records": _l("Most records of one question"),
    "bibliographies.page_seconds": _l("How long a page waits for an answer"),
    "bibliographies.rest_first": _l("First rest after a failure"),
    "bibliographies.rest_most": _l("Longest rest after failures"),
    "retention.payments": _l("Payments are kept"),
    "retention.refused_proofs": _l("Proofs of refused names are kept"),
    "retention.dispute_proofs": _l("Documents about shared works are kept"),
    "retention.email_changes": _l("Changes of e-mail addresses are kept"),
    "retention.sessions": _l("Ended sessions are kept"),
    "statistics.smallest_group": _l("Smallest group in statistics"),
    "statistics.largest_part": _l("Largest part of one person in statistics"),
    "statistics.step": _l("Step of sums in statistics"),
    "visits.top_earners": _l("Reported: visits to people who are paid most"),
}

SHORT_STATUSES: dict[str, LazyString] = {
    "decided": _l("Decided"),
    "inferred": _l("Inferred"),
    "assumed": _l("Assumed"),
    "withdrawn": _l("Taken back"),
}
STATUSES: dict[str, LazyString] = {
    "decided": _l("Decided"),
    "inferred": _l("Inferred from published figures"),
    "assumed": _l("Assumed, because no source says it"),
    "withdrawn": _l("Taken back"),
}


def name(code: str) -> str:
    """What a number is called; the library's own word for a class of shelves stays as it is."""
    prefix = "lending.library_class."
    if code.startswith(prefix):
        return _("Class of the shelf %(shelf)s", shelf=code.removeprefix(prefix))
    return str(NAMES.get(code, code))


def subject_of(code: str) -> str:
    """The subject that a name belongs to."""
    return next(
        subject for subject, (_title, begins) in SUBJECTS.items()
        if any(code == begin or (begin[-1:] in (".", "") and code.startswith(begin))
               for begin in begins)
    )  # fmt: skip


def reach(value: DatedValue) -> str:
    """Which loan year and kind a value is for; empty where it is for all."""
    kind = "" if value.kind == "both" else str(terms.KINDS[value.kind])
    if value.loan_year is None:
        return kind
    if not kind:
        return _("loans of %(year)s", year=value.loan_year)
    return _("loans of %(year)s, %(kind)s", year=value.loan_year, kind=kind)


def written(value: DatedValue) -> str:
    """A value in the reader's language, with its unit."""
    if value.unit in _MONEY:
        decimals, write = _MONEY[value.unit]
        return write(scaled(value.value, decimals))
    if value.unit in _COUNTED and value.value.isdecimal():
        return _COUNTED[value.unit](int(value.value))
    if value.unit == "class":
        return str(terms.CLASSES.get(value.value, value.value))
    return value.value


def _times(number: int) -> str:
    return _("%(number)s times as many", number=formats.count(number))


_MONEY: dict[str, tuple[int, Callable[[int], str]]] = {
    "EUR/loan": (8, formats.exact_money),
    "EUR": (2, formats.money),
    "percent": (4, formats.percent),
}
_COUNTED: dict[str, Callable[[int], str]] = {
    "years": lambda n: ngettext("%(num)s year", "%(num)s years", n),
    "days": lambda n: ngettext("%(num)s day", "%(num)s days", n),
    "seconds": lambda n: ngettext("%(num)s second", "%(num)s seconds", n),
    "people": lambda n: ngettext("%(num)s person", "%(num)s people", n),
    "parts": lambda n: ngettext("%(num)s part", "%(num)s parts", n),
    "questions": lambda n: ngettext("%(num)s question", "%(num)s questions", n),
    "records": lambda n: ngettext("%(num)s record", "%(num)s records", n),
    "loans": lambda n: ngettext("%(num)s loan", "%(num)s loans", n),
    "times": _times,
}
