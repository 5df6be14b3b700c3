"""What the tests about disputes do again and again: money as a run sees it, and forms."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal.kernel.identity import Actor
from portal.services.sharing import dispute_decisions
from portal.services.sharing.dispute_decisions import Decision
from portal.store.catalogue import Claim, Edition
from portal.store.people import Party, Staff
from portal.store.settlement import Run, RunPayee
from portal.store.sharing import Dispute, DisputeEntry
from portal.wording.letters import Letters
from tests.factories import people
from tests.factories.lending import Lending
from tests.functional.works.steps import signed_in
from tests.page_client import PageClient

YEAR = 2025
PAYS, CUTOFF = date(2026, 12, 3), date(2026, 11, 3)
WORDS = "It stands on the title page."
PDF = b"%PDF-1.7 a contract"


def money(lending: Lending) -> dict[str, tuple[int, int]]:
    """Person → cents before tax and cents disputed, by a preview of the autumn's run."""
    run = lending.run("autumn", PAYS, CUTOFF, approve=False)
    query = (
        select(Party.code, RunPayee.gross_cents, RunPayee.disputed_cents)
        .join(Party, Party.id == RunPayee.party_id)
        .join(Run, Run.id == RunPayee.run_id)
        .where(Run.code == run.run)
    )
    with lending.session() as session:
        return {code: (gross, disputed) for code, gross, disputed in session.execute(query)}


def three_hundred(lending: Lending) -> None:
    """An edition whose text brings 300.00 euro: 1,000 loans at 0.30."""
    lending.edition(1)
    lending.loans(f"1,{YEAR},1000")
    lending.rate(YEAR, "0.30")


def edition_id(lending: Lending) -> int:
    with lending.session() as session:
        return session.scalars(select(Edition.id)).one()


def wrong_url(lending: Lending) -> str:
    with lending.session() as session:
        row = session.scalars(select(Edition)).one()
        return f"/works/{row.work_id}/wrong/{row.id}"


def say_wrong(client: PageClient, lending: Lending, about: str, **more: Any) -> str:
    """Sends what is wrong; where one is led."""
    address = wrong_url(lending)
    page = client.get(f"{address}?about={about}")
    hidden = {one.get("name"): one.get("value") for one in page.all("input", type="hidden")}
    sent = {**hidden, "heads": "1", "words": WORDS, **more}
    answer = client.client.post(address, data=sent, base_url=client.base_url)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def entries(lending: Lending) -> dict[str, list[tuple[str, int]]]:
    """Person → roles and heads that stand, by the latest versions."""
    query = select(Party.code, Claim).join(Party, Party.id == Claim.party_id).order_by(Claim.id)
    found: dict[str, dict[str, int]] = {}
    with lending.session() as session:
        for code, claim in session.execute(query):
            if claim.withdrawn_on is None:
                found.setdefault(code, {})[claim.role] = claim.heads
    return {code: sorted(own.items()) for code, own in found.items()}


def dispute(lending: Lending) -> Dispute:
    with lending.session() as session:
        row = session.scalars(select(Dispute)).one()
        session.expunge(row)
        return row


def acts(lending: Lending) -> list[str]:
    with lending.session() as session:
        return list(session.scalars(select(DisputeEntry.act).order_by(DisputeEntry.id)))


def send_file(client: PageClient, address: str, words: str = WORDS) -> Any:
    """Sends a text with a proof."""
    file = (io.BytesIO(PDF), "Contract with sums.pdf")
    values = {**client.hidden(address), "words": words, "file": file}
    answer = client.client.post(address, data=values, base_url=client.base_url)
    answer.request.environ["wsgi.input"].close()
    return answer


def officer(lending: Lending, code: str = "O1", role: str = "officer", party: Any = None) -> Actor:
    with lending.session() as session:
        row = session.scalar(select(Staff).where(Staff.code == code))
        row = row or people.staff(session, code, f"Officer {code}", role=role)
        return Actor(row.name, staff_id=row.id, staff_role=row.role, party_id=party)


def decide(
    lending: Lending, number: str, decision: Decision, who: Actor, day: date | None = None
) -> Any:
    with lending.session() as session:
        return dispute_decisions.decide(
            session, number, decision, "By the title page.", who, day or lending.today, Letters()
        )


def three(app: Flask, lending: Lending) -> tuple[PageClient, PageClient, PageClient]:
    """Aino, Eero and Mary, each at her own browser."""
    a, b, c = (signed_in(app, lending, code) for code in ("P1", "P2", "P3"))
    return a, b, c
