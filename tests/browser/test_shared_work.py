"""From "something is wrong" to agreeing, inviting and accepting: three people, two ways."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import DemoSite, served_copy
from tests.browser.hands import Keyboard, Pointer
from tests.browser.journeys import area, button, link, says
from tests.demo_portal import DemoPortal

pytestmark = pytest.mark.browser
BOOK = 9789511182214


@dataclass(frozen=True)
class Way:
    """How they use the pages."""

    size: str
    scripts: bool
    hands: type[Pointer]

    def __str__(self) -> str:
        return f"{self.size}-{self.hands.__name__}"


@pytest.mark.parametrize(
    "way",
    [
        Way("phone", False, Pointer),
        pytest.param(Way("wide", True, Keyboard), marks=pytest.mark.trust),
    ],
    ids=str,
)
def test_three_people_come_to_share_a_book(
    demo_portal: DemoPortal,
    browser_context: Callable[..., BrowserContext],
    tmp_path: Path,
    way: Way,
) -> None:
    with served_copy(demo_portal, tmp_path) as site:
        context = browser_context(way.size, java_script_enabled=way.scripts)
        context.set_default_timeout(10_000)
        page = context.new_page()
        site.sign_in(page, "Aliisa")
        share_a_book(way.hands(page), site.address)
        assert entries(site) == {
            ("Aliisa Vuorenhovi", 3), ("Reko Vuorenhovi", 3), ("Lumi Sarkamies", 3),
        }  # fmt: skip


def entries(site: DemoSite) -> set[tuple[str, int]]:
    """Who has which number on the book, by the latest version of each."""
    with closing(sqlite3.connect(site.database)) as database:
        rows = database.execute(
            "SELECT p.name, c.heads FROM claim c JOIN party p ON p.id = c.party_id"
            " JOIN edition e ON e.id = c.edition_id"
            " WHERE e.isbn = ? AND c.role = 'author' ORDER BY c.id",
            (BOOK,),
        ).fetchall()
    return set(dict(rows).items())


def share_a_book(hands: Pointer, address: str) -> None:
    """One says that three wrote it, the other agrees and invites the third, who accepts."""
    page = hands.page
    area(hands, "Works")
    hands.follow(link(page, "Veeran keittiöpuuhat"))
    hands.follow(link(page, "Say what is wrong"))
    hands.follow(link(page, "The number of people"))
    hands.write(page.get_by_label("How many people share"), "3")
    hands.write(page.get_by_label("What the others"), "Lumi wrote the rhymes.")
    hands.press(button(page, "Say that this is wrong"))
    says(page, "Reko Vuorenhovi may answer until")
    another(hands, address, "Reko")
    area(hands, "Works")
    hands.follow(link(page, "Veeran keittiöpuuhat"))
    hands.follow(page.locator("#wrong").get_by_role("link").first)
    hands.press(button(page, "Agree, and change my entry"))
    says(page, "Everybody agrees")
    area(hands, "Works")
    hands.follow(link(page, "Veeran keittiöpuuhat"))
    hands.follow(link(page, "Invite"))
    hands.write(page.get_by_label("Name of the person"), "Lumi Sarkamies")
    hands.choose(page.get_by_label("I print a letter"))
    hands.press(button(page, "Write the invitation"))
    says(page, "You are invited, Lumi Sarkamies")
    code = "-".join(page.locator(".code span").all_inner_texts())
    another(hands, address, "Lumi")
    page.goto(f"{address}/invitation")
    hands.write(page.get_by_label("The code of your invitation"), code.lower())
    hands.press(button(page, "See the invitation"))
    hands.press(button(page, "Put the book into my list"))
    says(page, "The work is in your list now")


def another(hands: Pointer, address: str, person: str) -> None:
    """Signs out, and another person in."""
    page = hands.page
    hands.press(page.get_by_role("banner").get_by_role("button", name="Sign out"))
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    page.goto(f"{address}/sign-in")
    hands.press(button(page, "Sign in"))
    hands.press(page.get_by_role("button", name=person))
    expect(page.get_by_role("heading", level=1)).to_contain_text(person)
