"""A snapshot and its lines as tables and back: written beside a run, recomputed later."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from portal.kernel.columns import column
from portal.rules.schemes.lending import Terms, YearTerms
from portal.rules.settlement import digest
from portal.rules.settlement.facts import (
    Claims,
    Counts,
    Payees,
    Prior,
    Snapshot,
    Titles,
    Undistributed,
)
from portal.rules.settlement.run import Result
from portal.rules.tax.withholding import Defaults
from portal.store import snapshots

_Rows = TypeVar("_Rows")


def freeze(data_dir: Path, name: str, facts: Snapshot, result: Result) -> tuple[str, str]:
    """Writes facts and lines; returns the folder relative to the data folder and its SHA-256."""
    lines = _table(result.lines)
    lines = lines.append_column("isbn", pa.array(facts.titles.isbn[result.lines.title]))
    tables = {
        "claims": _table(facts.claims),
        "titles": pa.table({"isbn": facts.titles.isbn}),
        "members": pa.table({"title": facts.titles.member_title, "isbn": facts.titles.member_isbn}),
        "counts": _table(facts.counts),
        "payees": _payees_table(facts.payees),
        "prior": _table(facts.prior),
        "lines": lines,
    }
    text = digest.canonical_json(digest.header(facts))
    return snapshots.write(data_dir, name, text, tables)


def thaw(data_dir: Path, relative: str) -> Snapshot:
    """The facts of a run as they were frozen."""
    said = json.loads(snapshots.header(data_dir, relative))
    read = {
        name: snapshots.table(data_dir, relative, name)
        for name in ("claims", "titles", "members", "counts", "payees", "prior")
    }
    members = read["members"]
    return Snapshot(
        kind=said["kind"],
        pays_on=date.fromisoformat(said["pays_on"]),
        cutoff=date.fromisoformat(said["cutoff"]),
        open_years=tuple(said["open_years"]),
        terms=_terms(said),
        withholding=Defaults(**said["withholding"]),
        claims=_rows(Claims, read["claims"]),
        titles=Titles(_ints(read["titles"]["isbn"]), _ints(members["title"]),
                      _ints(members["isbn"])),
        counts=_rows(Counts, read["counts"]),
        payees=_payees(read["payees"]),
        prior=_rows(Prior, read["prior"]),
        undistributed=tuple(Undistributed(**money) for money in said["undistributed"]),
    )  # fmt: skip


def _terms(said: dict[str, Any]) -> Terms:
    years = {
        int(year): YearTerms(**{**terms, "class_ppm": tuple(terms["class_ppm"])})
        for year, terms in said["years"].items()
    }
    return Terms(said["threshold_cents"], said["e_loans_from"], years)


def _table(rows: Any) -> pa.Table:
    return pa.table({field.name: getattr(rows, field.name) for field in fields(rows)})


def _rows(kind: type[_Rows], table: pa.Table) -> _Rows:
    return kind(**{field.name: _ints(table[field.name]) for field in fields(kind)})  # type: ignore[arg-type]


def _payees_table(payees: Payees) -> pa.Table:
    return pa.table(
        {
            "code": pa.array(payees.code, pa.string()),
            "country": pa.array(payees.country, pa.string()),
            "died": payees.died,
            "estate": payees.estate,
            "card_ppm": payees.card_ppm,
        }
    )


def _payees(table: pa.Table) -> Payees:
    return Payees(
        code=tuple(table["code"].to_pylist()),
        died=_ints(table["died"]),
        country=tuple(table["country"].to_pylist()),
        estate=_ints(table["estate"]),
        card_ppm=_ints(table["card_ppm"]),
    )


def _ints(values: Any) -> Any:
    return column(np.asarray(values.combine_chunks()))
