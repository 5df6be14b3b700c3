"""Every page that has to be looked at, as data: who goes where, and what is reached by walking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

PASTED = "9789513199951, 9789513121266, the old one 978-951-31-1146-6 and 9789510000000"
AUTUMN, SPRING = "/money/payments/2025-autumn-1", "/money/payments/2026-spring-1"
SET_OFF = "/money/payments/2021-autumn-1"


@dataclass(frozen=True)
class Walk:
    """Steps in the browser that end on a page which has no fixed address, or in a state."""

    name: str
    endpoint: str
    steps: Callable[[Page, str], Any]

    def __str__(self) -> str:
        return self.name


def estate(page: Page, address: str) -> None:
    """Home, acting for the estate."""
    page.goto(address)
    page.get_by_role("button", name="Act for").click()


def work(page: Page, address: str) -> None:
    """The first work of the list."""
    page.goto(f"{address}/works")
    page.get_by_role("table").get_by_role("link").first.click()


def withdrawn(page: Page, address: str) -> None:
    """The first withdrawn work."""
    page.goto(f"{address}/works")
    page.get_by_role("main").get_by_role("list").last.get_by_role("link").first.click()


def change(page: Page, address: str) -> None:
    """Changing the first entry, with a number of heads that is refused."""
    work(page, address)
    page.get_by_role("link", name="Change").first.click()
    page.get_by_label("How many people").fill("0")
    page.get_by_role("button", name="Save the change").click()


def withdraw(page: Page, address: str) -> None:
    """The question before withdrawing."""
    work(page, address)
    page.get_by_role("link", name="Withdraw").first.click()


def review(page: Page, address: str) -> None:
    """The review of a pasted text, with numbers that are none and an unanswered title."""
    page.goto(f"{address}/works/add")
    page.get_by_label("Text with ISBNs").fill(PASTED)
    page.get_by_role("button", name="Find works").click()
    page.get_by_role("button", name="Add what is ticked").click()


def why(page: Page, address: str) -> None:
    """The chain of the first share."""
    page.goto(address + AUTUMN)
    page.get_by_role("rowheader").get_by_role("link").first.click()


def loans(page: Page, address: str) -> None:
    """The loans of the most lent work."""
    page.goto(f"{address}/loans")
    page.get_by_role("rowheader").get_by_role("link").first.click()


def thread(page: Page, address: str) -> None:
    """A question with its answer."""
    page.goto(f"{address}/messages")
    page.get_by_role("link", name="Question about").first.click()


def asked(page: Page, address: str) -> None:
    """A question that says nothing."""
    page.goto(f"{address}/messages/ask")
    page.get_by_role("button", name="Send the question").click()


def receipt(page: Page, address: str) -> None:
    """The latest receipt."""
    page.goto(f"{address}/messages/receipts")
    page.get_by_role("rowheader").get_by_role("link").first.click()


def verified(page: Page, address: str) -> None:
    """The latest receipt, as everybody sees it."""
    receipt(page, address)
    page.get_by_role("link", name="Check this receipt").click()


def unnamed(page: Page, address: str) -> None:
    """A name without a name, a kind or a proof."""
    page.goto(f"{address}/me/names/add")
    page.get_by_role("button", name="Send the name").click()


def unreachable(page: Page, address: str) -> None:
    """An e-mail address to which nobody can write."""
    page.goto(f"{address}/me/email")
    page.get_by_label("New e-mail address").fill("aliisa")
    page.get_by_role("button", name="Write to the new address").click()


def half_address(page: Page, address: str) -> None:
    """A street without a town."""
    page.goto(f"{address}/me/contact")
    page.get_by_label("Town").fill("")
    page.get_by_role("button", name="Keep telephone and address").click()


def no_year(page: Page, address: str) -> None:
    """An edition with pictures, without its year of publication."""
    page.goto(f"{address}/works/pictures")
    page.get_by_role("link", name="Add the year").first.click()
    page.get_by_role("button", name="Save the year").click()


def how_it_went(page: Page, address: str) -> None:
    """The question how it went with who pays the pictures, not answered."""
    page.goto(f"{address}/works/pictures/leaving")
    note = page.get_by_role("button", name="I go there now")
    if note.count():
        note.click()
    page.goto(f"{address}/works/pictures")
    page.get_by_role("link", name="Say how it went").click()
    page.get_by_role("button", name="Save the answer").click()


def what_if(page: Page, address: str) -> None:
    """Other answers for the first entry, with their effect."""
    work(page, address)
    page.get_by_role("link", name="What if").first.click()
    page.get_by_label("How many people").fill("3")
    page.get_by_role("button", name="See the effect").click()


def put_aside(page: Page, address: str) -> None:
    """A hint put aside without a reason."""
    page.goto(f"{address}/missing")
    page.get_by_role("link", name="Put this aside").first.click()
    page.get_by_role("button", name="Put the hint aside").click()


WORK = Walk("work", "works.work", work)
LOANS = Walk("loans of a work", "loans.work", loans)
WITHDRAWN = Walk("withdrawn work", "works.work", withdrawn)
CHANGE = Walk("change, refused", "works.change", change)
WHAT_IF = Walk("what if", "works.what_if", what_if)
PUT_ASIDE = Walk("hint put aside, refused", "home.put_aside", put_aside)
WITHDRAW = Walk("withdraw", "works.withdraw", withdraw)
REVIEW = Walk("review, refused", "works.save", review)
WHY = Walk("why", "money.why", why)
THREAD = Walk("thread", "messages.thread", thread)
ASKED = Walk("question, refused", "messages.ask", asked)
RECEIPT = Walk("receipt", "messages.receipt", receipt)
VERIFIED = Walk("receipt, checked", "verification.found", verified)
UNNAMED = Walk("name, refused", "details.add_name", unnamed)
UNREACHABLE = Walk("e-mail address, refused", "details.email", unreachable)
HALF_ADDRESS = Walk("address, refused", "details.contact", half_address)
NO_YEAR = Walk("year of publication, refused", "illustrators.year", no_year)
HOW_IT_WENT = Walk("how it went, refused", "illustrators.asked", how_it_went)
ESTATE = Walk("home of the estate", "public.start", estate)

# Each person of the demo shows another state.
PLACES: dict[str, list[str | Walk]] = {
    "": ["/", "/verify", "/sign-in", "/signed-out", "/help", "/nowhere", "/screen",
         "/statistics", "/statistics/works", "/statistics/works/2025", "/how-it-works", "/rules",
         "/rules/who", "/rules/loans", "/rules/sharing", "/rules/cap", "/rules/last-days",
         "/help/words", "/help/statement", "/help/paper/works", "/accessibility", "/privacy",
         "/leaving/kopiosto"],
    "Saima": ["/", "/works", "/works/add", REVIEW, "/money", AUTUMN, SPRING, WHY,
              "/loans", "/loans/9789513121266", LOANS, "/rules/rates", "/rules/classes",
              "/rules/limits", "/rules/tax", WORK, CHANGE, WITHDRAW,
              "/messages", THREAD, "/messages/ask", ASKED, "/messages/receipts", RECEIPT,
              VERIFIED],
    "Aliisa": ["/works", "/works/pictures", WORK, WHY, "/me", "/me/names", "/me/names/add",
               UNNAMED, "/me/contact", HALF_ADDRESS, "/me/email", UNREACHABLE, "/me/consent",
               "/me/reminders", "/me/language", "/me/devices", "/me/access-log",
               "/me/access-log?kind=payments", "/me/data", "/screen"],
    "Lumi": ["/works", "/money", AUTUMN, WHY, "/messages", "/me"],
    "Helka": ["/", ESTATE, "/me", "/works", "/money", AUTUMN],
    "Jalo": ["/works", "/money", WORK, "/works/pictures", "/works/pictures/leaving", NO_YEAR,
             HOW_IT_WENT],
    "Tuuli": [AUTUMN, WHY],
    "Iiro": ["/", "/missing", PUT_ASIDE, "/works", WORK, WHAT_IF, WHY, "/money"],
    "Terhi": ["/money?year=2025"],
    "Meri": ["/works", "/money", AUTUMN],
    "Oona": ["/", "/money", AUTUMN],
    "Paavo": ["/works", "/money", SET_OFF, WITHDRAWN],
    "Kaarlo": ["/"],
}  # fmt: skip

# Addresses of GET that are no pages, or that other tests look at.
NOT_LOOKED_AT = {
    "details.access_log_file": "a file",
    "details.proof": "a file",
    "details.confirm_email": "its address is in a letter; tests/functional/details comes there",
    "public.health": "JSON for machines",
    "calendar.feed": "a file",
    "works.download": "a file",
    "money.lines": "a file",
    "money.loans": "leads on",
    "loans.download": "a file",
    "loans.work_file": "a file",
    "loans.edition_file": "a file",
    "most_lent.download": "a file",
    "illustrators.download": "a file",
    "statistics.payments_csv": "a file",
    "statistics.years_csv": "a file",
    "session.callback": "leads on",
    "session.start": "leads on",
    "works.saved": "tests/browser/test_journey.py comes there",
}
