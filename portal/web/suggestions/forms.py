"""One suggested work: which editions, what she did in them, how many shared that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.validators import Optional
from wtforms.widgets import TextInput

from portal.kernel.catalogue import HEADS_MAX, HEADS_MIN, PHYSICAL_MEDIUM
from portal.services.adding.catalogue import ListedWork
from portal.services.catalogue.claim_refusals import ClaimUnreadable
from portal.services.suggestions.suggestions import MINE, Mine, SuggestedWork
from portal.web.forms import PortalForm, options
from portal.web.works import options as of_works
from portal.wording import formats, sentence, terms


class WorkForm(PortalForm):
    """Fields named by the suggestion: take_7, medium_7; or the edition that loans are of."""

    seen: SuggestedWork

    @property
    def answer(self) -> str:
        """The button that was pressed."""
        return request.form.get("answer", "")

    def mine(self) -> Mine:
        """What a checked form says of the editions that are ticked."""
        ticked = [one for one in self.seen.editions if self[f"take_{one.id}"].data]
        media = {
            one.isbn or 0: self[f"medium_{one.id}"].data for one in ticked if one.medium is None
        }
        ids = tuple(one.id for one in ticked)
        return Mine(ids, self["role"].data, self["heads"].data, media)

    def validate(self, extra_validators: Any = None) -> bool:
        """Checks what belongs to the answer; "not mine" and "later" need nothing else."""
        if self.answer != MINE:
            return True
        super().validate(extra_validators)
        if self.seen.has_isbn:
            self._check_part()
        return not self.errors

    def _check_part(self) -> None:
        role, heads = self["role"], self["heads"]
        if role.data not in terms.ROLES:
            role.errors = [sentence(ClaimUnreadable(reason="role"))]
        if heads.data is None or not HEADS_MIN <= heads.data <= HEADS_MAX:
            said = ClaimUnreadable(reason="heads", smallest=HEADS_MIN, largest=HEADS_MAX)
            heads.errors = [sentence(said)]
        if not any(self[f"take_{one.id}"].data for one in self.seen.editions):
            self.form_errors.append(_("Tick at least one edition, or say that it is not yours."))


def work_form(seen: SuggestedWork, own: Sequence[ListedWork]) -> WorkForm:
    """The form for a work; for loans without an ISBN, with the editions in the list."""
    fields = _of_editions(seen) if seen.has_isbn else _of_loans(seen, own)
    made: WorkForm = type("FormOfWork", (WorkForm,), fields)()
    made.seen = seen
    return made


def _of_editions(seen: SuggestedWork) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "role": RadioField(
            _l("Your part"), choices=of_works.roles(), default=seen.role, validate_choice=False,
            validators=[Optional()],
        ),
        "heads": IntegerField(
            of_works.HEADS, [Optional()], default=seen.heads or 1, widget=TextInput()
        ),
    }  # fmt: skip
    for one in seen.editions:
        words = formats.isbn(one.isbn or 0)
        fields[f"take_{one.id}"] = BooleanField(words, default=True)
        if one.medium is None:
            fields[f"medium_{one.id}"] = SelectField(
                _("Form of %(isbn)s", isbn=words), choices=of_works.media(),
                default=PHYSICAL_MEDIUM,
            )  # fmt: skip
    return fields


def _of_loans(seen: SuggestedWork, own: Sequence[ListedWork]) -> dict[str, Any]:
    editions = [
        (str(edition.edition_id), _edition_words(edition), work.title == seen.title)
        for work in own
        for edition in work.editions
        if edition.standing
    ]
    same = next((value for value, _words, alike in editions if alike), None)
    choices = options((value, words) for value, words, _alike in editions)
    field = SelectField(_l("Which of your books is it"), choices=choices, default=same)
    return {"edition": field} if choices else {}


def _edition_words(edition: Any) -> str:
    number = formats.isbn(edition.isbn) if edition.isbn else ""
    return _(
        "%(title)s, %(medium)s, %(isbn)s",
        title=edition.title, medium=str(terms.MEDIA[edition.medium]), isbn=number,
    )  # fmt: skip
