"""Contact: telephone and post, and the e-mail address with its letter."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.messages.outgoing import Letter
from portal.services.people import contact, email_changes, preferences
from portal.web.access import allow, current_identity, subject_id
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.details.forms import ButtonForm, EmailForm, post_form
from portal.web.limits import EMAIL_LETTERS, limiter
from portal.web.outside import outside
from portal.web.transaction import database
from portal.wording import contact_letters


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/contact", "contact", post, methods=both)
    blueprint.add_url_rule("/email", "email", email, methods=both)
    blueprint.add_url_rule("/email/drop", "drop_email", drop, methods=["POST"])
    blueprint.add_url_rule("/email/<token>", "confirm_email", confirm, methods=both)


@allow("details.change")
def post() -> ResponseReturnValue:
    check_opened_for()
    now = contact.contact_of(database(), subject_id())
    form = post_form(now)
    if not form.saved(
        lambda: contact.save_post(database(), current_identity(), form.said(), today())
    ):
        return render_template("details/contact.html", form=form, now=now)
    flash(_("Telephone and address are kept.") if form.result else _("Nothing was changed."))
    return redirect(url_for("details.index"), code=303)


@allow("details.secure")
@limiter.limit(EMAIL_LETTERS, methods=["POST"])
def email() -> ResponseReturnValue:
    check_opened_for()
    form = EmailForm()
    if not form.saved(
        lambda: email_changes.ask(
            database(), current_identity(), form.email.data or "", _written(), today()
        )
    ):
        now = contact.contact_of(database(), subject_id())
        return render_template("details/email.html", form=form, now=now)
    flash(_("We write to the new address. Open the link in that letter within a day."))
    return redirect(url_for("details.index"), code=303)


@allow("details.own")
def drop() -> ResponseReturnValue:
    check_opened_for()
    if email_changes.drop(database(), current_identity()):
        flash(_("The new address is taken back. Everything stays as it was."))
    return redirect(url_for("details.index"), code=303)


@allow("details.own")
def confirm(token: str) -> ResponseReturnValue:
    check_opened_for()
    address = email_changes.address_of(database(), current_identity(), token)
    form = ButtonForm()
    if not form.saved(
        lambda: email_changes.confirm(database(), current_identity(), token, _written(), today())
    ):
        return render_template(
            "details/confirm_email.html", form=form, address=address, token=token
        )
    flash(_("From now on we write to %(address)s.", address=address))
    return redirect(url_for("details.index"), code=303)


def _written() -> Callable[[str, str], Letter]:
    """The letters about an address, in the party's language, with a link to the portal."""
    locale = preferences.chosen(database(), subject_id()).locale

    def letter(code: str, token: str) -> Letter:
        places = {"email_asked": "details.email", "email_changed": "public.help_page"}
        named = {"token": token} if token else {}
        link = outside(places.get(code, "details.confirm_email"), **named)
        return contact_letters.written(code, locale, link)

    return letter
