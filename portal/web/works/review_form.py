"""The review: for each work what the person did, for each edition a tick. Made for its works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.widgets import TextInput

from portal.kernel.catalogue import AUTHOR, HEADS_MAX, HEADS_MIN, PHYSICAL_MEDIUM
from portal.kernel.isbn import REASONS
from portal.kernel.isbn_text import Failed, extract
from portal.services import catalogue
from portal.services.catalogue import CandidateWork, NewClaim, Review
from portal.services.claims import ClaimUnreadable
from portal.web.acting import objections
from portal.web.forms import PortalForm
from portal.web.works import options
from portal.wording import formats, sentence, terms

TITLE_MAX = 500
MOST_FAILED = 100


class ReviewForm(PortalForm):
    """Fields are named by the place of the work (role_0) or by the ISBN (mine_978…)."""

    review: Review

    @property
    def failed_lines(self) -> str:
        """What failed, for the form to carry along: a reason and the text on each line."""
        return "\n".join(f"{one.reason} {one.text}" for one in self.review.failed[:MOST_FAILED])

    def parts(self) -> Iterator[tuple[CandidateWork, dict[str, Any], list[dict[str, Any]]]]:
        """Each work with its own fields, and those of its editions."""
        for place, work in enumerate(self.review.works):
            shared = {name: self[f"{name}_{place}"] for name in ("role", "heads", "separate")}
            shared["title"] = None if work.title else self[f"title_{place}"]
            yield work, shared, [self._edition(candidate) for candidate in work.candidates]

    def _edition(self, candidate: catalogue.Candidate) -> dict[str, Any]:
        medium = self[f"medium_{candidate.isbn}"] if candidate.medium is None else None
        return {"seen": candidate, "mine": self[f"mine_{candidate.isbn}"], "medium": medium}

    def validate(self, extra_validators: Any = None) -> bool:
        """Checks what is ticked; what is not ticked may stay unanswered."""
        self.form_errors.extend(objections())
        ticked = 0
        for work, shared, editions in self.parts():
            if any(edition["mine"].data for edition in editions):
                ticked += 1
                _check(work, shared)
        if not ticked:
            self.form_errors.append(_("Tick at least one edition, or go back to your works."))
        return not self.errors


def review_form(
    review: Review, usual_role: str = AUTHOR, sent: Mapping[str, str] | None = None
) -> ReviewForm:
    """A form for the works of a review; `usual_role` stands where nothing was answered."""
    fields: dict[str, Any] = {}
    for place, work in enumerate(review.works):
        fields |= _shared_fields(place, work, usual_role)
        for candidate in work.candidates:
            fields |= _edition_fields(candidate)
    made: ReviewForm = type("ReviewOfWorks", (ReviewForm,), fields)(formdata=sent)
    made.review = review
    return made


def reviewed(
    session: Session, data_dir: Path, party_id: int, sent: Mapping[str, str], today: date
) -> Review:
    """The review that a sent form answers."""
    found = extract(sent.get("isbns", "").replace(" ", "\n"))
    kept = replace(found, failed=_failed(sent.get("failed", "")))
    return catalogue.review(session, data_dir, party_id, kept, today)


def _failed(carried: str) -> tuple[Failed, ...]:
    lines = (line.strip().partition(" ") for line in carried.splitlines()[:MOST_FAILED])
    return tuple(Failed(text[:40], reason) for reason, _, text in lines if reason in REASONS)


def filled_in(form: ReviewForm, review: Review) -> list[NewClaim]:
    """What a checked form says of each ticked edition."""
    return [
        NewClaim(
            isbn=edition["seen"].isbn,
            role=shared["role"].data,
            heads=shared["heads"].data,
            title=work.title or shared["title"].data,
            medium=edition["medium"].data if edition["medium"] else PHYSICAL_MEDIUM,
            separate=shared["separate"].data,
        )
        for work, shared, editions in form.parts()
        for edition in editions
        if edition["mine"].data
    ]


def _shared_fields(place: int, work: CandidateWork, usual_role: str) -> dict[str, Any]:
    named = work.title or formats.isbn(work.candidates[0].isbn)
    own = next((e for c in work.candidates if c.mine for e in c.mine.standing), None)
    return {
        f"title_{place}": StringField(_l("Title of the book")),
        f"role_{place}": RadioField(
            _("Your part in %(title)s", title=named),
            choices=options.roles(),
            default=own.role if own else usual_role,
            validate_choice=False,
        ),
        f"heads_{place}": IntegerField(
            options.HEADS, default=own.heads if own else 1, widget=TextInput()
        ),
        f"separate_{place}": BooleanField(
            _l("My part is a piece of its own, as in an anthology"),
            default=own.separate if own else False,
        ),
    }


def _edition_fields(candidate: catalogue.Candidate) -> dict[str, Any]:
    fields: dict[str, Any] = {
        f"mine_{candidate.isbn}": BooleanField(
            formats.isbn(candidate.isbn), default=candidate.mine is None
        )
    }
    if candidate.medium is None:
        fields[f"medium_{candidate.isbn}"] = SelectField(
            _("Form of %(isbn)s", isbn=formats.isbn(candidate.isbn)),
            choices=options.media(),
            default=PHYSICAL_MEDIUM,
        )
    return fields


def _check(work: CandidateWork, shared: dict[str, Any]) -> None:
    isbn = work.candidates[0].isbn
    if shared["role"].data not in terms.ROLES:
        _say(shared["role"], ClaimUnreadable(reason="role"))
    heads = shared["heads"].data
    if heads is None or not HEADS_MIN <= heads <= HEADS_MAX:
        _say(
            shared["heads"],
            ClaimUnreadable(reason="heads", smallest=HEADS_MIN, largest=HEADS_MAX),
        )
    if shared["title"] is not None:
        words = " ".join((shared["title"].data or "").split())
        if not words:
            _say(shared["title"], ClaimUnreadable(reason="title_missing", isbn=isbn))
        elif len(words) > TITLE_MAX:
            refusal = ClaimUnreadable(reason="title_long", isbn=isbn, longest=TITLE_MAX)
            _say(shared["title"], refusal)


def _say(field: Any, refusal: ClaimUnreadable) -> None:
    field.errors = [sentence(refusal)]
