"""Letters that leave: on paper, to be printed; and e-mails that came back."""

from __future__ import annotations

import io
import zipfile

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.services.messages import outgoing, paper_letters
from portal.web import downloads
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.staff_messages import saying
from portal.web.transaction import database


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/letters", "letters", listed)
    blueprint.add_url_rule("/letters/download", "download", download, methods=["POST"])
    blueprint.add_url_rule("/letters/printed", "printed", printed, methods=["POST"])


@allow("staff.messages.read")
def listed() -> ResponseReturnValue:
    return render_template(
        "staff_messages/letters.html",
        paper=paper_letters.waiting(database()),
        refused=outgoing.refused(database()),
        standing=outgoing.standing(database()),
        saying=saying,
    )


@allow("staff.messages.write")
def download() -> Response:
    """The letters as texts with a list of addresses; they wait until they are said printed."""
    check_opened_for()
    files = paper_letters.download(database(), current_identity().actor, _last())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files:
            archive.writestr(name, text)
    return downloads.as_sent(packed.getvalue(), "application/zip", "letters.zip")


@allow("staff.messages.write")
def printed() -> ResponseReturnValue:
    check_opened_for()
    number = paper_letters.printed(database(), current_identity().actor, _last())
    flash(saying.printed(number))
    return redirect(url_for("staff_messages.letters"), code=303)


def _last() -> int:
    """The newest letter that the page showed; 0 for none."""
    text = request.form.get("last", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
