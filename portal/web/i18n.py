"""Languages: English is the source; another is offered when its translation is there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from flask import Flask, current_app, request
from flask_babel import Babel, Domain, get_locale

SOURCE = "en"
PREPARED = ("fi", "sv_FI")
COOKIE = "language"


@dataclass(frozen=True)
class Language:
    """A language to choose: its code, its own name and its tag in HTML."""

    code: str
    name: str
    tag: str


def install(app: Flask, folder: Path) -> None:
    """Reads the translations in `folder` and chooses the language of each request."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(folder)
    app.config["BABEL_DEFAULT_LOCALE"] = SOURCE
    found = [code for code in PREPARED if (folder / code / "LC_MESSAGES" / "messages.mo").exists()]
    app.extensions["portal.languages"] = (SOURCE, *found)
    Babel(app, locale_selector=_chosen_locale)
    app.before_request(_speak_quickly)


def _chosen_locale() -> Locale:
    """Always the same object of a language: what is kept by language is then found at once."""
    return _locale_of(chosen())


@cache
def _locale_of(code: str) -> Locale:
    return Locale.parse(code)


class Spoken(Domain):
    """The texts of a request: looked up by the language it has already, for every word again."""

    def get_translations(self) -> Any:
        """The texts of the request's language."""
        locale = get_locale()
        try:
            return self.cache[locale]
        except KeyError:
            return self.cache.setdefault(locale, super().get_translations())


def _speak_quickly() -> None:
    """One domain for all requests: each would read its own settings anew."""
    domain = current_app.extensions.get("portal.spoken")
    if domain is None:
        domain = current_app.extensions["portal.spoken"] = Spoken()
    domain.as_default()


def available() -> tuple[str, ...]:
    """The codes of the languages that this portal speaks."""
    codes: tuple[str, ...] = current_app.extensions["portal.languages"]
    return codes


def chosen() -> str:
    """The language of this request: the cookie, else what the browser asks for, else English."""
    if not request:
        return SOURCE
    codes = available()
    wanted = request.cookies.get(COOKIE, "")
    if wanted in codes:
        return wanted
    tags = {tag_of(code): code for code in codes} | {code[:2]: code for code in codes}
    return tags[request.accept_languages.best_match(tags, tag_of(SOURCE)) or SOURCE]


def tag_of(code: str) -> str:
    """The tag of a language in HTML: sv_FI is sv-FI."""
    return code.replace("_", "-")


def current_tag() -> str:
    """The tag of this page's language."""
    return tag_of(str(get_locale() or SOURCE))


def others() -> list[Language]:
    """The languages to change to, each under its own name."""
    here = str(get_locale() or SOURCE)
    return [Language(code, own_name(code), tag_of(code)) for code in available() if code != here]


def own_name(code: str) -> str:
    """What a language calls itself."""
    locale = Locale.parse(code)
    name = locale.languages.get(locale.language) or code
    return name.capitalize()
