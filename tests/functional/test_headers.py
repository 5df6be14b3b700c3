"""The headers of every answer, to the letter: pages, refusals, redirects, files, errors, 304."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.settings import Settings
from portal.web.limits import limiter
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.page_client import PageClient

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Reporting-Endpoints": 'csp="/browser-reports"',
}
OF_PAGES = (
    "default-src 'none'; script-src 'nonce-N'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self' https://localhost:1; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'; report-uri /browser-reports; report-to csp"
)
BEFORE_THE_PROVIDER_IS_KNOWN = OF_PAGES.replace("https://localhost:1", "https://localhost:1 https:")
OF_FILES = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
NEVER = ("Access-Control-Allow-Origin", "Server", "X-Powered-By")
VALUES = {"isbn": 9789510000007, "number": 1, "page": 1}
KEPT = ("no-store", "private, no-cache")
FOR_ALL = {"calendar.feed": "public, max-age=3600"}
NETWORK = {"session.start", "confirm.provider"}
"""They ask the identity provider, which in these tests nobody is."""


def checked(answer: TestResponse, policies: tuple[str, ...]) -> None:
    """Fails unless the headers are those, and each stands once."""
    found = {name: answer.headers.getlist(name) for name in EVERYWHERE}
    assert found == {name: [value] for name, value in EVERYWHERE.items()}, answer.request.path
    said = [re.sub(r"'nonce-[\w-]{22}'", "'nonce-N'", one)
            for one in answer.headers.getlist("Content-Security-Policy")]  # fmt: skip
    assert len(said) == 1, answer.request.path
    assert said[0] in policies, answer.request.path
    assert [name for name in NEVER if name in answer.headers] == []
    kind = answer.headers.get("Content-Type", "")
    if answer.get_data() and (not kind or kind.startswith("text/") or "xml" in kind):
        assert "charset=utf-8" in kind.lower().replace('"', ""), (
            f"{answer.request.path} is of the type “{kind}”"
        )


@pytest.mark.parametrize("who", ["author", "officer"])
def test_every_route_answers_with_the_headers(
    app: Flask, client: PageClient, database: Callable[[], Session], who: str, quiet_log: None
) -> None:
    with database() as session:
        staff = people.staff(session, role="officer") if who == "officer" else None
        party = None if staff else people.person(session)
        account = people.account(session, party, staff)
    sign_in(client, account)
    seen = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint in NETWORK:
            continue
        named = {name: VALUES.get(name, 1) for name in rule.arguments}
        url = rule.build(named, append_unknown=False)
        assert url, rule.rule
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            answer = client.client.open(url[1], method=method, base_url=client.base_url)
            checked(answer, (OF_PAGES, BEFORE_THE_PROVIDER_IS_KNOWN))
            assert answer.headers["Cache-Control"] in (*KEPT, FOR_ALL.get(rule.endpoint)), url
            answer.close()
            seen += 1
    assert seen > 100


def test_a_page_that_is_not_there_and_a_fault_have_them_too(
    app: Flask, client: PageClient, quiet_log: None
) -> None:
    app.add_url_rule("/fault", "fault", lambda: 1 // 0)
    app.view_functions["fault"].__permission__ = "public"
    answers = [client.client.get(url) for url in ("/nowhere", "/fault")]
    assert [one.status_code for one in answers] == [404, 500]
    for answer in answers:
        checked(answer, (OF_PAGES,))


def test_a_file_has_them_whole_and_unchanged(client: PageClient) -> None:
    address = "/static/css/reading-room.css"
    with client.client.get(address) as whole:
        checked(whole, (OF_FILES,))
        known = {"If-None-Match": whole.headers["ETag"]}
    with client.client.get(address, headers=known) as unchanged:
        assert unchanged.status_code == 304
        assert unchanged.headers["X-Content-Type-Options"] == "nosniff"
        assert "Content-Security-Policy" not in unchanged.headers


def test_an_unknown_host_is_answered_with_them(client: PageClient) -> None:
    answer = client.client.get("/", base_url="http://elsewhere.example.org")
    assert answer.status_code == 400
    checked(answer, (OF_FILES,))


def test_https_is_demanded_of_pages_files_and_redirects(settings: Settings) -> None:
    public = "https://portal.example.org"
    app = create_app(replace(settings, base_url=public))
    browser = app.test_client()
    for url in ("/", "/works", "/nowhere", "/static/css/reading-room.css"):
        with browser.get(url, base_url=public) as answer:
            demanded = answer.headers.getlist("Strict-Transport-Security")
            assert demanded == ["max-age=31536000; includeSubDomains"], url
    app.extensions["portal.engine"].dispose()


def test_another_site_is_given_no_way_in(client: PageClient) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for url in ("/", "/sign-in", "/health"):
        answer = client.client.open(url, method="OPTIONS", headers=asked)
        assert [name for name in answer.headers.keys() if name.startswith("Access-Control")] == []  # noqa: SIM118


def report(body: object, kind: str = "application/csp-report") -> dict[str, object]:
    return {"data": body, "content_type": kind}


OLD = b'{"csp-report": {"effective-directive": "img-src", "blocked-uri": "https://evil.example/k"}}'
NEW = b'[{"body": {"effectiveDirective": "script-src", "blockedURL": "inline\\nforged"}}]'


def test_what_a_browser_reports_is_one_line_without_addresses(
    client: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    kinds = ("application/csp-report", "application/reports+json")
    for body, kind in zip((OLD, NEW), kinds, strict=True):
        assert client.client.post("/browser-reports", **report(body, kind)).status_code == 204
    told = [record.getMessage() for record in caplog.records if "blocked" in record.getMessage()]
    assert told == [
        "browser blocked img-src from evil.example",
        "browser blocked script-src from inlineforged",
    ]


@pytest.mark.parametrize("body", [b"", b"x", b"[" * 9000, b'[1, {"body": 2}]', b"\xff", b"null"])
def test_a_report_that_cannot_be_read_is_let_go(client: PageClient, body: bytes) -> None:
    assert client.client.post("/browser-reports", **report(body)).status_code == 204


def test_a_long_report_and_many_are_refused(client: PageClient) -> None:
    assert client.client.post("/browser-reports", **report(b"x" * 20_000)).status_code == 413
    limiter.enabled = True
    codes = [client.client.post("/browser-reports", **report(OLD)).status_code for _ in range(32)]
    limiter.enabled = False
    assert (codes[0], codes[-1]) == (204, 429)
