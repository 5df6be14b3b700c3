"""What a support visit adds to each request: its end in time, its limits, and a line in its log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.services.access import permissions
from portal.services.access.visitors import VISITORS
from portal.services.visits import visit_ends, visit_views
from portal.web.clock import today
from portal.wording import visits

END = "visits.end"
ENDS = (END, "session.sign_out", "static")
OFFICE = ("staff_", "visits.")
STAYS = (END, "session.sign_out", "public.choose_language", "verification.look_up")
"""Forms for everybody that may be sent in a visit: they change nothing that is kept."""


def install(app: Flask) -> None:
    """Writes each page down. Before the request's own transaction, so that it comes after it."""
    app.after_request(_write_down)


def end_lapsed() -> Response | None:
    """Ends the visits that are over; who was in one is led away, whatever she asked for."""
    with current_app.extensions["portal.transaction"]() as database:
        visit_ends.close_lapsed(database, datetime.now(UTC), today())
    if g.visitor.lapsed != "own" or request.endpoint == END:
        return None
    flash(_("The visit has ended. Its time was over, or it is not allowed any more."))
    works_still = g.identity.actor.staff_role in VISITORS
    return redirect(url_for("visits.index" if works_still else "public.start"), code=303)


def is_refused(public: bool) -> bool:
    """Whether a form may not be sent because a visit goes on, although everybody may send it."""
    sends = request.method not in ("GET", "HEAD", "OPTIONS")
    return public and sends and is_going_on() and request.endpoint not in STAYS


def why_not(status: int) -> tuple[str, tuple[str, ...]]:
    """Why a page or form is refused in a visit, and who can do it or what to do."""
    name = g.visitor.visited.name
    if status == 409:
        return _("You are in a visit already, to the pages of %(name)s.", name=name), (
            _("End the visit first, then begin another."),
        )
    if (request.endpoint or "").startswith(OFFICE):
        return _("You are looking at %(name)s’s pages.", name=name), (_("End the visit first."),)
    if g.identity.visit.mode == "reading" and _changed_by_leave():
        return _("This visit only reads, so nothing is changed."), (
            _("%(name)s does it herself, or gives a code that allows changes.", name=name),
        )
    return _("Nobody does this for an author in a visit."), (
        _("Only %(name)s does it: signed in, or on paper.", name=name),
    )


def _changed_by_leave() -> bool:
    """Whether the page opens in a visit that may change things."""
    view = current_app.view_functions.get(request.endpoint or "")
    needs = permissions.TABLE.get(getattr(view, "__permission__", ""), ())
    return permissions.may_change in needs


def is_going_on() -> bool:
    """Whether this request is part of a support visit."""
    identity = g.get("identity")
    return identity is not None and identity.visit is not None


@dataclass(frozen=True)
class Banner:
    """What stands first on every page of a visit: whose pages, what may be done, how long still."""

    name: str
    mode: str
    left: str


def banner() -> Banner | None:
    """The banner of the visit that this request is part of."""
    if not is_going_on():
        return None
    visit = g.identity.visit
    mode = _("Reading only.") if visit.mode == "reading" else _("You may change some things.")
    return Banner(g.visitor.visited.name, mode, visits.minutes_left(visit.ends_at))


def _write_down(response: Response) -> Response:
    """What was not written down is not shown."""
    if not is_going_on() or request.endpoint in ENDS:
        return response
    with current_app.extensions["portal.transaction"]() as database:
        kept = visit_views.log(
            database, g.identity.visit.visit_id, request.endpoint or "",
            sent=request.method not in ("GET", "HEAD", "OPTIONS"), status=response.status_code,
            now=datetime.now(UTC),
        )  # fmt: skip
    if not kept:
        response.set_data(b"")
        response.status_code, response.location = 303, url_for("visits.index")
    return response
