"""A portal with the national database and an author of many works, whose first payment is approved.

It is built by the portal's own commands, and kept: pages add a few claims to it and nothing else.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import CATALOGUE_COLUMNS, PEOPLE_COLUMNS, made_whole
from benchmarks.run import CALCULATE, PLAIN, PORTAL, environment_of, prepared
from benchmarks.sizes import DATA, YEAR

WORKS = 200
SPARE = 60
ISSUER = "https://id.example.org"
SUBJECT = "author"
SECRET = "the benchmark's secret, known to all"
# Of five works two are the author's alone, two have a co-writer, one is the original of another's.
PARTS = (("author", 1, None), ("author", 1, None), ("author", 2, "author"), ("author", 2, "author"),
         ("original_author", 1, "translator"))  # fmt: skip


@dataclass(frozen=True)
class PagesPortal:
    """Its folder, the run that was approved, and ISBNs that nobody has claimed."""

    folder: Path
    run: str
    spare: tuple[str, ...]

    @property
    def environment(self) -> dict[str, str]:
        """What the server needs."""
        return {
            **environment_of(self.folder),
            "PORTAL_SECRET_KEY": SECRET,
            "PORTAL_OIDC_ISSUER": ISSUER,
            "PORTAL_OIDC_CLIENT_ID": "portal",
            "PORTAL_OIDC_CLIENT_SECRET": "secret",
        }


def built(rows: int) -> PagesPortal:
    """The portal of `rows` raw rows, built where it is not there yet; it takes some minutes."""
    data = made_whole(rows)
    folder = DATA / f"pages-{rows}"
    if not (folder / "spare.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        prepared(folder, data)
        _fill(folder, data)
    said = json.loads((folder / "spare.json").read_text())
    return PagesPortal(folder, said["run"], tuple(said["spare"]))


def _fill(folder: Path, data: Path) -> None:
    isbns = [row for row, _ in zip(_unclaimed(data), range(WORKS + SPARE), strict=False)]
    people, catalogue = folder / "author.csv", folder / "works.csv"
    _write(people, PEOPLE_COLUMNS, [[SUBJECT, "Author of many works", "", "", "", "", "en", "FI",
                                     "2015-01-01", "24.0"]])  # fmt: skip
    _write(catalogue, CATALOGUE_COLUMNS, _claims(isbns[:WORKS]))
    portal(folder, "people", "import", str(people))
    portal(folder, "catalogue", "import", str(catalogue))
    portal(folder, "loans", "import", str(data / "loans"), "--year", str(YEAR), "--source", "all")
    for code, role in (("O", "officer"), ("A", "approver"), ("B", "approver")):
        portal(folder, "staff", "add", code, "--role", role)
    portal(folder, "accounts", "link", ISSUER, SUBJECT, "--person", SUBJECT)
    cutoff = ("--cutoff", "2026-09-18", "--as", "o", "--json")
    run = json.loads(portal(folder, *CALCULATE, *cutoff))
    for staff in ("a", "b"):
        approve = ("settlement", "approve", run["run"], "--as", staff)
        portal(folder, *approve, "--digest", run["digest"])
    spare = [isbn for isbn, _, _ in isbns[WORKS:]]
    (folder / "spare.json").write_text(json.dumps({"run": run["run"], "spare": spare}))


def portal(folder: Path, *arguments: str) -> str:
    """One command of the portal; what it printed."""
    command = [str(PORTAL), *arguments]
    done = subprocess.run(command, env=environment_of(folder), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done.stdout


def _claims(isbns: list[tuple[str, str, str]]) -> Iterator[list[object]]:
    for number, (isbn, medium, class_) in enumerate(isbns):
        role, heads, other = PARTS[number % len(PARTS)]
        shape = (f"A work with a title of some length, {number}", medium, "2020-01-01", class_)
        yield [SUBJECT, isbn, role, heads, *shape]
        if other:
            yield [f"p{number}", isbn, other, heads, *shape]


def _unclaimed(data: Path) -> Iterator[tuple[str, str, str]]:
    """Lent ISBNs that the catalogue does not have: number, medium and class."""
    with (data / "catalogue.csv").open(encoding="utf-8", newline="") as catalogue:
        known = {row["isbn"] for row in csv.DictReader(catalogue)}
    for path in sorted((data / "loans").iterdir()):
        with path.open(encoding="utf-8", newline="") as loans:
            for row in csv.DictReader(loans):
                if row["isbn"] not in known and _is_thirteen(row["isbn"]):
                    known.add(row["isbn"])
                    yield row["isbn"], row["medium"], row["class"] or "other"


def _is_thirteen(isbn: str) -> bool:
    digits = [int(sign) for sign in isbn] if isbn.isdigit() and len(isbn) == 13 else [1]
    return sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


def _write(path: Path, columns: tuple[str, ...], rows: object) -> None:
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(columns)
        writer.writerows(rows)  # type: ignore[arg-type]


def server(portal: PagesPortal, port: int, workers: int = 2) -> subprocess.Popen[bytes]:
    """Gunicorn with its own workers on the loopback address."""
    command = [str(PORTAL.with_name("gunicorn")), "--workers", str(workers), "--bind",
               f"127.0.0.1:{port}", "--log-level", "error", "benchmarks.pages_app:app"]  # fmt: skip
    here = Path(__file__).parent.parent
    return subprocess.Popen(command, env={**PLAIN, **portal.environment}, cwd=here)
