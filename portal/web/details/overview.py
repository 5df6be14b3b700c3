"""The overview, and the choices of one question each: consent, reminders, language."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.people import contact, details, preferences
from portal.web import cookies, i18n
from portal.web.access import allow, current_identity, subject_id
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.details.forms import ConsentForm, RemindersForm, language_form
from portal.web.screen import choices
from portal.web.transaction import database
from portal.wording import own_details


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("", "index", index)
    blueprint.add_url_rule("/consent", "consent", consent, methods=both)
    blueprint.add_url_rule("/reminders", "reminders", reminders, methods=both)
    blueprint.add_url_rule("/language", "language", language, methods=both)


@allow("details.read")
def index() -> ResponseReturnValue:
    seen = details.overview(database(), current_identity(), cookies.token(), today())
    return render_template(
        "details/index.html",
        seen=seen,
        screen=choices.here(),
        words=own_details,
        language=i18n.own_name,
    )


@allow("details.own")
def consent() -> ResponseReturnValue:
    check_opened_for()
    now = contact.contact_of(database(), subject_id())
    said = None if now.told_since is None else "yes" if now.may_be_told else "no"
    form = ConsentForm(answer=said)
    if not form.saved(
        lambda: contact.save_consent(
            database(), current_identity(), form.answer.data == "yes", today()
        )
    ):
        return render_template("details/consent.html", form=form, now=now)
    flash(_("Your answer is kept, with today’s day."))
    return redirect(url_for("details.index"), code=303)


@allow("details.change")
def reminders() -> ResponseReturnValue:
    check_opened_for()
    form = RemindersForm(answer=preferences.chosen(database(), subject_id()).reminders)
    if not form.saved(
        lambda: preferences.save_reminders(database(), current_identity(), form.answer.data)
    ):
        return render_template("details/reminders.html", form=form)
    flash(_("Reminders come as you chose."))
    return redirect(url_for("details.index"), code=303)


@allow("details.change")
def language() -> ResponseReturnValue:
    check_opened_for()
    form = language_form(preferences.chosen(database(), subject_id()).locale)
    if not form.saved(
        lambda: preferences.save_language(database(), current_identity(), form.answer.data)
    ):
        return render_template("details/language.html", form=form)
    response = redirect(url_for("details.index"), code=303)
    cookies.keep_choice(response, i18n.COOKIE, form.answer.data)
    return response
