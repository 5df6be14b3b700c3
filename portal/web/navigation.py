"""The five words of the bar, and where every endpoint belongs."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g, request, url_for
from flask_babel import lazy_gettext as _l

MAIN = (
    ("home", "public.start", _l("Home")),
    ("works", "works.index", _l("Works")),
    ("money", "money.index", _l("Money")),
    ("messages", "messages.index", _l("Messages")),
    ("details", "details.index", _l("My details")),
)

# The blueprint says the word; endpoints of `public` and `session` are listed one by one.
AREAS = {
    "illustrators": "works",
    "loans": "works",
    "works": "works",
    "money": "money",
    "messages": "messages",
    "details": "details",
}
PLACES = {"public.start": "home"}
OUTSIDE = {
    "static",
    "calendar.feed",
    "public.help_page",
    "public.health",
    "public.choose_language",
    "rules.rates",
    "rules.classes",
    "rules.limits",
    "rules.tax",
    "verification.ask",
    "verification.look_up",
    "verification.found",
    "screen.index",
    "screen.save",
    "session.sign_in",
    "session.start",
    "session.callback",
    "session.sign_out",
    "session.signed_out",
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
    """The words that have a page, for whoever has pages of his or her own; nothing for others.

    `unread` messages stand beside their word.
    """
    identity = g.get("identity")
    if identity is None or identity.subject_id is None:
        return []
    here = request.endpoint or ""
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


def _current(word: str, endpoint: str, here: str) -> str:
    if endpoint == here:
        return "page"
    return "true" if word_of(here) == word else ""
