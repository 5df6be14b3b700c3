"""Over the demo's journeys: whatever makes a kept page come out otherwise gives it another tag."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.kernel.identity import SYSTEM, Identity
from portal.services.catalogue import claims
from portal.services.people import people
from portal.services.settlement.calculating import calculate_run
from portal.services.settlement.collecting import Order
from portal.services.usage.usage_import import ImportOrder, import_usage
from portal.settings import Settings
from portal.store.catalogue import Claim, Edition
from portal.store.people import Account, Party
from portal.web.limits import limiter
from tests.demo_portal import TODAY, DemoPortal
from tests.functional.conftest import sign_in
from tests.page_client import PageClient

READERS = ("D001", "D002", "D005")
PAGES = 10
Step = Callable[[Session, Path], object]


@pytest.fixture
def demo(demo_copy: Callable[[], DemoPortal]) -> DemoPortal:
    return demo_copy()


@pytest.fixture
def app(settings: Settings, demo: DemoPortal) -> Iterator[Flask]:
    made = create_app(replace(settings, database_url=demo.database_url, data_dir=demo.place))
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


def party(session: Session, code: str) -> Party:
    return session.scalars(select(Party).where(Party.code == code)).one()


def browser_of(app: Flask, code: str) -> PageClient:
    with app.extensions["portal.transaction"]() as session:
        own = party(session, code)
        account = Account(issuer="https://localhost:1", subject=code, name=own.name)
        account.party_id = own.id
        session.add(account)
    client = sign_in(PageClient(app), account)
    client.get("/works")
    return client


def links(client: PageClient) -> list[str]:
    """The pages of a person that carry a tag, found by following links."""
    found, waiting = [], ["/", "/works", "/money"]
    for url in waiting:
        answer = client.client.get(url, base_url=client.base_url)
        if "ETag" in answer.headers and len(found) < PAGES:
            found.append(url)
            new = re.findall(r'href="(/(?:works|money|loans)[^"#]*)"', answer.text)
            waiting += [one for one in dict.fromkeys(new) if one not in waiting]
    return found


def looked_at(client: PageClient, url: str) -> tuple[str, str]:
    """A page's tag and what a reader sees of it."""
    answer = client.client.get(url, base_url=client.base_url)
    body = re.sub(r'name="csrf_token"[^>]*', "", answer.text)
    return answer.headers.get("ETag", ""), body


def shared_claim(session: Session) -> Claim:
    """A claim of Reko's on an edition that Aliisa has too."""
    hers = select(Claim.edition_id).where(Claim.party_id == party(session, "D001").id)
    his = select(Claim).where(Claim.party_id == party(session, "D002").id)
    found = his.where(Claim.edition_id.in_(hers), Claim.withdrawn_on.is_(None))
    return session.scalars(found.order_by(Claim.id)).first()


def as_(session: Session, code: str) -> Identity:
    return Identity(SYSTEM, party(session, code).id)


def more_heads(session: Session, _: Path) -> None:
    claim = shared_claim(session)
    claims.change_claim(
        session, as_(session, "D002"), claim.id, claims.Change(claim.role, claim.heads + 1), TODAY
    )


def withdraws(session: Session, _: Path) -> None:
    claims.withdraw_claim(session, as_(session, "D002"), shared_claim(session).id, TODAY)


def translates(session: Session, _: Path) -> None:
    """Saima claims what Aliisa has written alone."""
    isbn = session.scalars(
        select(Edition.isbn).join(Claim).where(Claim.party_id == party(session, "D001").id)
        .order_by(Edition.isbn)
    ).first()  # fmt: skip
    new = [claims.NewClaim(isbn, "translator", 1)]
    claims.add_claims(session, as_(session, "D005"), new, TODAY)


def more_loans(session: Session, folder: Path) -> None:
    isbn = session.get_one(Edition, shared_claim(session).edition_id).isbn
    path = folder / "more.csv"
    path.write_text(f"isbn,year,loans\n{isbn},2025,9000\n")
    order = ImportOrder((path,), "More")
    import_usage(session, folder, order, today=TODAY, actor=SYSTEM)


def renamed(session: Session, folder: Path) -> None:
    path = folder / "people.csv"
    own = party(session, "D002")
    columns = "person_id,name,other_names,birth_year,death_year,email,locale,country,joined"
    row = f"D002,Another Name,,,,,{own.locale},{own.country},{own.joined_on}"
    path.write_text(f"{columns}\n{row}\n")
    people.import_people(session, path, today=TODAY, actor=SYSTEM)


def previewed(session: Session, folder: Path) -> None:
    order = Order("autumn", date(2026, 12, 8), date(2026, 11, 2))
    calculate_run(session, folder, "lending", order, today=TODAY, actor=SYSTEM)


def test_what_makes_a_page_come_out_otherwise_gives_it_another_tag(
    app: Flask, demo: DemoPortal
) -> None:
    browsers = [browser_of(app, code) for code in READERS]
    pages = [(browser, url) for browser in browsers for url in links(browser)]
    assert len(pages) > 24
    before = [looked_at(*page) for page in pages]
    for step in (more_heads, withdraws, translates, more_loans, renamed, previewed):
        with app.extensions["portal.transaction"]() as session:
            step(session, demo.place)
        after = [looked_at(*page) for page in pages]
        other = [(old, new, page[1]) for old, new, page in zip(before, after, pages, strict=True)
                 if old[1] != new[1]]  # fmt: skip
        assert other, f"{step.__name__} changed no page"
        kept = [url for old, new, url in other if old[0] == new[0]]
        assert kept == [], step.__name__
        before = after
