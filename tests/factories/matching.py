"""A portal of lending whose files name titles, and an office that decides about them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor
from portal.services.matching import unmatched_decisions
from portal.services.matching.unmatched_decisions import Choice
from portal.store.people import Staff
from tests.factories import people
from tests.factories.lending import Lending

ROUNDED = "9789510000000"
HEADER = "Kirja;Laji;Nimeke;Tekijä;ISBN;Vuosi;Kvartaali;Lainauskerrat\n"


class Matching(Lending):
    """A portal of lending with files that name titles, and an office that decides."""

    def helmet(self, *rows: str, source: str = "HelMet", replace: bool = False) -> None:
        """A file of HelMet's form; a row is "title;author;isbn;year;loans"."""
        text = HEADER
        for row in rows:
            title, author, number, year, loans = row.split(";")
            text += f"aikuiset;lainaus+uusinnat;{title};{author};{number};{year};1;{loans}\n"
        self._read("helmet.csv", text, source, replace=replace)

    def officer(self, session: Session, role: str = "officer", person: str | None = None) -> Actor:
        """A staff member of a role, who may also be a party."""
        code = f"S-{role}-{person or ''}"
        row = session.scalar(select(Staff).where(Staff.code == code))
        row = row or people.staff(session, code, f"The {role}", role=role)
        session.flush()
        party_id = self.ids[person] if person else None
        return Actor(code, staff_id=row.id, party_id=party_id, staff_role=role)

    def decide(self, key: str, isbn: int | None, **who: str) -> int:
        """A decision of an officer, or of whom `who` says."""
        with self.session() as session:
            return unmatched_decisions.decide(
                session, self.data_dir, Choice(key, isbn, "The title page says so"),
                self.officer(session, **who), self.today,
            )  # fmt: skip

    def undo(self, number: int, **who: str) -> None:
        """The same, undone."""
        with self.session() as session:
            unmatched_decisions.undo(session, self.data_dir, number, self.officer(session, **who))

    def paid(self, code: str, *, approve: bool = False) -> tuple[int, str]:
        """What the autumn run of 2026 pays, and its digest."""
        run = self.run("autumn", date(2026, 10, 10), date(2026, 9, 30), approve=approve)
        return run.gross_cents, run.digest
