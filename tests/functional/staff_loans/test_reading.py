"""What the office reads about loans: coverage, doubts, imports, lent titles that nobody claims."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from portal.kernel.catalogue import MEDIA
from portal.kernel.identity import SYSTEM
from portal.services.usage.usage_import import ImportOrder, import_usage
from portal.settings import Settings
from portal.store.catalogue import Claim, Edition, Work
from portal.usage.engine_duckdb import statements
from portal.usage.readers import FORMATS
from portal.wording import loan_files
from tests.factories import people
from tests.functional.conftest import TODAY
from tests.functional.staff_loans.conftest import browser, isbn, sent, table
from tests.functional.staff_loans.test_upload import upload
from tests.functional.test_statement_counts import asked
from tests.page_client import PageClient, words

MOST = 15
KOHA = "\t".join(FORMATS["koha_sanasto"].columns) + "\n"
Bring = Callable[..., int]


@pytest.fixture
def bring(database: Any, settings: Settings) -> Bring:
    """Imports a file as the command does; its number."""

    def bring(content: bytes, source: str, **more: Any) -> int:
        path = settings.data_dir / f"{source}.txt"
        path.write_bytes(content)
        order = ImportOrder((path,), source, **more)
        with database() as session:
            done = import_usage(session, settings.data_dir, order, today=TODAY, actor=SYSTEM)
        return done.import_id

    return bring


def rows_of(page: Any) -> list[list[str]]:
    """The cells of the last table."""
    body = page.all("tbody")[-1]
    return [[words(cell) for cell in row] for row in body]


def claimed(database: Any, number: int) -> None:
    with database() as session:
        party = people.person(session)
        work = Work(title="Claimed")
        session.add(work)
        session.flush()
        edition = Edition(work_id=work.id, isbn=isbn(number), title="Claimed", medium="physical")
        session.add(edition)
        session.flush()
        session.add(
            Claim(
                party_id=party.id, edition_id=edition.id, role="author", heads=1,
                added_on=people.LONG_AGO, recorded_by="test",
                recorded_at=datetime(2020, 1, 1, tzinfo=UTC),
            )
        )  # fmt: skip


def test_a_year_says_who_reported_and_what_is_doubtful(officer: PageClient, bring: Bring) -> None:
    bring(table((isbn(1), 2024, 1000, "Oulu"), (isbn(1), 2024, 50, "Vantaa")), "A")
    bring(table((isbn(1), 2025, 100, "Oulu"), (isbn(2), 2025, 9, "Espoo")), "B")
    page = officer.get("/staff/loans/years/2025")
    assert rows_of(page) == [
        ["Espoo", "9", "not reported", ""],
        ["Oulu", "100", "1,000", "−90\N{NO-BREAK SPACE}%"],
    ]
    assert "2 library systems have reported 109 loans." in page.text()
    assert "Vantaa has reported no loans of 2025." in page.text()
    assert "The loans of Oulu fell by 90 % in 2025" in page.text()
    officer.get("/staff/loans/years/2019", status=404)


def test_titles_that_nobody_claims_most_lent_first(
    officer: PageClient, bring: Bring, database: Any
) -> None:
    claimed(database, 1)
    bring(
        table(
            (isbn(1), 2025, 500, "Oulu"), (isbn(2), 2025, 7, "Oulu"), (isbn(3), 2025, 40, "Oulu"),
            (isbn(3), 2025, 2, "Espoo"), (isbn(4), 2024, 99, "Oulu"),
        ),
        "A",
    )  # fmt: skip
    page = officer.get("/staff/loans/years/2025/unclaimed")
    assert [row[-1] for row in rows_of(page)] == ["42", "7"]
    assert "2 titles were lent and have no writer or translator here." in page.text()
    found = officer.get(f"/staff/loans/years/2025/unclaimed?q={isbn(2)}")
    assert [row[-1] for row in rows_of(found)] == ["7"]
    none = officer.get("/staff/loans/years/2025/unclaimed?q=sinuhe")
    assert "No such title was lent without a claim." in none.text()
    officer.get("/staff/loans/years/2025/unclaimed?page=2", status=404)
    answer = officer.client.get("/staff/loans/years/2025/unclaimed.csv")
    assert answer.text.splitlines() == [
        "isbn,title,author,loan_year,loans", f"{isbn(3)},,,2025,42", f"{isbn(2)},,,2025,7",
    ]  # fmt: skip


def koha(number: int, title: str, author: str, loans: int) -> str:
    said = {
        "Tyyppi": "1", "Tunnisteet": f"020a{isbn(number)}", "Vuosi": "2025", "Nimeke": title,
        "Päätekijä": f"100a{author}", "Lainamäärä": str(loans),
    }  # fmt: skip
    return "\t".join(said.get(name, "") for name in FORMATS["koha_sanasto"].columns) + "\n"


def test_titles_are_found_by_words_without_accents(
    officer: PageClient, bring: Bring, database: Any
) -> None:
    claimed(database, 1)
    rows = koha(5, "Yövuoro", "Salo, Aino", 5) + koha(6, "=cmd()", "Muu, Minna", 3)
    # A record of two ISBNs, one of them claimed, has a writer here.
    rows += koha(1, "Yövuoro, toinen painos", "Salo, Aino", 9).replace(
        f"020a{isbn(1)}", f"020a{isbn(7)};020a{isbn(1)}"
    )
    bring((KOHA + rows).encode(), "Koha")
    for text in ("yovuoro", "SALO"):
        page = officer.get(f"/staff/loans/years/2025/unclaimed?q={text}")
        assert [row[0] for row in rows_of(page)] == ["Yövuoro"]
    table_ = officer.client.get("/staff/loans/years/2025/unclaimed.csv").text
    assert f'{isbn(6)},\'=cmd(),"Muu, Minna",2025,3' in table_


def test_a_replaced_import_says_so(
    officer: PageClient, bring: Bring, work: Callable[[], int]
) -> None:
    bring(table((isbn(1), 2025, 1, "Oulu")), "Helmet")
    order = upload(officer, table((isbn(1), 2025, 2, "Oulu")), replace="y")
    work()
    assert "1 row with 2 loans now counts." in officer.get(order).text()
    assert "This import counts no longer." in officer.get("/staff/loans/imports/1").text()
    assert "It replaced an earlier import." in officer.get("/staff/loans/imports/2").text()
    states = [row[-1] for row in rows_of(officer.get("/staff/loans"))]
    assert states == ["Counts", "Replaced"]
    officer.get("/staff/loans/imports/3", status=404)
    officer.get("/staff/loans/imports/3/refused.csv", status=404)


def test_imports_are_found_by_sender_file_and_year(officer: PageClient, bring: Bring) -> None:
    bring(table((isbn(1), 2024, 1, "Oulu")), "Vaski 100%")
    bring(table((isbn(1), 2025, 2, "Oulu")), "Lumme")
    for text, found in (("vaski", 1), ("100%25", 1), ("lumme.txt", 1), ("2024", 1), ("zebra", 0)):
        page = officer.get(f"/staff/loans?q={text}")
        assert f"{found} import" in page.text(), text


def test_pages_ask_little_however_much_was_imported(officer: PageClient, bring: Bring) -> None:
    for number in range(4):
        bring(table((isbn(number), 2024, 1, f"L{number}"), (isbn(9), 2025, 2, "M")), f"S{number}")
    order = upload(officer, table((isbn(1), 2025, 2, "Oulu")))
    for url in ("/staff/loans", "/staff/loans/years/2025", "/staff/loans/years/2025/unclaimed",
                "/staff/loans/imports/2", "/staff/orders", order):  # fmt: skip
        found, _page = asked(officer, url)
        assert len(found) <= MOST, (url, found)


def test_an_order_is_seen_by_who_may_see_its_kind(app: Flask, officer: PageClient) -> None:
    order = upload(officer, table((isbn(1), 2025, 2, "Oulu")))
    officer.get("/staff/orders/0000000000", status=404)
    helper = browser(app, "support")
    assert "Take the work back" not in helper.get(order).text()
    answer = helper.client.post(f"{order}/cancel", data=helper.hidden(order))
    assert answer.status_code == 303
    assert "waits for its turn" in helper.get(order).text()


def test_every_reason_and_format_has_its_words() -> None:
    sql = [*statements("reading.sql").values(), *statements("judging.sql").values()]
    refused = {word for text in sql for word in re.findall(r"(?:THEN|ELSE) '([a-z_]+)'", text)}
    refused |= {word for text in sql for word in re.findall(r"coalesce\([^()]*'([a-z_]+)'\)", text)}
    left_out = set()
    for one in FORMATS.values():
        for name, _needs, text in one.select:
            found = set(re.findall(r"THEN '([a-z_]+)'", text))
            refused |= found if name == "refused" else set()
            left_out |= found if name == "left_out" else set()
    assert refused - set(MEDIA) == set(loan_files.REFUSED)
    assert left_out == set(loan_files.LEFT_OUT)
    assert set(FORMATS) == set(loan_files.FORMATS)


def test_a_file_that_is_too_large_is_refused(officer: PageClient, settings: Settings) -> None:
    officer.app.extensions["portal.largest_upload"] = 1000
    values = {**officer.hidden("/staff/loans/upload"), **sent(b"x" * 100_000)}
    answer = officer.client.post("/staff/loans/upload", data=values, base_url=officer.base_url)
    assert answer.status_code == 413
    assert list((settings.data_dir / "uploads").glob("*")) == []
