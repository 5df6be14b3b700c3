"""Who did what with one's data: herself, others for her, the office, runs; filters, pages, CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.kernel.identity import SYSTEM, Actor, Identity
from portal.services.audit import access_log, audit
from portal.services.people import people
from portal.store.people import Account, Party
from tests.factories import people as made
from tests.functional.conftest import TODAY, sign_in
from tests.page_client import PageClient

HEADER = "person_id,name,other_names,birth_year,death_year,email,locale,country,joined\n"


def rows(client: PageClient, query: str = "") -> list[tuple[str, str]]:
    """Who and what of each line of the page."""
    page = client.get(f"/me/access-log{query}")
    cells = [["".join(cell.itertext()).strip() for cell in row.iter("td")]
             for row in page.all("tr") if list(row.iter("td"))]  # fmt: skip
    return [(who, what) for _when, who, what in cells]


def recorded(database: Any, party: int, actor: Actor, event: str, **details: Any) -> None:
    with database() as session:
        audit.record(session, Identity(actor, party), event, **details)


def test_her_own_sign_in_and_changes(kaisa: PageClient) -> None:
    kaisa.post("/me/consent", {"answer": "yes"}, redirects_to="/me")
    assert rows(kaisa) == [
        ("You", "Changed whether the office may pass on how to reach you"),
        ("You", "Signed in: An unknown device"),
    ]


def test_others_the_office_and_the_portal_are_told_apart(
    kaisa: PageClient, account: Account, database: Any
) -> None:
    with database() as session:
        heir = made.account(session, made.person(session, "P2", "Eero Perijä"))
    party = account.party_id
    recorded(database, party, Actor("Eero Perijä", account_id=heir.id), "language_chosen",
             locale="fi")  # fmt: skip
    with database() as session:
        member = made.staff(session)
    staff = Actor(member.name, staff_id=member.id, staff_role="support")
    recorded(database, party, staff, "proof_opened", name=1)
    recorded(database, party, SYSTEM, "proof_deleted", document=1)
    assert rows(kaisa)[:3] == [
        ("The portal, by itself", "Deleted the proof of a refused name"),
        ("The office (Stina Stöd)", "Looked at the proof of a name"),
        ("Eero Perijä", "Chose the language of letters"),
    ]


def test_what_is_of_another_is_not_here(
    client: PageClient, kaisa: PageClient, database: Any
) -> None:
    with database() as session:
        other = made.account(session, made.person(session, "P2", "Eero Toinen"))
    eero = sign_in(PageClient(client.app), other)
    kaisa.post("/me/consent", {"answer": "yes"}, redirects_to="/me")
    assert rows(eero) == [("You", "Signed in: An unknown device")]


def test_an_heir_is_seen_by_the_estate_and_not_signing_in_for_herself(
    kaisa: PageClient, account: Account, database: Any
) -> None:
    with database() as session:
        estate = made.person(session, "P9", "Aino Salo", death_year=2015)
        made.mandate(session, account, estate)
    kaisa.post("/acting-for", {"party": str(estate.id)}, redirects_to="/", token_from="/")
    assert rows(kaisa) == [("You", "Opened these pages, to act here")]


def test_an_account_that_only_acts_for_an_estate_is_seen_by_it(
    client: PageClient, database: Any
) -> None:
    with database() as session:
        estate = made.person(session, "P9", "Aino Salo", death_year=2015)
        holder = made.account(session, subject="lawyer", name="Lauri Laki")
        made.mandate(session, holder, estate, "agent")
    sign_in(client, holder)
    assert rows(client) == [("You", "Signed in: An unknown device")]


def test_a_file_of_people_is_seen_by_those_whom_it_changed(
    kaisa: PageClient, database: Any, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    for name in ("Kaisa Kirjailija", "Kaisa K. Kirjailija"):
        file.write_text(f"{HEADER}P1,{name},,,,kaisa@example.org,fi,FI,2000-01-01\n"
                        "P2,Eero Toinen,,,,,fi,FI,2000-01-01\n", encoding="utf-8")  # fmt: skip
        with database() as session:
            people.import_people(session, file, today=TODAY, actor=SYSTEM)
    line = ("The portal, by itself", "Changed details by a file of the office")
    assert rows(kaisa).count(line) == 1
    with database() as session:
        eero = session.scalars(select(Party).where(Party.code == "P2")).one()
        other = made.account(session, eero)
    assert line not in rows(sign_in(PageClient(kaisa.app), other))


def test_the_kind_and_the_year_choose(kaisa: PageClient) -> None:
    kaisa.post("/me/consent", {"answer": "yes"}, redirects_to="/me")
    assert rows(kaisa, "?kind=signing_in") == [("You", "Signed in: An unknown device")]
    assert [who for who, _ in rows(kaisa, "?kind=changes")] == ["You"]
    assert rows(kaisa, "?kind=payments") == []
    assert rows(kaisa, "?year=1999") == []
    assert len(rows(kaisa, "?kind=nonsense&year=x")) == 2


def test_fifty_a_page(kaisa: PageClient, account: Account, database: Any) -> None:
    with database() as session:
        own = Identity(Actor("Kaisa", account_id=account.id), account.party_id)
        for _ in range(60):
            audit.record(session, own, "language_chosen", locale="fi")
    assert (len(rows(kaisa)), len(rows(kaisa, "?page=2"))) == (50, 11)
    assert len(rows(kaisa, "?page=9")) == 11
    assert "61 entries" in kaisa.get("/me/access-log").text("caption")


def test_all_of_it_as_a_table_without_formulas(
    kaisa: PageClient, account: Account, database: Any
) -> None:
    recorded(database, account.party_id, Actor("=cmd|'x'!A1", account_id=None), "language_chosen",
             locale="fi")  # fmt: skip
    answer = kaisa.client.get("/me/access-log.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="who-looked.csv"'
    lines = list(csv.reader(io.StringIO(answer.text)))
    assert lines[0] == ["When", "Who", "What"]
    assert [line[1:] for line in lines[1:]] == [
        ["'=cmd|'x'!A1", "Chose the language of letters"],
        ["You", "Signed in: An unknown device"],
    ]


def test_a_new_year_begins_in_helsinki() -> None:
    assert access_log._new_year(2027).isoformat() == "2026-12-31T22:00:00+00:00"
