"""Keys of names and titles: spellings of the same thing compare equal, others do not."""

from __future__ import annotations

import pytest
from anyascii import anyascii
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.names import folded, name_key, natural, plain, title_key


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("Manninen, Otto,", "Otto Manninen"),
        ("Otto Manninen", "Otto Manninen"),
        ("Agricola, Mikael, noin 1510-1557", "Mikael Agricola"),
        ("Aapeli", "Aapeli"),
    ],
)
def test_a_name_as_people_write_it(written: str, people: str) -> None:
    assert natural(written) == people


def test_the_same_name_has_one_key() -> None:
    spellings = [
        "Sørensen, Åsa-Łucja",
        "Åsa-Łucja Sørensen",
        "SÖRENSEN, Asa Lucja",
        "asa lucja sorensen",
    ]
    assert {name_key(one) for one in spellings} == {"asa lucja sorensen"}
    assert name_key("Salo, Aino") != name_key("Salo, Aina")


def test_titles() -> None:
    assert (
        title_key("Pääoma : romaani, requiem ") == title_key("PÄÄOMA / Anja Snellman") == "paaoma"
    )
    assert title_key(" : ") == ""
    assert plain("Kød & Ægir") == "kod aegir"


@given(st.text(max_size=12))
def test_sign_by_sign_is_as_the_whole_text(text: str) -> None:
    assert plain(text) == folded(anyascii(folded(text)))
