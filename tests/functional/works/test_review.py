"""The review of what was pasted: who says it, how sure that is, what waits, what is filled in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from portal.app import create_app
from portal.kernel.isbn import hyphenated
from portal.services.base import kept
from portal.settings import Settings
from portal.store.session import engine_for
from portal.web.limits import limiter
from tests.factories.lending import Lending, isbn
from tests.factories.records import by, keep, record
from tests.functional.test_statement_counts import MOST, counted
from tests.functional.works.steps import ONE, TWO, answers, save, signed_in, stored
from tests.page_client import Page, PageClient, words

THREE, FOUR, FIVE = isbn(3), isbn(4), isbn(5)
AINO = {"name": "Salo, Aino", "dates": "1950-"}


@pytest.fixture
def app(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The portal on the smaller of its databases: what is looked at here is no SQL."""
    made = create_app(replace(settings, data_dir=tmp_path / "portal" / "data"))
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def lending(app: Flask, sqlite_url: str, tmp_path: Path) -> Iterator[Lending]:
    """One is hers for sure, in words; two is the same text; three is a namesake's; four others'."""
    engine = engine_for(sqlite_url)
    made = Lending(engine, tmp_path / "portal")
    made.person("P1", "Aino Salo", birth_year=1950)
    keep(
        made,
        record("Talvi", 1, 2, people=(by("Quill, Mary"), by(term="trl", basis="words", **AINO)),
               publisher="Otava", year=2019),
        record("Kevät", 3, people=(by("Salo, Aino", dates="1901-1960"),), year=1931),
        record("Syksy", 4, people=(by("Virta, Olli"),)),
    )  # fmt: skip
    for year, loans in ((2023, 100), (2024, 100), (2025, 100)):
        made.loans(f"1,{year},{loans}")
        made.rate(year, "0.30")
    yield made
    engine.dispose()


@pytest.fixture
def aino(app: Flask, lending: Lending) -> PageClient:
    return signed_in(app, lending, "P1")


def pasted(client: PageClient, *isbns: int) -> Page:
    page = client.post("/works/add", {"text": "\n".join(map(str, isbns))})
    assert isinstance(page, Page)
    return page


def ticked(page: Page) -> list[str]:
    return [
        (field.get("name") or "").removeprefix("mine_")
        for field in page.all("input", type_="checkbox")
        if (field.get("name") or "").startswith("mine_") and field.get("checked") is not None
    ]


def chosen(page: Page, place: int) -> str:
    radios = page.all("input", type_="radio", name=f"role_{place}")
    [value] = [one.get("value") for one in radios if one.get("checked") is not None]
    return str(value)


def test_each_work_says_who_names_whom_and_how_sure_that_is(aino: PageClient) -> None:
    page = pasted(aino, FOUR, ONE, THREE, FIVE)
    said = page.text("main")
    assert [words(one) for one in page.all("h2")] == [
        "Talvi", "978-951-0-10005-9, not known here yet", "Syksy", "Kevät",
    ]  # fmt: skip
    assert ticked(page) == [str(ONE), str(FIVE)]
    source = "fennica (15 October 2026)"
    assert f"Sure {source} names “Aino Salo”: translator, read from the words “trl”." in said
    assert "The year of birth is yours: 1950." in said
    assert f"Not sure {source} names “Aino Salo”: writer, by its code." in said
    assert "The person’s years are 1901–1960, which are not yours." in said
    assert f"Names others {source} names Olli Virta, and not you." in said
    assert "Nobody here knows this number. Write the title." in said
    assert "printed book · Otava, 2019 · loans 2023 to 2025: 300" in said


def test_quotation_marks_are_those_of_the_reader_s_language(aino: PageClient) -> None:
    aino.post("/language", {"language": "fi"}, redirects_to="/", token_from="/works")
    said = pasted(aino, ONE).text("main")
    assert "”Aino Salo”" in said
    assert "“" not in said


def test_the_record_s_answers_are_filled_in_and_go_for_every_edition_of_the_work(
    aino: PageClient, lending: Lending
) -> None:
    page = pasted(aino, ONE, TWO)
    assert chosen(page, 0) == "translator"
    assert page.one("input", name="heads_0").get("value") == "1"
    assert "open" not in (page.one("details").attrib)
    assert "Your part: Translator." in page.text("details")
    sent = {"isbns": page.one("input", name="isbns").get("value"), "role_0": "translator",
            "heads_0": "1", f"mine_{ONE}": "y", f"mine_{TWO}": "y",
            f"medium_{ONE}": "physical", f"medium_{TWO}": "ebook"}  # fmt: skip
    save(aino, sent)
    assert stored(lending) == [
        (ONE, "translator", 1, False, None), (TWO, "translator", 1, False, None),
    ]  # fmt: skip


