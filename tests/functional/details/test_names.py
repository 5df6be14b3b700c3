"""Names with their proof: added, waiting, taken back; what the office decides; whose file it is."""

from __future__ import annotations

import gc
import io
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from portal.kernel.identity import Actor
from portal.services.matching import matching
from portal.services.people import name_decisions
from portal.store.documents import Document
from portal.store.messages import Message
from portal.store.people import Account, PartyName, Staff
from portal.store.receipts import Receipt
from tests.factories import people
from tests.functional.conftest import TODAY, sign_in
from tests.page_client import PageClient

PDF = b"%PDF-1.7 a contract"
JPEG = b"\xff\xd8\xff\xe0 a photo"
PNG = b"\x89PNG\r\n\x1a\n a picture"
SAID = {"name": "K. Ranta", "kind": "pen_name", "note": "Title page of 1998"}


def names(database: Any) -> list[tuple[str, str]]:
    with database() as session:
        return [(row.name, row.state) for row in session.scalars(select(PartyName))]


def send(kaisa: PageClient, **more: Any) -> Any:
    values = {**kaisa.hidden("/me/names/add"), **SAID, **more}
    answer = kaisa.client.post("/me/names/add", data=values, base_url=kaisa.base_url)
    # Of a large form Werkzeug's client makes a file, and leaves it open.
    answer.request.environ["wsgi.input"].close()
    return answer


def with_file(content: bytes, name: str = "proof.pdf") -> dict[str, Any]:
    return {"note": "", "file": (io.BytesIO(content), name)}


def test_a_name_waits_with_its_note_and_has_a_receipt(kaisa: PageClient, database: Any) -> None:
    answer = send(kaisa)
    with database() as session:
        receipt = session.scalars(select(Receipt)).one()
        assert (receipt.subject, receipt.day) == ("names", TODAY)
    assert answer.location.endswith(f"/messages/receipts/{receipt.number}")
    assert names(database) == [("K. Ranta", "waiting")]
    page = kaisa.get("/me/names").text("main")
    for words in ("K. Ranta, pen name", "Added on 15 October 2026", "Proof: Title page of 1998"):
        assert words in page


def test_the_same_name_sent_twice_is_one(kaisa: PageClient, database: Any) -> None:
    send(kaisa)
    answer = send(kaisa)
    assert "This name is in your list already" in answer.text
    assert len(names(database)) == 1
    with database() as session:
        assert len(session.scalars(select(Receipt)).all()) == 1


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"name": ""}, "The text for name is empty"),
        ({"kind": ""}, "Choose what kind of name it is"),
        ({"kind": "nickname"}, "Choose what kind of name it is"),
        ({"note": "  "}, "Say where the name can be seen as yours, or add a file"),
        ({"name": "Kaisa Kirjailija"}, "This name is in your list already"),
        ({"name": "x" * 121}, "more than 120 characters"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(
    kaisa: PageClient, database: Any, missing: Any, said: str
) -> None:
    answer = send(kaisa, **missing)
    assert said in answer.text
    assert "<title>Error: " in answer.text
    assert names(database) == []


@pytest.mark.parametrize(
    ("content", "media_type", "name"),
    [
        (PDF, "application/pdf", "my contract.pdf"),
        (JPEG, "image/jpeg", "my contract.jpg"),
        (PNG, "image/png", "my contract.png"),
    ],
)
def test_a_file_is_known_by_its_bytes_and_only_downloaded(
    kaisa: PageClient, database: Any, content: bytes, media_type: str, name: str
) -> None:
    send(kaisa, **with_file(content, "../my contract.exe"))
    with database() as session:
        kept = session.scalars(select(Document)).one()
        assert (kept.name, kept.media_type, kept.size) == (name, media_type, len(content))
    answer = kaisa.client.get(f"/me/proofs/{kept.id}")
    assert answer.data == content
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == media_type


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Sähkö.pdf", "filename=S_hk_.pdf; filename*=UTF-8''S%C3%A4hk%C3%B6.pdf"),
        ("日本.pdf", "filename=__.pdf; filename*=UTF-8''%E6%97%A5%E6%9C%AC.pdf"),
    ],
)
def test_a_file_is_handed_out_under_its_name_in_any_alphabet(
    kaisa: PageClient, name: str, header: str
) -> None:
    send(kaisa, **with_file(PDF, name))
    answer = kaisa.client.get("/me/proofs/1")
    assert answer.headers["Content-Disposition"] == f"attachment; {header}"


def test_a_name_of_a_file_fits_into_a_folder(kaisa: PageClient, database: Any) -> None:
    send(kaisa, **with_file(PDF, "日" * 200 + ".pdf"))
    with database() as session:
        assert session.scalars(select(Document.name)).one() == "日" * 33 + ".pdf"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"<html>%PDF-", "is no PDF, JPEG or PNG"),
        (b"GIF89a", "is no PDF, JPEG or PNG"),
        (b"%PDF-" + bytes(8 * 1024 * 1024), "larger than 8 megabytes"),
    ],
    ids=["empty", "page", "gif", "large"],
)
def test_other_files_are_refused_beside_the_file(
    kaisa: PageClient, database: Any, tmp_path: Path, content: bytes, said: str
) -> None:
    answer = send(kaisa, **with_file(content))
    assert answer.status_code == 200
    assert said in answer.text
    assert 'href="#file"' in answer.text
    assert names(database) == []
    assert not (tmp_path / "documents").exists()


