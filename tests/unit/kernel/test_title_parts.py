"""Titles and names in parts: what libraries write alike is alike, the rest is kept apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.title_parts import name_parts, title_parts


@pytest.mark.parametrize(
    ("title", "stem", "volume", "rest"),
    [
        ("Pääoma : romaani, requiem ", "paaoma", "", "romaani requiem"),
        ("Sju bröder : roman", "sju broder", "", ""),
        ("50 shades. 1 : Sidottu", "50 shades", "1", ""),
        ("Neropatin päiväkirja. [4] : Kovan onnen kesä", "neropatin paivakirja", "4",
         "kovan onnen kesa"),
        ("Verta lumella. Osa I / suomentanut Outi Menna", "verta lumella", "1", ""),
        ("Taisteluni. Viides kirja", "taisteluni", "5", ""),
        ("Sota. II osa", "sota", "2", ""),
        ("Kalevala : ensimmäinen osa", "kalevala", "1", ""),
        ("The Fire Next Time (Unabridged)", "fire next time", "", ""),
        ("Go tell it on the mountain / James Baldwin.", "go tell it on the mountain", "", ""),
        ("4 3 2 1", "4 3 2 1", "", ""),
        ("1984", "1984", "", ""),
        ("Vuosi 1918", "vuosi 1918", "", ""),
        ("Die", "die", "", ""),
        ("Ta1vi saaressa", "talvi saaressa", "", ""),
        ("", "", "", ""),
        (" : ", "", "", ""),
    ],
)  # fmt: skip
def test_a_titles_parts(title: str, stem: str, volume: str, rest: str) -> None:
    parts = title_parts(title)
    assert (parts.stem, parts.volume, parts.rest) == (stem, volume, rest)


def test_volumes_and_subtitles_stay_in_the_whole() -> None:
    written = ("Kangastus 38", "Kangastus 38.", "KANGASTUS 38 / Kjell Westö")
    assert {title_parts(title).whole for title in written} == {"kangastus 38"}
    assert title_parts("Sota : osa 1").whole != title_parts("Sota : osa 2").whole


@pytest.mark.parametrize(
    ("name", "surname", "given"),
    [
        ("Westö, Kjell ", "westo", "kjell"),
        ("Kjell Westö", "westo", "kjell"),
        ("Baldwin, James, 1924-1987", "baldwin", "james"),
        ("James, E. L.", "james", "e l"),
        ("von Wright, Georg Henrik", "von wright", "georg henrik"),
        ("Aapeli", "aapeli", ""),
        ("", "", ""),
    ],
)
def test_a_names_parts(name: str, surname: str, given: str) -> None:
    parts = name_parts(name)
    assert (parts.surname, parts.given) == (surname, given)


@given(st.text(max_size=30))
def test_nothing_written_is_too_odd(text: str) -> None:
    parts, name = title_parts(text), name_parts(text)
    for word in (parts.stem, parts.volume, parts.rest, parts.whole, name.surname, name.given):
        assert word == " ".join(word.split())
        assert word.isascii()
