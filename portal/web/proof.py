"""A fresh proof before what is sensitive, and what a page needs that asks for a passkey."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.kernel.errors import Refusal
from portal.services.access import passkeys, proofs
from portal.services.access.passkey_answers import Site
from portal.web import cookies
from portal.web.transaction import database

FIELD = "passkey"
NOT_KEPT = ("csrf_token",)
SECRET = ("iban", "account_number", "code", "token", "secret", FIELD)
"""Fields whose names hold one of these words are typed again: nothing of them is kept."""
WAYS_IN = ("visits.end", "access.own", "access.change")
"""What a staff member reaches before a passkey has opened the session."""


class PasskeyNeeded(Refusal):
    """The one who decides has a passkey, and did not sign with it."""

    code = "passkey_needed"


def ask() -> Response:
    """To the page that asks who it is; from there back to where she was going.

    A form that was sent is kept, and can be sent from there when the proof is given.
    """
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("confirm.index", next=request.full_path.rstrip("?")), code=303)
    if _kept():
        return redirect(url_for("confirm.index", next=url_for("confirm.send")), code=303)
    return redirect(url_for("confirm.index", next=_page_of_the_form(), lost="yes"), code=303)


def staff_need_passkeys() -> bool:
    """Whether staff work only in sessions by passkey here."""
    return bool(current_app.extensions["portal.staff_passkeys"] == "required")


def missing_passkey(permission: str) -> Response | None:
    """Where a staff member is led who came without a passkey; None when nothing is missing."""
    if not g.identity.is_staff or g.visitor.means == "passkey" or permission in WAYS_IN:
        return None
    if not staff_need_passkeys():
        return None
    if g.visitor.has_passkey:
        here = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("confirm.index", next=here), code=303)
    return redirect(url_for("passkeys.index"), code=303)


def site() -> Site:
    """The portal's own name and origin, as passkeys are bound to them."""
    base = current_app.extensions["portal.base_url"] or request.host_url
    parts = urlsplit(base)
    return Site(parts.hostname or "", f"{parts.scheme}://{parts.netloc}")


def answer() -> str:
    """What the script put into the form, empty without one."""
    return request.form.get(FIELD, "")


def signing(said: Sequence[object]) -> str:
    """For a page with a decision to sign: options for `passkey_step`, empty without a passkey.

    `said` is what the signature is bound to: run code, people, cents, digest.
    """
    return passkeys.signing_options(database(), g.identity, cookies.token(), site(), said)


def signed(said: Sequence[object]) -> int | None:
    """The row id of the passkey that signed exactly this, in the form that was sent.

    None for whoever has no passkey, where staff may work without one. Raises PasskeyNeeded,
    PasskeyOver and PasskeyRefused.
    """
    if answer():
        return passkeys.signed(database(), g.identity, cookies.token(), site(), said, answer())
    if g.visitor.has_passkey or staff_need_passkeys():
        raise PasskeyNeeded
    return None


def _kept() -> bool:
    """Whether the form could be kept: no file, nothing secret, and not too long."""
    fields = [(name, value) for name, value in request.form.items(multi=True)
              if name not in NOT_KEPT]  # fmt: skip
    if any(one.filename for one in request.files.values()):
        return False
    if any(word in name.casefold() for name, _value in fields for word in SECRET):
        return False
    target = request.full_path.rstrip("?")
    with current_app.extensions["portal.transaction"]() as short:
        return proofs.keep_form(short, cookies.token(), target, fields)


def _page_of_the_form() -> str | None:
    """The page that the form stood on, when it was one of this portal."""
    parts = urlsplit(request.referrer or "")
    return parts.path if parts.netloc == request.host else None
