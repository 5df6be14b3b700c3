"""Messages: letters and notices, questions and answers, receipts that can be looked up for ever."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.messages import messages, outgoing, receipts
from portal.web.access import allow, current_identity, subject_id
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.limits import WRITING, limiter
from portal.web.messages import saying
from portal.web.messages.question_forms import QuestionForm, ReplyForm
from portal.web.numbers import page_asked
from portal.web.transaction import database
from portal.wording import formats

blueprint = Blueprint("messages", __name__, url_prefix="/messages")


@blueprint.get("")
@allow("messages.read")
def index() -> ResponseReturnValue:
    found = messages.inbox(database(), subject_id(), page_asked())
    failing = outgoing.address_fails(database(), subject_id())
    return render_template("messages/index.html", found=found, failing=failing, saying=saying)


@blueprint.post("/read")
@allow("messages.write")
def read_all() -> ResponseReturnValue:
    check_opened_for()
    messages.read_all(database(), current_identity())
    return redirect(url_for("messages.index"), code=303)


@blueprint.route("/ask", methods=["GET", "POST"])
@allow("messages.write")
@limiter.limit(WRITING, methods=["POST"])
def ask() -> ResponseReturnValue:
    check_opened_for()
    form = QuestionForm(about=request.args.get("about"))
    if not form.validate_on_submit() or not form.sent(database(), current_identity(), today()):
        return render_template("messages/ask.html", form=form, longest=messages.LONGEST)
    flash(_("Your question is sent. We answer here."))
    number = formats.receipt_number(form.number)
    return redirect(url_for("messages.thread", number=number), code=303)


@blueprint.get("/receipts")
@allow("messages.read")
def receipt_list() -> ResponseReturnValue:
    page = page_asked()
    listed, total = receipts.listed(database(), subject_id(), page)
    pages = saying.pages(total, receipts.A_PAGE, page)
    return render_template("messages/receipts.html", listed=listed, pages=pages, page=page,
                           saying=saying)  # fmt: skip


@blueprint.get("/receipts/<number>")
@allow("messages.read")
def receipt(number: str) -> ResponseReturnValue:
    written = saying.own_receipt(database(), subject_id(), number)
    return render_template("messages/receipt.html", written=written, saying=saying)


@blueprint.get("/<number>")
@allow("messages.read")
def thread(number: str) -> ResponseReturnValue:
    found = messages.thread(database(), subject_id(), number)
    return render_template("messages/thread.html", found=found, form=ReplyForm(), saying=saying)


@blueprint.post("/<number>/open")
@allow("messages.write")
def open_thread(number: str) -> ResponseReturnValue:
    check_opened_for()
    messages.read(database(), current_identity(), number)
    return redirect(url_for("messages.thread", number=number), code=303)


@blueprint.post("/<number>/reply")
@allow("messages.write")
@limiter.limit(WRITING)
def reply(number: str) -> ResponseReturnValue:
    check_opened_for()
    found = messages.thread(database(), subject_id(), number)
    form = ReplyForm()
    if not form.validate_on_submit() or not form.sent(database(), current_identity(), number,
                                                      today()):  # fmt: skip
        return render_template("messages/thread.html", found=found, form=form, saying=saying)
    flash(_("Your message is sent."))
    return redirect(url_for("messages.thread", number=number), code=303)
