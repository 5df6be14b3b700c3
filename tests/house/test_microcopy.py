"""Plain words in every language: short sentences, calm signs, buttons that say what they do."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.house import texts
from tests.house.texts import Text

LONGEST = 20  # words in a sentence
SHARE_OF_LONGER = 0.05
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
# A full stop or question mark ends a sentence where a new one begins, a colon always:
# "31. joulukuuta" and "1234.50" do not.
END = re.compile(r"(?<=[.?!])\s+(?=[\W\d]*[^\W\da-zåäö])|(?<=:)\s+")

# What no text says: impatience, blame, and words of forms and machines.
UNKIND = {
    "en": r"\bplease\b|invalid|\bsorry\b|\boops\b|illegal|\bfatal\b|\babort|forbidden|\bkindly\b",
    "fi": r"ole hyvä|virheelli|kelpaamat|kelvot|valitettavasti|kielletty|laiton",
    "sv_FI": r"vänlig|var god|ogiltig|tyvärr|olaglig|otillåt|förbjud",
}
EMPTY_LABELS = {
    "ok", "okay", "submit", "send", "cancel", "continue", "next", "back", "more", "read more",
    "click here", "here", "go", "save", "delete", "confirm", "apply",
}  # fmt: skip
SIGNS = {
    "an exclamation mark": r"!",
    "three full stops for an ellipsis": r"\.\.",
    "a typewriter’s quotation mark": r"\"",
    "a typewriter’s apostrophe": r"\w'\w",
    "two spaces": r"  ",
    "a space before a full stop or comma": r" [.,;?](\s|$)",
    "a hyphen for a dash": r" - | -- ",
}
OTHER_QUOTES = {"en": "[”](?=\\w)|„|«|»", "fi": "[“„«]", "sv_FI": "[“„«]"}


def sentences(text: str) -> list[str]:
    """The sentences of a text, without placeholders' names."""
    return [piece for piece in END.split(PLACEHOLDER.sub("X", text)) if piece.strip()]


def words(sentence: str) -> int:
    """How many words, a placeholder being one and signs of sums none."""
    return sum(bool(re.search(r"\w", piece)) for piece in sentence.split())


def all_of(language: str) -> tuple[Text, ...]:
    return texts.texts(language)


def longer(language: str) -> tuple[list[str], int]:
    """The sentences with too many words, and how many sentences there are."""
    every = [sentence for text in all_of(language) for sentence in sentences(text.said)]
    return [sentence for sentence in every if words(sentence) > LONGEST], len(every)


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_sentences_are_short(language: str) -> None:
    found, every = longer(language)
    assert len(found) <= every * SHARE_OF_LONGER, "\n".join(sorted(found, key=words))


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("sign", SIGNS)
def test_signs_are_calm_and_those_of_print(sign: str, language: str) -> None:
    assert [one.said for one in all_of(language) if re.search(SIGNS[sign], one.said)] == [], sign


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_quotation_marks_are_those_of_the_language(language: str) -> None:
    marks = OTHER_QUOTES[language]
    assert [one.said for one in all_of(language) if re.search(marks, one.said)] == []


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_nobody_is_blamed_and_nobody_begged(language: str) -> None:
    unkind = re.compile(UNKIND[language], re.IGNORECASE)
    assert [one.said for one in all_of(language) if unkind.search(one.said)] == []


def test_a_label_says_what_happens() -> None:
    assert [one.said for one in all_of("en") if one.said.strip(" .").lower() in EMPTY_LABELS] == []


@pytest.mark.parametrize("language", texts.TRANSLATIONS)
def test_a_translation_ends_as_the_english_ends(language: str) -> None:
    assert list(other_ends(all_of(language))) == []


def other_ends(said: tuple[Text, ...]) -> Iterator[str]:
    """Translations that end with another sign than the English, or begin or end with a space."""
    for text in said:
        if text.said and end(text.english) != end(text.said):
            yield f"{text.english} = {text.said}"


def end(text: str) -> str:
    """The sign at the end, with the spaces around the text."""
    around = text[: len(text) - len(text.lstrip())] + text[len(text.rstrip()) :]
    last = text.rstrip()[-1:]
    return around + (last if last in ".:…?" else "")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One sentence.", 1),
        ("Paid until 31. joulukuuta 2029. Sitten se vanhenee.", 2),
        ("Write it like 1234.50, with a point.", 1),
        ("Line %(line)s of %(file)s: the ISBN is empty. Fill it in; nothing was changed.", 3),
        ("Is it yours? “Talvi” waits. Älä huoli.", 3),
    ],
)
def test_sentences_are_told_apart(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    "text",
    ["Saved!", "Wait...", 'The "title"', "The book's ISBN", "Two  spaces", "A stop .", "1 - 2"],
)
def test_a_sign_of_a_machine_is_seen(text: str) -> None:
    assert [sign for sign in SIGNS if re.search(SIGNS[sign], text)]


@pytest.mark.parametrize(
    ("english", "said"), [("Done.", "Tehty"), ("Why", "Miksi?"), ("Error: ", "Virhe:")]
)
def test_another_end_is_seen(english: str, said: str) -> None:
    assert list(other_ends((Text(english, said),)))


def test_words_are_counted() -> None:
    assert words("loans × %(rate)s = about X") == 4
