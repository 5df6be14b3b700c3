"""A file of people leaves alone what people added themselves, and confirms what it says too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select

from portal.kernel.identity import SYSTEM
from portal.services.people import people
from portal.store.people import PartyName
from tests.factories.lending import Lending

TODAY = date(2026, 10, 15)
HEADER = "person_id,name,other_names,birth_year,death_year,email,locale,country,joined\n"


def read(lending: Lending, folder: Path, other_names: str) -> people.Imported:
    path = folder / "people.csv"
    path.write_text(f"{HEADER}P1,Aino Salo,{other_names},,,,fi,FI,2000-01-01\n", encoding="utf-8")
    with lending.session() as session:
        return people.import_people(session, path, today=TODAY, actor=SYSTEM)


def kept(lending: Lending) -> dict[str, str]:
    with lending.session() as session:
        return {row.name: row.state for row in session.scalars(select(PartyName))}


def add_own(lending: Lending, name: str) -> None:
    with lending.session() as session:
        row = PartyName(party_id=1, name=name, kind="pen_name", state="waiting", added_on=TODAY)
        session.add(row)


def test_an_own_name_stays_when_the_file_changes_the_others(
    lending: Lending, tmp_path: Path
) -> None:
    read(lending, tmp_path, "First; Second")
    add_own(lending, "A. S.")
    assert read(lending, tmp_path, "Second; Third").changed == 1
    assert kept(lending) == {"A. S.": "waiting", "Second": "confirmed", "Third": "confirmed"}
    assert read(lending, tmp_path, "Second; Third").changed == 0


def test_a_name_that_waits_and_stands_in_the_file_is_confirmed(
    lending: Lending, tmp_path: Path
) -> None:
    read(lending, tmp_path, "First")
    add_own(lending, "A. S.")
    assert read(lending, tmp_path, "First; A. S.").changed == 1
    assert kept(lending) == {"First": "confirmed", "A. S.": "confirmed"}
    assert read(lending, tmp_path, "First; A. S.").changed == 0
    assert read(lending, tmp_path, "").changed == 1
    assert kept(lending) == {"A. S.": "confirmed"}
