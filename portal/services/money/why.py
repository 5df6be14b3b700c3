"""Why a line is what it is: its steps, and where each factor comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import NARRATOR, ORIGINAL_AUTHOR, ROLES, TRANSLATOR, WRITER_ROLES
from portal.kernel.dated import DatedValue
from portal.kernel.errors import NotFound
from portal.rules.parameters import Book
from portal.rules.schemes import lending
from portal.rules.settlement.explain import Step, steps
from portal.services.base import kept
from portal.services.counts.reports import reports
from portal.services.money.earlier_payments import Earlier, earlier_payments
from portal.services.money.line_paid import LinePaid, line_paid
from portal.services.money.run_lines import Frozen, RunLine
from portal.services.money.statements import (
    PeriodStatement,
    payment,
    person_of,
    run_of,
    snapshot_of,
)
from portal.services.parameters import parameters
from portal.services.titles.title_facts import Counted, counted_and_said
from portal.store.people import Party

LIBRARY, EDITION, NOBODY = "library", "edition", "nobody"


@dataclass(frozen=True)
class Said:
    """Who said a class or a medium: the library's row, the edition, or nobody.

    `edition_says` is what the edition's entry says: it may differ where the library decided.
    """

    by: str
    value: str
    edition_says: str | None

    @property
    def differs(self) -> bool:
        """Whether the library says otherwise than the edition's entry."""
        return self.by == LIBRARY and self.edition_says not in (None, self.value)


@dataclass(frozen=True)
class Declared:
    """One claim that counted: who shares, in which role, among how many as declared."""

    name: str
    role: str
    heads: int
    own: bool


@dataclass(frozen=True)
class Why:
    """One line in full. Parameters are those in force for the run; None where none was found."""

    run: str
    pays_on: date
    name: str
    """Whose line it is."""
    line: RunLine
    steps: tuple[Step, ...]
    rate: DatedValue | None
    class_share: DatedValue | None
    class_said: Said
    medium_said: Said
    declared: tuple[Declared, ...]
    """Claims of the same pool: writers, translators or narrators."""
    translation_said: tuple[Declared, ...]
    """Claims that say that the title is a translation."""
    period: PeriodStatement
    """The loan year and kind that the line belongs to."""
    libraries: int
    """How many library systems have reported the loan year."""
    earlier: tuple[Earlier, ...]
    """Earlier payments of the period."""
    paid: LinePaid
    """What this payment did with the line, or where it was paid before."""

    @property
    def unclaimed(self) -> int:
        """How many of the heads that divide the part have made no claim."""
        return max(self.line.factors.heads - len({one.name for one in self.declared}), 0)


@kept.for_party
def why(
    session: Session,
    data_dir: Path,
    party_id: int,
    run_code: str,
    number: int,
    *,
    drafts: bool = False,
) -> Why:
    """Line `number` of a payment, of a calculated one too with `drafts`; raises NotFound."""
    run, _ = run_of(session, party_id, run_code, drafts=drafts)
    statement = payment(session, data_dir, party_id, run_code, drafts=drafts)
    line = next((one for one in statement.lines if one.number == number), None)
    if line is None:
        raise NotFound(what="line", name=str(number))
    snapshot = snapshot_of(session, data_dir, run, party_id)
    claims = _claims(session, snapshot, line)
    book = parameters.book(session)
    [period] = [p for p in statement.periods if line in p.lines]
    earlier = earlier_payments(
        session, party_id, run, period.loan_year, period.kind, additional=False
    )
    counted, said = counted_and_said(session, data_dir, [line.isbn], line.members)
    shapes = [said[isbn] for isbn in sorted(line.members) if isbn in said]
    return Why(
        run=run.code,
        pays_on=run.pays_on,
        name=person_of(session, party_id)[1],
        line=line,
        steps=steps(line.factors),
        rate=_rate(book, line, run.pays_on),
        class_share=_class_share(book, line, run.pays_on),
        class_said=_said(counted, line, "class_", [class_ for _, class_ in shapes]),
        medium_said=_said(counted, line, "medium", [medium for medium, _ in shapes]),
        declared=tuple(one for one in claims if _pool(one.role) == _pool(line.role)),
        translation_said=tuple(c for c in claims if c.role in (ORIGINAL_AUTHOR, TRANSLATOR)),
        period=period,
        libraries=_libraries(session, line.loan_year),
        earlier=earlier,
        paid=line_paid(session, data_dir, party_id, line, period, earlier),
    )


def _libraries(session: Session, loan_year: int) -> int:
    return len({one.library for one in reports(session) if one.loan_year == loan_year})


def _pool(role: str) -> str:
    return WRITER_ROLES[0] if role in WRITER_ROLES else role


def _claims(session: Session, snapshot: Frozen, line: RunLine) -> tuple[Declared, ...]:
    """The claims on the title that counted in the run, with the names of who made them."""
    rows = snapshot.rows("claims", ("isbn", "in", list(line.members)))
    codes = snapshot.codes()
    wanted = {codes[row["payee"]] for row in rows}
    found = session.execute(select(Party.code, Party.name).where(Party.code.in_(wanted)))
    names = {row.code: row.name for row in found}
    said = {
        (row["payee"], row["role"], row["heads"]): Declared(
            name=names.get(codes[row["payee"]], ""),
            role=ROLES[row["role"]],
            heads=row["heads"],
            own=row["payee"] == snapshot.place,
        )
        for row in rows
    }
    return tuple(sorted(said.values(), key=lambda one: (not one.own, one.name, one.role)))


def _rate(book: Book, line: RunLine, day: date) -> DatedValue | None:
    if line.role == NARRATOR:
        return book.of_loan_year(lending.NARRATOR_RATE, line.loan_year, "both", day)
    return book.of_loan_year(lending.RATE, line.loan_year, line.kind, day)


def _class_share(book: Book, line: RunLine, day: date) -> DatedValue | None:
    name = lending.CLASS_PREFIX + line.class_
    own = book.of_loan_year(name, line.loan_year, "both", day)
    return own or book.on(name, date(line.loan_year, 1, 1))


def _said(
    counted: Sequence[Counted], line: RunLine, what: str, entries: Sequence[str | None]
) -> Said:
    """Who said the line's class or medium: a library's row goes before the edition's entry.

    `entries` are what the editions of the record say, by ISBN: the first that says one counts.
    """
    value: str = getattr(line, what)
    edition = next((one for one in entries if one is not None), None)
    rows = [
        row
        for row in counted
        if row.members == line.members
        and (row.loan_year, row.medium, row.class_) == (line.loan_year, line.medium, line.class_)
    ]
    by_library = [row for row in rows if getattr(row, f"said_{what.rstrip('_')}")]
    if by_library or (not rows and edition != value):
        return Said(LIBRARY, value, edition)
    return Said(EDITION if edition else NOBODY, value, edition)
