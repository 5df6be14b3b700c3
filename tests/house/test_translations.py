"""The collected texts are those of the code, and every language has every one of them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from tests.house import source, texts
from tests.house.texts import forms

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
# Words that are spelt alike in English and another language.
SAME = {
    "ISBN", "Kopiosto", "Form", "Form: %(form)s.", "Format", "Format: %(format)s.",
    "Import %(number)s", "Import %(number)s: %(source)s", "Organisation", "organisation",
    "Person", "person", "Person %(code)s", "%(name)s (person %(code)s)", "Problem", "Start", "Text",
    "minus", "plus", "%(number)s MB", "%(number)s kB",
}  # fmt: skip


def test_the_collected_texts_are_fresh() -> None:
    command = ["sh", "scripts/translations", "--check"]
    done = subprocess.run(command, cwd=source.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_finnish_and_swedish_are_there() -> None:
    assert texts.TRANSLATIONS == ("fi", "sv_FI")


@source.every(texts.CATALOGUES)
def test_every_text_is_translated(path: Path) -> None:
    found = list(faults(texts.read(texts.TEMPLATE), texts.read(path)))
    assert found == [], (
        f"{source.name(path)} does not fit the texts of the code. Run sh scripts/translations, "
        "write or mend what is named here, and run make setup."
    )


def faults(wanted: Catalog, found: Catalog) -> Iterator[str]:
    """What is missing, unsure, left over or lost in a translation, each in a line."""
    for message in wanted:
        own = found.get(message.id)
        if message.id and (own is None or not all(forms(own))):
            yield f"without a translation: {message.id}"
        elif message.id and own is not None:
            yield from faults_of(own)
    known = {message.id for message in wanted}
    yield from (f"not in the code any more: {one.id}" for one in found if one.id not in known)


def faults_of(message: Message) -> Iterator[str]:
    """An unsure translation, or placeholders that are not those of the English."""
    if message.fuzzy:
        yield f"marked as fuzzy: {message.id}"
    if message.string == message.id and said(message.id) and message.id not in SAME:
        yield f"still in English: {message.id}"
    english = texts.english(message)
    for place, form in enumerate(forms(message)):
        of = english[min(place, len(english) - 1)]
        if sorted(PLACEHOLDER.findall(of)) != sorted(PLACEHOLDER.findall(form)):
            yield f"other placeholders than the English: {form}"


def said(english: str | tuple[str, ...]) -> bool:
    """Whether a text has words of its own beside its placeholders."""
    return bool(re.search(r"[^\W\d_]", PLACEHOLDER.sub("", str(english))))


@pytest.mark.parametrize(
    ("said", "flags"),
    [
        (("%(n)s laina", "%(n)s lainaa"), ["fuzzy"]),
        (("%(n)s laina", ""), []),
        (("%(n)s laina", "lainoja"), []),
        (("%(n)s laina", "%(m)s lainaa"), []),
    ],
    ids=["unsure", "half", "lost placeholder", "invented placeholder"],
)
def test_a_fault_is_seen(said: tuple[str, str], flags: list[str]) -> None:
    text = ("%(n)s loan", "%(n)s loans")
    wanted, found = Catalog(), Catalog(locale="fi")
    wanted.add(text)
    found.add(text, said, flags=flags)
    assert len(list(faults(wanted, found))) == 1


def test_a_new_text_and_one_that_is_gone_are_seen() -> None:
    wanted, found = Catalog(), Catalog(locale="fi")
    wanted.add("Loans")
    found.add("Books", "Kirjat")
    assert len(list(faults(wanted, found))) == 2


def test_all_forms_in_order_are_no_fault() -> None:
    text = ("One loan", "%(n)s loans")
    wanted, found = Catalog(), Catalog(locale="fi")
    wanted.add(text)
    found.add(text, ("Yksi laina", "%(n)s lainaa"))
    assert list(faults(wanted, found)) == []
