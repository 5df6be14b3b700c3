"""Answers of an identity provider that do not hold: none of them signs anybody in."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import select

from portal.store.people import SignedIn
from portal.web.limits import limiter
from tests.functional.forger import KEY, SECRET, Forger
from tests.page_client import Page, PageClient

OTHER_KEY = RSAKey.generate_key(2048, {"kid": "own", "use": "sig", "alg": "RS256"})
Claims = dict[str, Any]


@dataclass(frozen=True)
class Attempt:
    """A browser on its way through the provider: what the portal asked for."""

    client: PageClient
    forger: Forger
    state: str
    nonce: str

    def claims(self) -> Claims:
        now = int(time.time())
        return {
            "iss": self.forger.issuer, "sub": "kaisa", "aud": "portal", "nonce": self.nonce,
            "iat": now, "exp": now + 300,
        }  # fmt: skip

    def answered(self, id_token: str | None) -> None:
        answer = {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300}
        self.forger.answer = lambda: answer | ({"id_token": id_token} if id_token else {})

    def comes_back(self, status: int, query: str = "") -> Page:
        return self.client.get(f"/sign-in/callback?code=c&state={self.state}{query}", status)

    def is_signed_in(self) -> bool:
        with self.client.app.extensions["portal.transaction"](writes=False) as session:
            return any(session.scalars(select(SignedIn.account_id)))


@pytest.fixture
def attempt(portal: PageClient, forger: Forger) -> Attempt:
    values = {"csrf_token": portal.csrf_token("/sign-in")}
    answer = portal.client.post("/sign-in", data=values)
    sent = parse_qs(urlsplit(answer.location).query)
    return Attempt(portal, forger, sent["state"][0], sent["nonce"][0])


def signed(claims: Claims, key: RSAKey = KEY, **header: str) -> str:
    return jwt.encode({"alg": "RS256", "kid": "own", **header}, claims, key)


def coded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def by_hand(header: Claims, claims: Claims, sign: Callable[[bytes], bytes]) -> str:
    body = f"{coded(json.dumps(header).encode())}.{coded(json.dumps(claims).encode())}"
    return f"{body}.{coded(sign(body.encode()))}"


def unsigned(claims: Claims) -> str:
    return by_hand({"alg": "none", "kid": "own"}, claims, lambda _: b"")


def with_hmac(claims: Claims, key: bytes) -> str:
    header = {"alg": "HS256", "kid": "own"}
    return by_hand(header, claims, lambda body: hmac.digest(key, body, "sha256"))


def without(claims: Claims, name: str) -> Claims:
    return {key: value for key, value in claims.items() if key != name}


FORGED: dict[str, Callable[[Claims], str | None]] = {
    "another nonce": lambda c: signed(c | {"nonce": "another"}),
    "no nonce": lambda c: signed(without(c, "nonce")),
    "another audience": lambda c: signed(c | {"aud": "somebody-else"}),
    "a list of other audiences": lambda c: signed(c | {"aud": ["a", "b"]}),
    "another audience by way of the portal": lambda c: signed(c | {"aud": "b", "azp": "portal"}),
    "no audience": lambda c: signed(without(c, "aud")),
    "another authorized party": lambda c: signed(c | {"aud": ["portal", "b"], "azp": "b"}),
    "expired": lambda c: signed(c | {"exp": int(time.time()) - 3600}),
    "no end": lambda c: signed(without(c, "exp")),
    "issued in the future": lambda c: signed(c | {"iat": int(time.time()) + 3600}),
    "another issuer": lambda c: signed(c | {"iss": "https://evil.example"}),
    "no issuer": lambda c: signed(without(c, "iss")),
    "no subject": lambda c: signed(without(c, "sub")),
    "alg none": unsigned,
    "signed with the client secret": lambda c: with_hmac(c, SECRET.encode()),
    "signed with the public key": lambda c: with_hmac(c, KEY.as_pem(private=False)),
    "another key under the same name": lambda c: signed(c, OTHER_KEY),
    "an unknown key": lambda c: signed(c, OTHER_KEY, kid="unknown"),
    "no token at all": lambda c: None,
    "not a token": lambda c: "abc.def.ghi",
}


def test_an_honest_answer_signs_in(attempt: Attempt) -> None:
    attempt.answered(signed(attempt.claims()))
    attempt.client.get_redirect(f"/sign-in/callback?code=c&state={attempt.state}", "/")
    assert attempt.is_signed_in()


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_token_signs_nobody_in(attempt: Attempt, kind: str) -> None:
    attempt.answered(FORGED[kind](attempt.claims()))
    page = attempt.comes_back(422)
    assert "The sign-in was not completed" in page.text("main")
    assert not attempt.is_signed_in()


@pytest.mark.parametrize("state", ["another", "", None])
def test_an_answer_with_another_state_is_refused(attempt: Attempt, state: str | None) -> None:
    attempt.answered(signed(attempt.claims()))
    replace(attempt, state=state).comes_back(422)
    assert not attempt.is_signed_in()


def test_an_answer_in_another_browser_is_refused(attempt: Attempt) -> None:
    attempt.answered(signed(attempt.claims()))
    replace(attempt, client=PageClient(attempt.client.app)).comes_back(422)
    assert not attempt.is_signed_in()


def test_an_answer_is_good_for_one_time(attempt: Attempt) -> None:
    attempt.answered(signed(attempt.claims()))
    attempt.client.get_redirect(f"/sign-in/callback?code=c&state={attempt.state}", "/")
    attempt.comes_back(422)


def test_a_state_is_spent_even_by_an_answer_that_was_refused(attempt: Attempt) -> None:
    attempt.answered(signed(attempt.claims(), OTHER_KEY))
    attempt.comes_back(422)
    attempt.answered(signed(attempt.claims()))
    attempt.comes_back(422)
    assert not attempt.is_signed_in()


def test_whoever_turns_back_on_the_way_is_not_told_that_a_session_ended(attempt: Attempt) -> None:
    assert "Your session has ended" not in attempt.client.get("/sign-in").text()


def test_an_answer_that_names_another_issuer_is_refused(attempt: Attempt) -> None:
    attempt.answered(signed(attempt.claims()))
    attempt.comes_back(422, "&iss=https://evil.example")
    assert not attempt.is_signed_in()


def test_a_refusal_of_the_provider_is_a_page(attempt: Attempt) -> None:
    page = attempt.client.get(f"/sign-in/callback?error=server_error&state={attempt.state}", 422)
    assert "The sign-in was not completed" in page.text("main")


def test_user_info_in_place_of_a_token_signs_nobody_in(attempt: Attempt) -> None:
    answer = {"access_token": "opaque", "token_type": "Bearer", "userinfo": {"sub": "kaisa"}}
    attempt.forger.answer = lambda: answer
    attempt.comes_back(422)
    assert not attempt.is_signed_in()


def test_who_promises_to_name_itself_must_do_so(attempt: Attempt) -> None:
    attempt.forger.discovery = {"authorization_response_iss_parameter_supported": True}
    portal = PageClient(attempt.client.app)
    portal.app.extensions["portal.provider"]._client.server_metadata.clear()
    start = portal.client.post("/sign-in", data={"csrf_token": portal.csrf_token("/sign-in")})
    sent = parse_qs(urlsplit(start.location).query)
    again = replace(attempt, client=portal, state=sent["state"][0], nonce=sent["nonce"][0])
    again.answered(signed(again.claims()))
    again.comes_back(422)
    assert not again.is_signed_in()


def test_whoever_turned_back_at_the_provider_is_told_so(attempt: Attempt) -> None:
    page = attempt.client.get(f"/sign-in/callback?error=access_denied&state={attempt.state}", 422)
    assert page.h1 == "You did not finish signing in"
    assert not attempt.is_signed_in()


def test_a_provider_that_is_another_is_not_used(portal: PageClient, forger: Forger) -> None:
    forger.discovery = {"issuer": "https://evil.example"}
    page = portal.post("/sign-in", status=502)
    assert "The sign-in service does not answer" in page.h1


def test_a_form_may_lead_to_the_provider_wherever_it_signs_people_in(
    portal: PageClient, forger: Forger
) -> None:
    forger.discovery = {"authorization_endpoint": "https://front.example.org/authorize"}
    before = portal.get("/sign-in").response.headers["Content-Security-Policy"]
    assert f"form-action 'self' {forger.issuer} https:;" in before
    portal.client.post("/sign-in", data={"csrf_token": portal.csrf_token("/sign-in")})
    policy = portal.get("/sign-in").response.headers["Content-Security-Policy"]
    elsewhere = "https://away.example.org https://front.example.org"
    assert f"form-action 'self' {forger.issuer} {elsewhere};" in policy


def test_signing_out_stays_here_when_the_provider_signs_out_elsewhere(
    attempt: Attempt, portal: PageClient, forger: Forger
) -> None:
    attempt.answered(signed(attempt.claims()))
    portal.get_redirect(f"/sign-in/callback?code=c&state={attempt.state}", "/")
    portal.post("/sign-out", token_from="/", redirects_to="/signed-out")
    assert not attempt.is_signed_in()


def test_a_refused_sign_in_is_in_the_log_on_one_line(
    attempt: Attempt, caplog: pytest.LogCaptureFixture
) -> None:
    attempt.client.get("/sign-in/callback?error=x%0Aforged&state=y", 422)
    assert [record.getMessage().count("\n") for record in caplog.records] == [0]
    assert "sign_in_not_completed" in caplog.text


def test_signing_in_too_often_is_slowed_down(portal: PageClient) -> None:
    limiter.enabled = True
    token = portal.csrf_token("/sign-in")
    codes = [portal.client.post("/sign-in", data={"csrf_token": token}).status_code
             for _ in range(35)]  # fmt: skip
    limiter.enabled = False
    assert (codes[0], codes[-1]) == (303, 429)
