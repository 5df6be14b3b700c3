"""The office's pages about works: what disagrees and what waits, and what is done about it."""

from __future__ import annotations

from datetime import date

from flask import Flask
from sqlalchemy import func, select, update

from portal.services.sharing import disagreements
from portal.store.catalogue import Claim, GroupingChange
from portal.store.messages import Message
from portal.store.sharing import Dispute
from tests.factories.lending import isbn
from tests.factories.matching import Matching
from tests.functional.disputes.steps import entries
from tests.functional.staff_works.office import browser, twice
from tests.functional.works.steps import signed_in
from tests.page_client import PageClient

EDITION = f"/staff/works/edition/{isbn(1)}"


def disagree(portal: Matching) -> None:
    """Aino says that one wrote it, Eero that two did: 1,000 loans at 0.30 are 300 euro.

    Each gets the smallest part that all entries allow, a half; Aino's could be the whole.
    """
    portal.edition(1)
    portal.claim("P1", 1)
    portal.claim("P2", 1, heads=2)
    portal.edition(2, title="Kesä saaressa")
    portal.claim("P3", 2)
    portal.loans("1,2025,1000", "2,2025,50")
    portal.rate(2025, "0.30")
    portal.run("autumn", date(2026, 12, 3), date(2026, 11, 3), approve=False)


def test_entries_that_disagree_stand_with_the_money_that_waits(
    app: Flask, portal: Matching
) -> None:
    disagree(portal)
    page = browser(app, portal).get("/staff/works")
    said = page.text("table")
    assert "Talvi saaressa" in said
    assert "How many writers" in said
    assert "Kesä saaressa" not in said
    assert "up to about €300" in said  # of each 300.00 at most, 150.00 now
    assert "1,000" in said


def test_a_page_of_an_edition_says_who_says_what(app: Flask, portal: Matching) -> None:
    disagree(portal)
    page = browser(app, portal).get(EDITION)
    assert "Aino Salo" in page.text()
    assert "Writer, 1 of 2" in page.text()
    assert page.text("p", class_="lede").endswith(
        "The entries disagree: How many writers. Waits, before tax: up to about €300."
    )


def test_one_letter_to_both_sides_also_when_it_is_sent_twice(app: Flask, portal: Matching) -> None:
    disagree(portal)
    said = {"subject": "Talvi saaressa", "letter_words": "Who wrote it?"}
    twice(browser(app, portal), f"{EDITION}/write", said, EDITION, EDITION)
    with portal.session() as session:
        letters = select(Message.party_id, Message.body).where(Message.kind == "letter")
        rows = session.execute(letters).all()
    assert sorted(rows) == [
        (portal.ids["P1"], "Who wrote it?"),
        (portal.ids["P2"], "Who wrote it?"),
    ]


STILL_APART = "The entries would still disagree, and the money would go on waiting."


def test_the_office_asks_and_nobodys_entry_changes_until_it_decides(
    app: Flask, portal: Matching
) -> None:
    disagree(portal)
    client, before = browser(app, portal), entries(portal)
    said = {"entry": "author P2", "ask_words": "The records name two."}
    number = asked(client, portal, said)
    assert asked(client, portal, said) == number
    assert entries(portal) == before
    here = f"/staff/works/disputes/{number}"
    client.get(f"{here}/decide?kind=asked")
    early = client.post(f"{here}/decide", {"kind": "asked", "reason": "Two."})
    assert "The others may answer until" in early.text("div", id="errors")
    with portal.session() as session:
        session.execute(Dispute.__table__.update().values(state="with_staff"))
    effect = client.get(f"{here}/decide?kind=facts&writers=2")
    assert "Writer: from 1/2 to the whole" in effect.text("table")
    assert effect.text("table").count("Writer: 1/2") == 2
    assert STILL_APART not in effect.text("main")
    said = {"kind": "facts", "writers": "2", "reason": "The title page has two names."}
    twice(client, f"{here}/decide", said, here, here)
    assert entries(portal) == {**before, "P1": [("author", 2)], "P2": [("author", 2)]}
    assert "The title page has two names." in client.get("/staff/works/decisions").text("table")
    with portal.session() as session:
        assert session.scalar(select(func.count(Dispute.id))) == 1
        assert disagreements.disagreeing_editions_count(session) == (0, None)


