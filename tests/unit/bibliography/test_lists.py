"""Lists as people keep them: delimiters, encodings, headers in three languages or none, sheets."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from portal.bibliography import lists
from portal.bibliography.errors import (
    BibliographyFault,
    EmptyBibliography,
    EncodingUnknown,
    ListRefused,
    UnknownBibliography,
    WebPageInstead,
)
from portal.bibliography.lists import ReadList, Unread
from portal.kernel.bibliography import WORDS, Contributor, Said
from tests.factories.old_spreadsheet import old_spreadsheet

FIRST, SECOND, THIRD = 9789510123454, 9789511234562, 9789519999999


def read(content: bytes, name: str = "lista.csv") -> ReadList:
    """A list of bytes."""
    return lists.read_list(io.BytesIO(content), name)


def isbns(read_list: ReadList) -> list[int]:
    """The ISBNs in their order."""
    return [one.record.isbns[0].isbn for one in read_list.editions]


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """A spreadsheet as `fill` makes it."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    fill(book)
    book.close()
    return kept.getvalue()


FINNISH = "Nimeke;Tekijä;ISBN;Rooli;Tekijöitä;Muoto;Vuosi\r\nTyttö ja äiti;Salo, Aino;{0};kääntäjä;2;e-kirja;2019\r\n"  # noqa: E501


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (FINNISH, "utf-8", "UTF-8"),
        (FINNISH, "utf-8-sig", "UTF-8"),
        (FINNISH, "cp1252", "Windows-1252"),
        (FINNISH, "utf-16", "UTF-16"),
        (FINNISH, "utf-16-le", "UTF-16"),
        (FINNISH, "utf-16-be", "UTF-16"),
        (FINNISH.replace(";", "\t"), "utf-8", "UTF-8"),
        (FINNISH.replace("Salo, Aino", "Salo").replace(";", ","), "utf-8", "UTF-8"),
        (FINNISH.replace(";", "|"), "utf-8", "UTF-8"),
        ("sep=;\r\n" + FINNISH, "cp1252", "Windows-1252"),
        ("Teosluettelo 2026\r\n\r\n" + FINNISH, "utf-8", "UTF-8"),
    ],
    ids=["utf-8", "with a mark", "windows", "utf-16", "utf-16 low", "utf-16 high", "tabs",
         "commas", "bars", "sep=", "words above"],
)  # fmt: skip
def test_any_usual_dress_is_read_and_the_encoding_said(text: str, encoding: str, said: str) -> None:
    found = read(text.format("978-951-0-12345-4").encode(encoding))
    (one,) = found.editions
    assert found.encoding == said
    assert (one.record.title, one.role, one.heads) == ("Tyttö ja äiti", "translator", 2)
    assert (one.record.isbns[0].isbn, one.record.medium, one.record.year) == (FIRST, "ebook", 2019)
    assert one.record.contributors[0].name in ("Salo, Aino", "Salo")
    assert one.record.contributors[0].roles == (Said("aut", WORDS, "Tekijä"),)


@pytest.mark.parametrize(
    ("header", "row", "title", "role", "heads", "medium"),
    [
        ("Titel,Roll,Antal upphovspersoner,ISBN-nummer,Format",
         "Vintern på ön,översättare,1,9789510123454,inbunden",
         "Vintern på ön", "translator", 1, "physical"),
        ("Title,My role,How many,ISBN,Format", "Winter,Writer,3,9789510123454,audio book",
         "Winter", "author", 3, None),
        ("Teos,Rooli,Kuinka monta,ISBN,Sidosasu", "Talvi,kirjailija,,951-0-12345-5,sid.",
         "Talvi", "author", None, "physical"),
        ("Bok,Rolle,Antall,ISBN", "Vinter,illustratør,1000,9789510123454",
         "Vinter", "illustrator", None, None),
    ],
    ids=["Swedish", "English", "Finnish", "Norwegian"],
)  # fmt: skip
def test_headers_are_understood_in_the_languages_of_the_north(
    header: str, row: str, title: str, role: str | None, heads: int | None, medium: str | None
) -> None:
    (one,) = read(f"{header}\n{row}\n".encode()).editions
    assert one.record.isbns[0].isbn == FIRST
    assert (one.record.title, one.role, one.heads, one.record.medium) == (
        title, role, heads, medium
    )  # fmt: skip


def test_without_a_header_the_isbns_are_found_by_looking() -> None:
    found = read(b"1;Talvi;978-951-0-12345-4\n2;Kesa;9789511234562\n3;Syksy;9789511234563\n")
    assert isbns(found) == [FIRST, SECOND]
    assert found.unread == (Unread("", 3, "9789511234563", "check_digit"),)


def test_isbns_in_the_middle_of_words_are_found_too() -> None:
    found = read("Talvi (Otava, ISBN 978-951-0-12345-4, sid.)\nKesä, 9789511234562\n".encode())
    assert isbns(found) == [FIRST, SECOND]


