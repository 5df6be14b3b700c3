"""Walks of a person of the office to pages about works and messages, and into their states."""

from __future__ import annotations

from playwright.sync_api import Page


def edition(page: Page, address: str) -> None:
    """An edition whose entries disagree, with a letter that says nothing."""
    page.goto(f"{address}/staff/works")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("button", name="Send the letter").click()


def work(page: Page, address: str) -> None:
    """A work, put together with what is no ISBN."""
    page.goto(f"{address}/staff/works/search?q=puppe")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_label("An ISBN of the other work").fill("951")
    page.get_by_role("button", name="Put them together").click()


def dispute(page: Page, address: str) -> None:
    """The first dispute of all."""
    page.goto(f"{address}/staff/works/disputes?all=1")
    page.get_by_role("table").get_by_role("link").first.click()


def decide(page: Page, address: str) -> None:
    """What a decision would do, without a reason."""
    dispute(page, address)
    page.goto(f"{page.url}/decide?kind=asked")
    page.get_by_role("button", name="Decide so").click()


def unmatched(page: Page, address: str) -> None:
    """Loans without an ISBN, decided without an answer."""
    page.goto(f"{address}/staff/works/unmatched")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("button", name="Decide so").click()


def question(page: Page, address: str) -> None:
    """The oldest open question, answered with nothing."""
    page.goto(f"{address}/staff/messages")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("button", name="Send the answer").click()


def name(page: Page, address: str) -> None:
    """The oldest name that waits, refused without a reason."""
    page.goto(f"{address}/staff/messages/names")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("button", name="Refuse the name").click()


def letter(page: Page, address: str) -> None:
    """A letter to everybody, to be checked; it is not sent."""
    page.goto(f"{address}/staff/messages/write")
    page.get_by_label("To everybody").check()
    page.get_by_label("What the letter is about").fill("News")
    page.get_by_label("The letter", exact=True).fill("We move.\n\nThe house stays.")
    page.get_by_role("button", name="Check the letter").click()
