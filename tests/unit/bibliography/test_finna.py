"""Records of Finna's shape, read by hand from the fields that its interface documents."""

from __future__ import annotations

import pytest

from portal.bibliography.finna import records_of
from portal.kernel.bibliography import CODED, WORDS, Contributor, RecordIsbn, Said

TALVI = {
    "id": "fikka.1234567",
    "title": "Talvi saaressa : romaani",
    "shortTitle": "Talvi saaressa",
    "subTitle": "romaani",
    "titleStatement": "Mary Quill ; suomentanut Aino Salo",
    "nonPresenterAuthors": [
        {"name": "Quill, Mary", "role": "kirjoittaja"},
        {"name": "Salo, Aino", "role": ""},
        {"name": "Virta, Veikko"},
        {"name": "Otava", "role": "kustantaja", "type": "Corporate Name"},
    ],
    "isbns": ["978-951-0-00000-7 (sidottu)", "not an ISBN"],
    "cleanIsbn": "9510000000",
    "languages": ["fin"],
    "originalLanguages": ["eng"],
    "year": "2019",
    "publishers": ["Otava"],
    "edition": "2. painos",
    "series": [{"name": "Saaret"}],
    "formats": [{"value": "0/Book/", "translated": "Kirja"},
                {"value": "1/Book/Book/", "translated": "Kirja"}],
}  # fmt: skip


def test_a_translation_with_its_people() -> None:
    [record] = records_of([TALVI])
    assert (record.source_id, record.title, record.subtitle) == (
        "fikka.1234567", "Talvi saaressa", "romaani",
    )  # fmt: skip
    assert (record.language, record.original_language, record.year) == ("fin", "eng", 2019)
    assert (record.publisher, record.statement, record.medium) == ("Otava", "2. painos", "physical")
    assert record.isbns == (RecordIsbn(9789510000007, "edition", "sidottu"),)
    assert record.contributors == (
        Contributor("Quill, Mary", roles=(Said("aut", CODED, "kirjoittaja"),)),
        Contributor("Salo, Aino", roles=(Said("trl", WORDS, "suomentanut Aino Salo"),)),
        Contributor("Virta, Veikko"),
    )


def test_a_name_without_a_role_is_nobodys_author_even_when_it_is_alone() -> None:
    [record] = records_of(
        [{"id": "a", "title": "Talvi", "nonPresenterAuthors": [{"name": "S, A"}]}]
    )
    assert record.contributors == (Contributor("S, A"),)


@pytest.mark.parametrize(
    ("formats", "medium"),
    [
        (["0/Book/", "1/Book/Book/"], "physical"),
        (["0/Book/"], "physical"),
        (["0/Book/", "1/Book/eBook/"], "ebook"),
        (["0/Book/", "1/Book/AudioBookOnline/"], "eaudiobook"),
        (["0/Book/", "1/Book/AudioBookCD/"], "physical"),
        (["0/Book/", "1/Book/AudioBook/"], None),
        (["0/Image/"], None),
        ([], None),
    ],
)
def test_the_form_is_the_most_exact_one(formats: list[str], medium: str | None) -> None:
    [record] = records_of([{"id": "a", "title": "Talvi", "formats": formats}])
    assert record.medium == medium


def test_a_record_without_an_id_is_left_out() -> None:
    assert records_of([{"title": "Talvi"}, {"id": None}, {"id": ["x"]}]) == []