def test_a_decision_that_settles_nothing_says_so_before(app: Flask, portal: Matching) -> None:
    """Two and three before are two and three after: nobody is paid more by such a decision."""
    disagree(portal)
    with portal.session() as session:
        session.execute(update(Claim).values(heads=Claim.heads + 1))
    client = browser(app, portal)
    number = asked(client, portal, {"entry": "author P2", "ask_words": "Who?"})
    effect = client.get(f"/staff/works/disputes/{number}/decide?kind=kept")
    assert STILL_APART in effect.text("main")


def asked(client: PageClient, portal: Matching, said: dict[str, str]) -> str:
    """Asks everybody; the dispute's number as people read it."""
    answer = client.client.post(
        f"{EDITION}/ask", data={**client.hidden(EDITION), **said}, base_url=client.base_url
    )
    assert answer.status_code == 303, answer.text
    return str(answer.location).rpartition("/")[2]


def test_what_cannot_be_decided_so_is_said(app: Flask, portal: Matching) -> None:
    disagree(portal)
    client = browser(app, portal)
    number = asked(client, portal, {"entry": "author P2", "ask_words": "Who?"})
    here = f"/staff/works/disputes/{number}"
    client.get_redirect(f"{here}/decide?kind=facts&writers=1", here)
    assert "More people have entries than the decision says" in client.get(here).text()
    gone = client.post(f"{EDITION}/ask", {"entry": "author P3", "ask_words": "Who?"},
                       token_from=EDITION)  # fmt: skip
    assert "This entry says something else by now" in gone.text("div", id="errors")


def test_works_are_found_joined_and_split_and_each_is_undone(app: Flask, portal: Matching) -> None:
    disagree(portal)
    client = browser(app, portal)
    found = client.get("/staff/works/search?q=SAARESSA")
    works = [a.get("href") for a in found.one("table").iter("a")
             if "/work/" in (a.get("href") or "")]  # fmt: skip
    assert len(works) == 2
    here = next(one for one in works if str(one).endswith("/1"))
    client.post(f"{here}/join", {"other": str(isbn(2)), "join_reason": "One text."},
                redirects_to=here, token_from=here)  # fmt: skip
    assert "2 editions are in this work" in client.get(here).text()
    again = client.post(f"{here}/join", {"other": str(isbn(2)), "join_reason": "One text."},
                        token_from=here)  # fmt: skip
    assert again.all("div", id="errors")
    sent = {"isbn": str(isbn(2)), "split_reason": "Another text."}
    for _press in range(2):
        client.client.post(f"{here}/split", data={**client.hidden(here), **sent})
    with portal.session() as session:
        assert session.scalar(select(func.count(GroupingChange.id))) == 2
    assert "1 edition is in this work" in client.get(here).text()
    decisions = client.get("/staff/works/decisions")
    assert "Another text." in decisions.text()
    assert "One text." in decisions.text()
    undo = "/staff/works/decisions/editions/2/undo"
    client.post(undo, redirects_to="/staff/works/decisions", token_from="/staff/works/decisions")
    assert "2 editions are in this work" in client.get(here).text()


def test_nothing_is_found_of_two_letters_that_no_title_has(app: Flask, portal: Matching) -> None:
    client = browser(app, portal)
    assert "No edition has this ISBN" in client.get("/staff/works/search?q=%25%25").text()
    assert client.get("/staff/works").text("p", class_="lede").startswith("No entries disagree.")


READERS = ("approver", "auditor")
POSTS = (
    f"{EDITION}/write", f"{EDITION}/ask", "/staff/works/work/1/join", "/staff/works/work/1/split",
    "/staff/works/unmatched/one", "/staff/works/decisions/loans/1/undo",
    "/staff/works/decisions/editions/1/undo", "/staff/works/disputes/1/decide",
    "/staff/works/disputes/1/documents/1",
)  # fmt: skip


def test_who_reads_changes_nothing(app: Flask, portal: Matching) -> None:
    disagree(portal)
    for role in READERS:
        client = browser(app, portal, role)
        for url in ("/staff/works", "/staff/works/disputes", "/staff/works/decisions", EDITION,
                    "/staff/works/unmatched", "/staff/works/work/1"):  # fmt: skip
            client.get(url)
        refused = [client.post(url, status=403, token_from="/staff/works") for url in POSTS]
        assert len(refused) == len(POSTS)


def test_an_author_does_not_open_them(app: Flask, portal: Matching) -> None:
    aino = signed_in(app, portal, "P1")
    for url in ("/staff/works", EDITION, "/staff/messages", "/staff/messages/names"):
        aino.get(url, status=403)
