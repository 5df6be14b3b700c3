"""My data: what is kept until when and why, and all of it as a file to take away."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from portal.services.privacy import export, retention
from portal.web.access import allow, current_identity, subject_id
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.details.packed import STYLE, packed
from portal.web.folders import data_dir
from portal.web.limits import EXPORTS, limiter
from portal.web.transaction import database
from portal.wording import own_details


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/data", "data", index)
    blueprint.add_url_rule("/data", "take_data", take, methods=["POST"])


@allow("details.read")
def index() -> ResponseReturnValue:
    kept = retention.kept(database(), subject_id(), today())
    return render_template("details/data.html", kept=kept, words=own_details)


@allow("details.export")
@limiter.limit(EXPORTS)
def take() -> ResponseReturnValue:
    check_opened_for()
    found = export.export(database(), data_dir(), current_identity())
    style = Path(current_app.static_folder or "") / "css" / STYLE
    answer = Response(packed(found, style), mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return answer
