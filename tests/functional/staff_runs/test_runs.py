"""The pages of a run: figures by hand, checks that find what was changed, a sample, any cent."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.services.runs.run_checks import Check
from portal.services.runs.run_samples import drawn
from portal.store.records import AuditEvent
from portal.web.staff_runs import saying
from tests.factories import people
from tests.factories.console import Console
from tests.factories.lending import isbn
from tests.functional.conftest import TODAY, sign_in
from tests.functional.staff_runs.conftest import RUN, Office
from tests.functional.test_statement_counts import asked
from tests.page_client import Page, PageClient, words

HERE = f"/staff/runs/{RUN}"
MOST_OF_THE_OFFICE = 15
A_LINE_OF_THE_AUDIT = 6
"""What it costs that the person can read who looked: the chain's end, row and head, a stamp."""


def plain(page: Page) -> str:
    return page.text("main").replace("\N{NO-BREAK SPACE}", " ")


def rows(page: Page) -> dict[str, str]:
    """The rows of all tables by their first cell."""
    found = {}
    for row in page.all("tr"):
        cells = [words(cell) for cell in row]
        found[cells[0]] = " | ".join(cells[1:])
    return found


def test_the_list_names_each_run_with_its_people_sum_and_approvers(office: Office) -> None:
    found = rows(office.browser("aud").get("/staff/runs"))
    assert found[f"{RUN}pays on 1 December 2026"].startswith("Draft | 2024–2025")
    assert "| 3 | €558.00 | Olli Office" in found[f"{RUN}pays on 1 December 2026"]
    assert "approved by Approver A1, Approver A2" in found["2025-autumn-1pays on 1 December 2025"]


def test_the_page_says_the_result_and_the_year_before_first(office: Office) -> None:
    """780.00 before tax against 350.00 is 122.9 per cent more."""
    page = plain(office.browser("olli").get(HERE))
    for said in ("€780.00", "3 people, 7 lines", "€222.00 of tax, €558.00 after tax", "+122.9 %",
                 "1 new person, 0 gone", "by Olli Office"):  # fmt: skip
        assert said in page


def test_every_page_is_in_order_and_asks_little(office: Office) -> None:
    olli, anna = office.browser("olli"), office.browser("anna")
    addresses = [
        "/staff/runs", "/staff/runs/calculate", HERE, f"{HERE}/compared", f"{HERE}/people",
        f"{HERE}/people?q=Ranta", f"{HERE}/people?q={isbn(2)}", f"{HERE}/people?check=no_card",
        f"{HERE}/people/P1", f"{HERE}/people/P1/lines/1", f"{HERE}/sample", f"{HERE}/sample/P1",
        f"{HERE}/checks/values", f"{HERE}/checks/coverage",
    ]  # fmt: skip
    for url in addresses:
        olli.get(url)
        statements, _ = asked(olli, url)
        logged = any("INSERT INTO audit_event" in one for one in statements)
        assert len(statements) <= MOST_OF_THE_OFFICE + A_LINE_OF_THE_AUDIT * logged, url
    anna.get(f"{HERE}/approve")
    for url in (f"{HERE}/people/P9", f"{HERE}/people/P1/lines/99", f"{HERE}/sample/P9",
                f"{HERE}/people?check=nonsense", f"{HERE}/people?page=2", "/staff/runs/nothing",
                f"{HERE}/people/P1/additional/2024", f"{HERE}/checks/x"):  # fmt: skip
        olli.get(url, status=404)


def test_what_asks_for_a_look_leads_to_where_it_is_seen(office: Office) -> None:
    """Doubts stand beside their loan year, what is disputed beside its editions."""
    found = (Check("doubts", "look", 4, "doubts"), Check("disputes", "look", 1, "disputes", 900))
    with office.app.test_request_context():
        lines = saying.checks(RUN, (2024, 2025), found)
    assert [line.href for line in lines] == ["/staff/loans/years/2025", "/staff/works"]


def test_each_role_reaches_what_the_table_says(office: Office) -> None:
    for code in ("olli", "anna", "ada", "aud"):
        office.browser(code).get(HERE)
    office.browser("sven").get(HERE, status=403)
    shut = {"anna": "/staff/runs/calculate", "aud": f"{HERE}/sample/P1", "olli": f"{HERE}/approve"}
    for code, url in shut.items():
        office.browser(code).get(url, status=403)


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE run_period SET moved_cents = moved_cents + 1 WHERE party_id = 1 AND run_id = 2",
         "Each person’s loan years add up to the payment"),
        ("UPDATE run_payee SET gross_cents = gross_cents + 1, net_cents = net_cents + 1 "
         "WHERE run_id = 2 AND party_id = 1", "People add up to the run, to the cent"),
        ("UPDATE run_period SET entitled_cents = entitled_cents + 1 WHERE run_id = 2 "
         "AND party_id = 1", "Lines add up to the loan years, to the cent"),
        ("UPDATE run_period SET paid_before_cents = 1 WHERE run_id = 2 AND moved_cents > 0",
         "Nobody is paid twice for the same loans"),
        ("UPDATE run_payee SET gross_cents = 999, tax_cents = 0, net_cents = 999 "
         "WHERE run_id = 2 AND party_id = 2", "Nobody is paid less than the smallest payment"),
        ("UPDATE run_period SET period_start = '2019-01-01' WHERE run_id = 2 AND party_id = 3",
         "No money of expired years is paid"),
        ("UPDATE run_period SET moved_cents = 4000000 WHERE run_id = 2 AND party_id = 1 "
         "AND moved_cents > 0", "Nobody passes the cap of a year"),
        ("UPDATE run SET after_approvals = 0 WHERE id = 2",
         "Nothing was approved since it was calculated"),
    ],
)  # fmt: skip
def test_a_check_finds_what_was_changed_behind_its_back(
    office: Office, statement: str, check: str
) -> None:
    assert "Passes" in rows(office.browser("aud").get(HERE))[check]
    office.execute(statement)
    assert "Fails" in rows(office.browser("aud").get(HERE))[check]


