"""Sixteen answers of an identity provider that must sign nobody in, with another maker's provider.

The provider is real; between it and the portal somebody stands who knows its key, and changes one
thing of each answer. What the provider refuses by itself (a code used twice) is tried beside it.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from flask import Flask, Response, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import select

from portal.app import create_app
from portal.settings import OpenIdProvider, Settings
from portal.store.people import SignedIn
from portal.web.limits import limiter
from tests.factories import people
from tests.functional import http
from tests.functional.test_forged_answers import OTHER_KEY, unsigned, with_hmac, without
from tests.functional.test_production import CLIENT_SECRET, PEERS, running
from tests.page_client import PageClient

Claims = dict[str, Any]
KEY = RSAKey.generate_key(2048, {"kid": "own", "use": "sig", "alg": "RS256"})
CALLBACK = "http://localhost/sign-in/callback"
HOP_BY_HOP = ("content-length", "content-encoding", "transfer-encoding", "connection")
HOUR = 3600


def signed(claims: Claims, key: RSAKey = KEY) -> str:
    return jwt.encode({"alg": "RS256", "kid": "own"}, claims, key)


@dataclass
class Between:
    """Passes everything on to the provider; `change` rewrites what its token endpoint answers."""

    behind: str
    change: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    changed: int = 0

    def application(self) -> Flask:
        app = Flask("between", static_folder=None)
        everything = {"methods": ["GET", "POST"]}
        app.add_url_rule("/", "root", self.passed_on, **everything, defaults={"path": ""})
        app.add_url_rule("/<path:path>", "path", self.passed_on, **everything)
        return app

    def passed_on(self, path: str) -> Response:
        headers = [(name, value) for name, value in request.headers
                   if name.lower() not in HOP_BY_HOP]  # fmt: skip
        answer = httpx.request(
            request.method, f"{self.behind}/{path}?{request.query_string.decode()}",
            headers=headers, content=request.get_data(), follow_redirects=False,
        )  # fmt: skip
        body = answer.content
        if self.change is not None and "id_token" in answer.text:
            body, self.changed = json.dumps(self.change(answer.json())).encode(), self.changed + 1
        kept = [(name, value) for name, value in answer.headers.multi_items()
                if name.lower() not in HOP_BY_HOP]  # fmt: skip
        return Response(body, answer.status_code, kept)


@dataclass
class Way:
    """A browser on its way back from the provider, with what the provider told it."""

    client: PageClient
    between: Between
    person: httpx.Client
    answer: dict[str, str] = field(default_factory=dict)

    def sets_out(self) -> Way:
        """Signs in at the provider; `answer` is what it sends the browser back with."""
        token = {"csrf_token": self.client.csrf_token("/sign-in")}
        start = self.client.client.post("/sign-in", data=token, base_url=self.client.base_url)
        page = self.person.get(start.location)
        while not str(page.headers.get("location", "")).startswith(CALLBACK):
            if page.is_redirect:
                page = self.person.get(page.url.join(page.headers["location"]))
            else:
                page = answered(self.person, page)
        query = parse_qs(urlsplit(page.headers["location"]).query)
        return replace(self, answer={name: values[0] for name, values in query.items()})

    def comes_back(self, **changes: str | None) -> int:
        """The status of the portal's answer; a change to None leaves that out."""
        query = {name: value for name, value in (self.answer | changes).items() if value}
        page = self.client.client.get(f"/sign-in/callback?{urlencode(query)}",
                                      base_url=self.client.base_url)  # fmt: skip
        return page.status_code

    def is_signed_in(self) -> bool:
        with self.client.app.extensions["portal.transaction"](writes=False) as session:
            return any(session.scalars(select(SignedIn.account_id)))


def answered(person: httpx.Client, page: httpx.Response) -> httpx.Response:
    """One of the provider's own pages, filled in."""
    action, hidden = http.forms(page.text)[0]
    filled = {"login": "kaisa", "password": "any"} if 'name="login"' in page.text else {}
    return person.post(page.url.join(action), data={**hidden, **filled})


def of_token(change: Callable[[Claims], str | None]) -> Callable[[Way], int]:
    """An answer whose ID token was made anew from the true claims."""

    def tried(way: Way) -> int:
        def changed(answer: dict[str, Any]) -> dict[str, Any]:
            claims = dict(jwt.decode(answer["id_token"], KEY).claims)
            return answer | {"id_token": change(claims)}

        way.between.change = changed
        return way.comes_back()

    return tried


def replayed(way: Way) -> int:
    way.comes_back(state="spent by this")
    return way.comes_back()


