"""A portal as an operator has it: a database, a data folder, and the command `portal`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.commands import main
from portal.kernel.isbn import check_digit_13
from portal.services.base.database import transaction

Row = Iterable[object]
Table = list[dict[str, str]]
PEOPLE = (
    "person_id", "name", "other_names", "birth_year", "death_year", "email", "locale", "country",
    "joined", "tax_percent",
)  # fmt: skip
CATALOGUE = (
    "person_id", "isbn", "role", "heads", "title", "medium", "added", "class", "separate",
    "withdrawn",
)  # fmt: skip
LOANS = ("isbn", "year", "medium", "class", "loans", "renewals", "library")
TABLES = (
    "run", "run_payee", "run_period", "run_undistributed", "run_approval", "payment",
    "ledger_account", "ledger_transaction", "ledger_entry", "audit_event",
)  # fmt: skip


def isbn(number: int) -> int:
    """A valid ISBN-13 of its own for each number below 10,000."""
    stem = f"97895102{number:04d}"
    return int(stem + check_digit_13(stem))


def person(code: str, tax: object = "", died: object = "", country: str = "FI") -> Row:
    """A row of a file of people."""
    return code, f"Person {code}", "", "", died, "", "", country, "2000-01-01", tax


def claim(
    code: str, number: int, role: str = "author", heads: int = 1, added: str = "2015-01-01",
    medium: str = "physical", class_: str = "other", withdrawn: str = "",
) -> Row:  # fmt: skip
    """A row of a catalogue; editions are named by their number."""
    title = f"Book {number}"
    return code, isbn(number), role, heads, title, medium, added, class_, "false", withdrawn


def loans(number: int, year: int, count: int, renewals: object = "", class_: str = "") -> Row:
    """A row of a file of loans in the plain format."""
    return isbn(number), year, "", class_, count, renewals, ""


def rate(year: int, value: str, kind: str = "both", valid_from: str = "2010-01-01") -> str:
    """A rate as a table of a file of parameters."""
    return parameter("lending.rate", value, "EUR/loan", year, kind, valid_from)


def parameter(
    name: str, value: str, unit: str, year: int | None = None, kind: str = "both",
    valid_from: str = "2010-01-01", status: str = "decided",
) -> str:  # fmt: skip
    """A table of a file of parameters, its value as text."""
    lines = ["[[parameter]]", f'name = "{name}"', f'kind = "{kind}"', f'unit = "{unit}"',
             f'value = "{value}"', f"valid_from = {valid_from}", 'source = "a test"',
             f'status = "{status}"']  # fmt: skip
    return "\n".join([*lines, *([f"loan_year = {year}"] if year else []), ""])


@dataclass
class Console:
    """Every method runs a command of its own, as a terminal would, and demands its exit code."""

    url: str
    folder: Path
    today: str = "2026-10-15"
    files: int = 0

    @property
    def data_dir(self) -> Path:
        """Where archives, counts and snapshots lie."""
        return self.folder / "data"

    @property
    def environment(self) -> Mapping[str, str]:
        """The settings of the commands."""
        return {
            "PORTAL_DATABASE_URL": self.url,
            "PORTAL_DATA_DIR": str(self.data_dir),
            "PORTAL_TODAY": self.today,
        }

    def run(self, *words: object, code: int = 0) -> Result:
        """Runs `portal WORDS…` and demands the exit code."""
        runner = CliRunner()
        result = runner.invoke(main, [str(word) for word in words], env=self.environment)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    def told(self, *words: object, code: int = 0) -> dict[str, Any]:
        """The one JSON object that a command prints with --json."""
        found: dict[str, Any] = json.loads(self.run(*words, "--json", code=code).stdout)
        return found

    def refusal(self, *words: object) -> str:
        """The sentence of a refused command; it is one line on the error output alone."""
        result = self.run(*words, code=1)
        assert result.stdout == ""
        [line] = result.stderr.splitlines()
        return line

    def people(self, *rows: Row) -> None:
        """Imports people."""
        self.run("people", "import", self.table("people.csv", PEOPLE, rows))

    def catalogue(self, *rows: Row) -> None:
        """Imports claims."""
        self.run("catalogue", "import", self.table("catalogue.csv", CATALOGUE, rows))

    def loans(self, *rows: Row, source: str = "Helsinki") -> None:
        """Imports a file of loans."""
        path = self.table("loans.csv", LOANS, rows)
        self.run("loans", "import", path, "--source", source)

    def parameters(self, *tables: str) -> dict[str, Any]:
        """Imports parameters."""
        return self.told("parameters", "import", self.written("parameters.toml", "\n".join(tables)))

    def staff(self, name: str, role: str = "approver", person: str | None = None) -> str:
        """Adds a staff member; returns the id."""
        payee = () if person is None else ("--person", person)
        return self.run("staff", "add", name, "--role", role, *payee).stdout.split()[-1]

    def calculate(self, kind: str, day: str, cutoff: str, *more: object) -> dict[str, Any]:
        """Calculates a run; what it prints."""
        return self.told("settlement", "calculate", "lending", *order(kind, day, cutoff), *more)

    def approve(self, run: Mapping[str, Any], *staff: str) -> None:
        """Approves a run."""
        for member in staff:
            self.run(*approval(run, member))

    def export(
        self, code: str
    ) -> tuple[list[dict[str, str]], list[dict[str, str]], dict[str, Any]]:
        """The three files of a run, read."""
        out = self.folder / f"out-{code}"
        self.run("settlement", "export", code, "--out", out)
        people, lines = (read(out / name) for name in ("people.csv", "lines.csv"))
        return people, lines, json.loads((out / "run.json").read_text(encoding="utf-8"))

    def session(self, *, writes: bool = True) -> AbstractContextManager[Session]:
        """One transaction of the portal's database."""
        return transaction(self.url, writes=writes)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with self.session(writes=False) as session:
            return int(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)

    def rows(self) -> dict[str, int]:
        """How many rows each table of the settlement has."""
        with self.session(writes=False) as session:
            counted = {t: session.scalar(text(f"SELECT count(*) FROM {t}")) for t in TABLES}
        return {table: int(number or 0) for table, number in counted.items()}

    def snapshots(self) -> list[str]:
        """The folders of snapshots, finished and unfinished."""
        return sorted(path.name for path in (self.data_dir / "runs").glob("*"))

    def written(self, name: str, content: str) -> Path:
        """A file of its own folder."""
        self.files += 1
        path = self.folder / "files" / str(self.files) / name
        path.parent.mkdir(parents=True)
        path.write_text(content, encoding="utf-8")
        return path

    def table(self, name: str, header: Row, rows: Iterable[Row]) -> Path:
        """A CSV file."""
        path = self.written(name, "")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([tuple(header), *map(tuple, rows)])
        return path


def order(kind: str, day: str, cutoff: str) -> tuple[str, ...]:
    """The options that say which run is meant."""
    return "--kind", kind, "--date", day, "--cutoff", cutoff


def approval(run: Mapping[str, Any], staff: str, digest: str | None = None) -> tuple[str, ...]:
    """The words of an approval."""
    digest = digest or run["digest"]
    return "settlement", "approve", run["run"], "--as", staff, "--digest", digest


def read(path: Path) -> Table:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
