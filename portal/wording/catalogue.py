"""Sentences about editions and claims, from files and from pages."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "row_refused.person_unknown": _(
        "Line %(line)s of %(file)s: there is no person “%(value)s”. "
        "Import the person first, or correct the person_id; nothing was changed."
    ),
    "row_refused.before_added": _(
        "Line %(line)s of %(file)s: the claim is withdrawn on %(value)s, before it was added. "
        "Correct one of the days; nothing was changed."
    ),
    "row_refused.isbn_empty": _(
        "Line %(line)s of %(file)s: the ISBN is empty. Fill it in; nothing was changed."
    ),
    "row_refused.isbn_length": _(
        "Line %(line)s of %(file)s: “%(value)s” does not have 10 or 13 characters. "
        "Write the whole ISBN; nothing was changed."
    ),
    "row_refused.isbn_characters": _(
        "Line %(line)s of %(file)s: “%(value)s” has other signs than digits. "
        "Write the ISBN alone; nothing was changed."
    ),
    "row_refused.isbn_check_digit": _(
        "Line %(line)s of %(file)s: the check digit of “%(value)s” does not fit. "
        "Compare it with the book; nothing was changed."
    ),
    "row_refused.isbn_issn": _(
        "Line %(line)s of %(file)s: “%(value)s” is an ISSN, the number of a magazine or series. "
        "Write the book’s own ISBN; nothing was changed."
    ),
    "row_refused.isbn_ean": _(
        "Line %(line)s of %(file)s: “%(value)s” is the bar code of another article. "
        "A book’s number starts with 978 or 979; nothing was changed."
    ),
    "row_refused.isbn_ismn": _(
        "Line %(line)s of %(file)s: “%(value)s” is the number of printed music (ISMN). "
        "Write the ISBN, if the book has one too; nothing was changed."
    ),
    "row_refused.isbn_rounded": _(
        "Line %(line)s of %(file)s: “%(value)s” ends in seven zeros, because a spreadsheet has "
        "rounded it. Write the ISBN from the book; nothing was changed."
    ),
    "claim_unreadable": _("This entry cannot be kept. Check the role and the number of people."),
    "claim_unreadable.role": _("Choose a role: what did you do in this book?"),
    "claim_unreadable.heads": _(
        "Write how many people share the role, you included: a whole number from %(smallest)s "
        "to %(largest)s."
    ),
    "claim_unreadable.medium": _("Choose the form of the edition: printed, e-book or audiobook."),
    "claim_unreadable.title_missing": _("Write the title of the book with ISBN %(isbn)s."),
    "claim_unreadable.title_long": _(
        "The title of the book with ISBN %(isbn)s has more than %(longest)s characters. Shorten it."
    ),
    "too_many_claims": _(
        "%(count)s editions are too many at once, and nothing was stored. Add at most %(most)s."
    ),
    "edition_shared": _(
        "Others have this edition in their lists too, so its form stays as it is. "
        "Write to the society if the form is wrong."
    ),
}
