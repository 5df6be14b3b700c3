"""A run is ordered on a page and calculated by the queue, once, even when the worker is killed."""

from __future__ import annotations

from typing import Any

import pytest

from portal.jobs import orders, run_orders
from portal.services.orders.work_orders import SILENT
from tests.functional.conftest import TODAY
from tests.functional.staff_runs.conftest import RUN, Office

FORM = {"kind": "autumn", "pays_on": "2026-12-01", "cutoff": "2026-10-14", "undistributed": ""}


def ordered(office: Office, **more: str) -> str:
    """Orders a run; the number of the order."""
    values = {**FORM, **office.browser("olli").hidden("/staff/runs/calculate"), **more}
    answer = office.browser("olli").client.post(
        "/staff/runs/calculate", data=values, base_url="http://localhost"
    )
    assert answer.status_code == 303, answer.text
    return str(answer.location).rsplit("/", 1)[1]


def advanced(office: Office, **more: Any) -> int:
    return orders.advance(str(office.lending.engine.url), office.lending.data_dir, TODAY, **more)


def test_an_ordered_run_is_a_draft_of_the_officer(office: Office) -> None:
    number = ordered(office)
    assert ordered(office) == number
    assert office.count("run") == 2
    assert advanced(office) == 1
    assert office.count("run") == 3
    page = office.browser("olli").get(f"/staff/orders/{number}").text("main")
    assert "Run 2026-autumn-2 is calculated: 3 people, €558.00 after tax." in page
    assert "by Olli Office" in office.browser("olli").get("/staff/runs/2026-autumn-2").text("main")


def test_a_killed_worker_leaves_no_run_and_the_next_makes_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the calculation and its commit: nothing of it stays."""

    class Killed(BaseException):
        pass

    def die(*_told: object) -> None:
        raise Killed

    ordered(office)
    with monkeypatch.context() as dying:
        dying.setattr(run_orders.work_orders, "finish", die)
        with pytest.raises(Killed):
            advanced(office)
    assert office.count("run") == 2
    assert advanced(office) == 0
    assert advanced(office, silent_for=-SILENT) == 1
    assert office.count("run") == 3
    assert advanced(office, silent_for=-SILENT) == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"undistributed": "2021=100"}, "an autumn run distributes no additional money"),
        ({"kind": "spring", "undistributed": "2020=100"}, "distributes that of 2021"),
        ({"kind": "spring", "undistributed": "2021=1\n2021=2"}, "more than once"),
        ({"undistributed": "much"}, "Write YEAR=EURO"),
        ({"cutoff": ""}, "Write the last day whose entries count"),
        ({"cutoff": "2026-12-02"}, "comes before the day of payment"),
        ({"kind": "summer"}, "Choose one of the answers"),
    ],
)
def test_what_cannot_be_calculated_is_said_at_once(
    office: Office, more: dict[str, str], said: str
) -> None:
    page = office.browser("olli").post("/staff/runs/calculate", {**FORM, **more})
    assert said in page.text("main")
    assert office.count("work_order") == 0


def test_a_recomputation_says_whether_it_came_out_the_same(office: Office) -> None:
    url = f"/staff/runs/{RUN}"
    check = "Calculated again, it comes out the same"

    def recomputed() -> str:
        browser = office.browser("aud")
        browser.client.post(f"{url}/recompute", data=browser.hidden("/staff"),
                            base_url="http://localhost")  # fmt: skip
        assert advanced(office) == 1
        page = browser.get(url).text("main")
        return page[page.index(check) + len(check) :][:40]

    assert recomputed().strip().startswith("the same digest")
    office.execute("UPDATE run_payee SET tax_basis = 'tax.other' WHERE run_id = 2")
    assert recomputed().strip().startswith("another result")
