"""Words about messages and receipts: refusals, subjects of questions, kinds of forms."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "message_unusable": _("This text cannot be sent. Write it anew."),
    "message_unusable.empty": _("Write what you want to say."),
    "message_unusable.long": _(
        "The text has more than %(longest)s characters. Shorten it, or send it in two parts."
    ),
    "message_unusable.about": _("Choose what your question is about."),
    "not_a_writer": _("This staff member cannot write to people. Choose another one."),
    "not_a_writer.role": _(
        "This staff member cannot write to people. Choose one with one of the roles %(roles)s."
    ),
    "not_a_writer.own": _("This question is the staff member’s own. Another one answers it."),
    "not_a_printer": _("This role does not print letters. One of these does: %(roles)s."),
    "not_to_close": _("This question is not open, so it was not closed. Look at it again."),
    "not_to_close.why": _("Choose why the question is closed."),
    "folder_unwritable": _(
        "The letters cannot be written to %(folder)s: %(problem)s. They wait. "
        "Mend it and try again."
    ),
    "nothing_to_answer": _(
        "The portal wrote this by itself, so nobody reads an answer. Ask a question instead."
    ),
    "receipt_number_wrong": _("This is not a number of a receipt. Copy it from the receipt."),
    "receipt_number_wrong.empty": _("Write the number of the receipt. It has %(length)s signs."),
    "receipt_number_wrong.length": _(
        "The number of a receipt has %(length)s signs. Compare it with the receipt."
    ),
    "receipt_number_wrong.signs": _(
        "The number of a receipt has only digits and letters, and no U. Compare it with the "
        "receipt."
    ),
    "receipt_number_wrong.check_sign": _(
        "One sign is wrong, or two have changed places. Compare the number with the receipt."
    ),
    "not_found.receipt": _(
        "No receipt has the number %(name)s. Compare every sign with the receipt."
    ),
    "not_found.message": _(
        "There is no message %(name)s. Use a number that portal messages list printed."
    ),
    "mail_away": _(
        "The post server took no letter now (%(problem)s). It is tried again by itself."
    ),
    "mail_refused": _(
        "The post server refused the letter (%(problem)s). Check the address of the person."
    ),
    "mail_url_unreadable": _("The settings for e-mail cannot be used. Check PORTAL_SMTP_URL."),
    "mail_url_unreadable.form": _(
        "PORTAL_SMTP_URL cannot be read. Write it like smtps://user:password@host."
    ),
    "mail_url_unreadable.sender": _(
        "PORTAL_MAIL_FROM is not an e-mail address. Write the address that letters come from."
    ),
}

ABOUT = {
    "works": _l("Works"),
    "money": _l("Money"),
    "tax": _l("Tax"),
    "details": _l("My details"),
    "other": _l("Something else"),
}
QUESTIONS = {
    "works": _l("Question about works"),
    "money": _l("Question about money"),
    "tax": _l("Question about tax"),
    "details": _l("Question about my details"),
    "other": _l("Question about something else"),
}
FORMS = {
    "works": _l("Entries in the list of works"),
    "question": _l("A question to the office"),
    "names": _l("Names"),
    "contact": _l("Contact details"),
    "invitation": _l("An invitation to a work"),
    "dispute": _l("Something is wrong with a work"),
    "referral": _l("A visit to the organisation of the pictures"),
}
CLOSED_FOR = {
    "by_phone": _l("The office answered this by telephone."),
    "by_post": _l("The office answered this on paper."),
    "nothing_asked": _l("The office has read this. It asks for no answer."),
    "asked_twice": _l("The office answers this where it was asked first."),
}
"""Why a question is closed without a written answer, as its writer reads it."""
OTHER_FORM = _l("A form of the portal")
