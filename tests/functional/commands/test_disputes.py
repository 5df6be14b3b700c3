"""portal works disputes: what the office sees, opens and decides, one sentence for each refusal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portal.kernel.identity import Actor, Identity
from portal.services.base.documents import Sent
from portal.services.sharing import disputes
from portal.services.sharing.complaints import Complaint
from portal.store.people import Party
from portal.wording.letters import Letters
from tests.factories import people
from tests.factories.console import Console, claim, person

TODAY = date(2026, 10, 15)
PDF = b"%PDF-1.7 a contract"


@pytest.fixture
def number(console: Console) -> str:
    """A dispute that waits for the office: P2 says three, P1 has sent a contract."""
    console.people(person("P1"), person("P2"))
    console.catalogue(claim("P1", 1, heads=2), claim("P2", 1, heads=2))
    with console.session() as session:
        people.staff(session, "olga", "Olga", "officer")
        people.staff(session, "antti", "Antti", "approver")
        one, two = (session.get_one(Party, number) for number in (1, 2))
        first, second = (Identity(Actor(p.name, party_id=p.id), p.id) for p in (one, two))
        said = Complaint("heads", "author", 3, "Three of us.")
        opened = disputes.start(session, second, 1, said, TODAY, Letters())
        proof = Sent("contract.pdf", PDF)
        disputes.disagree(session, console.data_dir, first, opened.number, "Two of us.", proof,
                          TODAY, Letters())  # fmt: skip
    return opened.number


def test_what_waits_is_listed_and_shown(console: Console, number: str) -> None:
    [row] = console.told("works", "disputes", "list")["disputes"]
    assert (row["about"], row["state"], row["answer_by"]) == ("heads", "with_staff", "2026-11-14")
    seen = console.told("works", "disputes", "show", number, "--as", "olga")
    assert seen["entries"] == [["P1", "Person P1", "author", 2], ["P2", "Person P2", "author", 3]]
    assert [line[1:4] for line in seen["timeline"]] == [
        ["opened", "P2", "Three of us."], ["disagreed", "P1", "Two of us."],
    ]  # fmt: skip
    text = console.run("works", "disputes", "show", row["number"], "--as", "olga").output
    assert "P1 Person P1: author, 1 of 2" in text
    assert "document 1" in text


def test_a_document_is_opened_by_who_decides(console: Console, number: str, tmp_path: Path) -> None:
    out = tmp_path / "opened.pdf"
    ask = ("works", "disputes", "proof", number)
    console.run(*ask, 1, "--as", "olga", "--out", out)
    assert out.read_bytes() == PDF
    refused = console.run(*ask, 1, "--as", "antti", "--out", tmp_path / "no.pdf", code=1)
    assert "Choose one with one of the roles support, officer, administrator" in refused.output
    other = console.run(*ask, 9, "--as", "olga", "--out", tmp_path / "no.pdf", code=1)
    assert "There is no document 9" in other.output


@pytest.mark.parametrize(
    ("how", "heads"),
    [(["--as-asked"], 3), (["--as-before"], 2), (["--writers", "4"], 4),
     (["--role", "P1=none", "--writers", "1"], 1)],
)  # fmt: skip
def test_a_decision_is_written_into_the_entries(
    console: Console, number: str, how: list[str], heads: int
) -> None:
    said = console.told("works", "disputes", "decide", number, *how, "--reason", "By the book.",
                        "--as", "olga")  # fmt: skip
    assert said["state"] == "decided"
    seen = console.told("works", "disputes", "show", number, "--as", "olga")
    assert {entry[3] for entry in seen["entries"]} == {heads}
    assert console.told("works", "disputes", "list")["disputes"] == []
    assert len(console.told("works", "disputes", "list", "--all")["disputes"]) == 1


@pytest.mark.parametrize(
    ("how", "code", "words"),
    [([], 2, "Say --as-asked"), (["--as-asked", "--writers", "2"], 2, "Say --as-asked"),
     (["--as-asked", "--as-before"], 2, "Say --as-asked"),
     (["--role", "P1"], 2, "like P1=translator"), (["--writers", "1"], 1, "a larger number"),
     (["--role", "P9=author"], 1, "P9")],
)  # fmt: skip
def test_what_cannot_be_decided_changes_nothing(
    console: Console, number: str, how: list[str], code: int, words: str
) -> None:
    before = console.count("audit_event")
    answer = console.run("works", "disputes", "decide", number, *how, "--reason", "x", "--as",
                         "olga", code=code)  # fmt: skip
    assert words in answer.output
    assert console.count("audit_event") == before


def test_the_days_are_done_by_command_too(console: Console, number: str) -> None:
    assert console.told("works", "disputes", "remind") == {
        "reminded": 0, "to_office": 0, "agreed": 0,
    }  # fmt: skip
    assert "There is no dispute" in console.run(
        "works", "disputes", "show", "7K3M9QW2X6", "--as", "olga", code=1
    ).output  # fmt: skip
