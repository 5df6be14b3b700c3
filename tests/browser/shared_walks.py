"""Walks to the pages of works that people share: invitations, and what is said to be wrong."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser import walks


def shared_work(page: Page, address: str) -> None:
    """A work of which somebody says that something is wrong."""
    page.goto(f"{address}/works")
    page.get_by_role("link", name="Sirkuksen arvoitus").first.click()


def dispute(page: Page, address: str) -> None:
    """What is said to be wrong, and the answers to it, with nothing written."""
    shared_work(page, address)
    page.locator("#wrong").get_by_role("link").first.click()
    page.get_by_role("button", name="Put it into the timeline").click()


def disagree(page: Page, address: str) -> None:
    """Why it is not so, without a word."""
    shared_work(page, address)
    page.locator("#wrong").get_by_role("link").first.click()
    page.get_by_role("link", name="Say why it is not so").click()
    page.get_by_role("button", name="Send my answer").click()


def decided(page: Page, address: str) -> None:
    """A dispute that the office has decided."""
    page.goto(f"{address}/works")
    page.get_by_role("link", name="Kahvilan arvoitus").first.click()
    page.locator("#wrong").get_by_role("link").first.click()


def appeal(page: Page, address: str) -> None:
    """Asking for a second look, without a word."""
    decided(page, address)
    page.get_by_role("link", name="Ask for a second look").click()
    page.get_by_role("button", name="Ask for the second look").click()


def wrong(page: Page, address: str) -> None:
    """What can be wrong with a work."""
    shared_work(page, address)
    page.get_by_role("link", name="Say what is wrong").first.click()


def wrong_role(page: Page, address: str) -> None:
    """Somebody’s role is wrong, but whose is not said."""
    wrong(page, address)
    page.get_by_role("link", name="Somebody’s role").click()
    page.get_by_role("button", name="Say that this is wrong").click()


def wrong_code(page: Page, address: str) -> None:
    """A code that opens no invitation."""
    page.goto(f"{address}/invitation")
    page.get_by_label("The code of your invitation").fill("ABC-DEF-GHJ")
    page.get_by_role("button", name="See the invitation").click()


def invite(page: Page, address: str) -> None:
    """Inviting somebody without a name."""
    walks.work(page, address)
    page.get_by_role("link", name="Invite").first.click()
    page.get_by_role("button", name="Write the invitation").click()


def letter(page: Page, address: str) -> None:
    """The letter of an invitation, new, with its code."""
    walks.work(page, address)
    page.locator("#invitations").get_by_role("link", name="The letter").first.click()
    page.get_by_role("button", name="Write a new letter").click()
