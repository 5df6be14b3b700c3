"""Sentences about a person's own details: names, proofs, contact, choices."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "choice_unknown": _("Choose one of the answers in the list."),
    "no_way_to_remind": _("We have no address for these reminders. Add one under Contact first."),
    "no_way_to_remind.email": _(
        "We have no e-mail address of yours. Add one under Contact first, or choose paper."
    ),
    "no_way_to_remind.paper": _(
        "We have no post address of yours. Add street and town under Contact first."
    ),
    "name_unusable": _("This name cannot be added. Check it and send it again."),
    "name_unusable.known": _("This name is in your list already, so nothing was added."),
    "name_unusable.kind": _("Choose what kind of name it is."),
    "name_unusable.proof": _(
        "Say where the name can be seen as yours, or add a file. One of the two is enough."
    ),
    "name_unusable.waiting": _(
        "%(most)s names wait already. Take one of them back, or wait until we have looked at them."
    ),
    "name_not_decided": _("This name cannot be decided now. List the names that wait."),
    "name_not_decided.unknown": _(
        "No name with the number %(name)s waits. List the names that wait: "
        "portal people names list."
    ),
    "name_not_decided.role": _(
        "This role does not decide about names. Act as one of these: %(roles)s."
    ),
    "name_not_decided.own": _(
        "This name is your own, and nobody decides about his or her own. Ask a colleague."
    ),
    "name_not_decided.why": _("Name the reason of the refusal, one of: %(reasons)s."),
    "document_unusable": _("This file cannot be kept. Send a PDF, a JPEG or a PNG."),
    "document_unusable.empty": _("The file is empty. Choose it again, or send another one."),
    "document_unusable.large": _(
        "The file is larger than %(largest)s megabytes. Send a smaller photo or fewer pages."
    ),
    "document_unusable.kind": _(
        "The file is no PDF, JPEG or PNG. Save it as a PDF, or take a photo of it."
    ),
    "contact_unusable": _("This cannot be kept. Check what you wrote."),
    "contact_unusable.phone": _(
        "The telephone number has other signs than digits. Write it like +358 40 123 4567."
    ),
    "contact_unusable.country": _("Choose the country in the list."),
    "contact_unusable.half_address": _(
        "Half of the address is missing. Write both street and town, or leave both empty."
    ),
    "email_unusable": _("We cannot write to this address. Check it letter by letter."),
    "email_unusable.form": _(
        "We cannot write to this address. Write it like name@example.org, without spaces."
    ),
    "email_unusable.same": _("This is your e-mail address already, so nothing was changed."),
    "email_unusable.often": _(
        "We wrote %(most)s letters to confirm an address within a day. Try again tomorrow."
    ),
    "link_over": _(
        "This link cannot be used any more. It holds for one day and for one address. "
        "Ask for a new letter under Contact."
    ),
}
