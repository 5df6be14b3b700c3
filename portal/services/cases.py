"""Worked cases: an empty portal, the case through the same services as files, exact comparison.

Source: contract, "Worked cases".
"""

from __future__ import annotations

import csv
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import SYSTEM
from portal.kernel.money import NotAnAmount, cents_from_text, text_from_cents
from portal.rules.schemes import lending
from portal.services.access import staff
from portal.services.adding import catalogue
from portal.services.base.texts import shown
from portal.services.parameters import parameters
from portal.services.people import people
from portal.services.settlement import approving, calculating
from portal.services.settlement.collecting import Order
from portal.services.settlement.summary import RunSummary, run_by_code
from portal.services.usage import usage_import
from portal.store import migrate
from portal.store import session as store_session
from portal.store.people import Party
from portal.store.settlement import RunPayee

_AMOUNTS = ("gross", "tax", "net", "waiting", "disputed")
_JOINED = date(2000, 1, 1)
_PEOPLE = (
    "person_id", "name", "other_names", "birth_year", "death_year", "email", "locale", "country",
    "joined", "tax_percent",
)  # fmt: skip
_CATALOGUE = (
    "person_id", "isbn", "role", "heads", "title", "medium", "added", "class", "translation",
    "separate", "withdrawn",
)  # fmt: skip
_LOANS = ("isbn", "year", "medium", "class", "loans")
_NO_CASE = (TypeError, ValueError, AttributeError, ArithmeticError, NotAnAmount)
"""What a file raises that is TOML and yet no worked case."""


class CaseUnreadable(Refusal):
    """The file is no worked case; `file`, `problem`."""

    code = "case_unreadable"


@dataclass(frozen=True)
class Verdict:
    """A case: its file and name, and where it differs; no differences means that it passed."""

    file: str
    name: str
    differences: tuple[str, ...]


def cases_in(paths: Iterable[Path]) -> list[Path]:
    """The TOML files named, and those in the folders named, sorted."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.rglob("*.toml")) if path.is_dir() else [path]
    return found


def read_case(path: Path) -> dict[str, Any]:
    """The case in a file; raises CaseUnreadable."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise CaseUnreadable(file=shown(path.name), problem=str(error)) from error


def check(path: Path) -> Verdict:
    """Runs one case in an empty portal of its own and compares exactly.

    Raises CaseUnreadable, or what its files and runs are refused for.
    """
    case = read_case(path)
    try:
        found = run_case(case)
        differences = tuple(_differences(case, found))
    except KeyError as error:
        raise CaseUnreadable(
            file=shown(path.name), problem=f"{error.args[0]} is missing"
        ) from error
    except _NO_CASE as error:
        raise CaseUnreadable(file=shown(path.name), problem=str(error)) from error
    return Verdict(shown(path.name), str(case.get("name", shown(path.stem))), differences)


def run_case(
    case: Mapping[str, Any], database_url: str | None = None
) -> dict[str, dict[str, dict[str, int]]]:
    """Run → person → amounts in cents (gross, tax, net, waiting, disputed).

    `database_url` names an empty, migrated database; without it a temporary SQLite file is used.
    """
    with tempfile.TemporaryDirectory(prefix="portal-case-") as folder:
        data_dir = Path(folder)
        if database_url is None:
            database_url = f"sqlite:///{data_dir / 'case.db'}"
            migrate.upgrade(database_url)
        engine = store_session.engine_for(database_url)
        try:
            return _Case(case, data_dir, engine).run()
        finally:
            engine.dispose()


