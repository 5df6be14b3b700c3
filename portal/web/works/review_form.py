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

from portal.kernel.catalogue import (
    AUTHOR,
    HEADS_MAX,
    HEADS_MIN,
    MEDIA,
    PHYSICAL_MEDIUM,
    ROLES,
)
from portal.kernel.isbn import REASONS
from portal.kernel.isbn_text import Failed, extract
from portal.services.adding import catalogue
from portal.services.adding.candidates import NOBODY, cents
from portal.services.adding.catalogue import Candidate, CandidateWork, NewClaim, Review
from portal.services.catalogue.claim_refusals import ClaimUnreadable
from portal.services.records.record_parts import SURE
from portal.web.acting import objections
from portal.web.forms import PortalForm
from portal.web.works import options
from portal.wording import formats, sentence, terms

TITLE_MAX = 500
MOST_FAILED = 100
TICKS = ("sure", "all", "none")


class ReviewForm(PortalForm):
    """Fields are named by the place of the work (role_0) or by the ISBN (mine_978…)."""

    review: Review
    usual: str
    """The role of most of the party's list, which stands where nothing is said; else empty."""

    @property
    def failed_lines(self) -> str:
        """What failed, for the form to carry along: a reason and the text on each line."""
        return "\n".join(f"{one.reason} {one.text}" for one in self.review.failed[:MOST_FAILED])

    @property
    def ticked(self) -> list[Candidate]:
        """The editions that are ticked now."""
        return [
            one
            for work in self.review.works
            for one in work.candidates
            if self[f"mine_{one.isbn}"].data
        ]

    @property
    def ticked_loans(self) -> int:
        """Loans of what is ticked that can still be paid, each counted once."""
        return sum(one.open_loans for one in self.ticked)

    @property
    def ticked_cents(self) -> int | None:
        """About what the ticked editions would bring."""
        return cents(self.ticked)

    @property
    def sure(self) -> int:
        """How many editions a record gives to the person."""
        return sum(_is_sure(one) for work in self.review.works for one in work.candidates)

    def only_ticks(self, how: str) -> bool:
        """Sets the ticks as one of TICKS asks, and nothing else; False where none was asked."""
        if how not in TICKS:
            return False
        for work in self.review.works:
            for one in work.candidates:
                self[f"mine_{one.isbn}"].data = how == "all" or (how == "sure" and _is_sure(one))
        return True

    def parts(self) -> Iterator[tuple[CandidateWork, dict[str, Any], list[dict[str, Any]]]]:
        """Each work with its own fields, and those of its editions."""
        for place, work in enumerate(self.review.works):
            shared = {name: self[f"{name}_{place}"] for name in ("role", "heads", "separate")}
            shared["title"] = self[f"title_{place}"] if work.asks_title else None
            shared["usual"] = bool(self.usual) and work.certainty == NOBODY
            said = work.role is not None or shared["usual"]
            shared["part"] = shared["role"].data if said and shared["role"].data in ROLES else ""
            editions = [self._edition(candidate) for candidate in work.candidates]
            shared["open"] = self._open(work, shared, editions)
            yield work, shared, editions

    def _open(
        self, work: CandidateWork, shared: dict[str, Any], editions: list[dict[str, Any]]
    ) -> bool:
        """Whether the answers are to be seen at once: nothing says them, or one is wrong."""
        fields = [shared["role"], shared["heads"], *(one["medium"] for one in editions)]
        wrong = any(field is not None and field.errors for field in fields)
        silent = work.role is None and work.certainty == NOBODY and not self.usual
        return wrong or silent

    def _edition(self, candidate: Candidate) -> dict[str, Any]:
        medium = None if candidate.stored else self[f"medium_{candidate.isbn}"]
        said = medium.data if medium is not None else candidate.medium
        return {
            "seen": candidate,
            "mine": self[f"mine_{candidate.isbn}"],
            "medium": medium,
            "said": said if said in MEDIA else PHYSICAL_MEDIUM,
        }

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
    review: Review, usual_role: str | None = None, sent: Mapping[str, str] | None = None
) -> ReviewForm:
    """A form for the works of a review; `usual_role`, of the party's list, stands where nothing
    was answered; without one a writer's does, and is asked.
    """
    fields: dict[str, Any] = {}
    for place, work in enumerate(review.works):
        fields |= _shared_fields(place, work, usual_role if usual_role in ROLES else AUTHOR)
        for candidate in work.candidates:
            fields |= _edition_fields(candidate)
    made: ReviewForm = type("ReviewOfWorks", (ReviewForm,), fields)(formdata=sent)
    made.review = review
    made.usual = usual_role if usual_role in ROLES else ""
    return made


def reviewed(
    session: Session, data_dir: Path, party_id: int, sent: Mapping[str, str], today: date
) -> Review:
    """The review that a sent form answers."""
    carried = sent.get("isbns", "")
    found = extract(carried.replace(";", "\n").replace(" ", "\n"))
    groups = [_numbers(group) for group in carried.split(";")] if ";" in carried else ()
    kept = replace(found, failed=_failed(sent.get("failed", "")))
    usual = sent.get("usual")
    return catalogue.review(session, data_dir, party_id, kept, today, groups=groups, usual=usual)


def _numbers(group: str) -> list[int]:
    return [int(one) for one in group.split() if one.isascii() and one.isdigit()]


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
            title=shared["title"].data if shared["title"] else work.title,
            medium=edition["medium"].data if edition["medium"] else PHYSICAL_MEDIUM,
            separate=shared["separate"].data,
        )
        for work, shared, editions in form.parts()
        for edition in editions
        if edition["mine"].data
    ]


def _shared_fields(place: int, work: CandidateWork, usual_role: str) -> dict[str, Any]:
    named = work.title or formats.isbn(work.candidates[0].isbn)
    return {
        f"title_{place}": StringField(_l("Title of the book"), default=work.title),
        f"role_{place}": RadioField(
            _("Your part in %(title)s", title=named),
            choices=options.roles(),
            default=work.role or usual_role,
            validate_choice=False,
        ),
        f"heads_{place}": IntegerField(options.HEADS, default=work.heads, widget=TextInput()),
        f"separate_{place}": BooleanField(
            _l("My part is a piece of its own, as in an anthology"), default=work.separate
        ),
    }


def _edition_fields(candidate: Candidate) -> dict[str, Any]:
    fields: dict[str, Any] = {
        f"mine_{candidate.isbn}": BooleanField(
            formats.isbn(candidate.isbn), default=candidate.to_tick
        )
    }
    if not candidate.stored:
        fields[f"medium_{candidate.isbn}"] = SelectField(
            _("Form of %(isbn)s", isbn=formats.isbn(candidate.isbn)),
            choices=options.media(),
            default=candidate.medium or PHYSICAL_MEDIUM,
        )
    return fields


def _is_sure(candidate: Candidate) -> bool:
    return candidate.certainty == SURE


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
