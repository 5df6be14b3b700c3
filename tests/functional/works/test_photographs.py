"""Photographs of back covers lead to the same review, and nothing of them stays."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from portal.services.adding import photographs
from portal.services.adding.photographs import Picture
from tests.factories.lending import Lending
from tests.factories.photographs import bar_code, jpeg, photograph
from tests.functional.works.steps import ONE, TWO
from tests.functional.works.test_review import aino, app, lending, ticked
from tests.page_client import Page, PageClient

__all__ = ["aino", "app", "lending"]
WALL = jpeg(Image.new("L", (300, 200), 130))


def cover(isbn: int) -> bytes:
    paper = Image.new("L", (600, 400), 230)
    paper.paste(bar_code(isbn, 3).resize((339, 180)), (120, 90))
    return jpeg(paper)


@pytest.fixture
def sent(app: Flask, aino: PageClient) -> Iterator[object]:
    """Sends files by the form."""

    def post(*files: tuple[bytes, str], **more: str) -> Page:
        data = {**aino.hidden("/works/photos"), **more,
                "photos": [(BytesIO(data), name) for data, name in files]}  # fmt: skip
        answer = aino.client.post("/works/photos", data=data)
        assert answer.status_code == 200
        return aino._page(answer)

    return post


def test_many_photos_lead_to_one_review_and_leave_nothing(
    sent, lending: Lending, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    before = files(tmp_path)
    page = sent((cover(ONE), "talvi.jpg"), (cover(TWO), "kansi.jpg"), (cover(ONE), "taas.jpg"))
    assert page.h1 == "Tick what you wrote or translated"
    assert ticked(page) == [str(ONE), str(TWO)]
    assert files(tmp_path) == before


def files(folder: Path) -> list[Path]:
    """All but the database's own and what is kept for looking up loans."""
    return sorted(one for one in folder.rglob("*") if one.suffix not in (".arrow", ".sqlite-wal"))


def test_more_photos_join_those_before(sent) -> None:  # type: ignore[no-untyped-def]
    first = sent((cover(ONE), "talvi.jpg"))
    more = first.all("input", name="isbns")[0].get("value") or ""
    assert ticked(sent((cover(TWO), "kansi.jpg"), isbns=more)) == [str(ONE), str(TWO)]


def test_photos_without_a_code_are_named_beside_what_was_found(sent) -> None:  # type: ignore[no-untyped-def]
    page = sent((cover(ONE), "talvi.jpg"), (WALL, "seinä.jpg"), (b"%PDF-1.7", "esite.jpg"))
    assert "No bar code could be read in “seinä.jpg”." in page.text("main")
    assert "“esite.jpg” is not a photo in JPEG, PNG or WebP." in page.text("main")
    assert ticked(page) == [str(ONE)]


NOTHING = {
    "nothing chosen": ((b"", ""), "Choose a photo, or take one of a bar code."),
    "a wall": ((WALL, "seinä.jpg"), "No bar code could be read in “seinä.jpg”."),
    "a page": ((b"<!doctype html><p>x", "k.jpg"), "“k.jpg” is not a photo in JPEG, PNG or WebP."),
    "another article": ((cover(6430060033214), "v.jpg"), "is the bar code of another article"),
}


@pytest.mark.parametrize("what", NOTHING)
def test_without_any_isbn_the_form_says_what_to_do(sent, what: str) -> None:  # type: ignore[no-untyped-def]
    file, said = NOTHING[what]
    page = sent(file)
    assert page.text("title").startswith("Error: ")
    assert said in page.text("div", class_="error-summary")


def test_more_than_a_form_takes_is_said() -> None:
    many = (Picture(f"{number}.jpg", cover(ONE)) for number in range(33))
    seen = photographs.look(many)
    assert seen.found.isbns == (ONE,)
    assert [one.arguments for one in seen.refused] == [
        {"reason": "many", "most": 12, "file": "12.jpg"}
    ]


@pytest.mark.parametrize(
    "seeds",
    [
        pytest.param(range(20), id="first"),
        pytest.param(range(20, 40), id="second", marks=pytest.mark.trust),
    ],
)
def test_of_forty_photographs_nearly_all_are_read_and_none_wrongly(seeds: range) -> None:
    read = 0
    for seed in seeds:
        taken = photograph(seed)
        found = set(photographs.look([Picture("k.jpg", taken.data)]).found.isbns)
        assert found <= taken.isbns
        read += found == taken.isbns
    assert read >= 0.95 * len(seeds)
