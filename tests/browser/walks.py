"""Walks in the browser to pages without a fixed address, and into their states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image
from playwright.sync_api import FilePayload, Page

from tests.factories import own_lists
from tests.factories.photographs import jpeg, photograph

PASTED = "9789513199951, 9789513121266, the old one 978-951-31-1146-6 and 9789510000000"
AUTUMN, SPRING = "/money/payments/2025-autumn-1", "/money/payments/2026-spring-1"


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


def editions(page: Page, address: str) -> None:
    """Why the editions of a work that nobody shares are one."""
    page.goto(f"{address}/works")
    page.get_by_role("link", name="Harry Potter ja viisasten kivi").first.click()
    page.get_by_role("link", name="Put this edition together with others").click()


def joined(page: Page, address: str) -> None:
    """What will be when another work comes to it."""
    editions(page, address)
    page.get_by_label("Harry Potter ja salaisuuksien kammio").check()
    page.get_by_role("button", name="See them together").click()


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


def no_photo(page: Page, address: str) -> None:
    """Photos of bar codes, with none chosen."""
    page.goto(f"{address}/works/photos")
    page.get_by_role("button", name="Find works").click()


def photographed(page: Page, address: str) -> None:
    """The review of a photo, with one in which no bar code is."""
    page.goto(f"{address}/works/photos")
    wall = jpeg(Image.new("L", (200, 150), 130))
    files = [("kannet.jpg", photograph(6).data), ("seinä.jpg", wall)]
    page.get_by_label("Photos of bar codes").set_input_files(
        [FilePayload(name=name, mimeType="image/jpeg", buffer=data) for name, data in files]
    )
    page.get_by_role("button", name="Find works").click()


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


def suggested(page: Page, address: str) -> None:
    """One suggested work, with a number of heads that is refused."""
    page.goto(f"{address}/works/suggestions")
    page.get_by_role("link", name="Change before adding").first.click()
    page.get_by_label("How many people").fill("0")
    page.get_by_role("button", name="Add what is ticked").click()


def put_aside(page: Page, address: str) -> None:
    """A hint put aside without a reason."""
    page.goto(f"{address}/missing")
    page.get_by_role("link", name="Put this aside").first.click()
    page.get_by_role("button", name="Put the hint aside").click()


def additional(page: Page, address: str) -> None:
    """The chain of an additional payment for an older year."""
    page.goto(address + SPRING)
    page.locator("a[href*='/additional/']").first.click()


def nothing_pasted(page: Page, address: str) -> None:
    """Adding works without a text."""
    page.goto(f"{address}/works/add")
    page.get_by_role("button", name="Find works").click()


def own_list(page: Page, address: str) -> None:
    """A list of the portal's own with two entries that are new, of which none is ticked."""
    _bring(page, address, "works.json", own_lists.TWO_ENTRIES)
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("button", name="Add what is ticked").click()


def not_a_list(page: Page, address: str) -> None:
    """A file without any ISBN."""
    _bring(page, address, "lista.csv", b"Nimi;Vuosi\nTalvi;2019\n")


def _bring(page: Page, address: str, name: str, content: bytes) -> None:
    page.goto(f"{address}/works/upload")
    file: FilePayload = {"name": name, "mimeType": "text/plain", "buffer": content}
    page.get_by_label("Your file").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()


def no_effect(page: Page, address: str) -> None:
    """What if with a number of heads that cannot be."""
    work(page, address)
    page.get_by_role("link", name="What if").first.click()
    page.get_by_label("How many people").fill("none")
    page.get_by_role("button", name="See the effect").click()


def unknown_receipt(page: Page, address: str) -> None:
    """A number that no receipt has."""
    page.goto(f"{address}/verify")
    page.get_by_label("Number of the receipt").fill("7K3M9-QW2X6")
    page.get_by_role("button", name="Check the receipt").click()


def set_aside(page: Page, address: str) -> None:
    """What may be missing, with one hint put aside."""
    page.goto(f"{address}/missing")
    page.get_by_role("link", name="Put this aside").first.click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Put the hint aside").click()


def address_waits(page: Page, address: str) -> None:
    """A new e-mail address that has not been confirmed."""
    page.goto(f"{address}/me/email")
    page.get_by_label("New e-mail address").fill("nils@example.org")
    page.get_by_role("button", name="Write to the new address").click()


def replied(page: Page, address: str) -> None:
    """A reply that says nothing."""
    thread(page, address)
    page.get_by_role("main").get_by_role("button").last.click()


def refused_sign_in(page: Page, address: str) -> None:
    """Back from the provider without having signed in."""
    page.goto(f"{address}/sign-in/callback?error=access_denied&state=none")
