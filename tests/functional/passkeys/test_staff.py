"""Staff work with a passkey: without one they reach its enrolment and the way out, nothing else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask, request
from sqlalchemy import select

from portal.demo.serving import settings_for
from portal.kernel.identity import Actor
from portal.services.access import lost_passkeys, passkeys
from portal.services.access.lost_passkeys import PasskeysKept
from portal.services.access.passkeys import ApproveInBrowser, ChangeInBrowser
from portal.settings import SettingsRefused, read
from portal.store.access import Passkey
from portal.store.people import Account, SignedIn, Staff
from portal.web import proof
from portal.web.access import allow
from tests.factories import people
from tests.functional.conftest import TODAY, sign_in
from tests.functional.passkeys.conftest import add_passkey, way_in
from tests.page_client import PageClient
from tests.soft_authenticator import options_of

START = "2026-10-15 09:00+00:00"


@pytest.fixture
def stina(strict: Flask) -> PageClient:
    """A browser of a staff member who has just come from the identity provider."""
    strict.add_url_rule("/office", "office", allow("staff.today")(lambda: "the office"))
    with strict.extensions["portal.transaction"]() as session:
        account = people.account(session, staff=people.staff(session))
    return sign_in(PageClient(strict), account)


def office(client: PageClient) -> str:
    """Where the office's page leads, or what it says."""
    answer = client.client.get("/office", base_url="http://localhost")
    return answer.location or answer.text


def test_without_a_passkey_only_its_enrolment_opens_and_says_why(stina: PageClient) -> None:
    for address in ("/office", "/", "/me", "/staff"):
        stina.get_redirect(address, "/passkeys")
    assert "Staff work with a passkey" in stina.get("/passkeys").text("main")
    stina.get("/help")
    stina.get("/confirm")
    stina.post("/sign-out", redirects_to="/signed-out", token_from="/help")


def test_it_is_enrolled_within_five_minutes_of_the_sign_in(strict: Flask) -> None:
    with strict.extensions["portal.transaction"]() as session:
        account = people.account(session, staff=people.staff(session))
    with time_machine.travel(START, tick=False) as clock:
        client = sign_in(PageClient(strict), account)
        clock.shift(timedelta(minutes=5, seconds=1))
        client.get_redirect("/passkeys/add", "/confirm?next=/passkeys/add")


def test_with_a_passkey_the_office_opens(stina: PageClient) -> None:
    add_passkey(stina)
    assert office(stina) == "the office"


def test_whoever_has_one_uses_it(stina: PageClient, strict: Flask) -> None:
    device = add_passkey(stina)
    with strict.extensions["portal.transaction"]() as session:
        account = session.scalars(select(Account)).one()
    other = sign_in(PageClient(strict), account)
    assert office(other) == "/confirm?next=/office"
    page = other.get("/confirm?next=/office")
    assert [form.get("action") for form in page.all("form")].count("/confirm/provider") == 0
    other.post("/confirm/provider", status=403, token_from="/confirm")
    answer = device.get(options_of(page))
    other.post("/confirm/passkey", {"passkey": answer, "next": "/office"}, redirects_to="/office",
               token_from="/confirm")  # fmt: skip
    assert office(other) == "the office"
    third = PageClient(strict)
    third.post("/sign-in/passkey/answer", {"passkey": device.get(way_in(third))}, redirects_to="/",
               token_from="/help")  # fmt: skip
    assert office(third) == "the office"


def test_the_last_passkey_of_a_staff_member_stays(stina: PageClient, strict: Flask) -> None:
    add_passkey(stina, "One")
    with strict.extensions["portal.transaction"]() as session:
        [handle] = session.scalars(select(Passkey.handle))
    page = stina.post(f"/passkeys/{handle}/remove", status=422, token_from="/passkeys")
    assert "your only passkey" in page.text("main")
    add_passkey(stina, "Two")
    stina.post(f"/passkeys/{handle}/remove", redirects_to="/passkeys", token_from="/passkeys")


