"""The choice of letters comes along to another device, where that one has made no own choice."""

from __future__ import annotations

import re
import time
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from sqlalchemy import select

from portal.store.people import Party, SignedIn
from portal.store.preferences import Preference
from tests.functional.forger import KEY, Forger
from tests.page_client import PageClient


def sign_in(portal: PageClient, forger: Forger, browser: str = "") -> None:
    """All the way through the provider."""
    values = {"csrf_token": portal.csrf_token("/sign-in")}
    sent = parse_qs(urlsplit(portal.client.post("/sign-in", data=values).location).query)
    now = int(time.time())
    claims = {
        "iss": forger.issuer, "sub": "kaisa", "aud": "portal", "nonce": sent["nonce"][0],
        "iat": now, "exp": now + 300,
    }  # fmt: skip
    token = jwt.encode({"alg": "RS256", "kid": "own"}, claims, KEY)
    forger.answer = lambda: {
        "access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "id_token": token,
    }  # fmt: skip
    back = f"/sign-in/callback?code=c&state={sent['state'][0]}"
    answer = portal.client.get(back, headers={"User-Agent": browser})
    assert answer.status_code == 303


def choose(portal: PageClient) -> None:
    with portal.app.extensions["portal.transaction"]() as session:
        party = session.scalars(select(Party)).one()
        session.add(Preference(party_id=party.id, letter_size="largest", theme="light"))


def looks(portal: PageClient) -> list[str]:
    return re.findall(r'data-(?:letters|theme)="(\w+)"', portal.client.get("/help").text)


def test_her_choice_comes_along(portal: PageClient, forger: Forger) -> None:
    choose(portal)
    sign_in(portal, forger)
    assert looks(portal) == ["largest", "light"]


def test_what_this_browser_chose_wins(portal: PageClient, forger: Forger) -> None:
    choose(portal)
    portal.client.set_cookie("screen", "large.dark", domain="localhost")
    sign_in(portal, forger)
    assert looks(portal) == ["large", "dark"]


def test_without_a_choice_nothing_is_set(portal: PageClient, forger: Forger) -> None:
    sign_in(portal, forger)
    assert looks(portal) == []
    assert portal.client.get_cookie("screen", domain="localhost") is None


def test_the_session_knows_its_device(portal: PageClient, forger: Forger) -> None:
    sign_in(portal, forger, "Mozilla/5.0 (Windows NT 10.0; rv:143.0) Firefox/143.0")
    with portal.app.extensions["portal.transaction"]() as session:
        made = session.scalars(select(SignedIn)).one()
        assert (made.device, len(made.handle or "")) == ("Firefox on Windows", 16)
