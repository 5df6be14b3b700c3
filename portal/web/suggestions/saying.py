"""Words of suggestions: why a work may be hers, how sure that is, and what became of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.kernel import languages
from portal.services.catalogue.claims import Receipt
from portal.services.suggestions.suggestions import (
    AnsweredWork,
    Inbox,
    SuggestedEdition,
    SuggestedWork,
)
from portal.web.works import saying as of_works
from portal.wording import formats, record_reasons, terms

CERTAINTIES = {
    "sure": (_l("Sure"), ""),
    "likely": (_l("Likely"), "plain"),
    "unsure": (_l("Not sure"), "warn"),
}
ANSWERS = {
    "mine": _l("Mine"),
    "not_mine": _l("Not mine"),
    "later": _l("Later"),
    "by_itself": _l("Added by itself"),
}
_NAMES = {
    "legal": _l("The record names %(name)s."),
    "pen_name": _l("The record names %(name)s, your pen name."),
    "former_name": _l("The record names %(name)s, a former name of yours."),
    "spelling": _l("The record names %(name)s, a spelling of your name."),
    "shorter": _l("The record names %(name)s, a shorter form of your name."),
    "initials": _l("The record has only initials: %(name)s."),
    "identifier": _l("The record names %(name)s, a name that you have not told us."),
}
_FOR = {
    "coded": _l("It gives the role in a code: %(written)s."),
    "words": _l("The role was read from the words “%(written)s”."),
    "same_work": _l("The same text is in your list."),
    "same_text": _l("Title, language and people are those of a work in your list."),
    "in_catalogue": _l("Others have added this edition of a work in your list."),
    **record_reasons.FOR,
}


def heading(seen: Inbox) -> str:
    """How many works wait for an answer."""
    if not seen.found:
        return _("We know of no other works of yours")
    return ngettext(
        "%(num)s work may be yours", "%(num)s works may be yours", seen.found
    )  # fmt: skip


def certainty(code: str) -> tuple[str, str]:
    """How sure it is, as a tag's words and kind."""
    words, kind = CERTAINTIES[code]
    return str(words), kind


def speaks_for(work: SuggestedWork) -> list[str]:
    """What says that it is hers, a sentence each."""
    named = [_named(one) for one in work.reasons if one["code"] == "name"]
    return [*dict.fromkeys(named), *_sentences(work, _FOR)]


def speaks_against(work: SuggestedWork) -> list[str]:
    """What says that it is somebody else's."""
    return _sentences(work, record_reasons.AGAINST)


def _named(reason: Mapping[str, Any]) -> str:
    return str(_NAMES.get(reason["kind"], _NAMES["legal"])) % {"name": reason["name"]}


def _sentences(work: SuggestedWork, words: Mapping[str, Any]) -> list[str]:
    found = [one for one in work.reasons if one["code"] in words]
    said = [
        record_reasons.filled(words[one["code"]], {**one, "written": _written(one)})
        for one in found
    ]
    return list(dict.fromkeys(said))


def _written(reason: Mapping[str, Any]) -> str:
    return str(reason.get("written") or reason.get("term") or "")


def part(work: SuggestedWork) -> str:
    """What she did and with how many; that nobody says, where nobody does."""
    if work.role is None:
        return _("Nobody says what you did")
    return of_works.role(work.role, work.heads or 1)


def edition(one: SuggestedEdition) -> str:
    """Form, year and loans of an edition."""
    medium = str(terms.MEDIA[one.medium]) if one.medium else _("form not said")
    loans = ngettext(
        "%(number)s loan", "%(number)s loans", one.loans, number=formats.count(one.loans)
    )
    lent = loans if one.loans else _("not lent yet")
    said = [medium, str(one.year) if one.year else "", lent]
    return " · ".join(words for words in said if words)


def sources(work: SuggestedWork) -> list[str]:
    """Whose records say it, and of which day."""
    said = {(one.source, one.fetched_on) for one in work.editions if one.fetched_on}
    return [
        _("Source: %(source)s, %(day)s.", source=name.removeprefix("file:"), day=formats.day(day))
        for name, day in sorted(said, key=str)
        if day is not None
    ]


def years(one: SuggestedEdition) -> str:
    """Loans without an ISBN, by year."""
    said: dict[int, int] = next((r["years"] for r in one.reasons if r["code"] == "loans"), {})
    return formats.listed([
        _("%(loans)s in %(year)s", loans=formats.count(number), year=year)
        for year, number in sorted(said.items())
    ])  # fmt: skip


def worth(cents: int | None) -> str:
    """About how much; empty where no part is paid here, or nobody has lent it."""
    return "" if not cents else _("about %(sum)s", sum=formats.rough_money(cents))


def lang(code: str) -> str | None:
    """The language of a title for a voice."""
    return languages.tag(code)


def take(work: SuggestedWork) -> str:
    """The words of the button that claims every edition."""
    return ngettext(
        "Mine: add %(num)s edition", "Mine: add %(num)s editions", len(work.editions)
    )  # fmt: skip


def claimed(written: Receipt) -> str:
    """What was added, with its receipt number."""
    if not written.changed:
        return _answered_before()
    added = of_works.saved(written)
    return _("%(added)s Receipt number %(number)s.", added=added,
             number=formats.receipt_number(written.number))  # fmt: skip


def refused(number: int) -> str:
    """It is not hers, and stays so; or it was answered before, and that stands."""
    if not number:
        return _answered_before()
    return _("Noted: it is not yours. We do not ask about this work again.")


def postponed(until: date | None) -> str:
    """When it is asked again; or it was answered before, and that stands."""
    if until is None:
        return _answered_before()
    return _("We ask again on %(day)s.", day=formats.day(until))


def _answered_before() -> str:
    return _("You have answered this already, so nothing was changed.")


def proposed() -> str:
    """The office decides about loans without an ISBN."""
    return _("Sent to the office. The loans count for you when it has agreed.")


def taken_back(number: int) -> str:
    """The answer is open again."""
    if not number:
        return _("This was open already, so nothing was changed.")
    return _("The answer is taken back. You can answer anew below.")


def chosen(by_itself: bool) -> str:
    """What happens to new editions from now on."""
    if by_itself:
        return _("From now on new editions of your works are added by themselves.")
    return _("From now on new editions of your works wait here for your answer.")


def answer(one: AnsweredWork) -> str:
    """What was answered and when."""
    said = {"answer": str(ANSWERS[one.state]), "day": formats.day(one.day)}
    return _("%(answer)s, %(day)s", **said)
