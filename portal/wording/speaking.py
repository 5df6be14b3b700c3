"""Speaking a language outside of a page: commands and the queue write letters in many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from flask import Flask
from flask_babel import Babel, force_locale

SOURCE = "en"


@contextmanager
def speaking(locale: str) -> Iterator[str]:
    """What is translated within the block comes out in this language, or the nearest there is."""
    code = nearest(locale)
    with _speaker().app_context(), force_locale(code):
        yield code


def nearest(locale: str) -> str:
    """The locale itself where it is translated, else another of its language, else English."""
    codes = spoken()
    if locale in codes:
        return locale
    language = locale.partition("_")[0]
    return next((code for code in codes if code.partition("_")[0] == language), SOURCE)


@cache
def spoken() -> tuple[str, ...]:
    """English, and every language whose translation is there."""
    found = sorted(path.parent.parent.name for path in _folder().glob("*/LC_MESSAGES/messages.mo"))
    return (SOURCE, *found)


@cache
def _speaker() -> Flask:
    app = Flask("portal.wording")
    app.config.update(BABEL_TRANSLATION_DIRECTORIES=str(_folder()), BABEL_DEFAULT_LOCALE=SOURCE)
    Babel(app, locale_selector=lambda: SOURCE)
    return app


def _folder() -> Path:
    """Where translations lie: in the package of a wheel, else beside it."""
    package = Path(__file__).parent.parent
    inside = package / "translations"
    return inside if inside.is_dir() else package.parent / "translations"
