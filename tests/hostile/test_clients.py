"""Every server that is no bibliography ends in a sentence or an honest number, and soon."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from typing import Any

import pytest

from portal.clients.turns import Turns
from portal.kernel.bibliographies import FINNA, SRU, Source
from portal.rules.bibliographies import Politeness
from portal.services.bibliographies.bibliography_questions import NAME, Plan, Question, Round, ask
from portal.wording import sentence
from tests.answering import answering
from tests.hostile.clients import ENDLESS_PIECES, FIXTURES, INSIDE, LITERALS, Fixture

LONGEST_SECONDS = 2.0
PATIENCE = 0.3
MANNERS = Politeness(30, 7, 1, 30, 500, 2, 60, 21_600)


def outcome(source: Source, folder: Path) -> str | int:
    """The number of different records, or the refusal's code and why; its sentence is there."""
    seconds = LONGEST_SECONDS if source.name == "well" else PATIENCE
    rounds = (Round(source, (Question(NAME, "Aino Salo", "name:1"),)),)
    plan = Plan(rounds, (), MANNERS, Turns(folder), "lending@society.example.org")
    [given] = ask(plan, seconds).given
    if given.problem is None:
        return len({record.source_id for record in given.records})
    assert sentence(given.problem)
    told = given.problem.arguments
    return f"{given.problem.code} {told.get('reason') or told.get('problem')}"


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda one: f"{one.kind}: {one.name}")
def test_a_server_that_is_no_bibliography(fixture: Fixture, tmp_path: Path) -> None:
    with answering(lambda _said: served(fixture)) as server:
        waits = "slow" in fixture.kind
        kind = FINNA if fixture.json else SRU
        source = Source("slow" if waits else "well", kind, server.url, inside=True)
        began = time.monotonic()
        found = outcome(source, tmp_path)
        assert time.monotonic() - began < LONGEST_SECONDS
    assert found == fixture.answer
    hosts = {head.partition("Host: ")[2].splitlines()[0] for head in server.heads}
    assert hosts <= {f"127.0.0.1:{server.port}"}


def served(fixture: Fixture) -> Any:
    """The pieces of an answer; a word stands for one without an end."""
    for piece in fixture.pieces:
        if isinstance(piece, str):
            yield from ENDLESS_PIECES[piece]()
        else:
            yield piece


@pytest.mark.parametrize("addresses", INSIDE, ids=lambda one: " and ".join(one))
def test_a_name_that_leads_inside(
    addresses: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]
    monkeypatch.setattr("portal.clients.addresses.getaddrinfo", lambda *_a, **_k: rows)
    refused = outcome(Source("slow", SRU, "https://sru.example.org/bib"), tmp_path)
    assert refused == "source_unusable inside"


@pytest.mark.parametrize("url", LITERALS)
def test_an_address_that_is_inside_however_it_is_written(url: str, tmp_path: Path) -> None:
    assert outcome(Source("slow", SRU, url), tmp_path) == "source_unusable inside"
