"""Translations: a book in another language is another work, for the keys and for the grouping."""

from __future__ import annotations

from collections import defaultdict

import pytest
from sqlalchemy import select

from benchmarks import labelled, translated
from benchmarks.labelled import Answer
from benchmarks.translated import AskedText
from portal.bibliography.reading import read
from portal.kernel.bibliography import EDITION
from portal.kernel.identity import SYSTEM
from portal.rules.grouping import TITLE, Evidence, placed, title_sign
from portal.rules.grouping import Text as GroupedText
from portal.services.catalogue import grouping
from portal.services.matching import matching_catalogue
from portal.services.records import bibliographic_records
from portal.store.catalogue import Edition, Work
from tests.factories.lending import NOON
from tests.factories.matching import Matching

A_LETTER_APART = {"Calicon Joe", "Calico Joe", "Mion blues", "Mios blues"}
"""The only pairs of the set whose keys agree nearly: a library's misprint looks the same."""
VALTAOJA = FINNISH, EPUB, SWEDISH, GERMAN = (
    9789525329155, 9789525329919, 9789515220967, 9783980905053,
)  # fmt: skip
"""Esko Valtaoja's "Kotona maailmankaikkeudessa" on paper and as an e-book, and two translations."""


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> list[Answer]:
    """Every damage to translations and their originals, half of which the catalogue has."""
    titles, rows = translated.translated(20261015)
    return labelled.answers(titles, rows, tmp_path_factory.mktemp("texts"), tier3=False)


def test_no_title_is_linked_to_another_language_whose_title_differs(answered: list[Answer]) -> None:
    apart = [a for a in answered if isinstance(a.asked, AskedText) and not a.asked.one_title]
    assert len([answer for answer in apart if answer.tier == 2]) > 2000
    assert {answer.asked.of for answer in apart if answer.wrong} <= A_LETTER_APART


@pytest.mark.parametrize("kind", [translated.TRANSLATION, translated.ORIGINAL])
def test_most_of_them_are_found(answered: list[Answer], kind: str) -> None:
    there = [a for a in answered if a.asked.work is not None and a.asked.damage.startswith(kind)]
    assert sum(answer.tier == 2 and not answer.wrong for answer in there) / len(there) > 0.88


def test_one_title_of_two_known_languages_is_neither(answered: list[Answer]) -> None:
    """No key says which one was lent, so nobody's money hangs on the guess."""
    known = {text.work for text in translated.translated(20261015)[0]}
    every = defaultdict(set)
    for text in translated.texts():
        every[text.book].add(text.work)
    twins = [a for a in answered if isinstance(a.asked, AskedText) and a.asked.one_title]
    both = [a for a in twins if every[a.asked.text.book] <= known]
    assert {answer.tier for answer in both} == {None}


def test_a_book_in_two_languages_is_two_works_whatever_its_titles_are() -> None:
    every = translated.texts()
    said = [one.language or "und" for one in every]
    texts = [
        GroupedText(number, number, said[number],
                    (Evidence(TITLE, title_sign(one.title, one.author, said[number])),))
        for number, one in enumerate(every) if one.author
    ]  # fmt: skip
    together = defaultdict(set)
    for place in placed(texts):
        together[place.group].add((every[place.edition].book, said[place.edition]))
    assert len(together) > 370
    assert {len(books) for books in together.values()} == {1}


def test_the_librarys_own_records_keep_languages_apart(matching: Matching) -> None:
    """Every edition of the records in the catalogue, those of one book under one work at first."""
    with labelled.FENNICA.open("rb") as stream:
        records = list(read(stream, labelled.FENNICA.name))
    isbns = {one.isbn for record in records for one in record.isbns if one.kind == EDITION}
    with matching.session() as session:
        bibliographic_records.keep(session, "Fennica", records, matching.today, moment=NOON)
        book = Work(title="Kotona maailmankaikkeudessa")
        for isbn in sorted(isbns):
            work = book if isbn in VALTAOJA else Work(title="")
            session.add(Edition(isbn=isbn, title="", work=work))
        session.flush()
        assert grouping.group(session, sorted(isbns), SYSTEM) > 0
        works = defaultdict(set)
        for edition in session.scalars(select(Edition)):
            works[edition.work_id].add(edition.language)
        own = {e.isbn: e.work_id for e in session.scalars(select(Edition))}
        known = matching_catalogue.known(session).items
    assert {len(languages) for languages in works.values()} == {1}
    assert len({own[FINNISH], own[SWEDISH], own[GERMAN]}) == 3
    assert own[EPUB] == own[FINNISH]
    names = dict(zip(known["isbn"].to_pylist(), known["work"].to_pylist(), strict=True))
    assert len({names[FINNISH], names[SWEDISH], names[GERMAN]}) == 3