def test_what_waits_is_said_before_the_effort_and_the_estimate_after_it(aino: PageClient) -> None:
    page = pasted(aino, ONE, THREE)
    # A translator’s half of 100 loans each at 0.31, 0.25 and 0.30 euro: 43 euro.
    assert (
        "One edition is ticked, with 300 loans that can still be paid. "
        "About €43 before tax waits for you." in page.text("main")
    )
    assert "loans 2023 to 2025: 300 · about €43" in page.text("main")
    groups = page.one("input", name="isbns").get("value")
    sent = {"isbns": groups, "role_0": "translator", "heads_0": "1", f"mine_{ONE}": "y",
            f"medium_{ONE}": "physical"}  # fmt: skip
    receipt = aino.get(save(aino, sent).location)
    assert "1 entry is saved. Your next payment is now about €43 before tax." in receipt.text(
        "main"
    )


@pytest.mark.parametrize(
    ("how", "then"), [("sure", [ONE, TWO]), ("all", [ONE, TWO, THREE, FOUR]), ("none", [])]
)
def test_a_button_sets_the_ticks_and_leaves_the_answers(
    aino: PageClient, lending: Lending, how: str, then: list[int]
) -> None:
    page = pasted(aino, ONE, TWO, THREE, FOUR)
    assert "Tick all 2 sure ones" in page.text("main")
    sent = {"isbns": page.one("input", name="isbns").get("value"), "tick": how, "heads_0": "7",
            "role_0": "author", f"mine_{FOUR}": "y"}  # fmt: skip
    after = aino.post("/works/review", sent, token_from="/works/add")
    assert isinstance(after, Page)
    assert sorted(ticked(after)) == sorted(map(str, then))
    assert after.one("input", name="heads_0").get("value") == "7"
    assert chosen(after, 0) == "author"
    assert stored(lending) == []


def test_answers_stay_with_their_work_when_more_is_known_meanwhile(
    aino: PageClient, lending: Lending
) -> None:
    sent = {**answers(ONE, FOUR), "isbns": f"{FOUR};{ONE}", "role_0": "author",
            "role_1": "translator"}  # fmt: skip
    keep(lending, record("Syksy", 4, 1, people=(by("Virta, Olli"),)))
    save(aino, sent)
    assert [row[:2] for row in stored(lending)] == [(FOUR, "author"), (ONE, "translator")]


def test_what_was_repaired_is_said(aino: PageClient) -> None:
    page = aino.post("/works/add", {"text": f"{ONE}"[:8] + "O" + f"{ONE}"[9:]})
    assert isinstance(page, Page)
    written = f"{ONE}"[:8] + "O" + f"{ONE}"[9:]
    assert f"We read “{written}” as 978-951-0-10001-1." in page.text("main")


def test_whom_the_libraries_name_is_not_taken_for_the_reader(
    aino: PageClient, lending: Lending
) -> None:
    lending.record((5,), 2025, 9, author="Virta, Olli")
    page = pasted(aino, FIVE)
    assert "The libraries’ files name Olli Virta, and not you." in page.text("main")
    assert ticked(page) == []
    assert "waits for you" not in page.text("main")


def test_twenty_works_of_an_e_mail_are_added_in_three_interactions(
    aino: PageClient, lending: Lending
) -> None:
    known = [record(f"Kirja {n}", n, people=(by(**AINO),)) for n in range(11, 31)]
    keep(lending, *known)
    numbers = [hyphenated(isbn(n)) for n in range(11, 31)]
    mail = "\n".join(f"> {place}. Kirja {place + 10}, {one}, 24,90 e" for place, one
                     in enumerate(numbers, 1))  # fmt: skip
    began = time.process_time()
    page = aino.post("/works/add", {"text": f"Terve Aino!\n\n{mail}\n\nPuh. 040 123 4567"})
    assert isinstance(page, Page)
    save(aino, as_it_stands(page))  # paste, find, add: nothing else is to be answered
    assert time.process_time() - began < 3
    assert [row[:3] for row in stored(lending)] == [
        (isbn(n), "author", 1) for n in range(11, 31)
    ]  # fmt: skip


def as_it_stands(page: Page) -> dict[str, str]:
    """What a browser sends when nothing is changed in the last form of the page."""
    sent: dict[str, str] = {}
    for field in page.all("form")[-1].iter():
        name, kind = field.get("name") or "", field.get("type")
        if field.tag == "select":
            options = list(field.iter("option"))
            picked = [one for one in options if one.get("selected") is not None]
            sent[name] = (picked or options)[0].get("value") or ""
        elif field.tag == "input" and (kind not in ("checkbox", "radio") or is_on(field)):
            sent[name] = field.get("value") or ""
    return sent


def is_on(field: Element) -> bool:
    return field.get("checked") is not None


def test_two_hundred_isbns_cost_as_many_statements_as_two(app: Flask, aino: PageClient) -> None:
    engine = app.extensions["portal.engine"]
    costs = []
    for some in (range(1, 3), range(1, 201)):
        sent = {**aino.hidden("/works/add"), "text": "\n".join(str(isbn(n)) for n in some)}
        kept.forget()
        aino.get("/")  # where everybody comes from
        with counted(engine) as statements:
            answer = aino.client.post("/works/add", data=sent)
        assert answer.status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1]
    assert costs[0] <= MOST, statements
