"""Imports an uploaded file of loans: the counts and the order's end commit together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portal.jobs import loans, matching
from portal.kernel.errors import Refusal
from portal.services.base import database
from portal.services.orders import work_orders
from portal.services.orders.work_orders import Report, Taken
from portal.services.usage import usage_import, usage_uploads
from portal.services.usage.usage_import import ImportOvertaken

TIMES = 3
"""How often a file is read anew because other loans came in meanwhile."""


def import_loans(
    database_url: str, data_dir: Path, order: Taken, report: Report
) -> Mapping[str, Any]:
    """Reads the file without a transaction, and makes its counts count in a short one."""
    try:
        outcome = _imported(database_url, data_dir, order, report)
    except Refusal:
        usage_uploads.drop(data_dir, order.number)
        raise
    usage_uploads.drop(data_dir, order.number)
    loans.wake(database_url, data_dir)
    matching.wake(database_url, data_dir)
    return outcome


def _imported(database_url: str, data_dir: Path, order: Taken, report: Report) -> Mapping[str, Any]:
    for _ in range(TIMES - 1):
        try:
            return _once(database_url, data_dir, order, report)
        except ImportOvertaken:
            continue
    return _once(database_url, data_dir, order, report)


def _once(database_url: str, data_dir: Path, order: Taken, report: Report) -> Mapping[str, Any]:
    told = usage_uploads.import_order(data_dir, order)
    with database.transaction(database_url, writes=False) as session:
        asked = usage_import.ask(session, data_dir, told, order.today)
    read = usage_import.read(data_dir, asked, report)
    report("entering", 0, 0)
    try:
        with database.transaction(database_url) as session:
            done = usage_import.keep(session, data_dir, asked, read, order.actor)
            outcome = usage_uploads.outcome(done)
            work_orders.finish(session, order.number, outcome)
    except BaseException:
        usage_import.drop(data_dir, read)
        raise
    return outcome
