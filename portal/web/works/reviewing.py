"""The review page, whatever the ISBNs were found in: a text, photographs, or somebody's list."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template

from portal.kernel.isbn_text import Extracted
from portal.services import catalogue
from portal.services.adding import NOTHING_TOLD, Told
from portal.web.access import subject_id
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.transaction import database
from portal.web.works import saying
from portal.web.works.review_form import review_form


def page(found: Extracted, told: Mapping[int, Told] = NOTHING_TOLD) -> str:
    """What was found, to be ticked; `told` is what a list said of each ISBN."""
    review = catalogue.review(database(), data_dir(), subject_id(), found, today(), told)
    usual = catalogue.usual_role(catalogue.claims_of(database(), subject_id()))
    answers = review_form(review, usual)
    return render_template("works/review.html", review=review, answers=answers, saying=saying)
