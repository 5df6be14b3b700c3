"""The loans pages: by year, work, edition, library system and medium, and who has not reported."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import event, select

from portal.jobs.loans import count_libraries
from portal.kernel.isbn import hyphenated
from portal.settings import Settings
from portal.store.catalogue import Claim, Edition
from tests.factories.lending import Lending, isbn
from tests.functional.loans.conftest import COLUMNS
from tests.functional.works.steps import signed_in
from tests.page_client import Page, PageClient, words

NO_BREAK = "\N{NO-BREAK SPACE}"


def rows(page: Page, caption: str) -> list[list[str]]:
    """The rows of the table with a caption, headings first."""
    [table] = [one for one in page.all("table") if words(next(one.iter("caption"))) == caption]
    return [[words(cell) for cell in row] for row in table.iter("tr")]


def work_of(lending: Lending, number: int) -> int:
    with lending.session(writes=False) as session:
        return session.scalars(select(Edition.work_id).where(Edition.isbn == isbn(number))).one()


def file(client: PageClient, address: str) -> list[list[str]]:
    answer = client.client.get(address)
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    return list(csv.reader(io.StringIO(answer.text)))


def test_the_overview_says_the_year_first_and_then_each_work(
    aino: PageClient, counted: Lending
) -> None:
    page = aino.get("/loans")
    assert page.text("section", class_="chart").startswith("1,323 loans in 2025 so far")
    assert rows(page, "Loans by year") == [
        ["Loan year", "Loans"], ["2023", "150"], ["2024", "1,250"], ["2025", "1,323"],
    ]  # fmt: skip
    assert rows(page, "Work by work") == [
        ["Work", "Loans 2025", "Loans 2024", "All years"],
        ["Talvi saaressa", "1,323", "1,243", "2,716"],
        ["Vintern", "0", "7", "7"],
    ]


def test_who_has_not_reported_is_said_in_words(aino: PageClient, counted: Lending) -> None:
    said = aino.get("/loans").text("section", class_="chart")
    assert "Two library systems have reported 2025." in said
    assert "Vaski has not reported 2025 yet, so the loans may still rise." in said
    assert "Vaara did not report 2024, so part of the change comes from that." in said


def test_many_that_have_not_reported_are_counted_and_then_listed(
    aino: PageClient, counted: Lending
) -> None:
    late = [f"4,2024,,,1,,System {letter}" for letter in "ABCD"]
    counted.loans(*late, columns=COLUMNS, source="more")
    page = aino.get("/loans")
    said = page.text("section", class_="chart")
    assert "5 library systems have not reported 2025 yet, so the loans may still rise." in said
    assert "The dashed bar is not final." in said
    names = [words(item) for item in page.one("main").iter("li")]
    assert {"System A", "System B", "System C", "System D", "Vaski"} <= set(names)


def test_a_change_is_said_when_all_have_reported(aino: PageClient, counted: Lending) -> None:
    counted.loans("4,2025,,,1,,Vaski", columns=COLUMNS, source="late")
    page = aino.get("/loans")
    section = page.text("section", class_="chart")
    assert section.startswith(f"Loans rose 6{NO_BREAK}% in 2025")  # 1,250 to 1,323 is 5.84
    assert "has not reported" not in section


def test_who_stopped_reporting_is_named_with_its_last_year(
    aino: PageClient, counted: Lending
) -> None:
    counted.loans("4,2021,,,1,,Kyyti", "4,2022,,,1,,Kyyti", columns=COLUMNS, source="old")
    found = aino.get("/loans").text("main")
    assert "Kyyti: last reported 2022" in found


def test_a_work_says_its_editions_and_its_library_systems(
    aino: PageClient, counted: Lending
) -> None:
    page = aino.get(f"/loans/works/{work_of(counted, 1)}")
    assert page.h1 == "Loans of Talvi saaressa"
    assert [row[1:] for row in rows(page, "Edition by edition")] == [
        ["Loans 2025", "All years"], ["1,005", "2,198"], ["318", "518"],
    ]  # fmt: skip
    assert rows(page, "Loans of 2025 by library system") == [
        ["Library system", "Medium", "Loans"],
        ["Helle", "printed book", "1,000"],
        ["Helle", "e-book", "318"],
        ["Vaara", "printed book", "5"],
    ]


def test_an_edition_says_year_library_system_medium_and_class(
    aino: PageClient, counted: Lending
) -> None:
    page = aino.get(f"/loans/{isbn(1)}")
    assert "2025: 1,005 loans" in page.text("section", id="year-2025")
    assert rows(page, "Loans of 2024 by library system")[1:] == [
        ["Helle", "printed book", "1,000"], ["Vaski", "printed book", "43"],
    ]  # fmt: skip
    assert "comic the library says so" in page.text("section", id="year-2025").replace(
        "comicthe", "comic the"
    )
    empty = aino.get(f"/loans/{isbn(3)}").text("section", id="year-2025")
    assert "No loans of this ISBN were reported." in empty


def test_until_it_is_counted_by_library_the_page_says_so(
    aino: PageClient, reported: Lending
) -> None:
    page = aino.get(f"/loans/{isbn(1)}")
    for year in (2023, 2024, 2025):
        assert f"The loans of {year} are not counted by library system yet." in page.text("main")
    assert "Loans of 2025 by library system" not in page.html


def test_a_year_with_one_report_that_waits_shows_no_part_of_it(
    aino: PageClient, counted: Lending
) -> None:
    counted.loans("1,2024,physical,,3,,Kyyti", columns=COLUMNS, source="late")
    page = aino.get(f"/loans/{isbn(1)}")
    assert "The loans of 2024 are not counted" in page.text("section", id="year-2024")
    assert "2024: 1,046 loans" in page.text("section", id="year-2024")
    assert "not counted" not in page.text("section", id="year-2025")


def test_records_of_several_isbns_are_counted_once_and_say_so(
    aino: PageClient, settings: Settings, counted: Lending
) -> None:
    counted.record((1, 2, 9), 2025, 40)
    list(count_libraries(settings.database_url, counted.data_dir))
    page = aino.get(f"/loans/works/{work_of(counted, 1)}")
    assert "1,363" in page.text("section", class_="chart")
    assert f"counted once, together: {hyphenated(isbn(9))}" in page.text("main")
    edition = aino.get(f"/loans/{isbn(2)}")
    assert f"{hyphenated(isbn(1))}, {hyphenated(isbn(9))}" in edition.text("main")
    assert rows(edition, "Loans of 2025 by library system")[1:] == [
        ["Helle", "e-book", "318"], ["Vaara", "printed book", "40"],
    ]  # fmt: skip


def test_the_overview_counts_a_record_of_two_works_once(aino: PageClient, counted: Lending) -> None:
    counted.record((1, 3), 2025, 40)
    page = aino.get("/loans")
    assert rows(page, "Loans by year")[-1] == ["2025", "1,363"]
    assert [row[1] for row in rows(page, "Work by work")[1:]] == ["1,363", "0"]


def test_the_files_hold_the_same_numbers(aino: PageClient, counted: Lending) -> None:
    every = file(aino, "/loans/loans.csv")
    assert every[0] == ["title", "isbn", "loan_year", "medium", "loans"]
    assert sum(int(row[-1]) for row in every[1:]) == 150 + 1250 + 1323
    work = file(aino, f"/loans/works/{work_of(counted, 1)}/loans.csv")
    assert work[0] == ["title", "isbn", "loan_year", "medium", "library", "loans"]
    assert ["Talvi saaressa", str(isbn(2)), "2024", "ebook", "Helle", "200"] in work
    assert sum(int(row[-1]) for row in work[1:]) == 2716
    edition = file(aino, f"/loans/{isbn(1)}/loans.csv")
    assert sum(int(row[-1]) for row in edition[1:]) == 2198


def test_a_file_before_the_counting_has_no_library_and_no_formula(
    aino: PageClient, lending: Lending
) -> None:
    lending.edition(5, "=cmd()")
    lending.claim("P1", 5)
    lending.loans("5,2025,,,4,,@SUM(A1)", columns=COLUMNS)
    address = f"/loans/{isbn(5)}/loans.csv"
    assert file(aino, address)[1] == ["'=cmd()", str(isbn(5)), "2025", "physical", "", "4"]


def test_a_file_by_library_has_no_formula(
    aino: PageClient, settings: Settings, lending: Lending
) -> None:
    lending.loans("1,2025,,,4,,@SUM(A1)", columns=COLUMNS)
    list(count_libraries(settings.database_url, lending.data_dir))
    assert file(aino, f"/loans/{isbn(1)}/loans.csv")[1][-2:] == ["'@SUM(A1)", "4"]


def test_what_is_another_s_does_not_exist(aino: PageClient, counted: Lending) -> None:
    theirs = work_of(counted, 4)
    for address in (f"/loans/{isbn(4)}", f"/loans/works/{theirs}", f"/loans/{isbn(8)}"):
        aino.get(address, 404)
        assert aino.client.get(f"{address}/loans.csv").status_code == 404


def test_a_withdrawn_work_is_not_in_the_overview_and_still_has_its_page(
    aino: PageClient, counted: Lending
) -> None:
    with counted.session() as session:
        edition = select(Edition.id).where(Edition.isbn == isbn(3)).scalar_subquery()
        claim = session.scalars(select(Claim).where(Claim.edition_id == edition)).one()
        claim.withdrawn_on = counted.today
    assert "Vintern" not in aino.get("/loans").text("main")
    assert aino.get(f"/loans/{isbn(3)}").h1 == "Loans of Vintern"


def test_without_any_loans_and_without_any_works(app: Flask, lending: Lending) -> None:
    aino = signed_in(app, lending, "P1")
    assert "No library has reported any loans yet." in aino.get("/loans").text("main")
    assert "No library has reported" in aino.get(f"/loans/{isbn(1)}").text("main")
    assert "No library has reported" in aino.get(f"/loans/works/{work_of(lending, 1)}").text("main")
    lending.loans("1,2025,5")
    lending.person("P3", "Mary Quill")
    page = signed_in(app, lending, "P3").get("/loans")
    assert "Your list has no works" in page.text("main")


@pytest.mark.parametrize("works", [1, 120])
def test_no_page_asks_more_than_twelve_times(
    app: Flask, lending: Lending, aino: PageClient, works: int
) -> None:
    for number in range(10, 10 + works):
        lending.edition(number, f"Work {number}")
        lending.claim("P1", number)
    lending.loans(*(f"{number},2025,{number}" for number in range(10, 10 + works)))
    engine = app.extensions["portal.engine"]
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    for address in ("/loans", f"/loans/{isbn(10)}", f"/loans/works/{work_of(lending, 10)}"):
        asked.clear()
        aino.get(address)
        assert len(asked) <= 12, asked


def test_fifty_works_a_page(aino: PageClient, lending: Lending) -> None:
    for number in range(10, 61):
        lending.edition(number, f"Work {number}")
        lending.claim("P1", number)
    lending.loans(*(f"{number},2025,{number}" for number in range(10, 61)))
    first = rows(aino.get("/loans"), "Work by work")
    second = rows(aino.get("/loans?page=2"), "Work by work")
    assert (len(first), first[1][0]) == (51, "Work 60")
    assert [row[0] for row in second[1:]] == ["Work 10", "Talvi saaressa", "Vintern"]


def test_the_title_says_its_own_language(aino: PageClient, counted: Lending) -> None:
    with counted.session() as session:
        edition = session.scalars(select(Edition).where(Edition.isbn == isbn(3))).one()
        edition.work.language = "sv"
    assert words(aino.get(f"/loans/{isbn(3)}").one("h1").find("span[@lang='sv']")) == "Vintern"
