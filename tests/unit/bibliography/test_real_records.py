"""120 records of the National Library of Finland, against what a reader of them wrote down."""

from __future__ import annotations

from pathlib import Path

import pytest

import portal.demo
from portal.bibliography import reading
from portal.kernel.bibliography import Contributor, Record
from tests.unit.bibliography.expected import RECORDS

FILE = Path(portal.demo.__file__).parent / "data" / "bibliographic" / "fennica.alephseq"
LINES = RECORDS.strip().splitlines()
BASIS = {"coded": "c", "words": "w"}


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    with FILE.open("rb") as stream:
        return {record.source_id: record for record in reading.read(stream, FILE.name)}


def test_every_record_is_read(records: dict[str, Record]) -> None:
    assert len(records) == 120
    untitled = {number for number, record in records.items() if not record.title}
    # These seven stand in the file with a leader and a number alone.
    assert untitled == {
        "004012937", "004041105", "004112959", "004113841", "004116960", "004117903", "004118189",
    }  # fmt: skip
    assert all(records[number].faults == ("no_title",) for number in untitled)


@pytest.mark.parametrize("line", LINES, ids=[line[:9] for line in LINES])
def test_a_record_says_what_a_reader_reads(records: dict[str, Record], line: str) -> None:
    number, year, languages, medium, isbns, people = (part.strip() for part in line.split("|"))
    record = records[number]
    assert str(record.year) == year
    assert f"{record.language}<{record.original_language}" == languages
    assert record.medium == medium
    assert [str(one.isbn) for one in record.isbns] == isbns.split()
    assert {one.kind for one in record.isbns} <= {"edition"}
    assert "; ".join(_written(one) for one in record.contributors) == people


def test_nobody_else_is_a_translator(records: dict[str, Record]) -> None:
    read = {line[:9] for line in LINES if "=trl" in line or "+trl" in line}
    found = {
        number
        for number, record in records.items()
        if any(said.term == "trl" for one in record.contributors for said in one.roles)
    }
    assert found == read


def _written(one: Contributor) -> str:
    order = ("com", "aft", "prf", "trl", "wpr")
    roles = sorted(one.roles, key=lambda said: order.index(said.term) if said.term in order else 9)
    said = "+".join(f"{role.term}:{BASIS[role.basis]}" for role in roles)
    return f"{one.name}={said}" if said else one.name


@pytest.mark.parametrize(
    ("number", "title", "subtitle", "part", "original"),
    [
        ("000971472", "Im Universum zu Hause", "eine Entdeckungsreise", "",
         "Kotona maailmankaikkeudessa"),
        ("000103086", "Sju bröder", "", "", "Seitsemän veljestä"),
        ("000045005", "Opiskelemme Vanhaa testamenttia", "", "2, Profeettojen kirjat", ""),
        ("006835912", "Viemäreiden sisäpuoliset saneerausmenetelmät", "", "", ""),
        ("000006629", "Pyhä Raamattu", "", "", ""),
        ("004903276", "V sumasšedših nebesah", "povest'", "",
         "Hullun taivaassa : kertomus"),
        ("000041181", "Helen Roseveare", "auringon täytyy nousta", "", ""),
    ],
)  # fmt: skip
def test_titles(
    records: dict[str, Record], number: str, title: str, subtitle: str, part: str, original: str
) -> None:
    record = records[number]
    assert (record.title, record.subtitle, record.part) == (title, subtitle, part)
    assert record.original_title == original


def test_names_carry_years_and_identifiers(records: dict[str, Record]) -> None:
    by_name = {one.name: one for one in records["000103086"].contributors}
    assert by_name["Diktonius, Elmer"].identifiers == ("finaf:000066655",)
    assert by_name["Diktonius, Elmer"].dates == "1896-1961"
    assert by_name["Kivi, Aleksis"].main
    assert not by_name["Diktonius, Elmer"].main


def test_pieces_of_an_edition_are_said_to_be_pieces(records: dict[str, Record]) -> None:
    """740 and 505 of the critical edition name the same titles as its 700 $t."""
    roles = {one.name: [s.term for s in one.roles] for one in records["006128684"].contributors}
    assert roles == {
        "Agricola, Mikael": ["ctb"], "Häkkinen, Kaisa": ["ctb"],
        "Perälä, Anna": ["ctb"], "Heininen, Simo": ["ctb"],
    }  # fmt: skip


def test_classes_series_and_publisher_as_written(records: dict[str, Record]) -> None:
    record = records["000232668"]
    assert record.classification[:2] == ("ykl 99.1", "ykl 32")
    assert record.series == "Selkokirja"
    assert record.publisher == "Kehitysvammaliitto"
    assert records["000522905"].statement == "2. uppl. med vinjetter av översättaren."


def test_a_printed_book_and_its_epub_name_each_other(records: dict[str, Record]) -> None:
    assert records["005083536"].same_work == ("isbn:9789525329919",)
    assert records["007208885"].same_work == ("isbn:9789525329155",)
    assert records["006089019"].same_work == ("isbn:9789513949082",)
    assert records["000971472"].same_work == ()
