"""Letters and colours: for everybody, signed in or not; kept for whoever sits at the screen."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from portal.services.people import preferences
from portal.services.people.preferences import Screen
from portal.web.access import allow, safe_next
from portal.web.forms import PortalForm, options
from portal.web.screen import choices
from portal.web.transaction import database

blueprint = Blueprint("screen", __name__)
LETTERS = (
    ("normal", _l("Normal letters")),
    ("large", _l("Large letters")),
    ("largest", _l("Largest letters")),
)
THEMES = (
    ("auto", _l("As this machine is set")),
    ("light", _l("Dark letters on a light page")),
    ("dark", _l("Light letters on a dark page")),
)
KEYS = (
    (choices.ON, _l("The key / goes to the search")),
    (choices.OFF, _l("No key does anything by itself")),
)


class ScreenForm(PortalForm):
    """Two questions; staff are asked a third."""

    letters = RadioField(_l("Size of letters"), choices=options(LETTERS))
    theme = RadioField(_l("Colours"), choices=options(THEMES))
    keys = RadioField(_l("Single keys in the office"), choices=options(KEYS), validate_choice=False)


@blueprint.get("/screen")
@allow("public")
def index() -> ResponseReturnValue:
    now = choices.here()
    keys = choices.ON if choices.keys_on() else choices.OFF
    form = ScreenForm(None, letters=now.letters, theme=now.theme, keys=keys)
    return render_template("screen/index.html", choice=form, next=_next())


@blueprint.post("/screen")
@allow("public")
def save() -> ResponseReturnValue:
    form = ScreenForm()
    if not form.validate_on_submit():
        return render_template("screen/index.html", choice=form, form=form, next=_next())
    screen = Screen(form.letters.data, form.theme.data)
    if g.identity is not None and not g.identity.reading:
        preferences.save_screen(database(), g.identity, screen)
    flash(_("Letters and colours are kept as you chose."))
    response = redirect(_next() or url_for("screen.index"), code=303)
    choices.keep(response, screen)
    if g.identity is not None and g.identity.is_staff:
        choices.keep_keys(response, form.keys.data != choices.OFF)
    return response


def _next() -> str | None:
    return safe_next(request.values.get("next"))
