"""On both databases: a passkey's whole way, and one answer that comes twice at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.app import create_app
from portal.services.access import challenges
from portal.settings import Settings
from portal.store.access import Passkey
from portal.store.people import SignedIn
from portal.web.limits import limiter
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.functional.passkeys.conftest import add_passkey, age, token_of, way_in
from tests.page_client import PageClient
from tests.soft_authenticator import options_of

ANSWER = "/sign-in/passkey/answer"


@pytest.fixture
def kaisa(settings: Settings, database_url: str, tmp_path: Path) -> Iterator[PageClient]:
    made = create_app(replace(settings, database_url=database_url, data_dir=tmp_path / "data"))
    limiter.enabled = False
    with made.extensions["portal.transaction"]() as session:
        account = people.account(session, people.person(session))
    yield sign_in(PageClient(made), account)
    made.extensions["portal.engine"].dispose()


def test_of_one_answer_sent_twice_at_once_only_one_opens(kaisa: PageClient) -> None:
    begin = kaisa.app.extensions["portal.transaction"]
    device = add_passkey(kaisa)
    age(begin)
    answer = device.get(options_of(kaisa.get("/confirm?next=/me")))
    kaisa.post("/confirm/passkey", {"passkey": answer, "next": "/me"}, redirects_to="/me",
               token_from="/confirm")  # fmt: skip
    other = PageClient(kaisa.app)
    answer = device.get(way_in(other))
    values = {**other.hidden("/help"), "passkey": answer}
    cookies = f"colophon={token_of(other)}; page={other.client.get_cookie('page').value}"

    def send(_number: int) -> str:
        sender = kaisa.app.test_client(use_cookies=False)
        got = sender.post(ANSWER, data=values, base_url="http://localhost",
                          headers={"Cookie": cookies})  # fmt: skip
        return str(got.location)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, range(4))) == ["/", "/sign-in", "/sign-in", "/sign-in"]
    with begin() as session:
        [row] = session.scalars(select(Passkey))
        assert row.sign_count == device.counter
        assert session.scalars(select(SignedIn.means)).all() == ["passkey", "passkey"]


def test_a_question_of_one_kind_is_none_of_another(kaisa: PageClient) -> None:
    with kaisa.app.extensions["portal.transaction"]() as session:
        asked = [challenges.question(session, token_of(kaisa), purpose)[0]
                 for purpose in ("sign_in", "confirm", "add", "sign")]  # fmt: skip
    assert len(set(asked)) == 4
