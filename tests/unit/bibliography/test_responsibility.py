"""Who is said to have done what, in the words of statements in many languages."""

from __future__ import annotations

import pytest

from portal.bibliography.persons import EXACT, INFLECTED, OTHER, SAME, SPELT, likeness
from portal.bibliography.relators import terms_of
from portal.bibliography.responsibility import spoken

STATEMENTS = [
    ("J. L. Runeberg ; suomentanut O. Manninen.", "J. L. Runeberg=aut; O. Manninen=trl"),
    ("Suom. O[tto] Manninen.", "Otto Manninen=trl"),
    ("Alan Burgess ; [englannin kielestä suom. Oili Aho].", "Alan Burgess=aut; Oili Aho=trl"),
    ("[suomennos ... Jukka Vallisto].", "Jukka Vallisto=trl"),
    ("suomentaneet Outi Jyrhämä, Oili Piippo ja Raimo Tanskanen",
     "Outi Jyrhämä=trl; Oili Piippo=trl; Raimo Tanskanen=trl"),
    ("ruotsista kääntänyt Liisa Ryömä", "Liisa Ryömä=trl"),
    ("kirjoittanut ja kuvittanut Mauri Kunnas", "Mauri Kunnas=aut+ill"),
    ("esipuheen kirjoittanut Kai Laitinen", "Kai Laitinen=wpr"),
    ("teksti ja kuvat: Camilla Mickwitz", "Camilla Mickwitz=aut+ill"),
    ("lukija: Lars Svedberg", "Lars Svedberg=nrt"),
    ("Aleksis Kivi ; bemyndigad översättning från finskan av Per Åke Laurén.",
     "Aleksis Kivi=aut; Per Åke Laurén=trl"),
    ("Aleksis Kivi ; översättning och förord: Thomas Warburton.",
     "Aleksis Kivi=aut; Thomas Warburton=trl+wpr"),
    ("i förkortad översättning av Eino Rostén", "Eino Rostén=trl"),
    ("från ryskan av Ulla Roseen, med förord av Per-Olov Enquist",
     "Ulla Roseen=trl; Per-Olov Enquist=wpr"),
    ("Tove och Lars Jansson", "Tove Jansson=aut; Lars Jansson=aut"),
    ("oversat af Birgita Bonde Hansen", "Birgita Bonde Hansen=trl"),
    ("omsett av Turid Farbregd", "Turid Farbregd=trl"),
    ("gjendiktet av Arvid Ydse", "Arvid Ydse=trl"),
    ("Esko Valtaoja ; aus dem Finnischen von Peter Uhlmann.",
     "Esko Valtaoja=aut; Peter Uhlmann=trl"),
    ("[Übers. Eva und Gyula Berta]", "Eva Berta=trl; Gyula Berta=trl"),
    ("von Stefan Moster ins Deutsche übersetzt", "Stefan Moster=trl"),
    ("translated from the Finnish by David Hackston", "David Hackston=trl"),
    ("translated and with an introduction by Herbert Lomas", "Herbert Lomas=trl+win"),
    ("with illustrations by Björn Landström", "Björn Landström=ill"),
    ("traduit du finnois par Anne Colin du Terrail", "Anne Colin du Terrail=trl"),
    ("traducción de Ursula Ojanen", "Ursula Ojanen=trl"),
    ("fordította Csoóri Sándor, Szopori Nagy Lajos",
     "Csoóri Sándor=trl; Szopori Nagy Lajos=trl"),
    ("válogatta és az utószót írta Jávorszky Béla", "Jávorszky Béla=com+aft"),
    ("perevod s finskogo T. Džafarovoj-Viitala", "T. Džafarovoj-Viitala=trl"),
    ("Lalli Nykänen ja Pekka Lehtonen (toim.)", "Lalli Nykänen=edt; Pekka Lehtonen=edt"),
    # Nobody is guessed.
    ("Lappeenrannan teknillinen korkeakoulu, energiatekniikan osasto.", ""),
    ("työryhmä: Hannu Jokela ja Ami Solin ; suunnitelman laatija: Päivi Pyyvaara", ""),
    ("Matti Virtanen ; Liisa Lehtonen", "Matti Virtanen=aut"),
    ("hrsg. von dem Ungarischen Nationalmuseum", ""),
    ("kirjoitti J. L.", ""),
    ("suomentanut", ""),
    ("översatt av en vän", ""),
    ("", ""),
    # Names that look like words for roles.
    ("Ed McBain ; suomentanut Eero Ahmavaara", "Ed McBain=aut; Eero Ahmavaara=trl"),
    ("Richard Ford.", "Richard Ford=aut"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "expected"), STATEMENTS, ids=[s[:40] for s, _ in STATEMENTS])
def test_a_statement(statement: str, expected: str) -> None:
    found = spoken(statement)
    assert "; ".join(f"{one.name}={'+'.join(one.terms)}" for one in found) == expected


@pytest.mark.parametrize(
    ("written", "entry", "expected"),
    [
        ("Otto Manninen", "Manninen, Otto", EXACT),
        ("O. Manninen", "Manninen, Otto", SAME),
        ("J. L. Runeberg", "Runeberg, Johan Ludvig", SAME),
        ("Alexis Kivi", "Kivi, Aleksis", SPELT),
        ("T. Džafarovoj-Viitala", "Džafarova-Viitala, T.", INFLECTED),
        ("Szopori Nagy Lajos", "Szopori Nagy, Lajos", EXACT),
        ("Olli Manninen", "Manninen, Otto", OTHER),
        ("A. Manninen", "Manninen, Otto", OTHER),
        ("Otto Mannila", "Manninen, Otto", OTHER),
        ("Jukka Korhonen", "Korhonen, Juha", OTHER),
        ("Manninen", "Manninen, Otto", OTHER),
    ],
)
def test_two_spellings_of_a_name(written: str, entry: str, expected: int) -> None:
    assert likeness(written, entry) == expected


@pytest.mark.parametrize(
    ("written", "terms"),
    [
        ("trl", ("trl",)),
        ("http://id.loc.gov/vocabulary/relators/trl", ("trl",)),
        ("kääntäjä.", ("trl",)),
        ("Ruots.", ("trl",)),
        ("[ford.]", ("trl",)),
        ("översättare", ("trl",)),
        ("kirjoittaja, kuvittaja", ("aut", "ill")),
        ("esipuheen kirjoittaja", ("wpr",)),
        ("lukija", ("nrt",)),
        ("muu", ("oth",)),
        ("something else", ("oth",)),
        (" . ", ()),
    ],
)
def test_relators(written: str, terms: tuple[str, ...]) -> None:
    assert terms_of(written) == terms