def test_two_columns_of_isbns_are_two_editions() -> None:
    found = read(b"Nimi;ISBN (sid.);ISBN e-kirja\nTalvi;9789510123454;9789511234562\n")
    assert [(one.record.isbns[0].isbn, one.record.medium) for one in found.editions] == [
        (FIRST, "physical"), (SECOND, "ebook")
    ]  # fmt: skip
    assert {one.record.title for one in found.editions} == {"Talvi"}


def test_several_isbns_in_a_cell_are_several_editions() -> None:
    assert isbns(read(b"Nimi;ISBN\nTalvi;9789510123454 (sid.), 9789511234562\n")) == [FIRST, SECOND]


def test_an_isbn_that_a_spreadsheet_wrote_as_a_number_is_read_only_where_nothing_is_lost() -> None:
    found = read(b"ISBN;Nimi\n9.789510123454E+12;Talvi\n9,78951E+12;Kesa\n9789510000000;Syksy\n")
    assert isbns(found) == [FIRST]
    assert [(one.number, one.reason) for one in found.unread] == [(3, "rounded"), (4, "rounded")]


def test_names_of_several_writers_are_several_people() -> None:
    (one,) = read("Tekijät;ISBN\nAino Salo ja Eero Salo;9789510123454\n".encode()).editions
    assert one.record.contributors == (
        Contributor("Aino Salo", main=True, roles=(Said("aut", WORDS, "Tekijät"),)),
        Contributor("Eero Salo", roles=(Said("aut", WORDS, "Tekijät"),)),
    )


def test_a_spreadsheet_is_read_by_its_values() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Teokset")
        sheet.write_row(0, 0, ["ISBN", "Nimi", "Vuosi"])
        sheet.write_number(1, 0, FIRST)
        sheet.merge_range(1, 1, 2, 1, "Talvi saaressa")
        sheet.write_number(1, 2, 2019)
        sheet.write_formula(2, 0, '="978951123456"&"2"', None, "9789511234562")
        sheet.write_formula(3, 0, '=HYPERLINK("http://127.0.0.1:9/","9789519999999")')
        sheet.write_number(4, 0, 9.78951e12)
        hidden = book.add_worksheet("Vanhat")
        hidden.write_row(0, 0, ["ISBN", THIRD])
        hidden.hide()
        hidden = book.add_worksheet("Salaiset")
        hidden.very_hidden()

    found = read(workbook(fill), "teokset.xlsx")
    assert isbns(found) == [FIRST, SECOND]
    assert [one.record.title for one in found.editions] == ["Talvi saaressa", "Talvi saaressa"]
    assert found.editions[0].record.year == 2019
    assert found.hidden == ("Vanhat", "Salaiset")
    assert [(one.number, one.reason) for one in found.unread][-1] == (5, "rounded")


def test_a_spreadsheet_from_before_2007_is_read_too() -> None:
    rows = [["ISBN", "Nimi"], [float(FIRST), "Äiti"], [9.78951e12, "Isä"]]
    found = read(old_spreadsheet(rows), "teokset.xls")
    assert [(one.record.isbns[0].isbn, one.record.title) for one in found.editions] == [
        (FIRST, "Äiti")
    ]
    assert found.unread == (Unread("Kirjat", 3, "9789510000000", "rounded"),)


def test_each_sheet_has_a_header_of_its_own() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        one, two = book.add_worksheet("Omat"), book.add_worksheet("Käännökset")
        one.write_row(0, 0, ["ISBN", "Nimi"])
        one.write_row(1, 0, [str(FIRST), "Talvi"])
        two.write_row(0, 0, ["Nimi", "Rooli", "ISBN"])
        two.write_row(1, 0, ["Kesä", "suomentaja", str(SECOND)])

    found = read(workbook(fill), "teokset.xlsx")
    assert [(one.sheet, one.record.title, one.role) for one in found.editions] == [
        ("Omat", "Talvi", None), ("Käännökset", "Kesä", "translator")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", EmptyBibliography),
        (b" \r\n\r\n", EmptyBibliography),
        (b"\xef\xbb\xbf", EmptyBibliography),
        (b"Nimi;Vuosi\nTalvi;2019\n", ListRefused),
        (b"<!DOCTYPE html><html></html>", WebPageInstead),
        (bytes(range(256)) * 40, EncodingUnknown),
        (b"PK\x03\x04 and nothing else", ListRefused),
    ],
    ids=["nothing", "white space", "only a mark", "no ISBN", "web page", "noise", "broken zip"],
)
def test_what_is_no_list_is_refused(content: bytes, fault: type[BibliographyFault]) -> None:
    with pytest.raises(fault):
        read(content)


def test_a_list_whose_isbns_are_all_rounded_says_so() -> None:
    with pytest.raises(ListRefused) as refused:
        read(b"ISBN\n9,78951E+12\n9,78952E+12\n")
    assert refused.value.arguments["reason"] == "rounded"


def test_a_package_that_is_no_spreadsheet_is_not_opened() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as package:
        package.writestr("kirja.txt", "9789510123454")
    with pytest.raises(UnknownBibliography):
        read(kept.getvalue(), "kirja.zip")
