"""Words of the office's pages about messages, names and letters."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import SelectChoice

from portal.services.access import permissions
from portal.services.messages.outgoing import ADDRESS_REFUSED, RefusedEmail
from portal.services.messages.paper_letters import OnPaper
from portal.services.people.name_decisions import REASONS
from portal.web.access import current_identity
from portal.web.forms import options
from portal.web.staff_works.saying import letters_written
from portal.wording.messages import CLOSED_FOR, QUESTIONS
from portal.wording.own_details import NAME_KINDS_SHORT, refused_for

__all__ = ["letters_written"]


def about(code: str) -> str:
    """What a question is about; a letter's own subject is shown as it is."""
    return str(QUESTIONS.get(code, code))


def person_url(code: str) -> str:
    """The office's page of a person."""
    return url_for("staff_people.person", code=code)


def may_write() -> bool:
    """Whether the table lets who is signed in answer, decide and send."""
    return permissions.allowed("staff.messages.write", current_identity())


def kind(code: str) -> str:
    """What kind of name it is."""
    return str(NAME_KINDS_SHORT[code])


def closing(codes: Iterable[str]) -> list[SelectChoice]:
    """Why a question needs no written answer, in the words that its writer reads."""
    return options((code, CLOSED_FOR[code]) for code in codes)


def refusals() -> list[SelectChoice]:
    """Why a name may be refused, in the words that its owner reads."""
    return options((code, refused_for(code)) for code in REASONS)


def paper(found: OnPaper) -> str:
    """What waits to be printed, in a sentence."""
    if not found.letters:
        return _("No letter waits to be printed.")
    return ngettext("%(num)s letter waits to be printed.",
                    "%(num)s letters wait to be printed.", found.letters)  # fmt: skip


def problem(one: RefusedEmail) -> str:
    """Why an e-mail did not arrive."""
    if one.problem == ADDRESS_REFUSED:
        return _("The other server does not know the address.")
    return one.problem or _("It was tried often, and nobody took it.")


def printed(number: int) -> str:
    """How many letters are marked as printed."""
    if not number:
        return _("These letters were marked as printed already.")
    return ngettext("%(num)s letter is marked as printed.",
                    "%(num)s letters are marked as printed.", number)  # fmt: skip