def test_authors_need_none(strict: Flask) -> None:
    with strict.extensions["portal.transaction"]() as session:
        account = people.account(session, people.person(session))
    sign_in(PageClient(strict), account).get("/me")


def test_an_administrator_takes_lost_passkeys_away(stina: PageClient, strict: Flask) -> None:
    add_passkey(stina)
    begin = strict.extensions["portal.transaction"]
    with begin() as session:
        [member] = session.scalars(select(Staff))
        boss = people.staff(session, "A1", "Aada", "administrator")
        actor = Actor("Aada", staff_id=boss.id, staff_role="administrator")
        assert lost_passkeys.forget(session, member.code, actor, TODAY) == 1
        assert session.scalars(select(SignedIn)).all() == []
        for who, code in ((actor, "A1"), (Actor("Olli", staff_id=9, staff_role="officer"), "S1")):
            with pytest.raises(PasskeysKept):
                lost_passkeys.forget(session, code, who, TODAY)
    stina.get_redirect("/office", "/sign-in?next=/office")


def test_approving_by_command_ends_with_the_first_passkey_of_staff(
    stina: PageClient, strict: Flask
) -> None:
    begin = strict.extensions["portal.transaction"]
    with begin() as session:
        passkeys.check_command_may_approve(session)
        author = people.account(session, people.person(session))
    add_passkey(sign_in(PageClient(strict), author))
    with begin() as session:
        passkeys.check_command_may_approve(session)
        passkeys.check_command_may_change_rules(session)
    add_passkey(stina)
    with begin() as session, pytest.raises(ApproveInBrowser):
        passkeys.check_command_may_approve(session)
    with begin() as session, pytest.raises(ChangeInBrowser):
        passkeys.check_command_may_change_rules(session)


def test_staff_need_passkeys_unless_the_settings_say_otherwise(tmp_path: Path) -> None:
    assert read("commands", {}).staff_passkeys == "required"
    assert read("commands", {"PORTAL_STAFF_PASSKEYS": "optional"}).staff_passkeys == "optional"
    with pytest.raises(SettingsRefused) as refused:
        read("commands", {"PORTAL_STAFF_PASSKEYS": "no"})
    assert refused.value.arguments["problems"] == [("PORTAL_STAFF_PASSKEYS", "unreadable")]
    assert settings_for(tmp_path, 8000, None).staff_passkeys == "optional"


@pytest.fixture
def signer(app: Flask, database: Any) -> PageClient:
    """A browser of an approver, and a page on which a decision is signed."""

    def page() -> Any:
        said = ("2026-B", 12031, int(request.values.get("cents", "100")), "9f3c")
        if request.method == "POST":
            return str(proof.signed(said))
        return proof.signing(said)

    app.add_url_rule("/sign", "sign", allow("access.change")(page), methods=["GET", "POST"])
    with database() as session:
        account = people.account(session, staff=people.staff(session, role="approver"))
    return sign_in(PageClient(app), account)


def sign(client: PageClient, answer: str, cents: int = 100) -> tuple[int, str]:
    values = {**client.hidden("/help"), "passkey": answer, "cents": cents}
    got = client.client.post("/sign", data=values, base_url="http://localhost")
    return got.status_code, got.text


def test_a_decision_is_signed_once_and_for_exactly_these_words(
    signer: PageClient, database: Any
) -> None:
    assert sign(signer, "") == (200, "None")
    device = add_passkey(signer)
    status, page = sign(signer, "")
    assert (status, "needs your passkey" in page) == (422, True)

    def asked(cents: int = 100) -> str:
        return signer.client.get(f"/sign?cents={cents}", base_url="http://localhost").text

    assert sign(signer, device.get(asked(101)))[0] == 422
    answer = device.get(asked())
    with database() as session:
        [own] = session.scalars(select(Passkey.id))
    assert sign(signer, answer) == (200, str(own))
    assert sign(signer, answer)[0] == 422
    with database() as session:
        other = people.account(session, people.person(session))
    stranger = add_passkey(sign_in(PageClient(signer.app), other))
    assert sign(signer, stranger.get(asked()))[0] == 422