class _Case:
    """One case on its way through the portal's services."""

    def __init__(self, case: Mapping[str, Any], data_dir: Path, engine: Engine) -> None:
        self.case = case
        self.data_dir = data_dir
        self.engine = engine

    @contextmanager
    def _transaction(self) -> Any:
        with store_session.transaction(self.engine) as session:
            yield session

    def run(self) -> dict[str, dict[str, dict[str, int]]]:
        with self._transaction() as session:
            approvers = [self._approver(session, name) for name in ("First", "Second")]
            self._rates(session)
            self._people(session)
            self._catalogue(session)
        self._loans()
        found = {}
        for run in self.case["run"]:
            with self._transaction() as session:
                summary = self._calculate(session, run)
            found[str(run["id"])] = self._amounts(summary)
            self._approve(run, summary, approvers)
        return found

    def _approver(self, session: Session, name: str) -> str:
        return staff.add_staff(session, f"{name} Approver", "approver", None, SYSTEM)

    def _rates(self, session: Session) -> None:
        """Only the case's rates count: the shipped ones would answer for a year without one."""
        shipped = [value for value in parameters.shipped() if value.name == lending.RATE]
        own = self.case.get("rates", {}).items()
        text = "".join(
            _rate(value.loan_year or 0, value.valid_from, value.value, "withdrawn")
            for value in shipped
        ) + "".join(
            _rate(int(year), date(int(year), 1, 1), str(value), "decided") for year, value in own
        )
        path = self.data_dir / "parameters.toml"
        path.write_text(text, encoding="utf-8")
        parameters.import_file(session, path, SYSTEM)

    def _people(self, session: Session) -> None:
        rows = [
            (p["id"], p["id"], "", "", _year(p.get("died")), "", "", p.get("country", "FI"),
             p.get("joined", _JOINED).isoformat(), p.get("tax_percent", ""))
            for p in self.case["person"]
        ]  # fmt: skip
        path = self._written("people.csv", _PEOPLE, rows)
        people.import_people(session, path, today=self._last_day(), actor=SYSTEM)
        for person in self.case["person"]:
            if "died" in person:
                party = session.scalar(select(Party).where(Party.code == str(person["id"])))
                if party is not None:
                    party.died_on = person["died"]

    def _catalogue(self, session: Session) -> None:
        editions = {edition["isbn"]: edition for edition in self.case.get("edition", [])}
        joined = {p["id"]: p.get("joined", _JOINED) for p in self.case["person"]}
        rows = []
        for claim in self.case.get("claim", []):
            edition = editions.get(claim["isbn"], {})
            added = claim.get("added", joined[claim["person"]])
            rows.append(
                (claim["person"], claim["isbn"], claim["role"], claim["heads"],
                 f"Title {claim['isbn']}", edition.get("medium", "physical"), added.isoformat(),
                 edition.get("class", "other"), _word(edition.get("translation", False)),
                 _word(claim.get("separate", False)), _iso(claim.get("withdrawn")))
            )  # fmt: skip
        path = self._written("catalogue.csv", _CATALOGUE, rows)
        catalogue.import_catalogue(session, path, today=self._last_day(), actor=SYSTEM)

    def _loans(self) -> None:
        editions = {edition["isbn"]: edition for edition in self.case.get("edition", [])}
        rows = [
            (loan["isbn"], loan["year"], editions.get(loan["isbn"], {}).get("medium", "physical"),
             loan.get("class", ""), loan["loans"])
            for loan in self.case.get("loans", [])
        ]  # fmt: skip
        if not rows:
            return
        path = self._written("loans.csv", _LOANS, rows)
        order = usage_import.ImportOrder((path,), "case")
        with self._transaction() as session:
            usage_import.import_usage(
                session, self.data_dir, order, today=self._last_day(), actor=SYSTEM
            )

    def _calculate(self, session: Session, run: Mapping[str, Any]) -> RunSummary:
        others = run.get("other_share_loans", {})
        money = tuple(
            calculating.undistributed(int(year), cents_from_text(euro), int(others.get(year, 0)))
            for year, euro in run.get("undistributed", {}).items()
        )
        order = Order(run["kind"], run["date"], run["cutoff"], money)
        return calculating.calculate_run(
            session, self.data_dir, self.case["scheme"], order, today=_after(run), actor=SYSTEM
        )

    def _amounts(self, summary: RunSummary) -> dict[str, dict[str, int]]:
        with self._transaction() as session:
            run = run_by_code(session, summary.run)
            rows = session.execute(
                select(Party.code, RunPayee)
                .join(RunPayee, RunPayee.party_id == Party.id)
                .where(RunPayee.run_id == run.id)
            )
            return {
                code: {name: getattr(payee, f"{name}_cents") for name in _AMOUNTS}
                for code, payee in rows
            }

    def _approve(
        self, run: Mapping[str, Any], summary: RunSummary, approvers: Sequence[str]
    ) -> None:
        for approver in approvers:
            with self._transaction() as session:
                approving.approve_run(
                    session, self.data_dir, summary.run, approver, summary.digest,
                    today=_after(run),
                )  # fmt: skip

    def _last_day(self) -> date:
        years = [loan["year"] for loan in self.case.get("loans", [])]
        days = [_after(run) for run in self.case["run"]]
        return max([*days, *(date(year + 1, 1, 1) for year in years)])

    def _written(self, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
        path = self.data_dir / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(rows)
        return path


def _differences(
    case: Mapping[str, Any], found: Mapping[str, Mapping[str, Mapping[str, int]]]
) -> Iterable[str]:
    for expected in case["expect"]:
        run, person = str(expected["run"]), str(expected["person"])
        amounts = found[run].get(person, {})
        for name in _AMOUNTS:
            if name not in expected:
                continue
            due, got = cents_from_text(expected[name]), amounts.get(name, 0)
            if due != got:
                euro = f"{text_from_cents(due)} expected, {text_from_cents(got)} found"
                yield f"{run}, {person}: {name} {euro}"


def _rate(loan_year: int, valid_from: date, value: str, status: str) -> str:
    """A `[[parameter]]` table of one loan year's rate."""
    return (
        f'[[parameter]]\nname = "{lending.RATE}"\nloan_year = {loan_year}\n'
        f'valid_from = {valid_from}\nvalue = "{value}"\nunit = "EUR/loan"\n'
        f'source = "case"\nstatus = "{status}"\n'
    )


def _after(run: Mapping[str, Any]) -> date:
    """A business day on which the run's cutoff has passed."""
    days: list[date] = [run["date"], run["cutoff"] + timedelta(days=1)]
    return max(days)


def _year(day: date | None) -> str:
    return "" if day is None else str(day.year)


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _word(flag: bool) -> str:
    return "true" if flag else "false"