def test_lost_files_are_not_taken_for_good_ones(office: Office) -> None:
    for path in office.lending.data_dir.glob("runs/*/lines.parquet"):
        path.unlink()
    found = rows(office.browser("aud").get(HERE))
    assert found["The frozen facts are as they were written"] == "changed or lost | Fails"
    assert found["Nobody passes the cap of a year"] == "not known | Fails"


def test_what_asks_for_a_look_leads_to_the_people(office: Office) -> None:
    office.execute("UPDATE staff SET party_id = 1 WHERE code = 'sven'")
    found = rows(office.browser("anna").get(HERE))
    assert found["Nobody who works here has money in it"].startswith("1 person | Look")
    assert found["Everybody who is paid has a tax card"].startswith("2 people | Look")
    page = office.browser("anna").get(f"{HERE}/people?check=staff")
    assert list(rows(page))[1:] == ["Aino RantaP1"]


def test_the_comparison_names_who_gets_more_and_who_less(office: Office) -> None:
    """Loans of 2024 brought P1 300.00, P2 50.00; those of 2025 bring 615.00, 15.00, P3 150.00."""
    found = rows(office.browser("anna").get(f"{HERE}/compared"))
    assert found["Aino RantaP1"] == "€300.00 | €615.00 | +€315.00"
    assert found["Ilta KoskiP3"] == "€0.00 | €150.00 | +€150.00"
    assert found["Eero SaloP2"] == "€50.00 | €15.00 | −€35.00"
    assert found["2025"] == "€350.00 | €780.00"
    assert found["Writer"] == "€350.00 | €1,130.00"


def test_who_looks_at_figures_can_be_read_by_the_person(office: Office) -> None:
    office.browser("aud").get(f"{HERE}/people/P1")
    page = plain(office.browser("aud").get(f"{HERE}/people/P1/lines/1"))
    assert "Why is this share €250.00?" in page
    with office.lending.session() as session:
        account = people.account(session, session.get_one(people.Party, office.lending.ids["P1"]))
        events = session.scalars(
            select(AuditEvent).where(AuditEvent.event == "run_figures_opened")
        ).all()
        assert [(e.subject_id, e.details) for e in events] == [(1, f'{{"run": "{RUN}"}}')] * 2
    own = sign_in(PageClient(office.app), account).get("/me/access-log").text("main")
    assert "Looked at the figures of a calculated payment" in own
    assert "Aud Office" in own


def test_a_wrong_sample_blocks_until_somebody_says_what_came_of_it(office: Office) -> None:
    olli, url = office.browser("olli"), f"{HERE}/sample/P1"
    missing = olli.post(url, {"verdict": "wrong", "note": " "}, token_from=url)
    assert "Write what is wrong" in missing.text("main")
    olli.post(url, {"verdict": "wrong", "note": "2025 is missing"}, redirects_to=f"{HERE}/sample")
    refused = office.browser("anna").get(f"{HERE}/approve").text("main")
    assert "the sample of P1 was counted by hand and found wrong" in refused
    assert "Write what is wrong" in olli.post(url, {"verdict": "right"}, token_from=url).text(
        "main"
    )
    olli.post(url, {"verdict": "right", "note": "It is there"}, redirects_to=f"{HERE}/sample")
    assert office.approve("anna").status_code == 303


def test_nobody_counts_her_own_sample_by_hand(office: Office) -> None:
    office.execute("UPDATE staff SET party_id = 1 WHERE code = 'olli'")
    url = f"{HERE}/sample/P1"
    page = office.browser("olli").post(url, {"verdict": "right"}, token_from=url)
    assert "This sample is about yourself" in page.text("main")
    assert office.count("sample_check") == 0


def test_the_digest_draws_the_same_sample_for_everybody(office: Office) -> None:
    with office.lending.session(writes=False) as session:
        assert [(one.code, one.group) for one in drawn(session, RUN)] == [
            ("P1", "highest"), ("P3", "highest"), ("P2", "highest"),
        ]  # fmt: skip


def test_the_files_are_those_of_the_command(office: Office, tmp_path: Path) -> None:
    answer = office.browser("aud").client.post(
        f"{HERE}/files", data=office.browser("aud").hidden("/staff"), base_url="http://localhost"
    )
    console = Console(str(office.lending.engine.url), office.lending.folder, str(TODAY))
    console.run("settlement", "export", RUN, "--out", tmp_path)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        for name in ("people.csv", "lines.csv", "run.json"):
            assert archive.read(name) == (tmp_path / name).read_bytes()
    assert office.count("audit_event WHERE event = 'run_exported'") == 1
