"""What a staff member reads on an author's page when the visit to it has ended meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import current_app, g, request, url_for
from flask_babel import gettext as _

from portal.services.access.visitors import VISITORS
from portal.services.visits import visit_history
from portal.services.visits.visit_history import SeenVisit
from portal.web import cookies
from portal.wording import visits

Told = tuple[str, str, tuple[str, ...], tuple[tuple[str, str], ...]]
"""Heading, what happened, what to do, and where to go."""


def told() -> Told | None:
    """The end of the visit that went on in this session; None without one, or if she ended it.

    Whose pages they were is said to those who may still visit.
    """
    one = _ended()
    if one is None or one.ended_by == "staff":
        return None
    heading = _("The visit has ended")
    today = (url_for("staff_today.index"), _("Go to Today"))
    changed = () if request.method == "GET" else (_("Nothing was changed."),)
    if g.identity.actor.staff_role not in VISITORS:
        return heading, _("You are not allowed to visit authors any more."), changed, (today,)
    person = url_for("staff_people.person", code=one.person)
    mend = (*changed, _("If there is more to do, ask for another visit on the person’s page."))
    words = _("Open the page of %(name)s", name=one.name)
    begin, end = one.started_at or one.asked_at, one.ended_at or datetime.now(UTC)
    said = visits.end_of(one.name, one.ended_by, begin, end)
    return heading, said, mend, ((person, words), today)


def _ended() -> SeenVisit | None:
    """Read apart: the request's own transaction may not have begun."""
    with current_app.extensions["portal.transaction"](writes=False) as short:
        return visit_history.ended_here(short, g.identity.actor, cookies.token(), datetime.now(UTC))
