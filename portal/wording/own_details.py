"""Words of the pages of a person's own details: kinds, states, channels, what is kept and why."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.wording import formats
from portal.wording.notices import REFUSED_NAMES

NAME_KINDS = {
    "pen_name": _l("A pen name"),
    "former_name": _l("A former name"),
    "spelling": _l("Another spelling of my name"),
}
NAME_KINDS_SHORT = {
    "pen_name": _l("pen name"),
    "former_name": _l("former name"),
    "spelling": _l("spelling"),
}
NAME_STATES = {
    "confirmed": (_l("Confirmed"), ""),
    "waiting": (_l("Waits for the office"), "warn"),
    "refused": (_l("Not confirmed"), "plain"),
}
REMINDERS = {
    "email": _l("By e-mail"),
    "paper": _l("By a letter on paper"),
    "none": _l("Not at all"),
}
MANDATES = {"heir": _l("heir"), "guardian": _l("guardian"), "agent": _l("agent")}
KEPT = {
    "contact": (_l("Telephone, post address, choices"), _l("You can empty them at any time.")),
    "invitations": (
        _l("Addresses of people whom you invited"),
        _l("Only so that the invitation can reach them."),
    ),
    "sessions": (_l("Where you are signed in"), _l("Only to keep you signed in.")),
    "email_changes": (
        _l("Changes of your e-mail address"),
        _l("So that a change by a stranger can be traced."),
    ),
    "waiting_proofs": (
        _l("Proofs of names that wait"),
        _l("Until we have decided, or you take the name back."),
    ),
    "refused_proofs": (
        _l("Proofs of names that were not confirmed"),
        _l("So that we can look again if you object."),
    ),
    "confirmed_proofs": (
        _l("Proofs of names that hold"),
        _l("As long as the name brings you money, we must be able to show why."),
    ),
    "dispute_proofs": (
        _l("Files sent about works that were not right"),
        _l("So that we can show why the money was shared so."),
    ),
    "messages": (
        _l("Messages and receipts"),
        _l("A receipt can be looked up for ever; that is its purpose."),
    ),
    "works": (
        _l("Works, your names and your part in each"),
        _l("The right to the money lasts so long after the year of death, also for heirs."),
    ),
    "payments": (
        _l("Payments, tax withheld and their accounts"),
        _l("Bookkeeping law asks for them after the end of the year of payment."),
    ),
    "audit": (
        _l("Who did what, with your number but without your texts"),
        _l("Each line seals the one before it, so none can be taken out."),
    ),
}
"""What is kept → its name, and why."""
UNCOUNTED = {
    "contact": _l("Until you empty them"),
    "invitations": _l("Until the invitation is accepted, taken back or too old"),
    "waiting_proofs": _l("Until the decision"),
    "confirmed_proofs": _l("As long as the name holds"),
    "messages": _l("As long as the portal runs"),
    "audit": _l("As long as the portal runs"),
}
"""For how long, where no time is counted."""


def refused_for(reason: str | None) -> str:
    """Why a name was not confirmed."""
    return str(REFUSED_NAMES.get(reason or "", _("The proof was not enough.")))


def kept_for(subject: str, number: int | None, unit: str) -> str:
    """For how long something is kept: a number of days or years, or None where none is counted."""
    if number is None:
        return str(UNCOUNTED[subject])
    if unit == "days":
        return ngettext("%(num)s day", "%(num)s days", number)
    if subject == "works":
        return _("%(num)s years after the year of death", num=number)
    if subject == "dispute_proofs":
        return _("%(num)s years after the year in which it was settled", num=number)
    return _("%(num)s years after the year of payment", num=number)


def until(day: date | None) -> str:
    """The person's own day, nothing where none can be said."""
    return _("For you: %(day)s", day=formats.day(day)) if day else ""
