"""Pages for what went wrong: one sentence that says what happened, and what to do."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Flask, current_app, g, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, TooManyRequests
from werkzeug.wrappers import Response

from portal.kernel.errors import NotFound, Refusal
from portal.web import visit_over, visited
from portal.wording import sentence

WATCHED = ("sign_in_not_completed", "provider_unreachable")
KNOWN = (403, 404, 405, 409, 413, 429, 500, 502)
STATUS = {
    "visit_going_on": 409,
    "visit_moves_money": 403,
    "visit_not_approvable": 403,
    "visit_not_possible": 403,
    "visit_over": 403,
}
"""Refusals that are no mistake in a form, by their code; all others are 422."""
TABLE = {
    403: (
        _l("This page is not for you"),
        _l("Your role in the portal does not open it."),
        _l("If it should, write to the society and say which page you need."),
    ),
    404: (
        _l("This page does not exist"),
        _l("The address is wrong, or the page belongs to somebody else."),
        _l("Check the address, or start again and choose from the lists."),
    ),
    405: (
        _l("This page cannot be opened like that"),
        _l("It answers only to a button of the portal."),
        _l("Go back and use the button."),
    ),
    413: (
        _l("That was too much at once"),
        _l("The text or file is too large, so nothing was read."),
        _l("Send a smaller file, or the text in parts."),
    ),
    429: (
        _l("Too many tries"),
        _l("There were many tries within a short time."),
        _l("Wait a minute, then try again."),
    ),
    502: (
        _l("The sign-in service does not answer"),
        _l("The portal could not reach the service that signs people in."),
        _l("Try again in a few minutes. Nothing is wrong with your account."),
    ),
}
"""Heading, what happened and how to mend it; put into words for the one that is shown."""


@dataclass(frozen=True)
class Trouble:
    """What an error page says: what happened, and lines about what to do."""

    heading: str
    what: str
    mend: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()
    """Addresses and their words, where there are others than the start."""


def install(app: Flask) -> None:
    """Registers the pages."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _session_ended)
    app.register_error_handler(HTTPException, _http)


def page(trouble: Trouble, status: int, target: str = "", words: str = "") -> tuple[str, int]:
    """An error page with a link onwards, to the start unless said otherwise."""
    g.in_trouble = True
    onwards = (target or url_for("public.start"), words or _("Go to the start"))
    html = render_template(
        "errors/error.html",
        heading=trouble.heading,
        what=trouble.what,
        mend=trouble.mend,
        links=trouble.links or (onwards,),
    )
    return html, status


def _refused(refusal: Refusal) -> tuple[str, int]:
    if refusal.code in WATCHED:
        current_app.logger.warning("refused %s: %r", refusal.code, refusal.arguments)
    if isinstance(refusal, NotFound):
        _denied("404")
        return page(_troubles(404), 404)
    if refusal.code == "provider_unreachable":
        return page(_troubles(502), 502)
    if refusal.code == "sign_in_cancelled":
        return _turned_back()
    trouble = Trouble(_("That was not done"), sentence(refusal), (_nothing_changed(),))
    return page(trouble, STATUS.get(refusal.code, 422))


def _turned_back() -> tuple[str, int]:
    trouble = Trouble(
        _("You did not finish signing in"),
        _("You came back before the sign-in was done, so nobody is signed in."),
        (_nothing_changed(),),
    )
    return page(trouble, 422, url_for("session.sign_in"), _("Sign in"))


def _session_ended(_error: CSRFError) -> tuple[str, int]:
    _denied("forgery token")
    trouble = Trouble(
        _("Your session has ended"),
        _("Nothing was sent, because you were signed out or the page was open for too long."),
        (_("Sign in again, then fill in the page once more."),),
    )
    return page(trouble, 400, url_for("session.sign_in"), _("Sign in"))


def _http(error: HTTPException) -> tuple[str, int] | Response:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    status = code if code in KNOWN else (500 if code >= 500 else 404)
    if code in (403, 429):
        _denied(str(code))
    if code == 403 and _reads_only():
        return page(_troubles(status), code, url_for("session.sign_in"), _("Sign in fully"))
    if code >= 500:
        current_app.logger.error("case %s: %s %s", _case(), request.method, request.path)
    html, _status = page(_troubles(status), code)
    if isinstance(error, TooManyRequests):
        response = current_app.make_response((html, code))
        response.headers["Retry-After"] = "60"
        return response
    return html, code


def _troubles(status: int) -> Trouble:
    identity = g.get("identity")
    if status in (403, 409) and visited.is_going_on():
        return Trouble(_("Not in this visit"), *visited.why_not(status))
    if status == 403 and _reads_only():
        return _reading_only()
    authors = not (request.endpoint or "").startswith(visited.OFFICE)
    if status == 403 and authors and identity is not None and identity.actor.staff_id is not None:
        if (over := visit_over.told()) is not None:
            return Trouble(*over)
        return Trouble(
            _("This page is not for you"),
            _("This page belongs to authors."),
            (_("Ask for a visit on the person’s page under People."),),
        )
    if status in TABLE:
        heading, what, mend = (str(words) for words in TABLE[status])
        return Trouble(heading, what, (mend,))
    return Trouble(
        _("Something went wrong here"),
        _("The fault is ours. %(nothing)s", nothing=_nothing_changed()),
        (
            _(
                "Try again. If it stays so, write to us and name the case %(case)s.",
                case=_case(),
            ),
        ),
    )


def _reading_only() -> Trouble:
    return Trouble(
        _("You are reading only"),
        _("You came in by e-mail, so nothing is changed, and what is sensitive stays closed."),
        (
            _("Sums of money, tax and contact details are hidden, and so are files of them."),
            _("Sign in with your identity provider or a passkey, then do it again."),
        ),
    )


def _denied(what: str) -> None:
    """Writes down who was kept from what: ids and the endpoint, never an address or a text."""
    identity = g.get("identity")
    account = identity.actor.account_id if identity else None
    visit = identity.visit.visit_id if identity and identity.visit else None
    current_app.logger.warning(
        "denied %s: %s %s, account %s, visit %s",
        what, request.method, request.endpoint, account, visit,
    )  # fmt: skip


def _reads_only() -> bool:
    """Whether the session came by e-mail."""
    identity = g.get("identity")
    return identity is not None and identity.reading


def _nothing_changed() -> str:
    return _("Nothing was changed.")


def _case() -> str:
    if "case" not in g:
        g.case = secrets.token_hex(4)
    case: str = g.case
    return case
