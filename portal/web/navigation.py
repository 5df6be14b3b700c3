"""The five words of the bar, and where every endpoint belongs."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.web.access import opens

MAIN = (
    ("home", "public.start", _l("Home")),
    ("works", "works.index", _l("Works")),
    ("money", "money.index", _l("Money")),
    ("messages", "messages.index", _l("Messages")),
    ("details", "details.index", _l("My details")),
)

# Whoever has not signed in reads these words in the bar.
VISITORS = (
    ("start", "public.start", _l("Start")),
    ("how", "guide.how_it_works", _l("How it works")),
    ("rules", "rules.index", _l("Rules")),
    ("statistics", "statistics.index", _l("Statistics")),
)

# Whoever works in the office reads these, as far as her role opens them.
STAFF = (
    ("today", "staff_today.index", _l("Today")),
    ("people", "staff_people.index", _l("People")),
    ("office_works", "staff_works.index", _l("Works")),
    ("loans", "staff_loans.index", _l("Loans")),
    ("runs", "staff_runs.index", _l("Runs")),
    ("office_rules", "staff_rules.index", _l("Rules")),
    ("audit", "staff_audit.index", _l("Audit")),
)

# An area whose pages stand below another's for a visitor.
BELOW = {"statistics": "most_lent"}

# The blueprint says the word; endpoints of `public` and `session` are listed one by one.
AREAS = {
    "catalogue_exchange": "works",
    "disputes": "works",
    "grouping": "works",
    "home": "home",
    "invitations": "works",
    "illustrators": "works",
    "loans": "works",
    "suggestions": "works",
    "works": "works",
    "money": "money",
    "passkeys": "details",
    "messages": "messages",
    "details": "details",
    "staff_audit": "audit",
    "staff_loans": "loans",
    "mandates": "details",
    "staff_members": "people",
    "staff_messages": "today",
    "staff_people": "people",
    "staff_rules": "office_rules",
    "staff_runs": "runs",
    "staff_today": "today",
    "staff_works": "office_works",
    "visits": "people",
}
OFFICE = ("staff_", "visits")
PLACES = {"public.start": "home"}
OUTSIDE = {
    "static",
    "browser_reports.take",
    "calendar.feed",
    "email_sign_in.ask",
    "email_sign_in.code",
    "email_sign_in.letter",
    "public.help_page",
    "public.health",
    "public.choose_language",
    "guide.how_it_works",
    "guide.words",
    "guide.statement",
    "guide.paper_form",
    "guide.accessibility",
    "guide.privacy",
    "guide.leaving",
    "rules.index",
    "rules.in_words",
    "most_lent.download",
    "most_lent.index",
    "most_lent.year",
    "rules.rates",
    "rules.classes",
    "rules.limits",
    "rules.tax",
    "verification.ask",
    "verification.look_up",
    "verification.found",
    "support.index",
    "support.make",
    "support.withdraw",
    "support.end_visit",
    "statistics.index",
    "statistics.payments_csv",
    "statistics.years_csv",
    "screen.index",
    "screen.save",
    "confirm.index",
    "confirm.by_passkey",
    "confirm.by_provider",
    "confirm.send",
    "session.passkey",
    "session.begin_passkey",
    "session.passkey_answer",
    "session.sign_in",
    "session.start",
    "session.callback",
    "session.sign_out",
    "session.signed_out",
    "session.disowned",
    "session.act_for",
}


@dataclass(frozen=True)
class Place:
    """One word of the bar; `current` is "page", "true" (a page below it) or empty."""

    word: str
    label: str
    url: str
    current: str
    waiting: int = 0
    """How many things under the word wait to be read."""


def word_of(endpoint: str) -> str | None:
    """The word of the bar under which an endpoint belongs, None outside of the five."""
    return PLACES.get(endpoint) or AREAS.get(endpoint.partition(".")[0])


def places(unread: int = 0) -> list[Place]:
    """The words that have a page: of one's own for a party, of everybody's for a visitor.

    In the office the words are those of the office; `unread` messages stand beside their word.
    """
    identity = g.get("identity")
    here = request.endpoint or ""
    if identity is None:
        return [Place(word, str(label), url_for(endpoint), _visited(endpoint, here))
                for word, endpoint, label in VISITORS]  # fmt: skip
    if in_the_office():
        return [Place(word, str(label), url_for(endpoint), _current(word, endpoint, here))
                for word, endpoint, label in STAFF if opens(endpoint)]  # fmt: skip
    if identity.subject_id is None:
        return []
    known = [entry for entry in MAIN if entry[1] in current_app.view_functions]
    return [
        Place(
            word,
            str(label),
            url_for(endpoint),
            _current(word, endpoint, here),
            unread if word == "messages" else 0,
        )
        for word, endpoint, label in known
    ]


def in_the_office() -> bool:
    """Whether this page is the office's: one of its areas, or any page of staff without own ones.

    In a support visit the pages are the author's.
    """
    identity = g.get("identity")
    if identity is None or not identity.is_staff or identity.visit is not None:
        return False
    return identity.subject_id is None or (request.blueprint or "").startswith(OFFICE)


def other_side() -> tuple[str, str] | None:
    """For staff who are payees too: from the office to the own pages, and back."""
    identity = g.get("identity")
    if identity is None or not identity.is_staff or identity.visit or identity.subject_id is None:
        return None
    if in_the_office():
        return _("My own pages"), url_for("public.start")
    return (_("The office"), url_for("staff_today.index")) if opens("staff_today.index") else None


def _current(word: str, endpoint: str, here: str) -> str:
    if endpoint == here:
        return "page"
    return "true" if word_of(here) == word else ""


def _visited(endpoint: str, here: str) -> str:
    """A visitor's word: its own page, or one of the same area beside it."""
    if endpoint == here:
        return "page"
    area, name = endpoint.split(".")
    return "true" if name == "index" and here.partition(".")[0] in (area, BELOW.get(area)) else ""
