"""The most lent titles of each year, prepared after an import: a page reads one small file."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.services.counts import counts_files
from portal.services.usage.coverage import Coverage, coverage
from portal.store.usage import UsageImport
from portal.usage import counts as usage_counts
from portal.usage import most_lent
from portal.usage.paths import writing

MOST = 100
FOLDER = "counts"
BEGINNING = "most-lent-"


@dataclass(frozen=True)
class LentTitle:
    """A title's place in its year (the same for equal loans), its ISBNs, what the library files
    call it and its author (both empty where they do not say), and its loans.
    """

    place: int
    isbns: tuple[int, ...]
    title: str
    author: str
    loans: int


@dataclass(frozen=True)
class MostLent:
    """The most lent titles of a loan year; `titles` is None until they are prepared."""

    loan_year: int
    titles: tuple[LentTitle, ...] | None
    coverage: Coverage


@dataclass(frozen=True)
class Order:
    """What to prepare from: the files of the imports that count. `name` is the result's own."""

    name: str
    counts_paths: tuple[str, ...]
    titles_paths: tuple[str, ...]


def order(session: Session) -> Order:
    """What the list of today is made from; another set of counts has another name."""
    titles = session.scalars(
        select(UsageImport.titles_path)
        .where(UsageImport.superseded_by_id.is_(None))
        .order_by(UsageImport.id)
    )
    written = counts_files.written(session)
    digest = hashlib.sha256("".join(sha256 for _path, sha256 in written).encode()).hexdigest()
    return Order(
        f"{BEGINNING}{digest[:32]}.json", tuple(path for path, _sha256 in written), tuple(titles)
    )


def prepare(data_dir: Path, wanted: Order) -> bool:
    """Writes the lists of all years, unless they are there; outside of any transaction.

    Lists of other counts are removed. True when it wrote. Raises CountsMissing and
    FolderNotWritable.
    """
    folder = data_dir / FOLDER
    target = folder / wanted.name
    if target.is_file() or not wanted.counts_paths:
        return False
    lists = _lists(data_dir, wanted)
    part = folder / f"{BEGINNING}{secrets.token_hex(8)}.part"
    with writing(folder):
        part.write_text(json.dumps(lists, ensure_ascii=False), encoding="utf-8")
        part.replace(target)
    for old in folder.glob(f"{BEGINNING}*.json"):
        if old.name != wanted.name:
            old.unlink(missing_ok=True)
    return True


def years(session: Session) -> Coverage:
    """The years that have a list, with who has reported them."""
    return coverage(session)


def of_year(session: Session, data_dir: Path, loan_year: int) -> MostLent:
    """The most lent titles of a year; raises NotFound for a year that nobody has reported."""
    covered = coverage(session)
    if loan_year not in covered.by_year:
        raise NotFound
    path = data_dir / FOLDER / order(session).name
    try:
        lists = _read(path)
    except FileNotFoundError:
        return MostLent(loan_year, None, covered)
    return MostLent(loan_year, lists.get(loan_year, ()), covered)


@lru_cache(maxsize=4)
def _read(path: Path) -> dict[int, tuple[LentTitle, ...]]:
    """The lists of a file, which is never written twice under one name."""
    lists = json.loads(path.read_text(encoding="utf-8"))
    return {int(year): _placed(rows) for year, rows in lists.items()}


def _placed(rows: list[dict[str, Any]]) -> tuple[LentTitle, ...]:
    loans = [row["loans"] for row in rows]
    return tuple(
        LentTitle(loans.index(row["loans"]) + 1, tuple(row["isbns"]), row["title"], row["author"],
                  row["loans"])
        for row in rows
    )  # fmt: skip


def _lists(data_dir: Path, wanted: Order) -> dict[int, list[dict[str, Any]]]:
    lent = most_lent.most_lent(data_dir, wanted.counts_paths, MOST)
    isbns = sorted({isbn for one in lent for isbn in one.members})
    named = usage_counts.titles_for(data_dir, wanted.titles_paths, isbns)
    lists: dict[int, list[dict[str, Any]]] = {}
    for one in lent:
        said = next((named[isbn] for isbn in one.members if isbn in named), None)
        lists.setdefault(one.loan_year, []).append(
            {
                "isbns": list(one.members),
                "title": said.title if said else "",
                "author": said.author if said else "",
                "loans": one.loans,
            }
        )
    return lists
