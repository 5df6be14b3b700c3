"""Codes of nine signs that nobody mistakes."""

from __future__ import annotations

import pytest

from portal.kernel import invitation_codes as codes


def test_no_sign_is_mistaken_for_another() -> None:
    assert set("01ILOU") & set(codes.ALPHABET) == set()
    assert len(set(codes.ALPHABET)) == 30


@pytest.mark.parametrize(
    ("drawn", "code"),
    [(0, "222222222"), (1, "222222223"), (30, "222222232"), (30**9 - 1, "ZZZZZZZZZ")],
)
def test_a_drawn_number_is_a_code(drawn: int, code: str) -> None:
    assert codes.code_of(drawn) == code


@pytest.mark.parametrize(
    "typed", ["ABC-DEF-GHJ", "abc def ghj", " ABCDEFGHJ ", "abc–def–ghj", "ABC.DEF.GHJ"]
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert codes.parse(typed) == "ABCDEFGHJ"
    assert codes.written("ABCDEFGHJ") == "ABC-DEF-GHJ"


@pytest.mark.parametrize(
    "typed",
    ["", "ABC-DEF-GH", "ABC-DEF-GHJK", "ABC-DEF-GH1", "ÄBC-DEF-GHJ", "٣BC-DEF-GHJ", "A" * 9000],
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert codes.parse(typed) is None
