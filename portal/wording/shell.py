"""Sentences of the kernel, the settings and signing in."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


PROBLEMS = {
    "missing": _("is missing"),
    "weak": _("has fewer than 32 characters"),
    "unreadable": _("cannot be read"),
    "not_https": _("does not begin with https"),
}

SENTENCES = {
    "not_found": _("This page is not in your portal. Go back and choose it from a list."),
    "not_found.run": _("There is no run “%(name)s”. Check the name that calculate printed."),
    "not_found.staff": _(
        "There is no staff member “%(name)s”. Use the id that portal staff add printed."
    ),
    "not_found.import": _(
        "There is no import %(name)s. The command that imported it printed its number."
    ),
    "out_of_bounds": _(
        "A number is too large to be counted exactly. Check the figures that were entered last."
    ),
    "not_an_amount": _("“%(text)s” is not an amount. Write it like 1234.50, with a point."),
    "not_an_isbn": _("“%(text)s” is not an ISBN. Copy it from the back cover or the title page."),
    "not_an_isbn.empty": _("Enter the ISBN. It has 10 or 13 characters and is on the back cover."),
    "not_an_isbn.length": _(
        "“%(text)s” does not have 10 or 13 characters. Copy the whole ISBN from the back cover."
    ),
    "not_an_isbn.characters": _(
        "“%(text)s” has other signs than digits. Copy the ISBN from the back cover."
    ),
    "not_an_isbn.check_digit": _(
        "The check digit of “%(text)s” does not fit: a digit is wrong or two changed places. "
        "Compare it with the book."
    ),
    "not_an_isbn.issn": _(
        "“%(text)s” is an ISSN, the number of a magazine or series. Enter the book’s own ISBN."
    ),
    "not_an_isbn.ean": _(
        "“%(text)s” is the bar code of another article. A book’s number starts with 978 or 979."
    ),
    "not_an_isbn.ismn": _(
        "“%(text)s” is the number of printed music (ISMN). Enter the ISBN, if the book has one too."
    ),
    "not_an_isbn.rounded": _(
        "“%(text)s” has been rounded by a spreadsheet. Copy the ISBN from the book."
    ),
    "sign_in_not_completed": _(
        "The sign-in was not completed, and nobody is signed in. Start it again from the beginning."
    ),
    "opened_for_another": _(
        "You now act for %(name)s; nothing was saved. Check the page and send it again."
    ),
    "sign_in_cancelled": _("You did not finish signing in. Nobody is signed in."),
    "provider_unreachable": _(
        "The service that signs people in does not answer. Try again in a few minutes."
    ),
    "host_unknown": _(
        "The portal does not answer to this address. Whoever runs it names its public address "
        "with PORTAL_BASE_URL."
    ),
    "account_unknown": _(
        "The portal does not know you yet. Write to the society, and it links your sign-in to you."
    ),
    "settings_refused": _(
        "The portal does not start (%(problems)s). Set these variables and start it again. "
        "A secret key has at least 32 characters; this makes one: openssl rand -hex 32."
    ),
}
