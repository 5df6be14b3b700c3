"""The forms of a person's own details; the services say what cannot be kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from babel import Locale
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField, TextAreaField

from portal.kernel import collation
from portal.kernel.errors import Refusal
from portal.services.base.documents import DocumentUnusable, Sent
from portal.services.people.contact import Contact, Post
from portal.services.people.names import NewName
from portal.web import i18n
from portal.web.forms import PortalForm, options
from portal.wording import sentence
from portal.wording.own_details import NAME_KINDS, REMINDERS
from portal.wording.speaking import nearest

NO_COUNTRIES = ("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ")
"""Codes of unions, regions and tests among those of countries."""

Save = Callable[[], Any]


class DetailsForm(PortalForm):
    """A form that asks a service; what the service refuses stands beside its field."""

    FIRST = ""
    FIELDS: dict[str, str] = {}
    """Which field a reason of a refusal is about; FIRST for all others."""
    result: Any = None

    def saved(self, save: Save) -> bool:
        """Whether it was sent whole and the service kept it; `result` is what that returned."""
        if not self.validate_on_submit():
            return False
        try:
            self.result = save()
        except Refusal as refusal:
            self.refuse(self.field_of(refusal), sentence(refusal))
            return False
        return True

    def field_of(self, refusal: Refusal) -> str:
        """The field beside which a refusal is said; raises it again where it is about none."""
        named = refusal.arguments.get("field")
        name = named if named in self else self.FIELDS.get(refusal.arguments.get("reason", ""))
        name = name or self.FIRST
        if name not in self:
            raise refusal
        return str(name)


class NameForm(DetailsForm):
    """Another name, with a note or a file as proof."""

    FIRST = "name"
    FIELDS = {"kind": "kind", "proof": "note"}
    name = StringField(_l("The name, as it stands on the book"))
    kind = RadioField(
        _l("What kind of name is it"), choices=options(NAME_KINDS.items()), validate_choice=False
    )
    note = TextAreaField(_l("Where can we see that the name is yours"))
    file = FileField(_l("A file as proof (optional)"))

    def said(self) -> NewName:
        """The name as the service takes it."""
        sent = self.file.data
        file = Sent(sent.filename or "", sent.read()) if sent and sent.filename else None
        note = " ".join((self.note.data or "").split())
        return NewName(self.name.data or "", self.kind.data or "", note, file)

    def field_of(self, refusal: Refusal) -> str:
        """Reasons of a file stand beside the file."""
        return "file" if isinstance(refusal, DocumentUnusable) else super().field_of(refusal)


class PostForm(DetailsForm):
    """Telephone and post address."""

    FIRST = "street"
    phone = StringField(_l("Telephone (optional)"))
    street = StringField(_l("Street and number (optional)"))
    post_code = StringField(_l("Post code (optional)"))
    town = StringField(_l("Town (optional)"))
    country = SelectField(_l("Country"), validate_choice=False)

    def said(self) -> Post:
        """The form as the service takes it."""
        texts = (self.phone, self.street, self.post_code, self.town, self.country)
        return Post(*(field.data or "" for field in texts))


class EmailForm(DetailsForm):
    """A new e-mail address."""

    FIRST = "email"
    email = StringField(_l("New e-mail address"))


class OneAnswerForm(DetailsForm):
    """One question with answers to choose from."""

    FIRST = "answer"


class ConsentForm(OneAnswerForm):
    """May the office tell how to reach the party."""

    answer = RadioField(
        _l("May we tell them how to reach you"),
        choices=options((("yes", _l("Yes, you may")), ("no", _l("No, ask me first")))),
    )


class RemindersForm(OneAnswerForm):
    """How reminders come."""

    answer = RadioField(_l("How do we remind you"), choices=options(REMINDERS.items()))


class LanguageForm(OneAnswerForm):
    """The language of letters and pages."""

    answer = RadioField(_l("Language of letters and pages"))


class ButtonForm(DetailsForm):
    """One button; the forgery token is all it carries."""


def post_form(contact: Contact) -> PostForm:
    """The form with what is kept now; the countries in the reader's language."""
    form = PostForm(**vars(contact.post))
    form.country.choices = options(_countries())
    return form


def language_form(now: str) -> LanguageForm:
    """The form with each language under its own name; the nearest is chosen (sv_FI for sv_SE)."""
    form = LanguageForm(answer=nearest(now))
    form.answer.choices = options((code, i18n.own_name(code)) for code in i18n.available())
    return form


def _countries() -> list[tuple[str, str]]:
    locale = get_locale() or Locale.parse("en")
    named = [
        (code, name)
        for code, name in locale.territories.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    ]
    return sorted(named, key=lambda pair: collation.key(str(locale), pair[1]))
