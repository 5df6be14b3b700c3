"""The office's forms about messages and names."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField

from portal.kernel.errors import Refusal
from portal.services.base.parties import PersonUnknown
from portal.services.messages import messages
from portal.web.details.forms import DetailsForm
from portal.web.forms import needed, options

PEOPLE, EVERYBODY = "people", "everybody"


class AnswerForm(DetailsForm):
    """An answer to a question."""

    FIRST = "words"
    words = TextAreaField(
        _l("The answer"), [needed(_l("Write the answer."))], filters=[messages.plain]
    )


class CloseForm(DetailsForm):
    """Why a question gets no written answer."""

    FIRST = "reason"
    reason = RadioField(
        _l("Why it needs no written answer"),
        [needed(_l("Choose why it needs no written answer."))],
        validate_choice=False,
    )


class RefuseForm(DetailsForm):
    """Why a name is refused."""

    FIRST = "reason"
    reason = RadioField(
        _l("Why the name is refused"),
        [needed(_l("Choose why the name is refused."))],
        validate_choice=False,
    )


class LetterForm(DetailsForm):
    """A letter to some people or to everybody; `checked` says that it was read once more."""

    FIRST = "words"
    to = RadioField(
        _l("To whom"), default=PEOPLE, validate_choice=False,
        choices=options(((PEOPLE, _l("To the people below")), (EVERYBODY, _l("To everybody")))),
    )  # fmt: skip
    codes = TextAreaField(_l("Ids of people"))
    subject = StringField(
        _l("What the letter is about"), [needed(_l("Write in a line what it is about."))]
    )
    words = TextAreaField(
        _l("The letter"), [needed(_l("Write the letter."))], filters=[messages.plain]
    )
    checked = HiddenField()

    def said(self) -> tuple[list[str] | None, str, str]:
        """Codes (None for everybody), subject and words."""
        codes = (self.codes.data or "").replace(",", " ").replace(";", " ").split()
        everybody = self.to.data == EVERYBODY
        return None if everybody else codes, self.subject.data or "", self.words.data or ""

    def confirmed(self) -> bool:
        """Whether the number of people is still the one that was shown to be checked."""
        return bool(self.result) and self.checked.data == str(self.result)

    def validate_codes(self, field: TextAreaField) -> None:
        """Somebody must be named."""
        if self.to.data != EVERYBODY and not (field.data or "").strip():
            self.refuse("codes", str(_l("Write the id of a person, or choose everybody.")))

    def field_of(self, refusal: Refusal) -> str:
        """Somebody unknown stands beside the ids."""
        return "codes" if isinstance(refusal, PersonUnknown) else super().field_of(refusal)
