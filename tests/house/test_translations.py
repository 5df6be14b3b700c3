"""The collected texts are those of the code, and every language has every one of them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.house import source

TEMPLATE = source.ROOT / "translations" / "messages.pot"
CATALOGUES = sorted((source.ROOT / "translations").glob("*/LC_MESSAGES/*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")


def test_the_collected_texts_are_fresh() -> None:
    command = ["sh", "scripts/translations", "--check"]
    done = subprocess.run(command, cwd=source.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_finnish_is_there() -> None:
    assert "fi" in [path.parents[1].name for path in CATALOGUES]


@pytest.mark.parametrize("path", CATALOGUES, ids=source.name)
def test_every_text_is_translated(path: Path) -> None:
    found = list(faults(read(TEMPLATE), read(path)))
    assert found == [], (
        f"{source.name(path)} does not fit the texts of the code. Run sh scripts/translations, "
        "write or mend what is named here, and run make setup."
    )


def read(path: Path) -> Catalog:
    """A catalogue, or the template of all."""
    with path.open("rb") as file:
        return read_po(file, locale=None if path == TEMPLATE else path.parents[1].name)


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
    english = message.id if isinstance(message.id, tuple) else (message.id,)
    for place, form in enumerate(forms(message)):
        of = english[min(place, len(english) - 1)]
        if sorted(PLACEHOLDER.findall(of)) != sorted(PLACEHOLDER.findall(form)):
            yield f"other placeholders than the English: {form}"


def forms(message: Message) -> tuple[str, ...]:
    """The translation, or its forms by number."""
    said = message.string
    return tuple(said) if isinstance(said, (tuple, list)) else (said,)


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


# One term, one meaning: where the English has the left, the Finnish has the right (a stem).
FINNISH_TERMS = {
    "tax card": "verokort",
    "additional distribution": "lisätility",
    "estate": "kuolinpes",
    "narrator": "lukij",
    "illustrator": "kuvitta",
    "translators?": "kääntäj",
    "cap": "enimmäismäär",
    "smallest payment": "tilitysraja",
    "heads": "pääluku|pääluvu|tekijää|role_denominator",
    "spring payment": "kevättility",
    "autumn payment": "syystility",
    "tax withheld": "ennakonpidäty",
    "writer of the original": "alkuperäistekijä",
}


def finnish() -> Iterator[tuple[str, str]]:
    """Each English text with each form of its Finnish."""
    for message in read(source.ROOT / "translations" / "fi" / "LC_MESSAGES" / "messages.po"):
        if message.id:
            english = message.id if isinstance(message.id, tuple) else (message.id,)
            yield from ((english[-1], form) for form in forms(message))


@pytest.mark.parametrize("term", FINNISH_TERMS)
def test_a_term_keeps_its_finnish(term: str) -> None:
    has = re.compile(rf"\b{term}\b", re.IGNORECASE)
    said = re.compile(FINNISH_TERMS[term], re.IGNORECASE)
    met = [(english, form) for english, form in finnish() if has.search(english)]
    assert met
    assert [pair for pair in met if not said.search(pair[1])] == []


def test_nothing_is_shouted() -> None:
    assert [form for pair in finnish() for form in pair if "!" in form] == []