# Werkzeug leaves the file of a form that it stopped reading to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_flood_of_bytes_is_not_read(kaisa: PageClient, database: Any) -> None:
    with closing(send(kaisa, **with_file(bytes(17 * 1024 * 1024)))) as answer:
        assert answer.status_code == 413
    del answer
    gc.collect()
    assert names(database) == []


def test_other_forms_stay_small(kaisa: PageClient) -> None:
    values = {**kaisa.hidden("/me/email"), "email": "x" * 3_000_000}
    answer = kaisa.client.post("/me/email", data=values, base_url=kaisa.base_url)
    assert answer.status_code == 413


def test_a_name_that_waits_is_taken_back_with_its_proof(kaisa: PageClient, database: Any) -> None:
    send(kaisa, **with_file(PDF))
    with database() as session:
        number = session.scalars(select(PartyName.id)).one()
    address = f"/me/names/{number}/withdraw"
    kaisa.post(address, redirects_to="/me/names", token_from="/me/names")
    assert names(database) == []
    with database() as session:
        assert session.scalars(select(Document)).all() == []
    kaisa.post(address, status=404, token_from="/me/names")


def test_names_and_files_of_another_do_not_exist(
    client: PageClient, database: Any, kaisa: PageClient
) -> None:
    send(kaisa, **with_file(PDF))
    with database() as session:
        other = people.account(session, people.person(session, "P2", "Eero Toinen"))
        number = session.scalars(select(PartyName.id)).one()
        file = session.scalars(select(Document.id)).one()
    eero = sign_in(PageClient(client.app), other)
    eero.post(f"/me/names/{number}/withdraw", status=404, token_from="/me/names")
    eero.get(f"/me/proofs/{file}", 404)
    assert names(database) == [("K. Ranta", "waiting")]


def staff(database: Any, role: str = "support", **more: Any) -> Actor:
    with database() as session:
        row = Staff(code=f"S-{role}", name="Minna", role=role, **more)
        session.add(row)
        session.flush()
        return Actor(row.name, staff_id=row.id, party_id=row.party_id, staff_role=role)


def decided(database: Any, decide: Any, *more: Any) -> None:
    with database() as session:
        number = session.scalars(select(PartyName.id)).one()
        decide(session, number, *more)


def test_a_name_matches_only_once_it_is_confirmed(kaisa: PageClient, database: Any) -> None:
    send(kaisa)
    words = frozenset({"k", "ranta"})
    with database() as session:
        assert words not in matching._names(session)
    decided(database, name_decisions.confirm, staff(database), TODAY)
    with database() as session:
        assert matching._names(session)[words] == {"P1"}
        told = session.scalars(select(Message)).one()
        assert (told.code, told.details) == ("name_confirmed", '{"name": "K. Ranta"}')
    assert "Confirmed" in kaisa.get("/me/names").text("main")


def test_a_refused_name_says_why_and_may_be_sent_again(kaisa: PageClient, database: Any) -> None:
    send(kaisa, **with_file(PDF))
    decided(database, name_decisions.refuse, "unreadable", staff(database), TODAY)
    with database() as session:
        assert session.scalars(select(Message.code)).all() == ["name_refused"]
        assert frozenset({"k", "ranta"}) not in matching._names(session)
    assert "We could not read the file." in kaisa.get("/me/names").text("main")
    send(kaisa, **with_file(PNG, "better.png"))
    assert names(database) == [("K. Ranta", "waiting")]
    with database() as session:
        assert session.scalars(select(Document.name)).all() == ["better.png"]


@pytest.mark.parametrize("role", ["approver", "auditor"])
def test_other_roles_do_not_decide(kaisa: PageClient, database: Any, role: str) -> None:
    send(kaisa)
    with pytest.raises(name_decisions.NameNotDecided) as refused:
        decided(database, name_decisions.confirm, staff(database, role), TODAY)
    assert refused.value.arguments["reason"] == "role"


def test_nobody_decides_about_her_own_name(
    kaisa: PageClient, account: Account, database: Any
) -> None:
    send(kaisa)
    herself = staff(database, "officer", party_id=account.party_id)
    for decide in (
        lambda s, n: name_decisions.confirm(s, n, herself, TODAY),
        lambda s, n: name_decisions.refuse(s, n, "no_proof", herself, TODAY),
    ):
        with pytest.raises(name_decisions.NameNotDecided) as refused:
            decided(database, decide)
        assert refused.value.arguments["reason"] == "own"
    assert names(database) == [("K. Ranta", "waiting")]


def test_ten_names_may_wait(kaisa: PageClient, database: Any) -> None:
    for number in range(10):
        assert send(kaisa, name=f"Name {number}").status_code == 303
    assert "10 names wait already" in send(kaisa, name="One more").text
    assert len(names(database)) == 10
