"""Messages for the office: questions and their answers, names that wait, letters and paper."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.office import office_letters
from portal.services.office.office_letters import CLOSED_FOR
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.invitations.saying import letters
from portal.web.messages import saying as message_words
from portal.web.numbers import page_asked
from portal.web.staff_messages import leaving, names, saying
from portal.web.staff_messages.forms import AnswerForm, CloseForm, LetterForm
from portal.web.transaction import database
from portal.wording import formats

A_PAGE = 50
blueprint = Blueprint("staff_messages", __name__, url_prefix="/staff/messages")
names.register(blueprint)
leaving.register(blueprint)


@blueprint.get("")
@allow("staff.messages.read")
def index() -> ResponseReturnValue:
    everything, page = "all" in request.args, page_asked()
    found = office_letters.listed(database(), only_open=not everything)
    last = message_words.pages(len(found), A_PAGE, page)
    shown = found[(page - 1) * A_PAGE : page * A_PAGE]
    return render_template("staff_messages/index.html", found=found, shown=shown, page=page,
                           pages=last, everything=everything, saying=saying)  # fmt: skip


@blueprint.get("/questions/<number>")
@allow("staff.messages.read")
def question(number: str) -> ResponseReturnValue:
    return _thread(number, AnswerForm(formdata=None), CloseForm(formdata=None))


@blueprint.post("/questions/<number>/answer")
@allow("staff.messages.write")
def answer(number: str) -> ResponseReturnValue:
    check_opened_for()
    form = AnswerForm()
    if not form.saved(lambda: office_letters.answer(
        database(), number, form.words.data or "", current_identity().actor, today(), letters()
    )):  # fmt: skip
        return _thread(number, form, CloseForm(formdata=None), form)
    flash(_("Answered. The person is told in the way that he or she chose."))
    return _back(number)


@blueprint.post("/questions/<number>/close")
@allow("staff.messages.write")
def close(number: str) -> ResponseReturnValue:
    check_opened_for()
    form = CloseForm()
    if not form.saved(lambda: office_letters.close(
        database(), number, form.reason.data or "", current_identity().actor
    )):  # fmt: skip
        return _thread(number, AnswerForm(formdata=None), form, form)
    flash(_("Closed. Whoever asked sees why."))
    return _back(number)


@blueprint.route("/write", methods=["GET", "POST"])
@allow("staff.messages.write")
def write() -> ResponseReturnValue:
    """A letter: first to whom and what, then the same to be checked, then it is sent."""
    check_opened_for()
    form, who = LetterForm(codes=request.args.get("to", "")[:40]), current_identity().actor
    if not form.saved(lambda: office_letters.checked(database(), *form.said(), who)):
        return render_template("staff_messages/write.html", form=form, saying=saying)
    if not form.confirmed():
        return render_template("staff_messages/check.html", form=form, saying=saying)
    sent = office_letters.send(database(), *form.said(), who, today(), letters())
    flash(saying.letters_written(sent))
    return redirect(url_for("staff_messages.write"), code=303)


def _thread(
    number: str, answer_form: AnswerForm, close_form: CloseForm, form: object = None
) -> ResponseReturnValue:
    """The thread; `form` is the one of both that was sent."""
    found, asked = office_letters.thread_for_office(database(), number)
    close_form.reason.choices = saying.closing(CLOSED_FOR)
    return render_template("staff_messages/question.html", found=found, asked=asked,
                           answer_form=answer_form, close_form=close_form, form=form,
                           saying=saying, words=message_words)  # fmt: skip


def _back(number: str) -> ResponseReturnValue:
    written = formats.receipt_number(number.replace("-", ""))
    return redirect(url_for("staff_messages.question", number=written), code=303)
