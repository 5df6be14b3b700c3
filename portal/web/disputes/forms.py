"""The forms about what is wrong: one question first, then what belongs to it."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.widgets import TextInput

from portal.kernel.errors import Refusal
from portal.services.base.documents import DocumentUnusable, Sent
from portal.services.catalogue.edition_parts import SharedEdition
from portal.services.messages import messages
from portal.services.messages.messages import MessageUnusable
from portal.services.sharing.complaints import Complaint
from portal.services.sharing.dispute_records import DisputeOver
from portal.web.details.forms import DetailsForm
from portal.web.forms import options
from portal.web.works.options import roles
from portal.wording import terms
from portal.wording.sharing import ABOUT, NO_PART

HEADS_ABOUT = ("heads", "role", "name_missing")


class WordsForm(DetailsForm):
    """A form with a text; a refusal of the text or of the file stands beside it."""

    def field_of(self, refusal: Refusal) -> str:
        """Texts and files have one code of their own each."""
        if isinstance(refusal, DisputeOver):
            raise refusal
        if isinstance(refusal, MessageUnusable):
            return "words"
        return "file" if isinstance(refusal, DocumentUnusable) else super().field_of(refusal)


class WrongForm(WordsForm):
    """What is wrong; fields that do not belong to it are taken away."""

    FIRST = "words"
    about = HiddenField()
    own_role = RadioField(_l("Which part of yours do you speak about"))
    person = RadioField(_l("Whose role is wrong"), validate_choice=False)
    right_role = RadioField(
        _l("What did this person do"),
        choices=[*roles(), *options([("none", NO_PART)])],
        validate_choice=False,
    )
    name = StringField(_l("The name that is missing"))
    missing_role = RadioField(_l("What did this person do"), choices=roles(), validate_choice=False)
    heads = IntegerField(
        _l("How many people share your own role, you included"), widget=TextInput()
    )
    words = TextAreaField(_l("What the others and the office should know"),
                          filters=[messages.plain])  # fmt: skip

    def said(self) -> Complaint:
        """What is said as the service takes it."""
        about = self.about.data or ""
        person, _sep, role = _data(self, "person").partition(" ")
        missing = about == "name_missing"
        return Complaint(
            about=about,
            own_role=_data(self, "own_role"),
            heads=self.heads.data or 0 if "heads" in self else 1,
            words=self.words.data or "",
            person=int(person) if person.isdecimal() else None,
            person_role=role or None,
            right_role=_data(self, "missing_role" if missing else "right_role") or None,
            name=_data(self, "name"),
        )


class SayForm(WordsForm):
    """A text for the timeline, and a document for the office."""

    FIRST = "words"
    words = TextAreaField(_l("What do you want to say"), filters=[messages.plain])
    file = FileField(_l("A document as proof (optional)"))

    def said(self) -> tuple[str, Sent | None]:
        """The words and the file."""
        sent = self.file.data
        file = Sent(sent.filename or "", sent.read()) if sent and sent.filename else None
        return self.words.data or "", file


def about_asked() -> str:
    """What the address or the form says is wrong; empty while nothing is chosen."""
    about = request.values.get("about", "")
    return about if about in ABOUT else ""


def wrong_form(edition: SharedEdition, party_id: int) -> WrongForm:
    """The form with the fields that belong to what is wrong, and her own entry filled in."""
    own = edition.of(party_id)
    form = WrongForm(about=about_asked(), own_role=own[0].role, heads=own[0].heads)
    form.own_role.choices = options((part.role, terms.ROLES[part.role]) for part in own)
    form.person.choices = options(
        (f"{part.party} {part.role}", f"{edition.names[part.party]}, {terms.ROLES[part.role]}")
        for part in edition.parts
        if part.party != party_id
    )
    about = about_asked()
    kept = {
        "person": about == "role", "right_role": about == "role",
        "name": about == "name_missing", "missing_role": about == "name_missing",
        "heads": about in HEADS_ABOUT,
    }  # fmt: skip
    for name in [name for name, stays in kept.items() if not stays]:
        del form[name]
    return form


def _data(form: WrongForm, name: str) -> str:
    return (form[name].data or "") if name in form else ""
