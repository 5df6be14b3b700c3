"""Files of claims: editions, works, versions, and what is refused with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.kernel.identity import SYSTEM
from portal.services.adding import catalogue
from portal.services.base.tables import RowRefused, TableRefused
from portal.store.catalogue import Claim, Edition, Work
from portal.wording import sentence
from tests.factories.lending import Lending, isbn

HEADER = "person_id,isbn,role,heads,title,medium,added"
FULL = f"{HEADER},class,translation,separate,withdrawn"
ONE, TWO, THREE = isbn(1), isbn(2), isbn(3)


@pytest.fixture
def portal(lending: Lending) -> Lending:
    """Two people: P1 joined in 2000, P2 on 1 May 2020."""
    lending.person("P1")
    lending.person("P2", joined_on=date(2020, 5, 1))
    return lending


def read(
    portal: Lending, *rows: str, header: str = HEADER, today: date | None = None
) -> catalogue.ImportedClaims:
    portal.folder.mkdir(exist_ok=True)
    path = portal.folder / "claims.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    with portal.session() as session:
        return catalogue.import_catalogue(session, path, today=today or portal.today, actor=SYSTEM)


def versions(portal: Lending) -> list[tuple[Any, ...]]:
    with portal.session() as session:
        query = select(Claim.role, Claim.heads, Claim.added_on, Claim.withdrawn_on)
        return [tuple(row) for row in session.execute(query.order_by(Claim.id))]


def editions(portal: Lending) -> list[tuple[Any, ...]]:
    with portal.session() as session:
        query = select(Edition.isbn, Edition.title, Edition.medium, Edition.class_)
        return [tuple(row) for row in session.execute(query.order_by(Edition.isbn))]


def test_a_row_makes_an_edition_and_a_claim(portal: Lending) -> None:
    row = f"P1,{ONE},translator,2,Talvi saaressa,ebook,2015-01-01,comic,true,true,2016-02-03"
    done = read(portal, row, header=FULL)
    assert done == catalogue.ImportedClaims(1, 1, 0, 1, 0)
    assert editions(portal) == [(ONE, "Talvi saaressa", "ebook", "comic")]
    assert versions(portal) == [("translator", 2, date(2015, 1, 1), date(2016, 2, 3))]
    with portal.session() as session:
        claim = session.scalars(select(Claim)).one()
        assert (claim.separate, claim.translation) == (True, True)
        assert claim.recorded_by == "system: import of claims.csv"


def test_isbn_10_and_hyphens_are_the_same_edition(portal: Lending) -> None:
    stem = str(ONE)[3:12]
    total = sum((10 - place) * int(digit) for place, digit in enumerate(stem))
    ten = stem + ("X" if -total % 11 == 10 else str(-total % 11))
    written = f"{str(ONE)[:3]}-{str(ONE)[3:6]}-{str(ONE)[6:]}"
    read(portal, f"P1,{ten},author,1,Talvi,physical,", f"P2,{written},author,1,Talvi,physical,")
    assert [row[0] for row in editions(portal)] == [ONE]
    assert len(versions(portal)) == 2


def test_an_empty_day_is_today_and_an_early_one_the_joining_day(portal: Lending) -> None:
    read(
        portal, f"P1,{ONE},author,1,Talvi,physical,", f"P2,{ONE},author,1,Talvi,physical,2010-01-01"
    )
    assert [row[2] for row in versions(portal)] == [portal.today, date(2020, 5, 1)]


def test_the_same_file_again_changes_nothing(portal: Lending) -> None:
    rows = [
        f"P1,{ONE},author,2,Talvi,physical,2015-01-01,,,,",
        f"P1,{ONE},author,3,Talvi : runoja,ebook,2016-01-01,comic,,,",
        f"P1,{ONE},author,2,Talvi,physical,2016-01-01,,,,",
        f"P1,{ONE},author,2,Talvi,physical,2016-01-01,,,,",
        f"P2,{ONE},author,2,Talvi,physical,2010-01-01,,,,2021-01-01",
        f"P1,{TWO},translator,1,Kevät,physical,,,,,",
        f"P1,{TWO},translator,2,Kevät,physical,,,,,",
    ]
    first = read(portal, *rows, header=FULL)
    assert first == catalogue.ImportedClaims(7, 6, 0, 2, 0)
    before = versions(portal)
    again = read(portal, *rows, header=FULL, today=date(2027, 3, 1))
    assert again == catalogue.ImportedClaims(7, 0, 0, 0, 0)
    assert versions(portal) == before


def test_other_heads_are_a_new_version_and_the_old_one_stays(portal: Lending) -> None:
    read(portal, f"P1,{ONE},author,1,Talvi,physical,2015-01-01")
    read(portal, f"P1,{ONE},author,2,Talvi,physical,2018-01-01")
    read(portal, f"P1,{ONE},author,3,Talvi,physical,")
    read(portal, f"P1,{ONE},author,2,Talvi,physical,", today=date(2027, 1, 1))
    assert [row[1:3] for row in versions(portal)] == [
        (1, date(2015, 1, 1)), (2, date(2018, 1, 1)), (3, portal.today), (2, date(2027, 1, 1)),
    ]  # fmt: skip


def test_versions_of_one_day_keep_the_order_of_the_file(portal: Lending) -> None:
    days = [f"P1,{ONE},author,{heads},Talvi,physical,2015-01-01" for heads in (2, 3, 2, 5)]
    read(portal, *days)
    assert [row[1] for row in versions(portal)] == [2, 3, 2, 5]
    assert read(portal, *days).claims_added == 0


def test_a_stored_version_stands_for_one_row_only(portal: Lending) -> None:
    days = [f"P1,{ONE},author,{heads},Talvi,physical,2015-01-01" for heads in (2, 3, 2)]
    read(portal, *days[:2])
    assert read(portal, *days).claims_added == 1
    assert [row[1] for row in versions(portal)] == [2, 3, 2]


def test_a_withdrawal_is_written_on_the_version_that_it_names(portal: Lending) -> None:
    read(portal, f"P1,{ONE},author,1,Talvi,physical,2015-01-01")
    row = f"P1,{ONE},author,1,Talvi,physical,2015-01-01,,,,2017-01-01"
    done = read(portal, row, header=FULL)
    assert (done.claims_added, done.claims_withdrawn) == (0, 1)
    assert versions(portal) == [("author", 1, date(2015, 1, 1), date(2017, 1, 1))]
    # An older file does not bring back what was withdrawn; a later day does.
    assert read(portal, f"P1,{ONE},author,1,Talvi,physical,2015-01-01").claims_added == 0
    assert read(portal, f"P1,{ONE},author,1,Talvi,physical,").claims_added == 0
    assert read(portal, f"P1,{ONE},author,1,Talvi,physical,2018-01-01").claims_added == 1


def test_the_last_row_shapes_the_edition_and_silence_changes_nothing(portal: Lending) -> None:
    read(portal, f"P1,{ONE},author,1,Talvi,physical,2015-01-01,comic,,,", header=FULL)
    done = read(portal, f"P2,{ONE},author,1,Talvi saaressa,ebook,,,,,", header=FULL)
    assert (done.editions_added, done.editions_changed) == (0, 1)
    assert editions(portal) == [(ONE, "Talvi saaressa", "ebook", "comic")]
    read(portal, f"P2,{ONE},author,1,,,,,,,", header=FULL)
    assert editions(portal) == [(ONE, "Talvi saaressa", "ebook", "comic")]
    with portal.session() as session:
        assert session.scalars(select(Work.title)).all() == ["Talvi saaressa"]


def test_a_persons_editions_of_one_title_are_one_work(portal: Lending) -> None:
    read(
        portal,
        f"P1,{ONE},author,1,Talvi saaressa,physical,",
        f"P1,{TWO},author,1,TALVI SAARESSA : romaani,ebook,",
        f"P2,{THREE},author,1,Talvi saaressa,physical,",
        f"P1,{isbn(4)},author,1,,physical,",
        f"P1,{isbn(5)},author,1,,physical,",
    )
    later = f"P1,{isbn(6)},author,1,Talvi saaressa / Aino Salo,eaudiobook,"
    read(portal, later)
    with portal.session() as session:
        work = {row.isbn: row.work_id for row in session.scalars(select(Edition))}
    assert work[ONE] == work[TWO] == work[isbn(6)]
    assert len({work[ONE], work[THREE], work[isbn(4)], work[isbn(5)]}) == 4


BAD_ROWS = {
    f"P9,{ONE},author,1,T,physical,": ("person_id", "person_unknown"),
    f",{ONE},author,1,T,physical,": ("person_id", "missing"),
    f"P1,{ONE + 1},author,1,T,physical,": ("isbn", "isbn_check_digit"),
    "P1,9789510000000,author,1,T,physical,": ("isbn", "isbn_rounded"),
    "P1,9789180000000,author,1,T,physical,": ("isbn", "isbn_rounded"),
    "P1,0317-8471,author,1,T,physical,": ("isbn", "isbn_issn"),
    "P1,4006381333931,author,1,T,physical,": ("isbn", "isbn_ean"),
    "P1,97895,author,1,T,physical,": ("isbn", "isbn_length"),
    "P1,9.78951E+12,author,1,T,physical,": ("isbn", "isbn_characters"),
    "P1,,author,1,T,physical,": ("isbn", "isbn_empty"),
    f"P1,{ONE},editor,1,T,physical,": ("role", "not_one_of"),
    f"P1,{ONE},author,0,T,physical,": ("heads", "number"),
    f"P1,{ONE},author,-1,T,physical,": ("heads", "number"),
    f"P1,{ONE},author,1000,T,physical,": ("heads", "number"),
    f"P1,{ONE},author,1.5,T,physical,": ("heads", "number"),
    f"P1,{ONE},author,٣,T,physical,": ("heads", "number"),
    f"P1,{ONE},author,,T,physical,": ("heads", "number"),
    f"P1,{ONE},author,1,T,papyrus,": ("medium", "not_one_of"),
    f"P1,{ONE},author,1,{'t' * 501},physical,": ("title", "too_long"),
    f"P1,{ONE},author,1,T,physical,15.10.2026": ("added", "day"),
    f"P1,{ONE},author,1,T,physical,2026-13-01": ("added", "day"),
    f"P1,{ONE},author,1,T,physical,2015-01-02,,,,2015-01-01": ("withdrawn", "before_added"),
    f"P1,{ONE},author,1,T,physical,,novel,,,": ("class", "not_one_of"),
    f"P1,{ONE},author,1,T,physical,,,,perhaps,": ("separate", "not_one_of"),
}


@pytest.mark.parametrize("row", BAD_ROWS)
def test_one_bad_row_refuses_the_file_with_its_line(portal: Lending, row: str) -> None:
    good = f"P1,{TWO},author,1,Talvi,physical,,,,,"
    with pytest.raises(RowRefused) as refusal:
        read(portal, good, row + "," * (10 - row.count(",")), header=FULL)
    said = refusal.value.arguments
    assert (said["line"], said["column"], said["reason"]) == (3, *BAD_ROWS[row])
    assert "ine 3 of claims.csv" in sentence(refusal.value)
    assert versions(portal) == []
    assert editions(portal) == []


def test_the_words_that_may_stand_there_are_named_without_a_hole(portal: Lending) -> None:
    with pytest.raises(RowRefused) as refusal:
        read(portal, f"P1,{ONE},author,1,T,papyrus,,,,,", header=FULL)
    assert "Write one of: physical, ebook, eaudiobook." in sentence(refusal.value)


def test_a_file_of_people_is_not_a_file_of_claims(portal: Lending) -> None:
    with pytest.raises(TableRefused) as refusal:
        read(portal, header="person_id,name,joined")
    assert refusal.value.arguments["reason"] == "columns_unknown"


def test_a_formula_in_a_title_is_kept_as_text(portal: Lending) -> None:
    read(portal, f'P1,{ONE},author,1,"=HYPERLINK(""x"")",physical,')
    assert editions(portal)[0][1] == '=HYPERLINK("x")'


def test_what_a_file_changes_is_counted_in_one_event(portal: Lending) -> None:
    read(portal, f"P1,{ONE},author,1,Talvi,physical,", f"P2,{ONE},author,1,Talvi,physical,")
    with portal.session() as session:
        assert session.scalar(select(func.count()).select_from(Claim)) == 2
        found = session.scalars(select(Claim.recorded_by).distinct()).all()
        assert found == ["system: import of claims.csv"]


def test_claims_of_somebody_unknown_are_refused_before_anything(portal: Lending) -> None:
    rows = [catalogue.ClaimRow("P1", ONE, "author", 1), catalogue.ClaimRow("P9", ONE, "author", 1)]
    with portal.session() as session, pytest.raises(Exception, match="person_unknown"):
        catalogue.save_claims(session, rows, source="x", today=portal.today, actor=SYSTEM)
    assert editions(portal) == []


def test_a_long_file_is_read_from_all_at_once(portal: Lending, tmp_path: Path) -> None:
    rows = [f"P1,{isbn(number)},author,1,Title {number},physical," for number in range(5_100)]
    assert read(portal, *rows).editions_added == 5_100
    assert read(portal, *rows) == catalogue.ImportedClaims(5_100, 0, 0, 0, 0)
