"""The digest of a run: SHA-256 over its canonical facts, parameters and result.

Without row ids, moments or staff: payees by their code, titles by their ISBNs, both sorted. Columns
are little-endian 64-bit integers, texts canonical JSON. Source: contract, "Digest".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any, Protocol

import numpy as np

from portal.kernel.columns import Column, column
from portal.rules.settlement.facts import Snapshot
from portal.rules.settlement.run import Result


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...


def digest(snapshot: Snapshot, result: Result) -> str:
    """64 hexadecimal characters."""
    total = hashlib.sha256(b"colophon run 1\n")
    _text(total, "header", header(snapshot))
    _columns(total, "claims", snapshot.claims, without=("added", "order"))
    _columns(total, "titles", snapshot.titles)
    _columns(total, "counts", snapshot.counts)
    _text(total, "payees", [list(snapshot.payees.code), list(snapshot.payees.country)])
    for name in ("died", "estate", "card_ppm"):
        _column(total, name, getattr(snapshot.payees, name))
    _columns(total, "prior", snapshot.prior)
    _columns(total, "lines", result.lines)
    _payees(total, result)
    return total.hexdigest()


def header(snapshot: Snapshot) -> dict[str, Any]:
    """Kind, days, years and every parameter the run used, as plain values."""
    years = {str(year): asdict(terms) for year, terms in sorted(snapshot.terms.years.items())}
    return {
        "kind": snapshot.kind,
        "pays_on": snapshot.pays_on.isoformat(),
        "cutoff": snapshot.cutoff.isoformat(),
        "open_years": list(snapshot.open_years),
        "threshold_cents": snapshot.terms.threshold_cents,
        "e_loans_from": snapshot.terms.e_loans_from,
        "years": years,
        "withholding": asdict(snapshot.withholding),
        "undistributed": [asdict(money) for money in snapshot.undistributed],
    }


def canonical_json(value: Any) -> str:
    """JSON with sorted keys and no spaces: the same value gives the same text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _payees(total: _Hash, result: Result) -> None:
    """Each payee's sums and tax, then each period beside its outcome."""
    sums = [(p.payee, p.gross, p.tax, p.waiting, p.disputed, p.tax_ppm) for p in result.payees]
    periods = [
        (p.payee, *period, *outcome)
        for p in result.payees
        for period, outcome in zip(p.periods, p.outcomes, strict=True)
    ]
    _column(total, "result.payees", column(sums))
    _column(total, "result.periods", column(periods))
    _text(total, "result.tax", [p.tax_basis for p in result.payees])
    _text(total, "result.distributed", [list(asdict(d).values()) for d in result.distributed])


def _text(total: _Hash, name: str, value: Any) -> None:
    data = canonical_json(value).encode()
    total.update(f"{name} {len(data)}\n".encode())
    total.update(data)


def _columns(total: _Hash, name: str, rows: Any, without: Iterable[str] = ()) -> None:
    for field in fields(rows):
        if field.name not in without:
            _column(total, f"{name}.{field.name}", getattr(rows, field.name))


def _column(total: _Hash, name: str, values: Column) -> None:
    data = np.ascontiguousarray(values, dtype="<i8").tobytes()
    total.update(f"{name} {len(data)}\n".encode())
    total.update(data)
