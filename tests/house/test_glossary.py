"""One term, one meaning: translations/glossary.toml holds in every text of every language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from tests.house import texts
from tests.house.texts import Text

GLOSSARY = tomllib.loads((texts.FOLDER / "glossary.toml").read_text(encoding="utf-8"))
TERMS: list[dict[str, Any]] = GLOSSARY["term"]
FORBIDDEN: list[dict[str, Any]] = GLOSSARY["forbidden"]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")  # its name is not a word of the text


def has(term: dict[str, Any], english: str) -> bool:
    """Whether an English text has the term, in the meaning of the glossary."""
    english = PLACEHOLDER.sub("%(", english)
    if "not_in" in term:
        english = re.sub(term["not_in"], "", english, flags=re.IGNORECASE)
    return bool(re.search(term["found"], english, re.IGNORECASE))


def without(term: dict[str, Any], language: str, said: Iterable[Text]) -> Iterator[str]:
    """Translations that say the term in other words; what has none yet is named elsewhere."""
    stems = [stem.lower() for stem in term[f"{language}_stems"]]
    for text in (one for one in said if one.said):
        if has(term, text.english) and not any(stem in text.said.lower() for stem in stems):
            yield f"{text.english} = {text.said}"


def forbidden(entry: dict[str, Any], said: Iterable[Text]) -> Iterator[str]:
    """Texts with a word that the language of the portal does not use."""
    words = re.compile("|".join(entry["words"]), re.IGNORECASE)
    for text in said:
        if found := words.search(PLACEHOLDER.sub("", text.said)):
            yield f"{found[0]}: {text.said}"


@pytest.mark.parametrize("language", texts.TRANSLATIONS)
@pytest.mark.parametrize("term", TERMS, ids=lambda term: term["en"])
def test_a_term_keeps_its_translation(term: dict[str, Any], language: str) -> None:
    assert list(without(term, language, texts.texts(language))) == [], f"say: {term[language]}"


@pytest.mark.parametrize("entry", FORBIDDEN, ids=lambda one: f"{one['language']} {one['say']}")
def test_a_word_that_is_not_ours_stands_nowhere(entry: dict[str, Any]) -> None:
    assert list(forbidden(entry, texts.texts(entry["language"]))) == [], f"say: {entry['say']}"


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term["en"])
def test_the_glossary_keeps_itself(term: dict[str, Any]) -> None:
    """A term finds itself in every language, and no language forbids what it is to say."""
    assert has(term, term["en"].replace("(an estimate)", "%(sum)s"))
    for language in texts.TRANSLATIONS:
        assert any(stem.lower() in term[language].lower() for stem in term[f"{language}_stems"])
    own = {language: [Text(term["en"], term[language])] for language in texts.LANGUAGES}
    assert [f for entry in FORBIDDEN for f in forbidden(entry, own[entry["language"]])] == []


def test_a_term_in_other_words_is_seen() -> None:
    term = {"found": r"\bpayments?\b", "not_in": "payment wall", "fi_stems": ["tility"]}
    said = [
        Text("Next payment", "Seuraava maksu"), Text("Next payment", "Seuraava tilitys"),
        Text("Overpayments", "Liikaa"), Text("A payment wall", "Maksumuuri"),
    ]  # fmt: skip
    assert list(without(term, "fi", said)) == ["Next payment = Seuraava maksu"]


def test_a_forbidden_word_is_seen() -> None:
    entry = {"words": [r"(?<!additional )\bdistribution\b"]}
    said = [Text("", "The Distribution"), Text("", "An additional distribution")]
    assert list(forbidden(entry, said)) == ["Distribution: The Distribution"]
