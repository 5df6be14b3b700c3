"""The frame of every page: who sees which words, what an error page says, what is sent with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, abort

from portal.app import create_app
from portal.kernel.isbn import NotAnIsbn
from portal.settings import OpenIdProvider, Settings, SettingsRefused, read
from portal.web.access import allow
from portal.wording import sentence
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.page_client import PageClient, words


def test_a_visitor_reads_what_the_portal_is_and_can_sign_in(client: PageClient) -> None:
    page = client.get("/")
    assert page.h1 == "Your books, your loans, your money"
    assert [words(link) for link in page.all("a", class_="button")] == ["Sign in"]


def test_the_skip_link_is_the_first_thing_to_reach(client: PageClient) -> None:
    first = client.get("/help").all("a")[0]
    assert (first.get("href"), words(first)) == ("#main", "Skip to the content")


def test_only_the_demo_says_that_its_people_are_invented(app: Flask, demo_app: Flask) -> None:
    for address in ("/", "/help", "/sign-in", "/signed-out"):
        assert "invented stand-ins" in PageClient(demo_app).get(address).text()
        assert "invented" not in PageClient(app).get(address).text()
    assert "invented stand-ins" in PageClient(demo_app).get("/nowhere", 404).text()


def test_the_bar_names_only_pages_that_exist(app: Flask, client: PageClient, database) -> None:
    with database() as session:
        account = people.account(session, people.person(session))
    page = sign_in(client, account).get("/")
    linked = [link.get("href") for link in page.one("nav").iter("a")]
    assert linked[0] == "/"
    assert all(client.client.get(address).status_code == 200 for address in linked)
    assert page.h1 == "Welcome, Kaisa Kirjailija"


def test_the_current_word_of_the_bar_is_marked(client: PageClient, database) -> None:
    with database() as session:
        account = people.account(session, people.person(session))
    links = list(sign_in(client, account).get("/").one("nav").iter("a"))
    assert links[0].get("aria-current") == "page"
    assert not any(link.get("aria-current") for link in links[1:])


def test_staff_have_no_pages_of_an_author(client: PageClient, database) -> None:
    with database() as session:
        account = people.account(session, staff=people.staff(session))
    sign_in(client, account).get_redirect("/", "/staff")
    client.get("/works", status=403)


def test_whoever_may_act_for_nobody_is_told(client: PageClient, database) -> None:
    with database() as session:
        account = people.account(session, subject="agent", name="Aki Agentti")
    page = sign_in(client, account).get("/")
    assert page.all("nav") == []
    assert "Nobody’s pages are open to you here" in page.text("main")


@pytest.mark.parametrize(
    ("status", "heading", "mend"),
    [
        (403, "This page is not for you", "say which page you need"),
        (404, "This page does not exist", "Check the address"),
        (405, "This page cannot be opened like that", "use the button"),
        (413, "That was too much at once", "Send a smaller file"),
        (429, "Too many tries", "Wait a minute"),
        (500, "Something went wrong here", "name the case"),
        (502, "The sign-in service does not answer", "Try again in a few minutes"),
    ],
)
def test_an_error_page_says_what_to_do(
    app: Flask, client: PageClient, quiet_log: None, status: int, heading: str, mend: str
) -> None:
    app.add_url_rule("/trouble", "trouble", allow("public")(lambda: abort(status)))
    page = client.get("/trouble", status)
    assert page.h1 == heading
    assert mend in page.text("main")


def test_a_fault_is_a_page_too_and_tells_nothing_of_itself(
    app: Flask, client: PageClient, quiet_log: None
) -> None:
    app.add_url_rule("/fault", "fault", allow("public")(lambda: 1 / 0))
    page = client.get("/fault", 500)
    assert page.h1 == "Something went wrong here"
    assert "division" not in page.html


def test_a_refusal_becomes_its_sentence(app: Flask, client: PageClient) -> None:
    def refuse() -> str:
        raise NotAnIsbn(text="<b>951</b>", reason="length")

    app.add_url_rule("/refused", "refused", allow("public")(refuse))
    page = client.get("/refused", 422)
    assert page.h1 == "That was not done"
    assert "“<b>951</b>” does not have 10 or 13 characters" in page.text("main")


def test_a_page_without_a_permission_does_not_open(
    app: Flask, client: PageClient, quiet_log: None
) -> None:
    app.add_url_rule("/open", "open", lambda: "secret")
    assert "secret" not in client.get("/open", 500).html


def test_every_answer_carries_the_headers(client: PageClient) -> None:
    for address, status in (("/", 200), ("/nowhere", 404), ("/health", 200)):
        headers = client.client.get(address).headers
        assert client.client.get(address).status_code == status
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in headers


def test_the_content_policy_lets_nothing_in_from_elsewhere(client: PageClient) -> None:
    first, second = (client.client.get("/").headers["Content-Security-Policy"] for _ in "ab")
    parts = dict(part.split(" ", 1) for part in first.split("; "))
    assert parts.pop("script-src").startswith("'nonce-")
    assert parts == {
        "default-src": "'none'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self' https://localhost:1",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "report-uri": "/browser-reports",
        "report-to": "csp",
    }
    assert first != second


def test_https_is_demanded_for_a_year_once_it_was_used(public_app: Flask) -> None:
    client = PageClient(public_app, "https://portal.example.org")
    header = client.get("/").response.headers["Strict-Transport-Security"]
    assert header == "max-age=31536000; includeSubDomains"


def test_no_page_asks_another_site_for_anything(client: PageClient) -> None:
    page = client.get("/")
    loaded = [element.get("href") for element in page.all("link")]
    assert loaded != []
    assert all(address.startswith("/static/") for address in loaded)


def test_static_files_may_be_kept(client: PageClient) -> None:
    with client.client.get("/static/css/reading-room.css") as response:
        assert "max-age=31536000" in response.headers["Cache-Control"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_chosen_language_is_remembered_only_if_it_is_spoken(client: PageClient) -> None:
    client.post("/language", {"language": "xx", "next": "/help"}, redirects_to="/help")
    assert client.client.get_cookie("language") is None
    client.post("/language", {"language": "en", "next": "//evil.example"}, redirects_to="/")
    assert client.client.get_cookie("language").value == "en"


def test_a_signed_in_person_keeps_the_bar_on_an_error_page(client: PageClient, database) -> None:
    with database() as session:
        account = people.account(session, people.person(session))
    page = sign_in(client, account).get("/nowhere", 404)
    assert page.all("nav") != []
    assert "Sign out" in page.text("header")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"secret_key": ""}, "PORTAL_SECRET_KEY is missing"),
        ({"secret_key": "0123456789" * 3}, "PORTAL_SECRET_KEY has fewer than 32 characters"),
        (
            {"oidc": OpenIdProvider("http://login.example.org", "portal", "secret")},
            "PORTAL_OIDC_ISSUER does not begin with https",
        ),
        ({"base_url": "http://portal.example.org"}, "PORTAL_BASE_URL does not begin with https"),
        ({"base_url": "portal.example.org"}, "PORTAL_BASE_URL cannot be read"),
    ],
)
def test_unsafe_settings_are_refused_by_name(
    settings: Settings, change: dict[str, object], problem: str
) -> None:
    with pytest.raises(SettingsRefused) as refused:
        create_app(replace(settings, **change))
    assert problem in sentence(refused.value)


def test_everything_that_is_wrong_with_the_settings_is_named_at_once() -> None:
    environment = {
        "PORTAL_SECRET_KEY": "short",
        "PORTAL_OIDC_ISSUER": "http://login.example.org",
        "PORTAL_OIDC_CLIENT_ID": "portal",
        "PORTAL_TODAY": "tomorrow",
    }
    with pytest.raises(SettingsRefused) as refused:
        read("web", environment)
    assert refused.value.arguments["problems"] == [
        ("PORTAL_OIDC_CLIENT_SECRET", "missing"),
        ("PORTAL_OIDC_ISSUER", "not_https"),
        ("PORTAL_TODAY", "unreadable"),
        ("PORTAL_SECRET_KEY", "weak"),
    ]


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "[::", "10.0.0.1"])
def test_another_host_is_not_answered(app: Flask, public_app: Flask, host: str) -> None:
    for made in (app, public_app):
        answer = made.test_client().get("/sign-in", headers={"Host": host})
        assert answer.status_code == 400
        assert "PORTAL_BASE_URL" in answer.text


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1", "[::1]:8000", "portal.example.org"]
)
def test_the_own_hosts_are_answered(public_app: Flask, host: str) -> None:
    answer = public_app.test_client().get("/sign-in", headers={"Host": host})
    assert answer.status_code == 200


def test_health_says_that_the_database_is_not_ready(settings: Settings, tmp_path: Path) -> None:
    old = create_app(replace(settings, database_url=f"sqlite:///{tmp_path / 'empty.db'}"))
    answer = old.test_client().get("/health", headers={"Host": "10.0.0.1"})
    assert (answer.status_code, answer.json) == (503, {"status": "database_not_ready"})
    old.extensions["portal.engine"].dispose()


def test_health_says_that_the_database_is_away(settings: Settings) -> None:
    nowhere = "postgresql://nobody:secret@127.0.0.1:1/none"
    away = create_app(replace(settings, database_url=nowhere))
    answer = away.test_client().get("/health")
    assert (answer.status_code, answer.json) == (503, {"status": "database_unreachable"})


def test_a_proxy_is_believed_only_when_it_is_counted(settings: Settings, app: Flask) -> None:
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "portal.example.org"}
    public = "https://portal.example.org"
    behind = create_app(replace(settings, trusted_proxies=1, base_url=public))
    believed = behind.test_client().get("/", headers=told).headers
    assert "Strict-Transport-Security" in believed
    assert "Strict-Transport-Security" not in app.test_client().get("/", headers=told).headers
    behind.extensions["portal.engine"].dispose()


def test_help_names_whom_to_write_to(settings: Settings) -> None:
    contact = "help@example.org, 09 123 456"
    app = create_app(replace(settings, help_contact=contact))
    try:
        assert contact in PageClient(app).get("/help").html
    finally:
        app.extensions["portal.engine"].dispose()
