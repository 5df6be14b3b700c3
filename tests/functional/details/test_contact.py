"""Ways to be reached, and an e-mail address that holds once its letter was opened."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from portal.store.messages import Outgoing
from portal.store.people import Account, Party
from portal.store.preferences import EmailChange, Preference
from portal.store.receipts import Receipt
from tests.factories import people
from tests.functional.conftest import TODAY, sign_in
from tests.page_client import PageClient

HOME = {
    "phone": "+358 457 123 4567", "street": "Kirjakuja 1", "post_code": "00100",
    "town": "Helsinki", "country": "FI",
}  # fmt: skip
NEW = "kaisa@new.example.org"


def letters(database: Any) -> dict[str, tuple[str, str]]:
    """The letters in the outbox: address → subject and body."""
    with database() as session:
        rows = session.scalars(select(Outgoing).order_by(Outgoing.id))
        return {row.address: (row.subject, row.body) for row in rows}


def email(database: Any) -> str | None:
    with database() as session:
        return session.scalars(select(Party.email).where(Party.code == "P1")).one()


def asked(kaisa: PageClient, database: Any, address: str = NEW) -> str:
    """Asks for a new address; returns the path of the letter's link."""
    kaisa.post("/me/email", {"email": address}, redirects_to="/me")
    body = letters(database)[address][1]
    return re.search(r"http://localhost(/me/email/\S+)", body).group(1)


def test_telephone_and_address_are_kept_once(kaisa: PageClient, database: Any) -> None:
    for _ in range(2):
        kaisa.post("/me/contact", HOME, redirects_to="/me")
    page = kaisa.get("/me").text("main")
    assert "+358 457 123 4567" in page
    assert "Kirjakuja 1, 00100 Helsinki" in page
    with database() as session:
        assert [row.subject for row in session.scalars(select(Receipt))] == ["contact"]
    kaisa.post("/me/contact", {**dict.fromkeys(HOME, ""), "country": "FI"}, redirects_to="/me")
    assert "+358" not in kaisa.get("/me").text("main")


