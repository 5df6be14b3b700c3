"""Parameters: the shipped values, the society's own beside them, and what an import changes."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.dated import DatedValue
from portal.kernel.errors import Refusal
from portal.kernel.identity import Actor
from portal.rules import usage
from portal.rules.parameters import Book, ParameterUnreadable, checked
from portal.rules.schemes import lending
from portal.rules.schemes import parameters as known_parameters
from portal.services.audit import audit
from portal.services.base import kept, locks
from portal.services.base.texts import shown
from portal.store.parameters import ParameterValue

_FIELDS = {"name", "loan_year", "kind", "valid_from", "value", "unit", "source", "status"}
_REQUIRED = ("name", "valid_from", "value", "unit", "source")


class ParameterFileUnreadable(Refusal):
    """The file is no TOML with `[[parameter]]` tables; `file`, `problem`."""

    code = "parameter_file_unreadable"


@dataclass(frozen=True)
class Change:
    """A value that an import brought: what held for the same key before, None for a new key."""

    new: DatedValue
    before: str | None


@kept.for_all
def book(session: Session) -> Book:
    """Every value: shipped, then the society's own in the order they were imported."""
    return Book([*shipped(), *own(session)])


def years_open(session: Session, day: date) -> int:
    """How many years after the loans their money can be paid, by what holds on a day."""
    return lending.years_open(book(session), day)


@cache
def shipped() -> tuple[DatedValue, ...]:
    """The values of the TOML files beside the rules."""
    folder = resources.files("portal.rules") / "parameters"
    values: list[DatedValue] = []
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            values += parsed(file.name, file.read_text(encoding="utf-8"))
    return tuple(values)


def parsed(file: str, text: str) -> list[DatedValue]:
    """The values of one file; raises ParameterFileUnreadable or what `checked` raises."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ParameterFileUnreadable(file=file, problem=str(error)) from error
    tables = content.get("parameter")
    if not isinstance(tables, list) or set(content) != {"parameter"}:
        raise ParameterFileUnreadable(file=file, problem="no [[parameter]] tables")
    if not all(isinstance(table, dict) for table in tables):
        raise ParameterFileUnreadable(file=file, problem="no [[parameter]] tables")
    return [value_of(table) for table in tables]


def value_of(table: dict[str, Any]) -> DatedValue:
    """One `[[parameter]]` table as a value that fits its parameter; raises what `checked` does."""
    return checked(_value(table), known_parameters())


def import_file(session: Session, path: Path, actor: Actor) -> list[Change]:
    """Imports a file whole or not at all; a value that already holds changes nothing."""
    file = shown(path.name)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ParameterFileUnreadable(file=file, problem=str(error)) from error
    values = parsed(file, text)
    locks.audit(session)
    held = {value.key: value for value in (*shipped(), *own(session))}
    changes = []
    for value in values:
        before = held.get(value.key)
        if before == value:
            continue
        changes.append(Change(value, None if before is None else before.value))
        held[value.key] = value
    if changes:
        values_digest = add(session, [change.new for change in changes])
        audit.record(session, actor, "parameters_imported", file=file, changed=len(changes),
                     values=values_digest)  # fmt: skip
    return changes


def add(session: Session, values: Sequence[DatedValue]) -> str:
    """Adds values of the society's own; returns their digest, which the audit keeps."""
    for value in values:
        session.add(row_of(value))
        session.flush()  # one by one: their ids are their order
    return digest(values)


def digest(values: Iterable[DatedValue]) -> str:
    """SHA-256 over what the values say, in their order."""
    said = [{**vars(value), "valid_from": value.valid_from.isoformat()} for value in values]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def listing(session: Session) -> list[tuple[str, tuple[DatedValue, ...]]]:
    """Every known name with its values, oldest first; a name without a value has none."""
    values = book(session)
    names = {parameter.name for parameter in known_parameters()} | set(values.names())
    return [
        (name, tuple(sorted(values.all(name), key=lambda v: (v.valid_from, v.loan_year or 0))))
        for name in sorted(names)
    ]


def library_classes(session: Session) -> dict[str, str]:
    """Shelf class → class of the rules, as the society has filled it (empty at first)."""
    prefix = "lending.library_class."
    values = book(session)
    return {
        name.removeprefix(prefix): values.all(name)[-1].value
        for name in values.names()
        if name.startswith(prefix)
    }


def counter_words(session: Session, today: date) -> Mapping[str, tuple[str, ...]]:
    """Which metric and data types of a COUNTER report count."""
    return usage.counter_words(book(session), today)


def own(session: Session) -> list[DatedValue]:
    """The society's own values, in the order in which they were written down."""
    rows = session.scalars(select(ParameterValue).order_by(ParameterValue.id))
    return [
        DatedValue(
            name=row.name,
            loan_year=row.loan_year,
            kind=row.kind,
            valid_from=row.valid_from,
            value=row.value,
            unit=row.unit,
            source=row.source,
            status=row.status,
        )
        for row in rows
    ]


def row_of(value: DatedValue) -> ParameterValue:
    """A row of the society's own, written down now."""
    return ParameterValue(
        name=value.name,
        loan_year=value.loan_year,
        kind=value.kind,
        valid_from=value.valid_from,
        value=value.value,
        unit=value.unit,
        source=value.source,
        status=value.status,
        imported_at=datetime.now(UTC),
    )


def _value(table: dict[str, Any]) -> DatedValue:
    name = str(table.get("name", "")).strip()
    if not name:
        raise ParameterUnreadable(reason="nameless")
    for field in _REQUIRED:
        if field not in table or not str(table[field]).strip():
            raise ParameterUnreadable(name=name, field=field, reason="missing")
    for field in sorted(set(table) - _FIELDS):
        raise ParameterUnreadable(name=name, field=field, reason="unknown")
    value, valid_from, loan_year = table["value"], table["valid_from"], table.get("loan_year")
    if isinstance(valid_from, str):
        valid_from = _day(name, valid_from)
    if not isinstance(valid_from, date) or isinstance(valid_from, datetime):
        raise ParameterUnreadable(name=name, field="valid_from", value=str(valid_from))
    if isinstance(value, bool | float) or not isinstance(value, str | int):
        raise ParameterUnreadable(name=name, field="value", value=str(value))
    if loan_year is not None and (not isinstance(loan_year, int) or isinstance(loan_year, bool)):
        raise ParameterUnreadable(name=name, field="loan_year", value=str(loan_year))
    texts = {key: str(table[key]) for key in ("unit", "source")}
    for field, text, longest in (("name", name, 64), ("source", texts["source"], 500)):
        if len(text) > longest or "\0" in text:
            raise ParameterUnreadable(name=name[:64], field=field, value=text[:60])
    kind, status = str(table.get("kind", "both")), str(table.get("status", "decided"))
    return DatedValue(name, valid_from, str(value), **texts, loan_year=loan_year, kind=kind,
                      status=status)  # fmt: skip


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ParameterUnreadable(name=name, field="valid_from", value=text) from error
