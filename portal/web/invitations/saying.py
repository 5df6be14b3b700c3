"""What the pages about invitations say and keep: letters, the code for a print, addresses."""

from __future__ import annotations

from datetime import date

from flask import current_app, session

from portal.kernel import invitation_codes
from portal.kernel.errors import NotFound
from portal.kernel.letter import Letter
from portal.services.catalogue.edition_parts import SharedEdition
from portal.services.people import preferences
from portal.services.sharing import invitation_answers, invitations
from portal.services.sharing.invitation_answers import OpenInvitation
from portal.services.sharing.invitations import Sent, Written
from portal.web.access import current_identity, subject_id
from portal.web.clock import today
from portal.web.outside import outside
from portal.web.transaction import database
from portal.wording import shared_letters
from portal.wording.letters import Letters

_CODE = "invitation"


def edition_of(work_id: int, edition_id: int) -> SharedEdition:
    """An edition of the work on which the party has an entry; raises NotFound for any other."""
    edition = invitations.open_page(database(), current_identity(), edition_id)
    if edition.work_id != work_id:
        raise NotFound
    return edition


def email_letter() -> Written:
    """The e-mail of an invitation, in the inviter's language, with a link to the portal."""
    locale = preferences.chosen(database(), subject_id()).locale

    def letter(inviter: str, code: str, last_day: date) -> Letter:
        link = outside("invitations.answer", code=code)
        return shared_letters.invitation(locale, inviter, code, last_day, link)

    return letter


def letters() -> Letters:
    """The writer of letters about what happened to a shared work."""
    return Letters(current_app.extensions["portal.base_url"])


def opened(code: str | None) -> OpenInvitation:
    """The invitation of a code; raises InvitationOver."""
    return invitation_answers.opened(database(), current_identity(), code or "", today())


def keep_code(sent: Sent) -> None:
    """Keeps the code of a letter in the browser's session: the database has its hash alone."""
    session[_CODE] = [sent.invitation_id, sent.code]


def kept_code(number: int) -> list[str]:
    """The code of a letter that this browser has just written, by threes; none for any other."""
    kept = session.get(_CODE) or [0, ""]
    return invitation_codes.written(kept[1]).split("-") if kept[0] == number else []


def address() -> str:
    """What the letter tells to type: the address of the page, without its scheme."""
    return outside("invitations.answer").partition("://")[2]
