"""The choice of letters and colours of this browser: a cookie, read for every page."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from portal.services.people.preferences import LETTER_SIZES, THEMES, Screen
from portal.web import cookies

COOKIE = "screen"
KEYS = "keys"
ON, OFF = "on", "off"


def here() -> Screen:
    """What this browser chose; what holds without a choice where the cookie says nothing known."""
    letters, _, theme = request.cookies.get(COOKIE, "").partition(".")
    if letters in LETTER_SIZES and theme in THEMES:
        return Screen(letters, theme)
    return Screen()


def keep(response: Response, screen: Screen) -> None:
    """Remembers the choice in this browser for a year."""
    cookies.keep_choice(response, COOKIE, f"{screen.letters}.{screen.theme}")


def keys_on() -> bool:
    """Whether single keys do something in this browser: yes, unless they were switched off."""
    return request.cookies.get(KEYS) != OFF


def keep_keys(response: Response, on: bool) -> None:
    """Remembers for a year whether single keys do something."""
    cookies.keep_choice(response, KEYS, ON if on else OFF)


def keep_own(response: Response, own: Screen | None) -> None:
    """Brings a person's own choice to a browser that has made none."""
    if own is not None and COOKIE not in request.cookies:
        keep(response, own)
