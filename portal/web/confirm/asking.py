"""The way through the identity provider once more, and what comes after any proof."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Refusal
from portal.services.access import proofs
from portal.web import cookies, proof
from portal.web.access import current_identity, safe_next
from portal.web.outside import outside
from portal.web.transaction import database
from portal.wording import sentence


def provider() -> Any:
    """The portal's identity provider."""
    return current_app.extensions["portal.provider"]


def only_by_passkey() -> bool:
    """Whether this one is a staff member who has a passkey where staff need them."""
    return bool(g.identity.is_staff and g.visitor.has_passkey and proof.staff_need_passkeys())


def leave_for_provider(target: str | None) -> ResponseReturnValue:
    """To the provider, which has to ask anew; the way back is kept in the session."""
    departure = provider().depart(outside("session.callback"), anew=True)
    proofs.depart(database(), cookies.token(), {**departure.pending, "next": target})
    return redirect(departure.url, code=303)


def came_back() -> ResponseReturnValue:
    """From the provider, signed in all the while."""
    if current_identity().visit is not None or current_identity().reading:
        abort(403)
    token = cookies.token()
    with current_app.extensions["portal.transaction"]() as short:
        pending = proofs.departed(short, token)
    target = safe_next(pending.get("next"))
    subject = provider().arrive(pending, request.args.get("iss"))
    named = (subject.issuer, subject.subject, subject.asked_at)
    try:
        fresh = proofs.by_provider(database(), current_identity(), token, *named)
    except Refusal as refusal:
        flash(sentence(refusal), "error")
        return redirect(url_for("confirm.index", next=target), code=303)
    return to_go_on(fresh, target)


def to_go_on(token: str, target: str | None) -> ResponseReturnValue:
    """To where she was going, with the session's new token."""
    response = redirect(target or url_for("public.start"), code=303)
    cookies.keep_token(response, token)
    return response
