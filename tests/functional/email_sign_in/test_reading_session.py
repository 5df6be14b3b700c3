"""A session by e-mail: sensitive fields are on no page of it, and it changes nothing at all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.services.access import sign_in
from portal.services.access.permissions import TABLE, in_person, may_change, sees_sums, staff
from portal.settings import Settings
from portal.store.messages import Message
from portal.store.payments import Payment
from portal.store.people import Account, Party, SignedIn, TaxCard
from portal.store.preferences import Preference
from portal.store.records import AuditEvent
from portal.store.settlement import RunPayee
from portal.web.access import permission_of
from portal.web.limits import limiter
from tests.demo_portal import DemoPortal
from tests.factories import people
from tests.page_client import PageClient

pytestmark = pytest.mark.xdist_group("demo")
MARKS = {
    "tax": "31.37\N{NO-BREAK SPACE}%", "email": "qvxz@canary.example", "phone": "+358 40 7315 902",
    "street": "Kanarialintukuja 7", "town": "Canaryborg", "birth year": "1851",
}  # fmt: skip
SUMS = {"gross_cents": 987_654_32, "tax_cents": 555_545_23, "net_cents": 432_109_09}
"""Sums that nobody else has: €987,654.32 less €555,545.23 is €432,109.09."""
WRITTEN_SUM = re.compile(r"(€|EUR)\s?[\d−-]|\d\s?(€|EUR)")
MOST_ALIKE = 2
STARTS = ["/", "/works", "/money", "/loans", "/messages", "/messages/receipts", "/me",
          "/me/access-log", "/me/names", "/suggestions", "/help", "/calendar.ics"]  # fmt: skip


def mark(session: Session, party: Party) -> None:
    """Lays the marks into everything sensitive that the portal keeps of the person."""
    party.email, party.birth_year = MARKS["email"], int(MARKS["birth year"])
    own = session.get(Preference, party.id) or Preference(party_id=party.id)
    own.phone, own.street, own.town = MARKS["phone"], MARKS["street"], MARKS["town"]
    own.post_code, own.post_country = "00999", "FI"
    session.add(own)
    session.execute(update(TaxCard).where(TaxCard.party_id == party.id).values(percent_ppm=313_700))
    of_runs = update(RunPayee).where(RunPayee.party_id == party.id)
    session.execute(of_runs.values(tax_ppm=313_700))
    session.execute(of_runs.where(RunPayee.net_cents > 0).values(**SUMS))
    for payment in session.scalars(select(Payment).where(Payment.party_id == party.id)):
        payment.gross_cents, payment.tax_cents, payment.net_cents = SUMS.values()
    told = (Message.party_id == party.id) & (Message.code == "payment_calculated")
    for notice in session.scalars(select(Message).where(told)):
        notice.details = json.dumps(json.loads(notice.details) | SUMS)


@pytest.fixture
def marked(demo_copy: Callable[[], DemoPortal], settings: Settings) -> Iterator[Flask]:
    demo = demo_copy()
    app = create_app(
        replace(settings, database_url=demo.database_url, data_dir=demo.place, demo=True)
    )
    limiter.enabled = False
    with app.extensions["portal.transaction"]() as session:
        party = somebody(session)
        people.account(session, party)
        mark(session, party)
    yield app
    app.extensions["portal.engine"].dispose()


def somebody(session: Session) -> Party:
    """A payee of the demo with a tax card and payments."""
    paid = select(RunPayee.party_id).where(RunPayee.net_cents > 0)
    carded = select(TaxCard.party_id).where(TaxCard.percent_ppm > 0)
    found = select(Party).where(Party.id.in_(paid), Party.id.in_(carded), Party.kind == "person")
    return session.scalars(found.order_by(Party.id).limit(1)).one()


def browser(app: Flask, means: str) -> PageClient:
    """A browser of the marked person, in a session of the means."""
    client = PageClient(app)
    with app.extensions["portal.transaction"]() as session:
        own = Account.party_id == somebody(session).id
        account = session.scalars(select(Account).where(own)).one()
        if means == "email":
            token = sign_in.begin_reading(session, "", account, "")
        else:
            token = sign_in.complete(session, None, account.issuer, account.subject)
    client.client.set_cookie("colophon", token, domain="localhost")
    return client


def sweep(client: PageClient) -> dict[str, str]:
    """Every page that links lead to, at most three alike; pages and files alike."""
    found: dict[str, str] = {}
    alike: dict[str, int] = {}
    waiting = [*STARTS, *(rule.rule for rule in client.app.url_map.iter_rules()
                          if not rule.arguments and "GET" in (rule.methods or ()))]  # fmt: skip
    adapter = client.app.url_map.bind("localhost")
    for url in waiting:
        path, _, _query = url.partition("?")
        endpoint = adapter.match(path, return_rule=False)[0] if adapter.test(path) else None
        if endpoint in (None, "static", "session.start") or alike.get(endpoint, 0) >= MOST_ALIKE:
            continue
        alike[endpoint] = alike.get(endpoint, 0) + 1
        answer = client.client.get(url, base_url=client.base_url)
        assert answer.status_code < 500, f"{url}: {answer.status}"
        found[url] = answer.get_data().decode("utf-8", "replace")
        new = re.findall(r'href="(/[^"#]*)"', found[url])
        waiting += [one for one in dict.fromkeys(n.replace("&amp;", "&") for n in new)
                    if one not in waiting]  # fmt: skip
    return found


def shown(pages: dict[str, str]) -> dict[str, list[str]]:
    """Which marks stand on which pages."""
    return {
        name: [url for url, text in pages.items()
               if re.search(rf"(?<![\d-]){re.escape(mark)}(?![\d-])", text)]
        for name, mark in MARKS.items()
    }  # fmt: skip


def planted(pages: dict[str, str]) -> dict[str, list[str]]:
    """Which of the planted sums stand on which pages, however their digits are parted."""
    return {
        name: [url for url, text in pages.items()
               if re.search(r"(?<!\d)" + r"[\s.,']?".join(str(cents)) + r"(?!\d)", text)]
        for name, cents in SUMS.items()
    }  # fmt: skip


def with_sums(app: Flask, pages: dict[str, str]) -> list[str]:
    """Her own pages and files on which any sum stands at all; the start page is hers too."""
    urls = app.url_map.bind("localhost")
    endpoints = {url: urls.match(url.partition("?")[0])[0] for url in pages}
    own = (url for url in pages if url == "/" or permission_of(endpoints[url]) != "public")
    return [url for url in own if WRITTEN_SUM.search(pages[url])]


def test_no_page_of_a_reading_session_shows_what_is_sensitive(marked: Flask) -> None:
    seen = sweep(browser(marked, "provider"))
    full, sums = shown(seen), planted(seen)
    assert [name for name in ("tax", "email", "phone", "street", "town") if not full[name]] == []
    assert [name for name in SUMS if len(sums[name]) < MOST_ALIKE] == []
    with marked.app_context():
        assert len(with_sums(marked, seen)) > 10
    pages = sweep(browser(marked, "email"))
    assert planted(pages) == {name: [] for name in SUMS}
    with marked.app_context():
        assert with_sums(marked, pages) == []
    assert "€••" in pages["/money"]
    assert [url for url, text in pages.items() if "microcents" in text] == []
    lines = next(url for url, text in seen.items() if "rate_microcents,class_ppm" in text)
    assert "so are files of them" in browser(marked, "email").get(lines, 403).text("main")
    assert shown(pages) == {name: [] for name in MARKS}
    assert len(pages) > 60
    readable = [text for text in pages.values() if "You are reading only" in text]
    assert len(readable) > 40


def endings(app: Flask) -> dict[str, str]:
    """Every address that takes a form → its permission, with something in place of each name."""
    values = {"isbn": 9789510000007, "int": 1, "string": "x", "default": "x"}
    found = {}
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            named = {name: values.get("isbn" if name == "isbn" else "int", 1)
                     for name in rule.arguments}  # fmt: skip
            built = rule.build(named, append_unknown=False)
            assert built, rule.rule
            found[built[1]] = permission_of(rule.endpoint) or ""
    return found


LEAVES = {"public", "session", "visits.end"}
"""What a reading session may send: to sign in or out, to choose language, letters and the party."""


def test_a_reading_session_can_send_nothing_that_changes_anything(marked: Flask) -> None:
    client = browser(marked, "email")
    with marked.app_context():
        forms = endings(marked)
    hidden = client.hidden("/help")
    refused = {}
    before = state(marked)
    for url, permission in forms.items():
        if permission in LEAVES:
            continue
        answer = client.client.post(url, data=hidden, base_url=client.base_url)
        refused[url] = answer.status_code
        told = answer.text
        assert "You are reading only" in told, url
        assert "Sign in with your identity provider or a passkey" in told, url
    assert set(refused.values()) == {403}
    assert len(refused) > 40
    assert state(marked) == before


def test_letters_and_language_are_this_browser_s_alone(marked: Flask) -> None:
    client = browser(marked, "email")
    before = state(marked)
    chosen = {"letters": "large", "theme": "dark"}
    client.post("/screen", chosen, redirects_to="/screen")
    client.post("/language", {"language": "en"}, token_from="/help", redirects_to="/")
    assert client.get("/").one("html").get("data-letters") == "large"
    assert state(marked) == before


def state(app: Flask) -> tuple[object, ...]:
    """What would show that something was changed: every change is in the audit."""
    with app.extensions["portal.transaction"](writes=False) as session:
        return (
            session.scalars(select(AuditEvent.id)).all(),
            [(one.token_sha256, one.subject_id) for one in session.scalars(select(SignedIn))],
        )


def test_every_right_that_changes_something_is_closed_to_a_reading_session() -> None:
    employed = staff().__qualname__
    open_ones = {
        name for name, predicates in TABLE.items()
        if not {may_change, in_person, sees_sums} & set(predicates)
        and not any(one.__qualname__ == employed for one in predicates)
    }  # fmt: skip
    assert {name for name in open_ones if not name.endswith((".read", ".files"))} <= LEAVES


def test_a_reading_session_signs_in_fully_and_is_gone_then(marked: Flask, tmp_path: Path) -> None:
    client = browser(marked, "email")
    page = client.get("/me/email", 403)
    assert page.h1 == "You are reading only"
    assert "/sign-in" in [link.get("href") for link in page.all("a")]
    assert client.get("/sign-in").h1 == "Sign in"


def test_the_page_that_offers_the_link_says_what_stays_hidden(client: PageClient) -> None:
    said = client.get("/sign-in/email").text("main")
    assert "stays hidden: sums of money, your tax percentage and how to reach you." in said
