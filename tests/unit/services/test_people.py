"""Files of people: what is read, what is refused with its line, and that nothing is half done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from portal.kernel.identity import SYSTEM
from portal.services.base.tables import RowRefused, TableRefused
from portal.services.people import people
from portal.store.people import Party, PartyName, TaxCard
from portal.store.records import AuditEvent
from portal.store.session import engine_for, transaction
from portal.wording import sentence
from tests.factories.lending import Lending

HEADER = "person_id,name,other_names,birth_year,death_year,email,locale,country,joined"
TODAY = date(2026, 10, 15)
AINO = "P1,Aino Salo,,1950,,aino@example.org,fi,FI,2012-03-01"


def read(engine: Engine, folder: Path, text: str | bytes, today: date = TODAY) -> people.Imported:
    path = folder / "people.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with transaction(engine) as session:
        return people.import_people(session, path, today=today, actor=SYSTEM)


@pytest.fixture
def engine(sqlite_url: str) -> Iterator[Engine]:
    made = engine_for(sqlite_url)
    yield made
    made.dispose()


def test_people_are_read_with_their_names_and_cards(lending: Lending, tmp_path: Path) -> None:
    row = 'P2,"Salo, Eero",Pen Name; A. S. Ranta ;,1948,2001,,sv-FI,,,24.5'
    done = read(lending.engine, tmp_path, f"{HEADER},tax_percent\n{AINO},\n{row}\n")
    assert done == people.Imported(people=2, added=2, changed=0)
    with lending.session() as session:
        eero = session.scalars(select(Party).where(Party.code == "P2")).one()
        assert (eero.name, eero.birth_year, eero.death_year) == ("Salo, Eero", 1948, 2001)
        assert (eero.locale, eero.country, eero.joined_on) == ("sv_FI", "FI", TODAY)
        assert [name.name for name in eero.names] == ["Pen Name", "A. S. Ranta"]
        cards = session.execute(select(TaxCard.party_id, TaxCard.percent_ppm, TaxCard.valid_from))
        assert cards.all() == [(eero.id, 245_000, TODAY)]


def test_the_same_file_again_changes_nothing(lending: Lending, tmp_path: Path) -> None:
    text = f"{HEADER},tax_percent\n{AINO},0\n{AINO},0\nP2,Eero,Ranta,,,,,,,60\n"
    read(lending.engine, tmp_path, text)
    again = read(lending.engine, tmp_path, text, date(2027, 1, 1))
    assert again == people.Imported(people=2, added=0, changed=0)
    with lending.session() as session:
        assert session.scalar(select(func.count()).select_from(AuditEvent)) == 1
        assert session.scalar(select(func.count()).select_from(TaxCard)) == 2
        joined = session.scalar(select(Party.joined_on).where(Party.code == "P2"))
        assert joined == TODAY


def test_a_new_persons_card_holds_from_the_joining_day(engine: Engine, tmp_path: Path) -> None:
    read(engine, tmp_path, f"{HEADER},tax_percent\n{AINO},12.3456\n")
    with transaction(engine) as session:
        card = session.scalars(select(TaxCard)).one()
        assert (card.valid_from, card.percent_ppm) == (date(2012, 3, 1), 123_456)


def test_a_changed_card_holds_from_today_and_an_empty_cell_ends_it(
    engine: Engine, tmp_path: Path
) -> None:
    read(engine, tmp_path, f"{HEADER},tax_percent\n{AINO},20\n")
    read(engine, tmp_path, f"{HEADER}\n{AINO}\n")  # without the column nothing is said of it
    read(engine, tmp_path, f"{HEADER},tax_percent\n{AINO},30\n")
    read(engine, tmp_path, f"{HEADER},tax_percent\n{AINO},35\n")  # corrected on the same day
    read(engine, tmp_path, f"{HEADER},tax_percent\n{AINO},\n", date(2027, 2, 1))
    with transaction(engine) as session:
        rows = select(TaxCard.valid_from, TaxCard.percent_ppm).order_by(TaxCard.valid_from)
        assert session.execute(rows).all() == [
            (date(2012, 3, 1), 200_000),
            (TODAY, 350_000),
            (date(2027, 2, 1), None),
        ]


def test_what_differs_is_changed(engine: Engine, tmp_path: Path) -> None:
    read(engine, tmp_path, f"{HEADER}\nP1,Aino,Ranta;Lehto,1950,,a@b.fi,fi,FI,2012-03-01\n")
    done = read(engine, tmp_path, f"{HEADER}\nP1,Aino Salo,Lehto,1950,2026,,,,\n")
    assert done == people.Imported(people=1, added=0, changed=1)
    with transaction(engine) as session:
        aino = session.scalars(select(Party)).one()
        assert (aino.name, aino.death_year, aino.email) == ("Aino Salo", 2026, None)
        assert (aino.locale, aino.joined_on) == ("fi", date(2012, 3, 1))
        assert session.scalars(select(PartyName.name)).all() == ["Lehto"]


def test_a_byte_order_mark_and_windows_line_ends_are_read(engine: Engine, tmp_path: Path) -> None:
    text = f"{HEADER}\n{AINO}\n".replace("\n", "\r\n")
    assert read(engine, tmp_path, b"\xef\xbb\xbf" + text.encode()).added == 1


BAD_FILES = {
    "of 0 bytes": (b"", "empty", None),
    "in Latin-1": (f"{HEADER}\nP1,Päivi,,,,,,,\n".encode("latin-1"), "encoding", None),
    "with another column": (f"{HEADER},shoe\n{AINO},42\n".encode(), "columns_unknown", 1),
    "with semicolons": (f"{HEADER}\n".replace(",", ";").encode(), "columns_unknown", 1),
    "without a column": (b"person_id,name\nP1,Aino\n", "columns_missing", 1),
    "with a column twice": (f"{HEADER},name\n{AINO},x\n".encode(), "columns_twice", 1),
    "cut off in a row": (f"{HEADER}\n{AINO}\nP2,Eero,,19".encode(), "cells", 3),
    "cut off in quotes": (f'{HEADER}\n{AINO}\nP2,"Eero'.encode(), "cut_off", 3),
    "with a NUL": (f"{HEADER}\nP1,Ai\0no,,,,,,,\n".encode(), "not_text", 2),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_is_refused(engine: Engine, tmp_path: Path, kind: str) -> None:
    content, reason, line = BAD_FILES[kind]
    with pytest.raises(TableRefused) as refusal:
        read(engine, tmp_path, content)
    assert refusal.value.arguments["reason"] == reason
    assert refusal.value.arguments.get("line") == line
    assert "people.csv" in sentence(refusal.value)
    with transaction(engine) as session:
        assert session.scalar(select(func.count()).select_from(Party)) == 0


BAD_ROWS = {
    ",Aino,,,,,,,": ("person_id", "missing"),
    "P2,,,,,,,,": ("name", "missing"),
    f"P2,{'a' * 201},,,,,,,": ("name", "too_long"),
    "P2,Aino,,2027,,,,,": ("birth_year", "number"),
    "P2,Aino,,-5,,,,,": ("birth_year", "number"),
    "P2,Aino,,1950.5,,,,,": ("birth_year", "number"),
    "P2,Aino,,1950,1949,,,,": ("death_year", "before_birth"),
    "P2,Aino,,1950,2027,,,,": ("death_year", "number"),
    "P2,Aino,,1895,,,,,": ("birth_year", "too_old"),
    "P2,Aino,,1950,,aino at home,,,": ("email", "email"),
    "P2,Aino,,1950,,,xx,,": ("locale", "locale"),
    "P2,Aino,,1950,,,fi,XX,": ("country", "country"),
    "P2,Aino,,1950,,,fi,fi,": ("country", "country"),
    "P2,Aino,,1950,,,fi,FI,1.3.2012": ("joined", "day"),
    "P2,Aino,,1950,,,fi,FI,2012-02-30": ("joined", "day"),
    "P2,Aino,,1950,,,fi,FI,1949-01-01": ("joined", "before_birth"),
    "P1,Another Name,,1950,,,fi,FI,2012-03-01": ("person_id", "twice"),
}


@pytest.mark.parametrize("row", BAD_ROWS)
def test_one_bad_row_refuses_the_file_with_its_line(
    engine: Engine, tmp_path: Path, row: str
) -> None:
    with pytest.raises(RowRefused) as refusal:
        read(engine, tmp_path, f"{HEADER}\n{AINO}\n\n{row}\n")
    said = refusal.value.arguments
    assert (said["line"], said["column"], said["reason"]) == (4, *BAD_ROWS[row])
    assert sentence(refusal.value).startswith("Line 4 of people.csv: ")
    with transaction(engine) as session:
        assert session.scalar(select(func.count()).select_from(Party)) == 0


@pytest.mark.parametrize("percent", ["-1", "100.0001", "24.56789", "24,5 %", "abc", "1e1"])
def test_a_tax_percentage_is_0_to_100_with_four_decimals(
    engine: Engine, tmp_path: Path, percent: str
) -> None:
    with pytest.raises(RowRefused) as refusal:
        read(engine, tmp_path, f'{HEADER},tax_percent\n{AINO},"{percent}"\n')
    assert refusal.value.arguments["reason"] == "percent"


def test_a_title_over_two_lines_does_not_shift_the_line_numbers(
    engine: Engine, tmp_path: Path
) -> None:
    with pytest.raises(RowRefused) as refusal:
        read(engine, tmp_path, f'{HEADER}\nP1,"Aino\nSalo",,,,,,,\nP2,,,,,,,,\n')
    assert refusal.value.arguments["line"] == 4
