"""Signing in against the demo's identity provider, over real HTTP, and out again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from portal.app import create_app, resources
from portal.identity_provider import Person, RelyingParty, create_provider
from portal.settings import OpenIdProvider, Settings
from portal.store.people import Account, SignedIn
from portal.store.records import AuditEvent
from portal.web.limits import limiter
from tests.factories import people
from tests.functional import http

CLIENT_SECRET = "a secret between the two of them"
KAISA = Person("kaisa", "Kaisa Kirjailija", "Writes picture books", "kaisa@example.org")
STRANGER = Person("stranger", "Outi Outo")


@dataclass(frozen=True)
class Site:
    """A served portal with its provider."""

    app: Flask
    port: int

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def count(self, model: Any) -> int:
        with self.app.extensions["portal.transaction"](writes=False) as session:
            return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    port = http.free_port()
    address = f"http://localhost:{port}"
    issuer = f"{address}/demo-identity"
    oidc = OpenIdProvider(issuer, "portal", CLIENT_SECRET)
    app = create_app(replace(settings, oidc=oidc, base_url=address))
    limiter.enabled = False
    with app.extensions["portal.transaction"]() as session:
        people.account(
            session, people.person(session), issuer=issuer, subject="kaisa", name=KAISA.name
        )
    party = RelyingParty(
        "portal", CLIENT_SECRET, (f"{address}/sign-in/callback",), (f"{address}/signed-out",)
    )
    provider = create_provider(issuer, party, [KAISA, STRANGER], root=resources())
    with http.served(DispatcherMiddleware(app, {"/demo-identity": provider}), port):
        yield Site(app, port)
    app.extensions["portal.engine"].dispose()


@pytest.fixture
def browser(site: Site) -> Iterator[httpx.Client]:
    with http.browser(site.port) as client:
        yield client


def signed_in(
    browser: httpx.Client, sub: str = "kaisa", wanted: str = "/sign-in"
) -> httpx.Response:
    return http.choose(browser, http.begin(browser, wanted), sub)


def token(browser: httpx.Client) -> str | None:
    return browser.cookies.get("colophon")


def test_a_person_signs_in_and_is_greeted_by_name(site: Site, browser: httpx.Client) -> None:
    people_page = http.begin(browser)
    assert people_page.url.path == "/demo-identity/authorize"
    assert "Writes picture books" in people_page.text
    home = http.choose(browser, people_page, "kaisa")
    assert (home.status_code, home.url.path) == (200, "/")
    assert "Welcome, Kaisa Kirjailija" in home.text
    assert site.count(AuditEvent) == 1


def test_the_request_carries_state_nonce_and_challenge(browser: httpx.Client) -> None:
    sent = dict(http.begin(browser).url.params)
    assert sent["response_type"] == "code"
    assert sent["code_challenge_method"] == "S256"
    assert len(sent["code_challenge"]) == 43
    assert len(sent["state"]) >= 20
    assert len(sent["nonce"]) >= 20
    assert sent["scope"] == "openid profile email"


def test_no_cookie_tells_state_nonce_or_verifier(site: Site, browser: httpx.Client) -> None:
    sent = dict(http.begin(browser).url.params)
    kept = " ".join(cookie.value for cookie in browser.cookies.jar)
    assert sent["state"] not in kept
    assert sent["nonce"] not in kept
    assert "_state_" not in kept
    assert site.count(SignedIn) == 1


def test_signing_in_leads_back_to_where_one_wanted_to_go(browser: httpx.Client) -> None:
    assert signed_in(browser, wanted="/sign-in?next=/help?about=1").url.path == "/help"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/x", "https://evil.example", "/\\evil.example", "/sign-out"]
)
def test_signing_in_never_leads_to_another_site(browser: httpx.Client, elsewhere: str) -> None:
    home = signed_in(browser, wanted=str(httpx.URL("/sign-in", params={"next": elsewhere})))
    assert (home.url.host, home.url.path) == ("localhost", "/")


def test_a_new_token_is_made_at_sign_in(site: Site, browser: httpx.Client) -> None:
    page = http.begin(browser)
    before = token(browser)
    http.choose(browser, page, "kaisa")
    assert before is not None
    assert token(browser) not in (None, before)
    with http.browser(site.port) as other:
        other.cookies.set("colophon", before, domain="localhost.local")
        assert "Welcome" not in other.get("/").text


def test_a_token_that_somebody_planted_is_worth_nothing(site: Site, browser: httpx.Client) -> None:
    browser.cookies.set("colophon", "planted", domain="localhost.local")
    assert "Welcome" not in browser.get("/").text
    signed_in(browser)
    tokens = [cookie.value for cookie in browser.cookies.jar if cookie.name == "colophon"]
    assert "planted" not in tokens or len(tokens) == 2
    with http.browser(site.port) as thief:
        thief.cookies.set("colophon", "planted", domain="localhost.local")
        assert "Welcome" not in thief.get("/").text


def test_the_cookie_is_closed_to_scripts_and_other_sites(browser: httpx.Client) -> None:
    page = browser.get("/sign-in")
    action, values = next(form for form in http.forms(page.text) if form[0] == "/sign-in")
    answer = browser.post(action, data=values, follow_redirects=False)
    sent = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("colophon="))
    assert "HttpOnly" in sent
    assert "SameSite=Lax" in sent
    assert "Path=/" in sent


def test_only_the_digest_of_a_token_is_stored(site: Site, browser: httpx.Client) -> None:
    signed_in(browser)
    with site.app.extensions["portal.transaction"](writes=False) as session:
        stored = session.scalars(select(SignedIn.token_sha256)).all()
    assert len(stored) == 1
    assert token(browser) not in stored


def test_signing_out_ends_the_session_on_the_server(site: Site, browser: httpx.Client) -> None:
    home = signed_in(browser)
    kept = token(browser)
    action, values = next(form for form in http.forms(home.text) if form[0] == "/sign-out")
    away = browser.post(action, data=values)
    assert away.url.path == "/signed-out"
    assert [answer.url.path for answer in away.history] == [
        "/sign-out", "/demo-identity/end-session",
    ]  # fmt: skip
    assert site.count(SignedIn) == 0
    browser.cookies.set("colophon", kept or "", domain="localhost.local")
    assert "Welcome" not in browser.get("/").text


def test_an_address_alone_signs_nobody_out(site: Site, browser: httpx.Client) -> None:
    signed_in(browser)
    assert browser.get("/sign-out").status_code == 405
    assert browser.post("/sign-out").status_code == 400
    assert site.count(SignedIn) == 1


def test_no_account_is_invented(site: Site, browser: httpx.Client) -> None:
    page = signed_in(browser, "stranger")
    assert page.status_code == 403
    assert "The portal does not know you yet" in page.text
    assert "stranger" in page.text
    assert f"{site.address}/demo-identity" in page.text
    assert site.count(Account) == 1
    assert "Welcome" not in browser.get("/").text


def test_two_people_at_once_do_not_wait_for_each_other(site: Site, browser: httpx.Client) -> None:
    with http.browser(site.port) as other:
        one, two = http.begin(browser), http.begin(other)
        assert "Welcome" in http.choose(other, two, "kaisa").text
        assert "Welcome" in http.choose(browser, one, "kaisa").text


def test_the_demo_page_is_in_order(browser: httpx.Client) -> None:
    page = http.begin(browser)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "<script" not in page.text
    assert page.text.count("<button") == 2


def test_the_provider_refuses_another_way_back(site: Site, browser: httpx.Client) -> None:
    sent = http.begin(browser).url
    elsewhere = sent.copy_set_param("redirect_uri", "https://evil.example/callback")
    assert browser.get(elsewhere).status_code == 400
    bare = sent.copy_remove_param("code_challenge")
    refused = browser.get(bare, follow_redirects=False)
    assert "invalid_request" in (refused.text + refused.headers.get("location", ""))
    end = browser.get("/demo-identity/end-session?post_logout_redirect_uri=https://evil.example")
    assert end.status_code == 400


def test_a_forgery_token_from_before_the_sign_in_is_worth_nothing(
    site: Site, browser: httpx.Client
) -> None:
    _, before = next(form for form in http.forms(browser.get("/sign-in").text) if form[1])
    signed_in(browser)
    assert browser.post("/sign-out", data=before).status_code == 400
    assert site.count(SignedIn) == 1
