"""Walks of an officer to the pages about loans, and into their states."""

from __future__ import annotations

from playwright.sync_api import Page


def upload(page: Page, address: str) -> None:
    """The form that brings a file, sent empty."""
    page.goto(f"{address}/staff/loans/upload")
    page.get_by_role("button", name="Upload the file").click()
