"""What the portal's own notices say: a heading and paragraphs for each code, and its facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.wording import formats, office_notices, shared_notices, sign_in_notices, visits

Said = tuple[str, tuple[str, ...]]
"""A heading and the paragraphs below it."""

REFUSED_NAMES = {
    "no_proof": _l("We could not see from what you sent that the name is yours."),
    "unreadable": _l("We could not read the file."),
    "another_person": _l("The name seems to be another person’s."),
    "not_a_name": _l("What you wrote does not look like a name."),
}


def said(code: str, facts: Mapping[str, Any]) -> Said:
    """The heading and the paragraphs of a notice; one that is not known says so plainly."""
    words = _WORDS.get(code)
    if words is None:
        return _("News from the portal"), (_("The words of this notice are not kept any more."),)
    return words(facts)


def _payment_calculated(facts: Mapping[str, Any]) -> Said:
    on = formats.day(date.fromisoformat(facts["pays_on"]))
    sums = {
        "day": on,
        "net": formats.money(facts["net_cents"]),
        "gross": formats.money(facts["gross_cents"]),
        "tax": formats.money(facts["tax_cents"]),
    }
    return _("Your payment of %(day)s is calculated", day=on), (
        _("We pay you %(net)s after tax on %(day)s.", **sums),
        _("That is %(gross)s before tax; %(tax)s of tax is withheld.", **sums),
        _("The page of the payment explains every cent."),
    )


def _loans_arrived(facts: Mapping[str, Any]) -> Said:
    return _("The loans of %(year)s have begun to arrive", year=facts["year"]), (
        _("Libraries have begun to report how often books were lent in %(year)s.", **facts),
        _("More reports may follow, so the numbers can still grow."),
    )


def _name_confirmed(facts: Mapping[str, Any]) -> Said:
    return _("The name %(name)s is confirmed", name=facts["name"]), (
        _("From now on works that carry this name can be recognised as yours."),
    )


def _name_refused(facts: Mapping[str, Any]) -> Said:
    return _("The name %(name)s is not confirmed", name=facts["name"]), (
        str(REFUSED_NAMES.get(facts.get("reason", ""), _("The proof was not enough."))),
        _("You can add the name again with another proof, or ask us a question."),
    )


def _email_changed(_facts: Mapping[str, Any]) -> Said:
    return _("Your e-mail address is changed"), (
        _("From now on we write to the new address."),
        _("If you did not change it, ask us a question at once."),
    )


def _editions_added(facts: Mapping[str, Any]) -> Said:
    number = facts["editions"]
    named = [
        _("%(title)s, %(isbn)s", title=one["title"], isbn=formats.isbn(one["isbn"]))
        for one in facts["named"]
    ]
    heading = ngettext(
        "%(num)s new edition is in your list", "%(num)s new editions are in your list", number
    )
    return heading, (
        _("You asked us to add new editions of your works by themselves: %(editions)s.",
          editions=formats.listed(named)),
        _("Receipt number %(number)s.", number=formats.receipt_number(facts["receipt"])),
        _("If one is not yours, take it back on the page of suggestions."),
    )  # fmt: skip


_WORDS: dict[str, Callable[[Mapping[str, Any]], Said]] = {
    "payment_calculated": _payment_calculated,
    "loans_arrived": _loans_arrived,
    "name_confirmed": _name_confirmed,
    "name_refused": _name_refused,
    "email_changed": _email_changed,
    "editions_added": _editions_added,
    **office_notices.WORDS,
    **shared_notices.WORDS,
    **visits.NOTICES,
    **sign_in_notices.WORDS,
}
CODES = frozenset(_WORDS)
