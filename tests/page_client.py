"""Fetches pages as a browser does, and looks at every page that it gets.

A page must be valid HTML with one h1, a title that begins with it (or "Error: "), ids that are
unique, forms that say where they go and carry the forgery token, a label for every field, a nonce
on every script and no inline style.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Values = dict[str, Any]
NOT_FILLED_IN = {"hidden", "submit", "button"}


class Page:
    """A page that was looked at: its text, its elements, and the answer that it came in."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.html = response.text
        self.tree = parsed(self.html)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements with the tag and, where given, the attributes (class_ for class)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.tree.iter(tag)
            if all(value in (element.get(name) or "").split() for name, value in wanted.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only such element."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} elements {tag} {attributes}"
        return found[0]

    def text(self, tag: str = "body", **attributes: str) -> str:
        """The words of the only such element, spaces folded."""
        return words(self.one(tag, **attributes))

    @property
    def h1(self) -> str:
        """The heading."""
        return self.text("h1")


class PageClient:
    """A browser without JavaScript; every page it gets is checked."""

    def __init__(self, app: Flask, base_url: str = "http://localhost") -> None:
        self.app = app
        self.base_url = base_url
        self.client: FlaskClient = app.test_client()

    def get(self, url: str, status: int = 200) -> Page:
        """A page; fails on another status, a redirect, or a page that is not in order."""
        response = self.client.get(url, base_url=self.base_url)
        assert response.status_code == status, f"{url}: {response.status}, not {status}"
        return self._page(response)

    def get_redirect(self, url: str, to: str) -> TestResponse:
        """An address that must lead to another."""
        return self._redirected(self.client.get(url, base_url=self.base_url), url, to)

    def post(
        self, url: str, data: Values | None = None, *, redirects_to: str | None = None,
        status: int = 200, token_from: str | None = None,
    ) -> Page | TestResponse:  # fmt: skip
        """Sends a form with its forgery token, read from `token_from` or the address itself.

        A target is demanded for a redirect; without one a page with `status` must come back.
        """
        values = {**self.hidden(token_from or url), **(data or {})}
        response = self.client.post(url, data=values, base_url=self.base_url)
        if redirects_to is not None:
            return self._redirected(response, url, redirects_to)
        assert response.status_code == status, f"{url}: {response.status}, not {status}"
        return self._page(response)

    def csrf_token(self, url: str) -> str:
        """The forgery token of a page, or of the help page where the address has none."""
        return self.hidden(url)["csrf_token"]

    def hidden(self, url: str) -> dict[str, str]:
        """What every form of a page carries: the forgery token, and for whom it was opened."""
        for address in (url, "/help", "/sign-in"):
            html = self.client.get(address, base_url=self.base_url).text
            found = re.findall(r'name="(csrf_token|acted_for)" value="([^"]+)"', html)
            if found:
                return dict(found)
        raise AssertionError("no page carries a forgery token")

    def _page(self, response: TestResponse) -> Page:
        page = Page(response)
        assert problems(page) == [], f"{response.request.path} is not in order"
        return page

    def _redirected(self, response: TestResponse, url: str, to: str) -> TestResponse:
        assert response.status_code in (302, 303), f"{url}: {response.status}, not a redirect"
        target = urlsplit(response.location)
        path = target.path + (f"?{target.query}" if target.query else "")
        assert to in (response.location, path), f"{url} leads to {response.location}, not {to}"
        return response


def parsed(html: str) -> Element:
    """The tree of a page that has no parse error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    return tree


def words(element: Element) -> str:
    """The text of an element, spaces folded (no-break spaces kept)."""
    return re.sub(r"[ \n\t]+", " ", "".join(element.itertext())).strip()


def problems(page: Page) -> list[str]:
    """What is wrong with a page, in words."""
    return [
        *_outline(page), *_ids(page), *_fields(page), *_forms(page), *_scripts(page),
    ]  # fmt: skip


def _outline(page: Page) -> list[str]:
    found = []
    if not page.one("html").get("lang"):
        found.append("the page says no language")
    headings = [words(heading) for heading in page.all("h1")]
    if len(headings) != 1:
        return [*found, f"{len(headings)} h1"]
    title = page.text("title").removeprefix("Error: ")
    if not title.startswith(headings[0]):
        found.append(f"the title “{title}” does not begin with “{headings[0]}”")
    return found


def _ids(page: Page) -> list[str]:
    counted = Counter(element.get("id") for element in page.tree.iter() if element.get("id"))
    twice = [f"id {name} {count} times" for name, count in counted.items() if count > 1]
    spoken = ("aria-describedby", "aria-labelledby", "for")
    lost = [
        f"{name} names {word}, which is not there"
        for element in page.tree.iter()
        for name in spoken
        for word in (element.get(name) or "").split()
        if word not in counted
    ]
    anchors = [(link.get("href") or "")[1:] for link in page.all("a")
               if (link.get("href") or "").startswith("#")]  # fmt: skip
    return [*twice, *lost, *(f"#{name} leads nowhere" for name in anchors if name not in counted)]


def _fields(page: Page) -> list[str]:
    labelled = {label.get("for") for label in page.all("label")}
    fields = [*page.all("input"), *page.all("select"), *page.all("textarea")]
    return [
        f"the field {field.get('name')} has no label"
        for field in fields
        if field.get("type") not in NOT_FILLED_IN
        and field.get("id") not in labelled
        and not field.get("aria-label")
        and not field.get("aria-labelledby")
    ]


def _forms(page: Page) -> list[str]:
    found = []
    for form in page.all("form"):
        if not form.get("action"):
            found.append("a form without an action")
        names = {field.get("name") for field in form.iter("input")}
        if form.get("method") == "post" and "csrf_token" not in names:
            found.append(f"the form to {form.get('action')} has no forgery token")
        if not list(form.iter("button")):
            found.append(f"the form to {form.get('action')} has no button")
    return found


def _scripts(page: Page) -> list[str]:
    policy = page.response.headers.get("Content-Security-Policy", "")
    bare = [script for script in page.all("script")
            if f"'nonce-{script.get('nonce')}'" not in policy]  # fmt: skip
    inline = [
        f"{element.tag} has {name}"
        for element in page.tree.iter()
        for name in element.attrib
        if name == "style" or name.startswith("on")
    ]
    styles = ["a style element"] * len(page.all("style"))
    return [*(["a script without the nonce"] * len(bare)), *inline, *styles]
