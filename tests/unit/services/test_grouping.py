"""Which editions are one work: by records, identifiers and titles; by a person; and undone."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.kernel.bibliography import Contributor, Record, RecordIsbn, Said
from portal.kernel.errors import NotFound
from portal.kernel.identity import SYSTEM, Actor, Identity
from portal.services.catalogue import grouping, regrouping
from portal.services.catalogue.claims import NewClaim, add_claims
from portal.services.catalogue.regrouping_refusals import (
    GroupingMoved,
    GroupingUnusable,
    WorkShared,
)
from portal.services.records import bibliographic_records
from portal.store.catalogue import Edition
from portal.store.people import Party
from tests.factories.lending import NOON, Lending, isbn

TODAY = date(2026, 10, 15)
AINO = Contributor("Salo, Aino", main=True, roles=(Said("aut", "coded", "100"),))
TRANSLATOR = Contributor("Quill, Mary", roles=(Said("trl", "coded", "kääntäjä"),))


def record(number: str, *isbns: int, title: str = "Talvi saaressa", language: str = "fin",
           people: tuple[Contributor, ...] = (AINO,), **more: object) -> Record:  # fmt: skip
    return Record(number, title, language=language, contributors=people,
                  isbns=tuple(RecordIsbn(isbn(one)) for one in isbns), **more)  # fmt: skip


def kept(lending: Lending, *records: Record) -> None:
    with lending.session() as session:
        bibliographic_records.keep(session, "Library", records, TODAY, moment=NOON)


def grouped(lending: Lending, *numbers: int) -> int:
    with lending.session() as session:
        return grouping.group(session, [isbn(one) for one in numbers], SYSTEM)


def works(lending: Lending) -> list[set[int]]:
    """The numbers of the editions of each work."""
    found: dict[int, set[int]] = {}
    with lending.session(writes=False) as session:
        for number in range(1, 20):
            row = session.scalar(select(Edition).where(Edition.isbn == isbn(number)))
            if row is not None:
                found.setdefault(row.work_id, set()).add(number)
    return sorted(found.values(), key=min)


def edition(lending: Lending, number: int) -> Edition:
    with lending.session(writes=False) as session:
        return session.scalars(select(Edition).where(Edition.isbn == isbn(number))).one()


def identity(lending: Lending, code: str) -> Identity:
    with lending.session(writes=False) as session:
        party = session.scalars(select(Party).where(Party.code == code)).one()
        return Identity(Actor(label=f"Person {code}"), subject_id=party.id)


def test_one_record_with_two_isbns_is_one_text(lending: Lending) -> None:
    lending.edition(1)
    lending.edition(2, "Talvi saaressa (pokkari)")
    kept(lending, record("r1", 1, 2))
    assert grouped(lending, 1) == 1
    assert works(lending) == [{1, 2}]
    two = edition(lending, 2)
    assert two.grouped_by == "record"
    assert json.loads(two.grouped_note) == {"isbn": isbn(1), "record": "r1", "source": "Library"}
    assert two.language == "fin"
    assert grouped(lending, 1, 2) == 0


def test_volumes_and_sets_of_one_record_stay_apart(lending: Lending) -> None:
    for number in (1, 2, 3):
        lending.edition(number, f"Osa {number}")
    several = Record("r1", "Saarelaiset", language="fin", isbns=(
        RecordIsbn(isbn(1), "edition", "osa 1"), RecordIsbn(isbn(2), "edition", "osa 2"),
        RecordIsbn(isbn(3), "set", "koko teos"),
    ))  # fmt: skip
    kept(lending, several)
    assert grouped(lending, 1, 2, 3) == 0


def test_a_record_that_names_another_form_is_an_identifier(lending: Lending) -> None:
    lending.edition(1)
    lending.edition(2, "Another title")
    kept(lending, record("r1", 1), record("r2", 2, title="X", same_work=(f"isbn:{isbn(1)}",)))
    grouped(lending, 2)
    assert works(lending) == [{1, 2}]
    assert edition(lending, 2).grouped_by == "identifier"


def test_the_same_title_writer_and_language_are_one_text(lending: Lending) -> None:
    lending.edition(1)
    lending.edition(2)
    kept(lending, record("r1", 1), record("r2", 2, title="TALVI SAARESSA : romaani"))
    grouped(lending, 2)
    assert works(lending) == [{1, 2}]
    assert edition(lending, 2).grouped_by == "title"


def test_a_translation_with_the_same_title_leaves_the_work(lending: Lending) -> None:
    """The list put both under one title; the records say that one is a translation."""
    first = lending.edition(1, "Talvi")
    with lending.session() as session:
        work = session.get_one(Edition, first).work_id
    lending.edition(2, "Talvi", work_id=work, grouped_by="file")
    kept(lending, record("r1", 1, title="Talvi"), record(
        "r2", 2, title="Talvi", language="swe", people=(AINO, TRANSLATOR), original_language="fin"
    ))  # fmt: skip
    grouped(lending, 1)
    assert works(lending) == [{1}, {2}]
    assert edition(lending, 2).grouped_by == "alone"


def test_one_library_record_is_one_text(lending: Lending) -> None:
    lending.edition(1, "A")
    lending.edition(2, "B")
    lending.record((1, 2), 2022, 40)
    assert grouped(lending, 1) == 1
    assert edition(lending, 2).grouped_by == "record"
    assert json.loads(edition(lending, 2).grouped_note)["library"] == "yes"


def test_adding_an_entry_puts_it_with_its_text(lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)
    kept(lending, record("r1", 1, 2))
    me = identity(lending, "P1")
    with lending.session() as session:
        new = NewClaim(isbn(2), "author", 1, title="Talvi (pokkari)")
        written = add_claims(session, me, [new], TODAY)
    assert written.changed == 1
    assert works(lending) == [{1, 2}]


@pytest.fixture
def two_works(lending: Lending) -> Lending:
    lending.person("P1")
    lending.person("P2")
    first = lending.edition(1)
    with lending.session() as session:
        work = session.get_one(Edition, first).work_id
    lending.edition(2, work_id=work)
    lending.edition(3, "Kesä")
    for number in (1, 2, 3):
        lending.claim("P1", number)
    return lending


def _work(lending: Lending, number: int) -> int:
    return edition(lending, number).work_id


def test_a_person_joins_and_undoes(two_works: Lending) -> None:
    me, here, there = identity(two_works, "P1"), _work(two_works, 1), _work(two_works, 3)
    with two_works.session() as session:
        done = regrouping.join(session, me, here, there, TODAY)
    assert works(two_works) == [{1, 2, 3}]
    assert edition(two_works, 3).grouped_by == "person"
    with two_works.session() as session:
        (seen,) = regrouping.changes(session, me.subject_id or 0, here, TODAY)
        assert (seen.kind, seen.isbns, seen.may_undo) == ("join", (isbn(3),), True)
        assert seen.undo_until == TODAY + timedelta(days=30)
        regrouping.undo(session, me, done.change_id, TODAY + timedelta(days=30))
    assert works(two_works) == [{1, 2}, {3}]
    assert edition(two_works, 3).grouped_by == "alone"
    with two_works.session() as session:
        regrouping.undo(session, me, done.change_id, TODAY)
    assert works(two_works) == [{1, 2}, {3}]


def test_what_a_person_took_out_stays_out(two_works: Lending) -> None:
    kept(two_works, record("r1", 1, 2))
    me, here = identity(two_works, "P1"), _work(two_works, 1)
    with two_works.session() as session:
        regrouping.split(session, me, here, [isbn(2)], TODAY)
    assert works(two_works) == [{1}, {2}, {3}]
    assert grouped(two_works, 1, 2) == 0
    assert works(two_works) == [{1}, {2}, {3}]


def test_undoing_late_or_after_a_later_change_is_refused(two_works: Lending) -> None:
    me, here, there = identity(two_works, "P1"), _work(two_works, 1), _work(two_works, 3)
    with two_works.session() as session:
        done = regrouping.split(session, me, here, [isbn(2)], TODAY)
        with pytest.raises(GroupingMoved) as late:
            regrouping.undo(session, me, done.change_id, TODAY + timedelta(days=31))
        regrouping.join(session, me, there, done.work_id, TODAY)
        with pytest.raises(GroupingMoved) as moved:
            regrouping.undo(session, me, done.change_id, TODAY)
    assert late.value.arguments == {"reason": "late"}
    assert moved.value.arguments == {"reason": "moved"}


def test_a_shared_work_is_the_offices_to_change(two_works: Lending) -> None:
    two_works.claim("P2", 2)
    me, here, there = identity(two_works, "P1"), _work(two_works, 1), _work(two_works, 3)
    with two_works.session() as session:
        with pytest.raises(WorkShared):
            regrouping.split(session, me, here, [isbn(1)], TODAY)
        with pytest.raises(WorkShared):
            regrouping.join(session, me, there, here, TODAY)


def test_what_cannot_be_put_together_is_said(two_works: Lending) -> None:
    me, here, there = identity(two_works, "P1"), _work(two_works, 1), _work(two_works, 3)
    with two_works.session() as session:
        for asked in ([], [isbn(9)]):
            with pytest.raises(GroupingUnusable, match="nothing"):
                regrouping.split(session, me, here, asked, TODAY)
        with pytest.raises(GroupingUnusable, match="all"):
            regrouping.split(session, me, here, [isbn(1), isbn(2)], TODAY)
        with pytest.raises(GroupingUnusable, match="same"):
            regrouping.join(session, me, here, here, TODAY)
        session.scalars(select(Edition).where(Edition.isbn == isbn(1))).one().language = "fin"
        session.scalars(select(Edition).where(Edition.isbn == isbn(3))).one().language = "swe"
        session.flush()
        with pytest.raises(GroupingUnusable, match="language"):
            regrouping.join(session, me, here, there, TODAY)


def test_anothers_works_and_changes_do_not_exist(two_works: Lending) -> None:
    me, other = identity(two_works, "P1"), identity(two_works, "P2")
    here = _work(two_works, 1)
    with two_works.session() as session:
        done = regrouping.split(session, me, here, [isbn(2)], TODAY)
        with pytest.raises(NotFound):
            regrouping.undo(session, other, done.change_id, TODAY)
        with pytest.raises(NotFound):
            regrouping.split(session, other, here, [isbn(2)], TODAY)
        assert regrouping.changes(session, other.subject_id or 0, done.work_id, TODAY) == ()
