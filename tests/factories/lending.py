"""A small portal of lending for tests: people, editions, claims, loans and runs, by services."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.kernel.identity import SYSTEM
from portal.kernel.isbn import check_digit_13
from portal.services.base import versions
from portal.services.settlement.approving import approve_run
from portal.services.settlement.calculating import calculate_run, undistributed
from portal.services.settlement.collecting import Order
from portal.services.settlement.summary import RunSummary
from portal.services.usage.usage_import import ImportOrder, import_usage
from portal.store.catalogue import Claim, Edition, Work
from portal.store.parameters import ParameterValue
from portal.store.people import Party, Staff, TaxCard
from portal.store.session import transaction
from tests.factories import people

PAST_THE_AUDIT = {"rules", "staff", "accounts", "mandates", "passkeys", "entries"}
"""Checks of `portal verify` that fail here: these factories write such rows without an event."""
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def isbn(number: int) -> int:
    """A valid ISBN-13 of its own for each number below 10,000."""
    stem = f"97895101{number:04d}"
    return int(stem + check_digit_13(stem))


@dataclass
class Lending:
    """One portal on a database and a data folder; every method is a committed transaction."""

    engine: Engine
    folder: Path
    today: date = date(2026, 10, 15)
    files: int = 0
    ids: dict[str, int] = field(default_factory=dict)

    @property
    def data_dir(self) -> Path:
        """Where counts and snapshots lie."""
        return self.folder / "data"

    @contextmanager
    def session(self, *, writes: bool = True) -> Iterator[Session]:
        """`with lending.session() as session:` is one committed transaction.

        What it writes is not in the audit, so it says itself that everybody's pages may change.
        """
        with transaction(self.engine, writes=writes, data_dir=self.data_dir) as session:
            yield session
            if writes:
                versions.touch(session, "all")

    def person(self, code: str, name: str | None = None, **more: Any) -> int:
        """A party; the id is kept under its code."""
        with self.session() as session:
            self.ids[code] = people.person(session, code, name or f"Person {code}", **more).id
        return self.ids[code]

    def card(self, code: str, ppm: int) -> None:
        """A tax card since long ago."""
        with self.session() as session:
            row = TaxCard(party_id=self.ids[code], percent_ppm=ppm, source="test")
            row.valid_from = people.LONG_AGO
            session.add(row)

    def replace_card(self, code: str, ppm: int) -> None:
        """The tax card of long ago now says something else."""
        with self.session() as session:
            card = session.scalar(select(TaxCard).where(TaxCard.party_id == self.ids[code]))
            card.percent_ppm = ppm

    def edition(self, number: int, title: str = "Talvi saaressa", **more: Any) -> int:
        """An edition of its own work, or of `work_id`; returns its id."""
        with self.session() as session:
            work_id = more.pop("work_id", None) or _work(session, title)
            row = Edition(work_id=work_id, isbn=isbn(number), title=title, **more)
            session.add(row)
            session.flush()
            return row.id

    def claim(self, code: str, number: int, role: str = "author", heads: int = 1,
              added: date = date(2015, 1, 1), **more: Any) -> int:  # fmt: skip
        """A claim of a person on an edition."""
        with self.session() as session:
            edition = session.scalar(select(Edition.id).where(Edition.isbn == isbn(number)))
            party = session.scalar(select(Party.id).where(Party.code == code))
            row = Claim(party_id=party, edition_id=edition, role=role, heads=heads, added_on=added,
                        recorded_at=NOON, recorded_by="test", **more)  # fmt: skip
            session.add(row)
            session.flush()
            return row.id

    def loans(self, *rows: str, columns: str = "isbn,year,loans", source: str = "Helsinki") -> None:
        """A file of the plain format; rows name editions by their number: "7,2022,876"."""
        cells = (row.partition(",") for row in rows)
        text = "\n".join([columns, *(f"{isbn(int(n))},{rest}" for n, _, rest in cells)])
        self._read("loans.csv", f"{text}\n", source)

    def _read(self, name: str, text: str, source: str, *, replace: bool = False) -> None:
        self.files += 1
        path = self.folder / str(self.files) / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        with self.session() as session:
            order = ImportOrder((path,), source, replace=replace)
            import_usage(session, self.data_dir, order, today=self.today, actor=SYSTEM)

    def record(self, numbers: tuple[int, ...], year: int, loans: int, author: str = "") -> None:
        """A file of Sanasto's format with one record that carries several ISBNs."""
        columns = ("Tyyppi", "Aineistokoodi", "Kohde", "Emotunnus", "Tunnus", "Vuosi", "Nimeke",
                   "Tunnisteet", "Päätekijä", "Kääntäjä", "Muut tekijät", "Luokka", "Kustantaja",
                   "Asiasanasto", "Lainamäärä")  # fmt: skip
        said = {"Tyyppi": "1", "Vuosi": str(year), "Nimeke": "Talvi", "Lainamäärä": str(loans),
                "Päätekijä": f"100a {author}" if author else "",
                "Tunnisteet": ";".join(f"020a {isbn(number)}" for number in numbers)}  # fmt: skip
        lines = (columns, tuple(said.get(name, "") for name in columns))
        text = "\n".join("\t".join(f'"{cell}"' for cell in line) for line in lines)
        self._read("vaara.sanasto.fi.tsv", f"{text}\n", "Vaara")

    def titled(self, title: str, author: str, year: int, loans: int) -> None:
        """A file of HelMet's format with one title whose ISBN a spreadsheet has destroyed."""
        columns = "Kirja;Laji;Nimeke;Tekijä;ISBN;Vuosi;Kvartaali;Lainauskerrat"
        row = f"aikuistenkirjat;lainaus+uusinnat;{title} ;{author} ;9,78951E+12;{year};1;{loans}"
        self._read("helmet.csv", f"{columns}\n{row}\n", "HelMet")

    def rate(self, year: int, value: str, kind: str = "both") -> None:
        """A rate decided long ago."""
        with self.session() as session:
            session.add(ParameterValue(
                name="lending.rate", loan_year=year, kind=kind, valid_from=date(2010, 1, 1),
                value=value, unit="EUR/loan", source="decided in a test", imported_at=NOON,
            ))  # fmt: skip

    def run(
        self, kind: str, day: date, cutoff: date, *, approve: bool = True,
        stated: dict[int, int] | None = None,
    ) -> RunSummary:  # fmt: skip
        """A calculated run, approved by two unless told otherwise; `stated`: year → cents."""
        money = tuple(undistributed(year, cents) for year, cents in (stated or {}).items())
        with self.session() as session:
            order = Order(kind, day, cutoff, money)
            run = calculate_run(
                session, self.data_dir, "lending", order, today=self.today, actor=SYSTEM
            )
        for code in ("A1", "A2") if approve else ():
            with self.session() as session:
                if session.scalar(select(Staff.id).where(Staff.code == code)) is None:
                    people.staff(session, code, f"Approver {code}", role="approver")
                approve_run(session, self.data_dir, run.run, code, run.digest, today=self.today)
        return run


def _work(session: Session, title: str) -> int:
    work = Work(title=title)
    session.add(work)
    session.flush()
    return work.id
