"""Every refusal of the portal has a sentence, and its blanks are the refusal's arguments."""

from __future__ import annotations

import importlib
import pkgutil
import re
from datetime import date

import pytest

import portal
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.isbn import REASONS, NotAnIsbn
from portal.wording import sentence, subjects
from portal.wording.sentence import SENTENCES

NO_SENTENCE = {"refused"}  # the base of all refusals is never raised itself
NEVER_IMPORTED = ("portal.__main__", "portal.store.migrations")


def refusals() -> list[type[Refusal]]:
    """All kinds of refusals that the portal can raise."""
    for found in pkgutil.walk_packages(portal.__path__, "portal."):
        if not found.name.startswith(NEVER_IMPORTED) and "usage.engine_spark" not in found.name:
            importlib.import_module(found.name)
    return sorted(below(Refusal), key=lambda kind: kind.__qualname__)


def below(kind: type[Refusal]) -> set[type[Refusal]]:
    """A class and all classes made from it, of the portal itself."""
    own = {kind} if kind.__module__.startswith("portal.") else set()
    return own.union(*(below(child) for child in kind.__subclasses__()))


def without_sentence(kinds: list[type[Refusal]]) -> set[str]:
    """Codes that no sentence answers."""
    return {kind.code for kind in kinds} - set(SENTENCES) - NO_SENTENCE


def test_every_refusal_has_a_sentence() -> None:
    assert without_sentence(refusals()) == set()


def test_a_refusal_without_a_sentence_is_seen() -> None:
    class Forgotten(Refusal):
        code = "forgotten"

    assert without_sentence([Forgotten]) == {"forgotten"}


def test_every_code_belongs_to_one_refusal() -> None:
    codes = [kind.code for kind in refusals() if "code" in vars(kind)]
    assert sorted(codes) == sorted(set(codes))


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_says_what_to_do_in_plain_words(code: str) -> None:
    text = SENTENCES[code]
    assert re.search(r"([.?]|: portal [a-z ]+)$", text)
    assert not re.search(r"!|\binvalid\b|\bplease\b|\berror\b|\bfailed\b", text, re.IGNORECASE)
    assert re.fullmatch(r"(?:[^%]|%%|%\([a-z_]+\)s)*", text)


def test_each_reason_of_an_isbn_has_its_own_sentence() -> None:
    said = {sentence(NotAnIsbn(text="x", reason=reason)) for reason in REASONS}
    assert len(said) == len(REASONS)


def test_arguments_are_written_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    class Told(Refusal):
        code = "told"

    text = "%(sum_cents)s %(rate_ppm)s %(isbn)s %(day)s %(names)s %(nothing)s|"
    monkeypatch.setitem(subjects.SENTENCES, "told", text)
    said = sentence(
        Told(sum_cents=123450, rate_ppm=245_000, isbn=9789510123454, day=date(2026, 12, 3),
             names=["a", "b"], nothing=None)
    )  # fmt: skip
    assert said == "€1,234.50 24.5\N{NO-BREAK SPACE}% 978-951-0-12345-4 3 December 2026 a, b |"


def test_a_per_cent_sign_in_an_argument_is_only_a_sign() -> None:
    assert "“100 %(x)s”" in sentence(NotAnIsbn(text="100 %(x)s", reason="characters"))
    assert sentence(NotFound()) == SENTENCES["not_found"]
