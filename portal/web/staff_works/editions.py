"""One edition with all that is said of it; a letter to both sides, and a dispute by the office."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.office import office_letters, office_works
from portal.services.office.office_works import OfficeEdition
from portal.services.sharing import office_disputes
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.forms import options
from portal.web.invitations.saying import letters
from portal.web.staff_works import saying
from portal.web.staff_works.forms import AskForm, LetterForm
from portal.web.transaction import database
from portal.wording import formats


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/edition/<isbn:isbn>", "edition", edition)
    for path, view in (("write", write), ("ask", ask)):
        address = f"/edition/<isbn:isbn>/{path}"
        blueprint.add_url_rule(address, f"edition_{path}", view, methods=["POST"])


@allow("staff.works.read")
def edition(isbn: int) -> ResponseReturnValue:
    return _page(isbn, LetterForm(formdata=None), _ask_form)


@allow("staff.works.decide")
def write(isbn: int) -> ResponseReturnValue:
    check_opened_for()
    form, found = LetterForm(), _found(isbn)
    codes = [code for code, _name in found.people]
    if not form.saved(lambda: office_letters.send(
        database(), codes, form.subject.data or "", form.letter_words.data or "",
        current_identity().actor, today(), letters(),
    )):  # fmt: skip
        return _page(isbn, form, _ask_form, form)
    flash(saying.letters_written(form.result))
    return redirect(url_for("staff_works.edition", isbn=isbn), code=303)


@allow("staff.works.decide")
def ask(isbn: int) -> ResponseReturnValue:
    check_opened_for()
    form = AskForm()
    if not form.saved(lambda: office_disputes.start(
        database(), isbn, *form.said(), form.ask_words.data or "",
        current_identity().actor, today(), letters(),
    )):  # fmt: skip
        return _page(isbn, LetterForm(formdata=None), AskForm, form)
    flash(_("Everybody is asked. After the last day to answer the office decides."))
    number = formats.receipt_number(form.result)
    return redirect(url_for("staff_works.dispute", number=number), code=303)


def _ask_form() -> AskForm:
    return AskForm(formdata=None)


def _found(isbn: int) -> OfficeEdition:
    return office_works.edition(database(), data_dir(), isbn)


def _page(
    isbn: int, letter: LetterForm, make: Callable[[], AskForm], form: object = None
) -> ResponseReturnValue:  # fmt: skip
    """The page; `form` is the one of both that was sent."""
    found = _found(isbn)
    ask_form = form if isinstance(form, AskForm) else make()
    ask_form.entry.choices = options(saying.entries_to_ask(found))
    return render_template("staff_works/edition.html", found=found, letter_form=letter,
                           ask_form=ask_form, form=form, saying=saying)  # fmt: skip