def userinfo_instead(way: Way) -> int:
    def changed(answer: dict[str, Any]) -> dict[str, Any]:
        return without(answer, "id_token") | {"userinfo": {"sub": "kaisa", "name": "K"}}

    way.between.change = changed
    return way.comes_back()


def soon(hours: int) -> int:
    return int(time.time()) + hours * HOUR


MATRIX: dict[str, Callable[[Way], int]] = {
    "state is another": lambda way: way.comes_back(state="another"),
    "state is missing": lambda way: way.comes_back(state=None),
    "state was spent": replayed,
    "nonce is another": of_token(lambda c: signed(c | {"nonce": "another"})),
    "nonce is missing": of_token(lambda c: signed(without(c, "nonce"))),
    "audience is another": of_token(lambda c: signed(c | {"aud": "somebody-else"})),
    "authorized party is another": of_token(
        lambda c: signed(c | {"aud": ["portal", "b"], "azp": "b"})
    ),
    "issuer in the token is another": of_token(lambda c: signed(c | {"iss": "https://evil.test"})),
    "issuer beside the code is another": lambda way: way.comes_back(iss="https://evil.test"),
    "expired": of_token(lambda c: signed(c | {"exp": soon(-1)})),
    "not valid yet": of_token(lambda c: signed(c | {"nbf": soon(1)})),
    "alg is none": of_token(unsigned),
    "HS256 with the public key": of_token(lambda c: with_hmac(c, KEY.as_pem(private=False))),
    "another's signature": of_token(lambda c: signed(c, OTHER_KEY)),
    "subject is missing": of_token(lambda c: signed(without(c, "sub"))),
    "subject of user info instead of a token": userinfo_instead,
}
BESIDES: dict[str, Callable[[Way], int]] = {
    "issuer beside the code is missing": lambda way: way.comes_back(iss=None),
    "issued in the future": of_token(lambda c: signed(c | {"iat": soon(1)})),
    "no token": of_token(lambda c: None),
    "the provider says error": lambda way: way.comes_back(code=None, error="server_error"),
    "another code": lambda way: way.comes_back(code="another"),
}


@pytest.fixture(scope="module")
def between(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Between, str]]:
    """The real provider, and whoever stands before it under the provider's own address."""
    folder = tmp_path_factory.mktemp("provider")
    node = shutil.which("node", path=str(Path(sys.executable).parent))
    if node is None or not (PEERS / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("the packages of tests/peers are not installed: run make test once")
    front, back = http.free_port(), http.free_port()
    issuer, behind = f"http://localhost:{front}", f"http://localhost:{back}"
    keys = json.dumps({"keys": [KEY.as_dict(private=True)]})
    command = [node, "provider.mjs", str(back), CALLBACK, "http://localhost/signed-out",
               CLIENT_SECRET, issuer, keys]  # fmt: skip
    made = Between(behind)
    with (
        running(command, f"{behind}/.well-known/openid-configuration", folder, cwd=PEERS),
        http.served(made.application(), front),
    ):
        yield made, issuer


@pytest.fixture
def way(settings: Settings, between: tuple[Between, str]) -> Iterator[Way]:
    provider, issuer = between
    provider.change, provider.changed = None, 0
    app = create_app(replace(settings, oidc=OpenIdProvider(issuer, "portal", CLIENT_SECRET)))
    limiter.enabled = False
    with app.extensions["portal.transaction"]() as session:
        people.account(session, people.person(session), issuer=issuer, subject="kaisa")
    with httpx.Client() as person:
        yield Way(PageClient(app), provider, person)
    app.extensions["portal.engine"].dispose()


pytestmark = [pytest.mark.peers, pytest.mark.slow]


def test_sixteen_of_sixteen_are_refused(way: Way) -> None:
    refused = []
    for name, tried in {**MATRIX, **BESIDES}.items():
        way.between.change = None
        status = tried(way.sets_out())
        assert not way.is_signed_in(), name
        assert status == 422, name
        refused.append(name)
    assert way.between.changed == 14
    print(f"OpenID: {len(set(refused) & set(MATRIX))} of {len(MATRIX)} refused")  # noqa: T201
    assert len(MATRIX) == 16


def test_the_same_way_unchanged_signs_in_and_its_code_is_spent(way: Way) -> None:
    first = way.sets_out()
    assert first.comes_back() == 303
    assert way.is_signed_in()
    assert first.comes_back() == 422
    other = replace(way, client=PageClient(way.client.app))
    assert other.sets_out().comes_back(code=first.answer["code"]) == 422


def test_a_code_of_another_s_sign_in_is_not_taken(way: Way) -> None:
    victim = replace(way, client=PageClient(way.client.app)).sets_out()
    assert way.sets_out().comes_back(code=victim.answer["code"]) == 422
    assert not way.is_signed_in()
