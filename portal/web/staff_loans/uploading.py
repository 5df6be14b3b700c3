"""Bringing a file of loans: it is looked at, and the queue reads it."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.services.access import permissions
from portal.web.access import allow
from portal.web.acting import check_opened_for
from portal.web.limits import WRITING, limiter
from portal.web.staff_loans import saying
from portal.web.staff_loans.forms import UploadForm
from portal.web.transaction import database, wake_worker
from portal.web.uploads import largest, takes_large_file

UPLOAD = "staff.loans.upload"


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/upload", "upload", upload)
    blueprint.add_url_rule("/upload", "send", send, methods=["POST"])


def may_upload() -> bool:
    """Whether this role brings files."""
    return permissions.allowed(UPLOAD, g.identity)


@allow(UPLOAD)
def upload() -> ResponseReturnValue:
    return _page(UploadForm(formdata=None))


@allow(UPLOAD)
@takes_large_file
@limiter.limit(WRITING)
def send() -> ResponseReturnValue:
    check_opened_for()
    form = UploadForm()
    made = form.ordered(database())
    if made is None:
        return _page(form)
    wake_worker()
    return redirect(url_for("staff_today.order", number=made.number), code=303)


def _page(form: UploadForm) -> str:
    return render_template("staff_loans/upload.html", form=form, largest=saying.size(largest()))
