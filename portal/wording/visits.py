"""Support visits in words: reasons, leaves, pages that were seen, refusals and the notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from portal.wording import formats

Said = tuple[str, tuple[str, ...]]


class SeenVisit(Protocol):
    """A visit as the services show it."""

    asked_at: datetime
    started_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None
    consent: str
    colleague: str
    endpoints: tuple[str, ...]
    pages: int
    changes: int


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


REASONS = {
    "caller": _l("Somebody called"),
    "email_case": _l("A question that came by e-mail"),
    "settlement": _l("A question about a payment"),
    "death_notice": _l("News of a death"),
    "fraud_check": _l("A check for misuse"),
    "own_test": _l("A test of the portal"),
}
CONSENTS = {
    "code": _l("The author told me a support code"),
    "colleague": _l("A colleague is to agree"),
    "break_glass": _l("Emergency: an officer is to agree, and it lasts 15 minutes"),
}
MODES = {
    "reading": _l("Read only"),
    "edit": _l("Read, and change works and contact details"),
}
OWN_MODES = {
    "reading": _l("They may look, and change nothing"),
    "edit": _l("They may also change my works, telephone and address for me"),
}
STATES = {
    "going_on": _l("Going on"),
    "ended": _l("Ended"),
    "waiting": _l("Waits for a colleague"),
    "agreed": _l("Agreed, not begun"),
    "refused": _l("Refused"),
    "too_old": _l("Not decided in time"),
}
ENDED_BY = {
    "staff": _l("Ended by the visitor"),
    "time": _l("Ended when its time was over"),
    "rights": _l("Ended because it was not allowed any more"),
    "author": _l("Ended by the author"),
    "session": _l("Ended by signing out"),
}

# The first part of a page's endpoint, or all of it, and what the page is called.
AREAS = {
    "public.start": _l("Home"),
    "public": _l("Help"),
    "calendar": _l("Calendar"),
    "catalogue_exchange": _l("Works"),
    "details": _l("My details"),
    "disputes": _l("Shared works"),
    "grouping": _l("Works"),
    "guide": _l("Help"),
    "home": _l("Home"),
    "illustrators": _l("Pictures"),
    "invitations": _l("Shared works"),
    "loans": _l("Loans"),
    "messages": _l("Messages"),
    "money": _l("Money"),
    "most_lent": _l("Statistics"),
    "rules": _l("Rules"),
    "screen": _l("Letters and colours"),
    "statistics": _l("Statistics"),
    "suggestions": _l("Suggestions"),
    "verification": _l("Receipts"),
    "works": _l("Works"),
}

SENTENCES = {
    "visit_unreadable": _("The visit cannot begin like this. Check what was entered."),
    "visit_unreadable.reason": _("Choose why you want to see these pages."),
    "visit_unreadable.note": _(
        "Write in a few words what it is about, with at least %(smallest)s letters."
    ),
    "visit_unreadable.consent": _("Choose who has agreed, or is to agree."),
    "visit_unreadable.mode": _("Choose what is needed. In an emergency nothing is changed."),
    "visit_going_on": _("You are in a visit already. End it before you begin another."),
    "visit_over": _("The visit has ended, so nothing was changed. Ask for another one."),
    "visit_not_possible": _("These pages cannot be visited."),
    "visit_not_possible.role": _("Your role does not visit pages. Support and officers do."),
    "visit_not_possible.self": _("These are your own pages. Open them with your own sign-in."),
    "visit_not_possible.related": _(
        "You act for %(name)s by a mandate, so you do not visit there. Ask a colleague."
    ),
    "visit_not_possible.staff": _(
        "%(name)s works here, or has worked here. Nobody visits the pages of colleagues."
    ),
    "visit_not_possible.deceased": _(
        "%(name)s has died, so there are no visits. Open the page of the estate."
    ),
    "visit_not_possible.closed": _("The account of %(name)s is closed, so there are no visits."),
    "visit_not_possible.merged": _(
        "%(name)s was joined with another person. Visit that one’s pages."
    ),
    "visit_not_approvable": _("You cannot decide about this visit."),
    "visit_not_approvable.role": _("Your role does not agree to such a visit: %(roles)s do."),
    "visit_not_approvable.same_person": _(
        "A visit needs two people. Somebody else than the visitor agrees to it."
    ),
    "visit_not_approvable.related": _(
        "These are your own pages, or you act for them. Somebody else agrees to the visit."
    ),
    "visit_not_approvable.over": _(
        "This visit has begun, was refused, or waited for more than a day. Ask for another one."
    ),
    "visit_moves_money": _(
        "Loans or somebody else’s entry stand on ISBN %(isbn)s, so the entry moves money. "
        "Only the author herself does that, signed in or on paper."
    ),
    "support_code_unusable": _("No code was made. Open the page again and try once more."),
    "support_code_unusable.mode": _("Choose what customer service may do with the code."),
    "support_code_unusable.estate": _(
        "There are no codes for an estate. Call customer service and say for whom you call."
    ),
    "support_code_wrong": _("There is no code that holds. Ask the author to make one under Help."),
    "support_code_wrong.wrong": _(
        "That is not the code. %(left)s more tries, then the author has to make a new one."
    ),
    "support_code_wrong.mode": _("The author’s code lets you read only. Choose to read only."),
    "week_unreadable": _("Write the week as year and number, such as 2026-W42."),
}


def sentence_of_end(facts: Mapping[str, Any]) -> str:
    """When a visit was, and how many pages were seen."""
    said = {"name": facts["name"], "when": between(_moment(facts["from"]), _moment(facts["until"]))}
    return ngettext(
        "%(name)s from customer service looked at %(num)s page on %(when)s.",
        "%(name)s from customer service looked at %(num)s pages on %(when)s.",
        facts["pages"], **said,
    )  # fmt: skip


def sentence_of_changes(facts: Mapping[str, Any]) -> str:
    """How much was changed in a visit."""
    if facts["changes"]:
        return ngettext(
            "%(num)s thing was changed.", "%(num)s things were changed.", facts["changes"]
        )
    return gettext("Nothing was changed.")


def _ended(facts: Mapping[str, Any]) -> Said:
    return gettext("Customer service has looked at your pages"), (
        sentence_of_end(facts),
        sentence_of_changes(facts),
        gettext("My details says which pages, why, and by whose leave."),
        gettext("If you did not expect it, ask us a question at once."),
    )


NOTICES: dict[str, Callable[[Mapping[str, Any]], Said]] = {"visit_ended": _ended}


def between(begin: datetime, end: datetime) -> str:
    """A day and two times: 12 November 2026, 10:02–10:11."""
    first, last = begin.astimezone(formats.ZONE), end.astimezone(formats.ZONE)
    return gettext(
        "%(day)s, %(begin)s–%(end)s",
        day=formats.day(first.date()), begin=f"{first:%H:%M}", end=f"{last:%H:%M}",
    )  # fmt: skip


def when(visit: SeenVisit) -> str:
    """When a visit was, or since when it goes on and until when at most."""
    if visit.started_at is None or visit.ends_at is None:
        return formats.moment(visit.asked_at)
    if visit.ended_at is None:
        last = visit.ends_at.astimezone(formats.ZONE)
        return gettext(
            "Now, since %(begin)s. It ends at %(end)s at the latest.",
            begin=formats.moment(visit.started_at), end=f"{last:%H:%M}",
        )  # fmt: skip
    return between(visit.started_at, visit.ended_at)


def end_of(name: str, by: str, begin: datetime, end: datetime) -> str:
    """How a visit ended, to whoever was in it: by whom or why, whose pages, and when it was."""
    said = {"name": name, "when": between(begin, end)}
    told = {
        "author": gettext(
            "The author ended your visit to the pages of %(name)s: %(when)s.", **said
        ),
        "time": gettext(
            "The time of your visit to the pages of %(name)s is over: %(when)s.", **said
        ),
        "rights": gettext(
            "Your visit to the pages of %(name)s is not allowed any more: %(when)s.", **said
        ),
    }
    other = gettext("Your visit to the pages of %(name)s is over: %(when)s.", **said)
    return told.get(by, other)


def leave(visit: SeenVisit) -> str:
    """By whose leave, as the author reads it."""
    if visit.consent == "code":
        return gettext("With the code that you made")
    if visit.consent == "break_glass":
        return gettext("An emergency, agreed by %(name)s", name=visit.colleague)
    return gettext("Agreed by %(name)s", name=visit.colleague)


def office_leave(visit: SeenVisit) -> str:
    """By whose leave, as the office reads it."""
    if visit.consent == "code":
        return gettext("With the author’s code")
    if visit.consent == "break_glass":
        return (
            gettext("Emergency, agreed by %(name)s", name=visit.colleague)
            if visit.colleague else gettext("Emergency")
        )  # fmt: skip
    if visit.colleague:
        return gettext("Agreed by %(name)s", name=visit.colleague)
    return gettext("Asked of a colleague")


def pages(endpoints: Sequence[str]) -> str:
    """The pages that were seen, each area once."""
    names = dict.fromkeys(str(area(endpoint)) for endpoint in endpoints)
    return formats.listed(list(names))


def area(endpoint: str) -> Any:
    """What the page of an endpoint is called."""
    first = endpoint.partition(".")[0]
    return AREAS.get(endpoint) or AREAS.get(first) or gettext("Other pages")


def outcome(visit: SeenVisit) -> str:
    """Which pages were seen, in one sentence."""
    if not visit.pages:
        return gettext("No page was looked at.")
    return ngettext(
        "%(num)s page was looked at: %(pages)s.",
        "%(num)s pages were looked at: %(pages)s.",
        visit.pages, pages=pages(visit.endpoints),
    )  # fmt: skip


def changed(visit: SeenVisit) -> str:
    """What was changed, in one sentence."""
    return sentence_of_changes({"changes": visit.changes})


def minutes_left(ends_at: datetime) -> str:
    """How long a visit still holds, in whole minutes begun."""
    left = max(0, -(-(ends_at - datetime.now(UTC)).total_seconds() // 60))
    return ngettext("%(num)s minute left", "%(num)s minutes left", int(left))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
