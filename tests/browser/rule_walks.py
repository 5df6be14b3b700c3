"""Walks of a person of the office through the rules."""

from __future__ import annotations

from playwright.sync_api import Page


def proposal(page: Page, address: str) -> None:
    """The proposal that waits, refused without a reason."""
    page.goto(f"{address}/staff/rules/proposals")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("button", name="Refuse the value").click()


def propose(page: Page, address: str) -> None:
    """A value that nobody wrote."""
    page.goto(f"{address}/staff/rules/numbers/lending.rate/propose")
    page.get_by_role("button", name="Propose the value").click()
