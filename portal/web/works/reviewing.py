"""The review page, whatever the ISBNs were found in: a text, photographs, or somebody's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import g, render_template
from flask_babel import gettext as _

from portal.kernel.isbn_text import Extracted
from portal.services.adding import catalogue
from portal.services.adding.candidates import NOTHING_TOLD, Review, Told
from portal.services.catalogue.claims import Receipt
from portal.services.money import estimates
from portal.web.access import subject_id
from portal.web.bibliographies import looked_up
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.transaction import database
from portal.web.works import evidence, saying
from portal.web.works.review_form import ReviewForm, review_form
from portal.wording import formats


def page(
    found: Extracted,
    told: Mapping[int, Told] = NOTHING_TOLD,
    notes: Sequence[str] = (),
    *,
    more_photos: bool = False,
) -> str:
    """What was found, to be ticked; `told` is what a list said of each ISBN, `notes` sentences.

    `more_photos`: further ones can be added to what was found. Bibliographies are asked first,
    unless the database is in use already: whoever reads a list asks it whose list that is.
    """
    away = [] if "database" in g else looked_up(found.isbns)
    own = catalogue.claims_of(database(), subject_id())
    usual = catalogue.usual_role(own) if any(work.stands for work in own) else None
    review = catalogue.review(
        database(), data_dir(), subject_id(), found, today(), told, usual=usual
    )
    return shown(review, review_form(review, usual), notes=[*notes, *away], more_photos=more_photos)


def shown(
    review: Review,
    answers: ReviewForm,
    *,
    refused: bool = False,
    notes: Sequence[str] = (),
    more_photos: bool = False,
) -> str:
    """The page with its form; `refused`: with what is wrong said at its top."""
    return render_template(
        "works/review.html", review=review, answers=answers, saying=saying, evidence=evidence,
        notes=notes, more_photos=more_photos, form=answers if refused else None,
    )  # fmt: skip


def saved(written: Receipt) -> str:
    """How many entries were saved, and what the next payment is about with them."""
    said = saying.saved(written)
    payment = estimates.next_payment(database(), data_dir(), subject_id(), today())
    if not payment.gross_cents:
        return said
    return _(
        "%(saved)s Your next payment is now about %(amount)s before tax.",
        saved=said,
        amount=formats.rough_money(payment.gross_cents),
    )
