"""Every text of the portal with its translations, read once for all house tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.house import source

FOLDER = source.ROOT / "translations"
TEMPLATE = FOLDER / "messages.pot"
CATALOGUES = sorted(FOLDER.glob("*/LC_MESSAGES/*.po"))
TRANSLATIONS = tuple(path.parents[1].name for path in CATALOGUES)
LANGUAGES = ("en", *TRANSLATIONS)


@dataclass(frozen=True)
class Text:
    """One form of a text: the English that it belongs to, and what its language says."""

    english: str
    said: str


@cache
def read(path: Path) -> Catalog:
    """A catalogue, or the template of all."""
    with path.open("rb") as file:
        return read_po(file, locale=None if path == TEMPLATE else path.parents[1].name)


def forms(message: Message) -> tuple[str, ...]:
    """The translation, or its forms by number."""
    said = message.string
    return tuple(said) if isinstance(said, (tuple, list)) else (said,)


def english(message: Message) -> tuple[str, ...]:
    """The English, or its forms by number."""
    return message.id if isinstance(message.id, tuple) else (message.id,)


@cache
def texts(language: str) -> tuple[Text, ...]:
    """Every text of a language, each form by itself; in English the text and itself."""
    if language == "en":
        return tuple(
            Text(form, form)
            for message in read(TEMPLATE)
            if message.id
            for form in english(message)
        )
    catalogue = read(FOLDER / language / "LC_MESSAGES" / "messages.po")
    return tuple(
        Text(english(message)[min(place, len(english(message)) - 1)], form)
        for message in catalogue
        if message.id
        for place, form in enumerate(forms(message))
    )
