"""The identity provider once more: it has to ask anew, and to name the same person."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from sqlalchemy import func, select

from portal.store.people import SignedIn
from portal.store.records import AuditEvent
from tests.functional.forger import KEY, Forger
from tests.functional.passkeys.conftest import age, token_of
from tests.page_client import PageClient

ASK = "/confirm?next=/me/email"
Back = Callable[..., Any]


@pytest.fixture
def again(portal: PageClient, forger: Forger) -> Back:
    """Leads the browser through the forger; claims are added to an honest answer's."""

    def through(begin: str, to: str, *, asked: dict[str, str], **claims: Any) -> Any:
        values = {**portal.hidden("/help"), "next": "/me/email"}
        answer = portal.client.post(begin, data=values)
        sent = {name: value[0] for name, value in parse_qs(urlsplit(answer.location).query).items()}
        assert {name: sent.get(name) for name in asked} == asked
        now = int(time.time())
        told = {"iss": forger.issuer, "sub": "kaisa", "aud": "portal", "nonce": sent["nonce"],
                "iat": now, "exp": now + 300, "auth_time": now, **claims}  # fmt: skip
        told = {name: value for name, value in told.items() if value is not None}
        token = jwt.encode({"alg": "RS256", "kid": "own"}, told, KEY)
        forger.answer = lambda: {"access_token": "opaque", "token_type": "Bearer",
                                 "expires_in": 300, "id_token": token}  # fmt: skip
        return portal.get_redirect(f"/sign-in/callback?code=c&state={sent['state']}", to)

    through("/sign-in", "/me/email", asked={})
    return through


ANEW = {"prompt": "login", "max_age": "0"}


def test_the_provider_is_asked_anew_and_then_she_goes_on(portal: PageClient, again: Back) -> None:
    age(portal.app.extensions["portal.transaction"])
    portal.get_redirect("/me/email", ASK)
    before = token_of(portal)
    again("/confirm/provider", "/me/email", asked=ANEW)
    assert token_of(portal) != before
    portal.get("/me/email")


@pytest.mark.parametrize("begin", ["/sign-in", "/confirm/provider"])
def test_begun_twice_only_the_later_way_is_open(
    portal: PageClient, again: Back, begin: str
) -> None:
    if begin == "/sign-in":
        portal.client.delete_cookie("colophon", domain="localhost")
    seen = []
    for _press in range(2):
        assert portal.client.post(begin, data=portal.hidden("/help")).status_code == 303
        with portal.app.extensions["portal.transaction"]() as session:
            seen.append((session.scalar(select(func.count()).select_from(SignedIn)),
                         session.scalars(select(AuditEvent.id)).all()))  # fmt: skip
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"auth_time": None}, "did not ask you again"),
        ({"auth_time": 1e300}, "did not ask you again"),
        ({"auth_time": int(time.time()) - 301}, "did not ask you again"),
        ({"auth_time": int(time.time()) + 900}, "did not ask you again"),
        ({"sub": "another"}, "named somebody else"),
    ],
    ids=["no time", "no moment", "too old", "not yet", "another"],
)
def test_a_provider_that_only_remembers_or_names_another_proves_nothing(
    portal: PageClient, again: Back, claims: dict[str, Any], words: str
) -> None:
    age(portal.app.extensions["portal.transaction"])
    again("/confirm/provider", ASK, asked=ANEW, **claims)
    assert words in portal.get(ASK).text("main")
    portal.get_redirect("/me/email", ASK)


def test_an_answer_nobody_asked_for_proves_nothing(portal: PageClient, again: Back) -> None:
    age(portal.app.extensions["portal.transaction"])
    answer = again("/confirm/provider", "/me/email", asked=ANEW)
    age(portal.app.extensions["portal.transaction"])
    portal.get(answer.request.full_path, 422)
    portal.get_redirect("/me/email", ASK)


def test_signing_in_where_the_provider_remembered_is_no_proof(
    portal: PageClient, again: Back
) -> None:
    again("/sign-in", "/me/email", asked={}, auth_time=int(time.time()) - 301)
    portal.get_redirect("/me/email", ASK)
    portal.get("/me")
