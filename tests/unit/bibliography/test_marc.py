"""What each field of a MARC record comes to; the records here are made up of single fields."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pymarc import Field, Indicators, Subfield
from pymarc import Record as Marc

from portal.bibliography.marc import record_of
from portal.kernel.bibliography import Record

LEADER = "00000nam a2200000 i 4500"
IN_008 = "080207s2007    fi |||||||||||||||||fin||"


def field(tag: str, text: str, signs: str = "  ") -> Field:
    parts = [Subfield(part[0], part[1:]) for part in text.split("$")[1:]]
    return Field(tag=tag, indicators=Indicators(*signs), subfields=parts)


def control(tag: str, text: str) -> Field:
    return Field(tag=tag, data=text)


def read(*fields: Field, leader: str = LEADER) -> Record:
    return record_of(Marc(fields=[field("245", "$aTalvi /$cx"), *fields], leader=leader))


def roles(record: Record) -> dict[str, list[str]]:
    return {one.name: [said.term for said in one.roles] for one in record.contributors}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["$a951-580-282-2$qsidottu"], [(9789515802828, "edition")]),
        (["$a963-8155-57-4 (kötött) : $cár nélkül"], [(9789638155573, "edition")]),
        (["$a9789510100882 (koko teos)"], [(9789510100882, "set")]),
        (["$a9789510100882$qhela verket", "$a9789515802828$qdel 1"],
         [(9789510100882, "set"), (9789515802828, "edition")]),
        (["$a9789510100882$qset"], [(9789510100882, "set")]),
        (["$a9789510100882$qyhd. nid."], [(9789510100882, "set")]),
        (["$z9789510100882"], [(9789510100882, "cancelled")]),
        (["$z9789510100882", "$a9510100889"], [(9789510100882, "edition")]),
        (["$a9789510100882", "$a9510100889"], [(9789510100882, "edition")]),
        (["$a9789510100883"], []),
    ],
)  # fmt: skip
def test_isbns(fields: Sequence[str], expected: list[tuple[int, str]]) -> None:
    record = read(*(field("020", text) for text in fields))
    assert [(one.isbn, one.kind) for one in record.isbns] == expected
    assert ("isbn_unusable" in record.faults) == (fields == ["$a9789510100883"])


def test_an_ean_of_a_book_is_its_isbn_and_that_of_a_disc_is_none() -> None:
    book, disc = field("024", "$a9789510100882", "3 "), field("024", "$a6417825000001", "3 ")
    assert [one.isbn for one in read(book, disc).isbns] == [9789510100882]
    assert read(field("024", "$a9789510100882", "8 ")).isbns == ()


@pytest.mark.parametrize(
    ("leader", "fields", "expected"),
    [
        ("am", [], "physical"),
        ("am", [field("338", "$averkkoaineisto$bcr")], "ebook"),
        ("am", [control("007", "cr||||")], "ebook"),
        ("am", [control("008", "150413s2011    fi ||||go    |00| 0 fin| ")], "ebook"),
        ("im", [field("338", "$bcr")], "eaudiobook"),
        ("im", [field("338", "$bsd")], "physical"),
        ("im", [control("008", "121016s2012    fi ||||jo||||||||f| | fin| ")], "eaudiobook"),
        ("im", [control("007", "sd fsngnnmmned")], "physical"),
        ("am", [field("020", "$a9789510100882$qEPUB")], "ebook"),
        ("am", [field("020", "$a9789510100882$qsidottu"),
                field("020", "$a9789515802828$qPDF")], "physical"),
        ("am", [field("338", "$bcr"), field("020", "$a9789510100882$qmp3-äänikirja")],
         "eaudiobook"),
        ("??", [], None),
        ("??", [field("020", "$a9789510100882$qE-kirja")], "ebook"),
    ],
)  # fmt: skip
def test_media(leader: str, fields: list[Field], expected: str | None) -> None:
    assert read(*fields, leader=f"00000n{leader} a2200000 i 4500").medium == expected


@pytest.mark.parametrize(
    ("fields", "language", "original"),
    [
        ([control("008", IN_008)], "fin", ""),
        ([field("041", "$aswe$hfin", "1 ")], "swe", "fin"),
        ([field("041", "$afinswe")], "fin", ""),
        ([control("008", IN_008.replace("fin", "|||")), field("041", "$dfin")], "fin", ""),
        ([control("008", IN_008.replace("fin", "zxx"))], "", ""),
        ([field("041", "$afin$hund", "1 ")], "fin", "und"),
    ],
)
def test_languages(fields: list[Field], language: str, original: str) -> None:
    record = read(*fields)
    assert (record.language, record.original_language) == (language, original)


def test_a_uniform_title_is_the_original_only_of_a_translation() -> None:
    uniform = field("240", "$aSeitsemän veljestä")
    assert read(uniform).original_title == ""
    assert read(uniform, field("041", "$aswe$hfin")).original_title == "Seitsemän veljestä"
    assert read(field("240", "$aSeitsemän veljestä,$lruotsi")).original_title != ""
    assert read(field("765", "$tKing Lear.")).original_title == "King Lear"


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ([control("008", IN_008)], 2007),
        ([control("008", IN_008.replace("2007", "19uu")), field("260", "$c[1974]")], 1974),
        ([field("264", "$c©1987", " 4"), field("264", "$c[1986]", " 1")], 1986),
        ([field("260", "$c19--")], None),
        ([field("260", "$c12345")], None),
    ],
)
def test_years(fields: list[Field], year: int | None) -> None:
    assert read(*fields).year == year


def test_a_main_entry_without_a_relator_is_the_author_and_an_added_one_is_nobody() -> None:
    record = read(field("100", "$aSalo, Aino,"), field("700", "$aQuill, Mary."))
    assert roles(record) == {"Salo, Aino": ["aut"], "Quill, Mary": []}


def test_words_give_a_role_to_the_entry_that_fits_best() -> None:
    record = record_of(
        Marc(
            fields=[
                field("245", "$aTalvi /$csuom. J. Korhonen ; kuvittanut Juha Korhonen"),
                field("700", "$aKorhonen, Juha."),
                field("700", "$aKorhonen, Jukka."),
            ],
            leader=LEADER,
        )
    )
    # "J. Korhonen" may be either: it is neither's, and stays a name of its own.
    assert roles(record) == {
        "Korhonen, Juha": ["ill"], "Korhonen, Jukka": [], "J. Korhonen": ["trl"],
    }  # fmt: skip


def test_entries_of_one_person_become_one_and_namesakes_stay_apart() -> None:
    one = read(
        field("700", "$aManninen, Otto,$d1872-1950."),
        field("700", "$aManninen, O.,$esuom."),
        field("700", "$aManninen, Otto,$d1950-,$ekuvittaja."),
    )
    assert [(c.name, c.dates, [s.term for s in c.roles]) for c in one.contributors] == [
        ("Manninen, Otto", "1872-1950", []),
        ("Manninen, O.", "", ["trl"]),
        ("Manninen, Otto", "1950-", ["ill"]),
    ]
    two = read(field("700", "$aManninen, Otto,$d1872-1950."), field("700", "$aManninen, O.,$4trl"))
    assert roles(two) == {"Manninen, Otto": ["trl"]}


def test_a_title_in_an_added_entry_is_a_piece_only_where_the_record_contains_it() -> None:
    name = "$aPerälä, Anna,$tPainoasu."
    assert roles(read(field("700", name, "12"))) == {"Perälä, Anna": ["ctb"]}
    assert roles(read(field("700", "$iSisältää:" + name, "1 "))) == {"Perälä, Anna": ["ctb"]}
    assert roles(read(field("700", name, "1 "), field("740", "$aPainoasu."))) == {
        "Perälä, Anna": ["ctb"]
    }
    assert roles(read(field("700", name, "1 "))) == {"Perälä, Anna": []}
    assert roles(read(field("700", "$iPerustuu teokseen:" + name, "1 "))) == {}


def test_identifiers() -> None:
    entry = field(
        "700",
        "$aX, Y.$0(FIN11)000055166$0(orcid)1$1https://isni.org/isni/0000000121032683"
        "$1http://urn.fi/URN:NBN:fi:au:finaf:000066655$0(DE-588)118540238",
    )
    assert read(entry).contributors[0].identifiers == (
        "finaf:000055166", "isni:0000000121032683", "finaf:000066655", "gnd:118540238",
    )  # fmt: skip
