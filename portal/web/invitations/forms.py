"""The forms of invitations."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, StringField
from wtforms.widgets import TextInput

from portal.kernel.catalogue import ROLES
from portal.services.catalogue.claims import Change
from portal.services.catalogue.edition_parts import SharedEdition
from portal.services.sharing.invitations import Invited
from portal.web.details.forms import DetailsForm
from portal.web.forms import options
from portal.web.works.options import HEADS, roles

EMAIL, LETTER = "email", "letter"


class InviteForm(DetailsForm):
    """Who is invited, how, and as what."""

    FIRST = "name"
    name = StringField(_l("Name of the person"))
    way = RadioField(
        _l("How does the invitation reach the person"),
        choices=options(((EMAIL, _l("By e-mail")), (LETTER, _l("I print a letter")))),
    )
    email = StringField(_l("E-mail address of the person"))
    role = RadioField(_l("What did the person do"), choices=roles())
    heads = IntegerField(_l("How many people share this role, all together"), widget=TextInput())

    def said(self) -> Invited:
        """The invitation as the service takes it."""
        email = self.email.data or "" if self.way.data == EMAIL else None
        return Invited(self.name.data or "", self.role.data or "", self.heads.data or 0, email)


class CodeForm(DetailsForm):
    """The code of a letter."""

    FIRST = "code"
    code = StringField(_l("The code of your invitation"))


class AcceptForm(DetailsForm):
    """What the invited one did in the book, in her own words."""

    FIRST = "heads"
    FIELDS = {"role": "role"}
    code = HiddenField()
    role = RadioField(_l("Your part"), choices=roles())
    heads = IntegerField(HEADS, widget=TextInput())
    separate = BooleanField(_l("My part is a piece of its own, as in an anthology"))

    def said(self) -> Change:
        """The entry as the service takes it."""
        return Change(self.role.data or "", self.heads.data or 0, self.separate.data)


def invite_form(edition: SharedEdition, party_id: int) -> InviteForm:
    """The form with the role that the address names, else one's own, and the people it has."""
    asked = request.args.get("role", "")
    role = asked if asked in ROLES else edition.of(party_id)[0].role
    same = [part for part in edition.parts if part.role == role]
    people = len({part.party for part in same}) + 1
    heads = max([people, *(part.heads for part in same)])
    return InviteForm(way=EMAIL, role=role, heads=heads)
