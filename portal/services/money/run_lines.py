"""The frozen lines of one payee in a run, read from its snapshot; small rows, plain values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel.catalogue import CLASSES, KINDS, MEDIA, ROLES, kind_of
from portal.rules.schemes.lending import NO_CAP
from portal.rules.settlement.explain import LineFactors
from portal.services.titles.works_list import claims_of
from portal.store import snapshots
from portal.store.settlement import Run

NOBODY = -1


@dataclass(frozen=True)
class RunLine:
    """One line of a payee. `number` is its place among the payee's lines, from 1, for ever.

    `isbn` is the party's own where the record carries several (`members`); amounts are micro-cents,
    `largest` what the claims that disagree would allow at most.
    """

    number: int
    title_number: int
    members: tuple[int, ...]
    isbn: int
    title: str
    language: str | None
    """That of the title, where it is known."""
    work_id: int | None
    role: str
    loan_year: int
    medium: str
    class_: str
    factors: LineFactors
    largest: int

    @property
    def kind(self) -> str:
        """physical, or e."""
        return kind_of(self.medium)

    @property
    def disputed(self) -> bool:
        """Whether claims on the title disagree about this part."""
        return self.largest != self.factors.amount


@dataclass(frozen=True)
class Frozen:
    """A run's snapshot on disk and the payee's position in it (NOBODY when not a payee)."""

    data_dir: Path
    path: str
    place: int
    header: dict[str, Any]

    def rows(self, name: str, *where: tuple[str, str, Any]) -> list[dict[str, Any]]:
        """Rows of a table that meet all the conditions."""
        table = snapshots.table(self.data_dir, self.path, name, where=list(where) or None)
        rows: list[dict[str, Any]] = table.to_pylist()
        return rows

    def codes(self) -> list[str]:
        """The codes of all payees, by position."""
        codes: list[str] = snapshots.table(self.data_dir, self.path, "payees", columns=["code"])[
            "code"
        ].to_pylist()
        return codes

    def members(self, titles: list[int]) -> dict[int, tuple[int, ...]]:
        """The ISBNs of some titles, ascending."""
        found: dict[int, tuple[int, ...]] = {}
        for row in self.rows("members", ("title", "in", titles)) if titles else []:
            found[row["title"]] = (*found.get(row["title"], ()), row["isbn"])
        return found

    @property
    def cutoff(self) -> date:
        """The last day whose claims count."""
        return date.fromisoformat(self.header["cutoff"])

    @property
    def open_years(self) -> tuple[int, ...]:
        """The loan years that the run pays."""
        return tuple(self.header["open_years"])

    @property
    def distributed_years(self) -> tuple[int, ...]:
        """The loan years whose undistributed money the run distributes."""
        return tuple(money["loan_year"] for money in self.header["undistributed"])

    def year(self, loan_year: int) -> dict[str, Any]:
        """The terms of a loan year."""
        terms: dict[str, Any] = self.header["years"][str(loan_year)]
        return terms


def frozen(data_dir: Path, run: Run, party_code: str) -> Frozen:
    """The snapshot of a run, seen by one payee."""
    header = json.loads(snapshots.header(data_dir, run.snapshot_path))
    empty = Frozen(data_dir, run.snapshot_path, NOBODY, header)
    codes = empty.codes()
    place = codes.index(party_code) if party_code in codes else NOBODY
    return Frozen(data_dir, run.snapshot_path, place, header)


def lines_of(session: Session, snapshot: Frozen, party_id: int) -> tuple[RunLine, ...]:
    """All lines of the payee in the open years, in the order of the snapshot."""
    if snapshot.place == NOBODY:
        return ()
    return numbered(
        session, snapshot, party_id, snapshot.rows("lines", ("payee", "=", snapshot.place))
    )


def numbered(
    session: Session, snapshot: Frozen, party_id: int, rows: list[dict[str, Any]]
) -> tuple[RunLine, ...]:
    """Rows of lines, with codes as positions, as lines numbered from 1."""
    members = snapshot.members(sorted({row["title"] for row in rows}))
    editions = _editions(session, party_id)
    return tuple(
        _line(number, row, members[row["title"]], editions)
        for number, row in enumerate(rows, start=1)
    )


def _editions(session: Session, party_id: int) -> dict[int, tuple[str, str | None, int]]:
    """ISBN → title, its language and the work of the editions that the party has ever claimed."""
    return {
        edition.isbn: (edition.title, work.language, work.work_id)
        for work in claims_of(session, party_id)
        for edition in work.editions
        if edition.isbn is not None
    }


def _line(
    number: int,
    row: dict[str, Any],
    members: tuple[int, ...],
    editions: dict[int, tuple[str, str | None, int]],
) -> RunLine:
    isbn = next((one for one in members if one in editions), row["isbn"])
    title, language, work_id = editions.get(isbn, ("", None, None))
    return RunLine(
        number=number,
        title_number=row["title"],
        members=members,
        isbn=isbn,
        title=title,
        language=language,
        work_id=work_id,
        role=ROLES[row["role"]],
        loan_year=row["loan_year"],
        medium=MEDIA[row["medium"]],
        class_=CLASSES[row["class_"]],
        factors=LineFactors(
            loans=row["loans"],
            rate=row["rate"],
            class_ppm=row["class_ppm"],
            denominator=row["denominator"],
            heads=row["heads"],
            amount=row["amount"],
        ),
        largest=row["largest"],
    )


def cap_of(snapshot: Frozen, loan_year: int, kind: str) -> int | None:
    """The cap of a loan year and kind in cents, None without one or in a year not in the run."""
    terms = snapshot.header["years"].get(str(loan_year))
    if terms is None or kind not in KINDS:
        return None
    cap: int = terms["cap_cents"][kind]
    return None if cap >= NO_CAP else cap
