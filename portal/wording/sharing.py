"""Words about shared works: what can be wrong, how it stands, and refusals."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "invitation_unusable": _("This invitation cannot be written. Check the name and the answers."),
    "invitation_unusable.nobody": _("Write the name of the person whom you invite."),
    "invitation_unusable.name": _(
        "A name has no digits and no address in it. Write the name as it stands in the book."
    ),
    "invitation_unusable.known": _(
        "%(name)s has this edition in the list already. Look at who shares the text."
    ),
    "invitation_unusable.open": _(
        "%(name)s is invited already. Take the earlier invitation back, then write a new one."
    ),
    "invitation_unusable.email": _(
        "This is not an e-mail address. Write it like name@example.org, or print a letter."
    ),
    "invitation_unusable.role": _("Choose what the person did in this book."),
    "invitation_unusable.heads": _(
        "Write how many people share the role: a whole number from %(smallest)s to %(largest)s."
    ),
    "invitation_unusable.often": _(
        "You have written %(most)s invitations today, and more are not sent. Go on tomorrow."
    ),
    "invitation_unusable.over": _(
        "This invitation is used or taken back. Write a new one on the page of the work."
    ),
    "invitation_over": _(
        "This code opens no invitation. It may be wrong, used, taken back or too old. "
        "Compare it with the letter, or ask who invited you for a new one."
    ),
    "dispute_unusable": _("This cannot be sent. Check your answers."),
    "dispute_unusable.about": _("Choose what is wrong."),
    "dispute_unusable.own_role": _("Choose the part of yours that you speak about."),
    "dispute_unusable.person": _("Choose whose role is wrong."),
    "dispute_unusable.name": _("Write the name that is missing."),
    "dispute_unusable.right_role": _("Choose the role that is right. It is not the one it is now."),
    "dispute_unusable.heads": _(
        "Write how many people share your role, you included: a whole number from %(smallest)s "
        "to %(largest)s."
    ),
    "dispute_unusable.same": _(
        "Everybody’s entries say this already, so nobody has to answer. Write another number."
    ),
    "dispute_unusable.open": _(
        "What you said of this edition before is not over yet. Go on there, or take it back first."
    ),
    "dispute_over": _("This is not possible any more. Look at the page to see how it stands."),
    "dispute_not_decided": _("This cannot be decided now. Look at it again."),
    "dispute_not_decided.unknown": _(
        "There is no dispute %(number)s. Use a number that portal works disputes list printed."
    ),
    "dispute_not_decided.role": _(
        "This staff member does not decide about works. Choose one with one of the roles %(roles)s."
    ),
    "dispute_not_decided.same": _(
        "Everybody’s entries say this already, so nobody has to answer. Look at the edition again."
    ),
    "dispute_not_decided.gone": _(
        "This entry says something else by now. Look at the edition again, and choose an entry."
    ),
    "dispute_not_decided.standing": _(
        "A dispute about this edition is going on: %(number)s. Wait until it is decided."
    ),
    "dispute_not_decided.own": _(
        "This staff member has or had an entry on the edition. Another one decides."
    ),
    "dispute_not_decided.early": _(
        "The others may answer until %(day)s. Decide after that day, or when somebody disagrees."
    ),
    "dispute_not_decided.over": _("This dispute is over. Nothing was changed."),
    "dispute_not_decided.again": _(
        "This staff member decided the first time. Another one takes the second look."
    ),
    "dispute_not_decided.facts": _(
        "Say what is right: as was asked, as before, or numbers and roles that exist."
    ),
    "dispute_not_decided.party": _(
        "A role is said of somebody without an entry on the edition. Use a code from the list."
    ),
    "dispute_not_decided.heads": _(
        "More people have entries than the decision says. "
        "Say a larger number, or a role for each of them."
    ),
    "not_found.document": _(
        "There is no document %(name)s. Use a number that portal works disputes show printed."
    ),
}

ABOUT = {
    "heads": _l("The number of people who share my role"),
    "role": _l("Somebody’s role"),
    "name_missing": _l("A name is missing"),
    "not_my_work": _l("It is not my work"),
}
STATES = {
    "open": _l("The others answer"),
    "with_staff": _l("The office decides"),
    "agreed": _l("Everybody agrees"),
    "decided": _l("Decided"),
    "withdrawn": _l("Taken back"),
}
STATE_TAGS = {"open": "warn", "with_staff": "warn", "withdrawn": "plain"}
INVITATIONS = {
    "open": _l("Waits for an answer"),
    "accepted": _l("Accepted"),
    "withdrawn": _l("Taken back"),
    "expired": _l("Too old"),
}
INVITATION_TAGS = {"open": "warn", "withdrawn": "plain", "expired": "plain"}
NO_PART = _l("No part in this book")
