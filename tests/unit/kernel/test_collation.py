"""Lists as the reader's language sorts them, worked by hand from the tailorings of Unicode CLDR."""

from __future__ import annotations

import pytest

from portal.kernel.collation import key

# Each list is in its right order; keys are different, so only that order passes.
FINNISH = {
    "å ä ö after z": ["Aalto", "Ahola", "Zorro", "Åbo", "Ähtäri", "Öinen"],
    "ü with y": ["Über", "Yksin", "Ylä", "Ümit", "Yö", "Zen"],
    "strangers beside their kin": ["Zen", "Ähtäri", "Æneis", "Ääni", "Øen", "Öinen", "Øst"],
    "v and w apart": ["Vaara", "Virta", "Vuori", "Waltari", "Xerxes"],
    "accents only between equals": ["Ide", "Idé", "Idea", "Idéer"],
    "š and ž as s and z": ["Saari", "Šakki", "Sana", "Zen", "Žilina", "Zorro"],
    "õ as o": ["Oas", "Õhtu", "Oja"],
    "Northern Sámi": [
        "Áddjá", "Ahkku", "Čáhci", "Dálvi", "Đepmo", "Njálla", "Ŋuhkki", "Nuorta", "Šattut",
        "Siida", "Táhtta", "Ŧuollu", "Uvja", "Žalas",
    ],
}  # fmt: skip
SWEDISH = {
    "å ä ö after z": ["Adam", "Zorn", "Åbo", "Ängel", "Öar"],
    "v and w apart since 2006": ["Vasa", "Vän", "Wahl", "Westö"],
    "ü with y": ["Ylva", "Ümit", "Yrsa"],
    "strangers beside their kin": ["Ära", "Æsop", "Ödla", "Øen", "Ören"],
    "é as e": ["Entré", "Epilog", "Étage", "Ett"],
}
ENGLISH = {
    "every accent folded": ["Aalto", "Åbo", "Ähtäri", "Bell", "Öinen", "Over", "Über", "Under"],
    "two letters in one": ["Adam", "Æneid", "Afar", "Strasse", "Straße", "Thor", "Þula", "Tin"],
    "v and w apart": ["Vale", "Vow", "Wale"],
}
EVERYWHERE = {
    "a shorter text first, word by word": ["Talvi", "Talvi saaressa", "Talvi: yö", "Talvinen"],
    "digits by their number, before letters": [
        "2 sanaa", "007 palaa", "7 veljestä", "12 tuolia", "1984", "Kirje 9", "Kirje 10", "Kirjeet",
    ],
    "quotation marks and apostrophes aside": ["”Aamu”", "Aika", "Dart", "d’Artagnan", "Darwin"],
    "case only between equals": ["Sana", "sana", "SANAT", "Sanatta"],
    "texts without letters first": ["…", "1", "a"],
}  # fmt: skip


def worked(lists: dict[str, list[str]], *languages: str) -> list[object]:
    return [
        pytest.param(language, right, id=f"{language}: {name}")
        for language in languages
        for name, right in lists.items()
    ]


@pytest.mark.parametrize(
    ("language", "right"),
    worked(FINNISH, "fi")
    + worked(SWEDISH, "sv_FI", "sv-SE")
    + worked(ENGLISH, "en", "de", "")
    + worked(EVERYWHERE, "en", "fi", "sv_FI"),
)
def test_a_list_is_sorted_as_its_language_sorts(language: str, right: list[str]) -> None:
    assert sorted(right, key=lambda text: key(language, text)) == right


def test_the_same_titles_stand_in_another_order_in_another_language() -> None:
    titles = ["Öar", "Zorn", "Åbo", "Adam"]
    assert sorted(titles, key=lambda text: key("sv_FI", text)) == ["Adam", "Zorn", "Åbo", "Öar"]
    assert sorted(titles, key=lambda text: key("en", text)) == ["Åbo", "Adam", "Öar", "Zorn"]


def test_a_letter_and_its_two_signs_are_the_same_letter() -> None:
    apart, whole = "A\N{COMBINING DIAERESIS}hta\N{COMBINING DIAERESIS}ri", "Ähtäri"
    assert key("fi", apart)[:2] == key("fi", whole)[:2]


def test_numbers_of_any_length_are_compared() -> None:
    long = "9" * 5_000
    assert key("fi", f"8{long}") < key("fi", f"9{long}") < key("fi", f"10{long}")
