"""The pseudo-language of the browser tests: longer, marked, and with the same placeholders."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from tests.factories import pseudo


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Help", "[Hééllp]"),
        ("Error: ", "[ÉÉrrrööör:] "),
        ("%(num)s works", "[%(num)s wöörrkks]"),
        ("Loans <b>%(year)s</b>", "[Löööåånnš <b>%(year)s</b>]"),
    ],
)
def test_a_text_is_marked_and_keeps_what_is_not_words(text: str, said: str) -> None:
    told = pseudo.pseudo(text)
    kept = pseudo.KEPT.findall(text)
    assert told.strip()[0] + told.strip()[-1] == "[]"
    assert pseudo.KEPT.findall(told) == kept == pseudo.KEPT.findall(said)
    assert (told.endswith(" "), told.isascii()) == (text.endswith(" "), False)


@pytest.mark.parametrize("text", ["Help", "Money", "Add works", "Who has looked", "ISBN"])
def test_its_words_are_two_fifths_longer(text: str) -> None:
    assert len(text) * 1.4 <= len(pseudo.longer(text)) < len(text) * 1.4 + 1
    assert pseudo.longer(text).count(" ") == text.count(" ")


def test_the_compiled_texts_are_found(tmp_path: Path) -> None:
    template = tmp_path / "messages.pot"
    loan = 'msgid "loan"\nmsgid_plural "loans"\nmsgstr[0] ""\n'
    template.write_text(f'msgid "Help"\nmsgstr ""\n\n{loan}')
    pseudo.translations(template, tmp_path)
    said = gettext.translation("messages", tmp_path, [pseudo.CODE])
    assert said.gettext("Help") == pseudo.pseudo("Help")
    assert said.ngettext("loan", "loans", 2) == pseudo.pseudo("loans")
