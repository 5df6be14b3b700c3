"""The whole catalogue as a file to take away; and files that are brought, own or anybody’s."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.kernel.catalogue_exchange import Catalogue
from portal.services.adding import lists_brought, own_list_brought
from portal.services.catalogue import catalogue_exchange
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.catalogue_exchange import saying
from portal.web.catalogue_exchange.forms import OwnListForm, UploadForm, chosen
from portal.web.clock import today
from portal.web.downloads import as_sent
from portal.web.limits import WRITING, limiter
from portal.web.transaction import database
from portal.web.uploads import takes_file
from portal.web.works import reviewing
from portal.web.works.saying import saved
from portal.wording import formats

blueprint = Blueprint("catalogue_exchange", __name__, url_prefix="/works")
CARRIED = 1024 * 1024


@blueprint.get("/download")
@allow("works.files")
def download() -> ResponseReturnValue:
    return render_template("catalogue_exchange/download.html", formats=saying.FORMATS)


@blueprint.get("/download/<name>")
@allow("works.files")
@limiter.limit(WRITING)
def file(name: str) -> ResponseReturnValue:
    made = catalogue_exchange.exported(database(), current_identity(), name, today())
    return as_sent(made.content, made.media_type, f"works-{today().isoformat()}.{made.ending}")


@blueprint.get("/upload")
@allow("works.change")
def upload() -> ResponseReturnValue:
    return render_template("catalogue_exchange/upload.html", form=UploadForm())


@blueprint.post("/upload")
@allow("works.change")
@takes_file(lists_brought.LARGEST)
@limiter.limit(WRITING)
def read() -> ResponseReturnValue:
    check_opened_for()
    form = UploadForm()
    brought = form.brought(database(), current_identity())
    if brought is None:
        return render_template("catalogue_exchange/upload.html", form=form)
    if isinstance(brought, Catalogue):
        return _own(brought, OwnListForm(formdata=None))
    for sentence in saying.remarks(brought):
        flash(sentence)
    return reviewing.page(brought.found, brought.told)


@blueprint.post("/upload/save")
@allow("works.change")
@takes_file(CARRIED)
def save() -> ResponseReturnValue:
    check_opened_for()
    form = OwnListForm()
    catalogue = own_list_brought.carried_back(form.carried.data or "")
    if not form.validate_on_submit() or not form.any_chosen(chosen()):
        return _own(catalogue, form)
    written = own_list_brought.add(database(), current_identity(), catalogue, chosen(), today())
    if not written.changed:
        flash(_("These entries were in your list already, so nothing was changed."))
        return redirect(url_for("works.index"), code=303)
    flash(saved(written))
    return redirect(url_for("messages.receipt", number=formats.receipt_number(written.number)), 303)


def _own(catalogue: Catalogue, form: OwnListForm) -> str:
    seen = own_list_brought.difference(database(), current_identity(), catalogue)
    form.carried.data = seen.carried
    return render_template(
        "catalogue_exchange/own.html", seen=seen, form=form, saying=saying, chosen=chosen()
    )
