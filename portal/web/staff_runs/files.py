"""A run as the files that the command writes, in one ZIP; taking it is written down."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from portal.services.runs import run_files
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.downloads import as_sent
from portal.web.folders import data_dir
from portal.web.transaction import database


def register(blueprint: Blueprint) -> None:
    """Adds the address."""
    blueprint.post("/<code>/files")(take)


@allow("staff.runs.export")
def take(code: str) -> ResponseReturnValue:
    check_opened_for()
    packed = run_files.packed(database(), data_dir(), code, current_identity().actor)
    answer: Response = as_sent(packed, "application/zip", f"run-{code}.zip")
    return answer
