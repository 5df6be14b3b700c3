"""Files of loans that come through a page: looked at, kept until they are imported, then removed.

The bytes lie in the data folder under the number of the order that reads them.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import Actor
from portal.services.base.texts import checked_name
from portal.services.counts.counts_files import file_digest
from portal.services.orders import work_orders
from portal.services.orders.work_orders import Taken, WorkOrderShown
from portal.services.usage.usage_import import Imported, ImportOrder
from portal.store.office import WorkOrder
from portal.usage import errors, first_look

KIND = "import_loans"
FOLDER = "uploads"
FORMATS = first_look.FORMAT_NAMES
_LONGEST_NAME = 150


class UploadGone(Refusal):
    """The bytes of `file` are not in the data folder any more."""

    code = "upload_gone"


@dataclass(frozen=True)
class LoanFile:
    """What is said of an uploaded file: its name, who sent it, the year, the format, replacing.

    `year` None: the rows say theirs. `format` None: the file shows it.
    """

    name: str
    source: str
    year: int | None = None
    format: str | None = None
    replace: bool = False


def order(
    session: Session, data_dir: Path, brought: Path, said: LoanFile, actor: Actor, today: date
) -> WorkOrderShown:
    """Orders the import of the file at `brought`, whose beginning is looked at now.

    Sent twice it is one order. Raises usage file faults, TextUnusable, OrderRefused.
    """
    name = shown_name(said.name)
    if said.year is not None and said.year >= today.year:
        raise errors.YearNotEnded(file=None, year=said.year)
    told = {
        "name": name,
        "source": checked_name("source", said.source),
        "year": said.year,
        "format": first_look.look(name, brought, said.format) or None,
        "replace": said.replace,
        "size": brought.stat().st_size,
        "sha256": file_digest(brought),
    }
    made = work_orders.order(session, actor, KIND, told)
    folder = data_dir / FOLDER / made.number
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.link(brought, folder / name)
    return made


def import_order(data_dir: Path, taken: Taken) -> ImportOrder:
    """What a worker is to read; raises UploadGone."""
    told: dict[str, Any] = taken.told
    path = data_dir / FOLDER / taken.number / told["name"]
    if not path.is_file():
        raise UploadGone(file=told["name"])
    return ImportOrder((path,), told["source"], told["year"], told["format"], told["replace"])


def outcome(done: Imported) -> dict[str, Any]:
    """What the order's page says of an import."""
    read = done.reading
    numbered = {"import": done.import_id, "replaced": list(done.replaced)}
    return {**numbered, "years": list(read.years), "format": read.format, **done.printed()}


def drop(data_dir: Path, number: str) -> None:
    """Removes the bytes of an order that is over."""
    shutil.rmtree(data_dir / FOLDER / number, ignore_errors=True)


def unnamed(session: Session, data_dir: Path) -> list[Path]:
    """Folders of orders that are over: what a killed worker or page left."""
    folders = [path for path in (data_dir / FOLDER).glob("*") if path.suffix != ".part"]
    is_open = WorkOrder.state.in_(work_orders.OPEN)
    named = set(session.scalars(select(WorkOrder.number).where(is_open))) if folders else set()
    return [path for path in folders if path.name not in named]


def shown_name(name: str) -> str:
    """The last part of a file's name, without signs that are not seen; never a path."""
    last = name.replace("\\", "/").rpartition("/")[2]
    text = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    ending = text[-20:] if len(text) > _LONGEST_NAME else ""
    cut = text[: _LONGEST_NAME - len(ending)] + ending
    while len(cut.encode()) > _LONGEST_NAME:
        cut = cut[1:]
    return cut or "loans"
