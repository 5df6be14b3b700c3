"""One import: what of it counts, what was refused and why, and the refused rows to download."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, Response, render_template, send_file
from flask.typing import ResponseReturnValue

from portal.services.usage import usage_imports
from portal.web.access import allow
from portal.web.folders import data_dir
from portal.web.limits import WRITING, limiter
from portal.web.staff_loans import saying
from portal.web.transaction import database


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/imports/<int:number>", "imported", imported)
    blueprint.add_url_rule("/imports/<int:number>/refused.csv", "refused", refused)


@allow("staff.loans.read")
def imported(number: int) -> ResponseReturnValue:
    shown = usage_imports.shown(database(), number)
    return render_template(
        "staff_loans/imported.html", shown=shown, one=shown.listed, saying=saying
    )


@allow("staff.loans.read")
@limiter.limit(WRITING)
def refused(number: int) -> Response:
    # On Linux an open file outlives its folder: nothing stays behind, however the download ends.
    folder = data_dir() / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as made:
        place = Path(made) / "refused.csv"
        usage_imports.refused_csv(database(), data_dir(), number, place)
        opened = place.open("rb")
    name = f"import-{number}-refused.csv"
    return send_file(opened, mimetype="text/csv", as_attachment=True, download_name=name)
