"""Which editions are the same text, by what is known of them."""

from __future__ import annotations

import pytest

from portal.rules.grouping import IDENTIFIER, RECORD, TITLE, Evidence, Text, placed, title_sign

TALVI = title_sign("Talvi saaressa", "Salo, Aino", "fin")


@pytest.mark.parametrize(
    ("title", "writer", "language"),
    [
        ("TALVI SAARESSA : romaani", "Salo, Aino", "fin"),
        ("Talvi saaressa /", "Aino Salo", "fin"),
        ("Talvi  saaressa.", "SALO, AINO,", "fin"),
    ],
)
def test_spellings_of_one_text(title: str, writer: str, language: str) -> None:
    assert title_sign(title, writer, language) == TALVI != ""


@pytest.mark.parametrize(
    ("title", "writer", "language", "altered"),
    [
        ("Talvi saaressa", "Salo, Aino", "swe", False),
        ("Talvi saaressa", "Salo, Eero", "fin", False),
        ("Talvi saaressa 2", "Salo, Aino", "fin", False),
        ("Talvi saarilla", "Salo, Aino", "fin", False),
        ("Talvi saaressa", "Salo, Aino", "fin", True),
    ],
)
def test_other_texts(title: str, writer: str, language: str, altered: bool) -> None:
    assert title_sign(title, writer, language, altered=altered) not in {TALVI, ""}


@pytest.mark.parametrize(
    ("title", "writer", "language"),
    [
        ("Runoja", "Salo, Aino", "fin"),
        ("Dikter", "Salo, Aino", "swe"),
        ("Kootut teokset 3", "Kivi, Aleksis", "fin"),
        ("Talvi saaressa", "", "fin"),
        ("Talvi saaressa", "Salo, Aino", ""),
        ("", "Salo, Aino", "fin"),
    ],
)
def test_what_says_too_little(title: str, writer: str, language: str) -> None:
    assert title_sign(title, writer, language) == ""


def text(edition: int, *signs: str, work: int | None = None, **more: object) -> Text:
    kinds = {"i": IDENTIFIER, "r": RECORD, "t": TITLE}
    evidence = tuple(Evidence(kinds[sign[0]], sign) for sign in signs)
    return Text(edition, edition if work is None else work, evidence=evidence, **more)  # type: ignore[arg-type]


def groups(*texts: Text) -> list[int]:
    return [one.group for one in placed(texts)]


def test_evidence_puts_together_and_nothing_else_does() -> None:
    assert groups(text(1, "r1"), text(2, "r1"), text(3, "r2")) == [1, 1, 3]
    assert groups(text(1, "i1"), text(2, "i1", "t1"), text(3, "t1")) == [1, 1, 1]


def test_known_languages_that_differ_keep_apart() -> None:
    assert groups(text(1, "r1", language="fin"), text(2, "r1", language="swe")) == [1, 2]
    assert groups(text(1, "r1", language="fin"), text(2, "r1")) == [1, 1]
    three = (text(1, "r1", language="fin"), text(2, "r1", "t1"), text(3, "t1", language="swe"))
    assert groups(*three) == [1, 1, 3]


def test_editions_of_one_work_part_by_language_unless_a_person_put_them_there() -> None:
    first, second = text(1, work=7, language="fin"), text(2, work=7, language="swe")
    assert groups(first, second) == [1, 2]
    assert groups(first, text(2, work=7, language="swe", by_hand=True)) == [1, 1]


def test_what_a_person_took_out_is_brought_back_by_nothing() -> None:
    assert groups(text(1, "r1"), text(2, "r1", by_hand=True, apart=True), text(3, "r1")) == [
        1,
        2,
        1,
    ]


def test_the_surest_evidence_is_the_reason() -> None:
    said = placed([text(1, "t1", "i1"), text(2, "t1", "i1")])
    assert [one.because.kind for one in said if one.because] == [IDENTIFIER, IDENTIFIER]
    assert [one.beside for one in said] == [2, 1]
