"""The form that asks for a visit; what the services refuse stands beside its field."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField

from portal.kernel.errors import Refusal
from portal.kernel.visits import NOTE_LONGEST
from portal.services.access.guessing import TooManyTries
from portal.services.visits import support_codes, support_visits
from portal.services.visits.support_codes import SupportCodeWrong
from portal.services.visits.support_visits import Asked, VisitUnreadable
from portal.web import cookies
from portal.web.access import current_identity
from portal.web.clock import today
from portal.web.forms import PortalForm, options
from portal.web.transaction import database
from portal.wording import sentence, visits

FIELDS = ("reason", "note", "consent", "code", "mode")


class AskForm(PortalForm):
    """Why, by whose leave, and whether something is to be changed."""

    reason = RadioField(
        _l("Why do you want to see these pages"),
        choices=options(visits.REASONS.items()), validate_choice=False,
    )  # fmt: skip
    note = TextAreaField(_l("What is it about"))
    consent = RadioField(
        _l("Who agrees"), choices=options(visits.CONSENTS.items()), validate_choice=False
    )
    code = StringField(_l("The author’s six digits"))
    mode = RadioField(
        _l("What is needed"), choices=options(visits.MODES.items()), validate_choice=False,
        default="reading",
    )  # fmt: skip

    def asked(self, person: str) -> Asked:
        """The form as the service takes it."""
        note = (self.note.data or "")[: NOTE_LONGEST + 1]
        said = (self.reason.data or "", note, self.consent.data or "", self.mode.data or "")
        return Asked(person, *said)

    def taken(self, person: str, party_id: int) -> bool:
        """Whether it was sent whole and the visit has begun, or is asked of a colleague."""
        try:
            self._save(self.asked(person), party_id)
        except (VisitUnreadable, SupportCodeWrong, TooManyTries) as refusal:
            self.refuse(_field(refusal), sentence(refusal))
            return False
        return True

    @property
    def begins(self) -> bool:
        """Whether the visit begins at once, by the author's code."""
        return bool(self.consent.data == "code")

    def _save(self, asked: Asked, party_id: int) -> None:
        who, now, code = current_identity().actor, datetime.now(UTC), self.code.data or ""
        support_visits.check(asked)
        if not self.begins:
            support_visits.ask(database(), who, asked, now)
            return
        _try(party_id, code, now)
        support_visits.start_with_code(
            database(), who, cookies.token(), asked, code, now, today()
        )  # fmt: skip


def _try(party_id: int, code: str, now: datetime) -> None:
    """Judges the code in a transaction of its own: a wrong try counts, whatever comes after."""
    with current_app.extensions["portal.transaction"]() as short:
        tried = support_codes.attempt(short, current_identity().actor, party_id, code, now)
    if tried.outcome == support_codes.WRONG and tried.left:
        raise SupportCodeWrong(reason="wrong", field="code", left=tried.left)
    if tried.outcome != support_codes.RIGHT:
        raise SupportCodeWrong(reason="none", field="code")


def _field(refusal: Refusal) -> str:
    field = refusal.arguments.get("field", "code")
    return str(field if field in FIELDS else "code")
