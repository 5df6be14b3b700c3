"""A catalogue that goes from one portal into an empty one is the same there, byte by byte."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from portal.documents.catalogue import FORMATS, written
from portal.kernel.catalogue_exchange import (
    Catalogue,
    OwnEdition,
    OwnEntry,
    OwnVersion,
    OwnWork,
    in_order,
)
from portal.kernel.identity import SYSTEM
from portal.services.catalogue.catalogue_exchange import Restored, collected, restore
from portal.store.models import metadata
from tests.factories import people
from tests.properties.catalogues import catalogues

TODAY = date(2026, 10, 15)


@contextmanager
def empty_portal() -> Iterator[tuple[Session, int]]:
    """A database with one person and nothing else."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    metadata.create_all(engine)
    with Session(engine) as session:
        party = people.person(session, "P1", "Aino Salo")
        session.flush()
        yield session, party.id
    engine.dispose()


def restored(session: Session, content: bytes, name: str) -> Restored:
    """A file brought to the person."""
    return restore(session, "P1", content, f"works.{name}", today=TODAY, actor=SYSTEM)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(catalogue=catalogues(), other=st.sampled_from(FORMATS))
def test_out_in_and_out_again_gives_the_same_bytes(
    name: str, catalogue: Catalogue, other: str
) -> None:
    content = written(name, catalogue, TODAY).content
    with empty_portal() as (session, party_id):
        restored(session, content, name)
        first = collected(session, party_id)
        assert first.works == catalogue.works
        assert written(name, first, TODAY).content == content
        elsewhere = written(other, first, TODAY).content
    with empty_portal() as (session, party_id):
        restored(session, elsewhere, other)
        assert written(name, collected(session, party_id), TODAY).content == content
        again = restored(session, content, name)
        assert (again.works, again.editions, again.versions) == (0, 0, 0)


def test_a_version_that_stands_there_once_stands_for_one() -> None:
    said = OwnVersion(2, False, None, date(2015, 1, 1))

    def twice(*versions: OwnVersion) -> bytes:
        entry = OwnEntry("author", versions)
        edition = OwnEdition(9789510123454, "Talvi", "physical", (entry,))
        return written("json", in_order("", [OwnWork("Talvi", (edition,))]), TODAY).content

    with empty_portal() as (session, _):
        assert restored(session, twice(said), "json") == Restored(1, 1, 1, 0)
        assert restored(session, twice(said, said), "json") == Restored(0, 0, 1, 1)
        assert restored(session, twice(said, said), "json") == Restored(0, 0, 0, 2)