@pytest.mark.parametrize(
    ("wrong", "said", "field"),
    [
        ({"phone": "call me"}, "The telephone number has other signs than digits", "phone"),
        ({"street": ""}, "Half of the address is missing", "street"),
        ({"town": ""}, "Half of the address is missing", "town"),
        ({"country": "Finland"}, "Choose the country in the list", "country"),
        ({"town": "x" * 101}, "has more than 100 characters", "town"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(
    kaisa: PageClient, database: Any, wrong: Any, said: str, field: str
) -> None:
    page = kaisa.post("/me/contact", {**HOME, **wrong})
    assert said in page.text("div", id="errors")
    assert page.one("a", href=f"#{field}") is not None
    with database() as session:
        assert [row.street for row in session.scalars(select(Preference))] in ([], [""])


def test_a_new_address_holds_once_its_letter_was_opened(kaisa: PageClient, database: Any) -> None:
    link = asked(kaisa, database)
    assert email(database) == "kaisa@example.org"
    assert set(letters(database)) == {NEW, "kaisa@example.org"}
    assert NEW not in letters(database)["kaisa@example.org"][1]
    assert "waits until you open its letter" in kaisa.get("/me").text("main")
    assert NEW in kaisa.get(link).text("main")
    assert email(database) == "kaisa@example.org", "opening alone changes nothing"
    kaisa.post(link, redirects_to="/me")
    assert email(database) == NEW
    kaisa.post(link, status=422, token_from="/me")
    with database() as session:
        keys = session.scalars(select(Outgoing.key).order_by(Outgoing.id)).all()
        assert [key.rpartition("-")[0] for key in keys] == [
            "email-confirm", "email-asked", "email-changed", "message",
        ]  # fmt: skip
        addresses = session.scalars(select(Outgoing.address).order_by(Outgoing.id)).all()
        assert addresses == [NEW, "kaisa@example.org", "kaisa@example.org", NEW]


def test_the_letter_comes_in_the_language_of_the_party(kaisa: PageClient, database: Any) -> None:
    with database() as session:
        session.scalars(select(Party)).one().locale = "en"
    asked(kaisa, database)
    subject, body = letters(database)[NEW]
    assert subject == "Confirm your new e-mail address"
    assert "Kaisa" not in body


def test_the_token_is_kept_as_its_hash_alone(kaisa: PageClient, database: Any) -> None:
    link = asked(kaisa, database)
    token = link.rpartition("/")[2]
    with database() as session:
        change = session.scalars(select(EmailChange)).one()
        assert len(change.token_sha256) == 64
        assert token not in change.token_sha256


def test_a_link_holds_a_day(kaisa: PageClient, account: Account, database: Any) -> None:
    with time_machine.travel("2026-10-15 09:00+00:00", tick=False) as clock:
        sign_in(kaisa, account)
        link = asked(kaisa, database)
        clock.shift(timedelta(hours=24, seconds=1))
        sign_in(kaisa, account)
        assert "This link cannot be used any more" in kaisa.get(link, 422).text("main")
    assert email(database) == "kaisa@example.org"


def test_a_newer_letter_ends_the_older(kaisa: PageClient, database: Any) -> None:
    older = asked(kaisa, database)
    newer = asked(kaisa, database, "kaisa@third.example.org")
    kaisa.get(older, 422)
    kaisa.get(newer)


def test_a_new_address_is_taken_back(kaisa: PageClient, database: Any) -> None:
    link = asked(kaisa, database)
    kaisa.post("/me/email/drop", redirects_to="/me", token_from="/me/email")
    kaisa.get(link, 422)
    assert NEW not in letters(database), "the letter has not left yet, so it never does"


def test_the_link_of_another_opens_nothing(
    client: PageClient, database: Any, kaisa: PageClient
) -> None:
    link = asked(kaisa, database)
    with database() as session:
        other = people.account(session, people.person(session, "P2", "Eero Toinen"))
    eero = sign_in(PageClient(client.app), other)
    eero.get(link, 422)
    eero.post(link, status=422, token_from="/me/email")
    stranger = PageClient(client.app)
    stranger.get_redirect(link, f"/sign-in?next={link}")
    assert email(database) == "kaisa@example.org"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("kaisa", "Write it like name@example.org"),
        ("kaisa@example.org\r\nBcc: x@example.org", "Write it like name@example.org"),
        ("", "Write it like name@example.org"),
        ("kaisa@example.org", "This is your e-mail address already"),
    ],
)
def test_an_address_that_cannot_be_is_refused(
    kaisa: PageClient, database: Any, address: str, said: str
) -> None:
    page = kaisa.post("/me/email", {"email": address})
    assert said in page.text("div", id="errors")
    assert letters(database) == {}


def test_five_letters_a_day(kaisa: PageClient, database: Any) -> None:
    for number in range(5):
        asked(kaisa, database, f"kaisa{number}@example.org")
    page = kaisa.post("/me/email", {"email": NEW})
    assert "We wrote 5 letters" in page.text("div", id="errors")


def test_consent_is_kept_with_its_day_and_taken_back(kaisa: PageClient, database: Any) -> None:
    assert "Not asked yet" in kaisa.get("/me").text("main")
    for answer, allowed in (("yes", True), ("no", False)):
        kaisa.post("/me/consent", {"answer": answer}, redirects_to="/me")
        with database() as session:
            kept = session.scalars(select(Preference)).one()
            assert (kept.licence_contact, kept.licence_contact_on) == (allowed, TODAY)
    assert "We tell nobody how to reach you" in kaisa.get("/me").text("main")


def test_reminders_need_an_address(kaisa: PageClient, database: Any) -> None:
    page = kaisa.post("/me/reminders", {"answer": "paper"})
    assert "We have no post address of yours" in page.text("div", id="errors")
    kaisa.post("/me/contact", HOME, redirects_to="/me")
    kaisa.post("/me/reminders", {"answer": "paper"}, redirects_to="/me")
    kaisa.post("/me/reminders", {"answer": "none"}, redirects_to="/me")
    with database() as session:
        session.scalars(select(Party)).one().email = None
    page = kaisa.post("/me/reminders", {"answer": "email"})
    assert "We have no e-mail address of yours" in page.text("div", id="errors")
    with database() as session:
        assert session.scalars(select(Preference.reminders)).one() == "none"


def test_the_language_is_that_of_letters_and_of_the_pages(kaisa: PageClient, database: Any) -> None:
    kaisa.post("/me/language", {"answer": "xx"})
    kaisa.post("/me/language", {"answer": "sv_FI"}, redirects_to="/me")
    with database() as session:
        assert session.scalars(select(Party.locale)).one() == "sv_FI"
    assert kaisa.get("/help").one("html").get("lang") == "sv-FI"


def test_a_language_without_words_of_its_own_stands_at_the_nearest(
    kaisa: PageClient, database: Any
) -> None:
    with database() as session:
        session.scalars(select(Party)).one().locale = "sv_SE"
    radios = kaisa.get("/me/language").one("main").iter("input")
    assert [one.get("value") for one in radios if one.get("checked") is not None] == ["sv_FI"]
