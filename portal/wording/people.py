"""Sentences about the database, files of people, staff members and accounts."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "database_unreachable": _(
        "The database does not answer: %(problem)s. Check PORTAL_DATABASE_URL and that it runs."
    ),
    "database_not_ready": _(
        "The database is empty or of another version. Run: portal database upgrade"
    ),
    "person_unknown": _(
        "There is no person “%(person)s”. Check the person_id, or import the person first."
    ),
    "staff_unknown": _(
        "There is no staff member “%(staff)s” at work here. "
        "Use the id that portal staff add printed."
    ),
    "staff_unreadable": _("This staff member cannot be added. Check the name and the role."),
    "staff_unreadable.role": _("There is no role “%(role)s”. Choose one of: %(roles)s."),
    "text_unusable": _("The text for %(field)s cannot be kept. Write it anew."),
    "text_unusable.empty": _(
        "The text for %(field)s is empty. Write 1 to %(longest)s characters, in quotes."
    ),
    "text_unusable.long": _(
        "The text for %(field)s has more than %(longest)s characters. Write a shorter one."
    ),
    "text_unusable.control": _(
        "The text for %(field)s has control characters or line breaks. Write it as one plain line."
    ),
    "text_unusable.encoding": _(
        "The text for %(field)s has bytes that are not UTF-8. Write it anew in a terminal that "
        "is set to UTF-8."
    ),
    "account_unreadable": _("This sign-in cannot be linked. Check what was entered."),
    "account_unreadable.subject": _(
        "The issuer and the subject need 1 to 200 characters each. "
        "Copy them from the page that the person saw when signing in."
    ),
    "account_unreadable.nobody": _(
        "The sign-in would stand for nobody. Name a person, a staff member or a mandate."
    ),
    "account_unreadable.mandate": _("There is no mandate “%(kind)s”. Choose one of: %(kinds)s."),
    "account_taken": _(
        "The sign-in “%(subject)s” already stands for somebody else. "
        "Check the subject; an account is not moved from one person to another."
    ),
    "table_refused": _("The file %(file)s cannot be read as a table, and nothing was changed."),
    "table_refused.empty": _(
        "The file %(file)s is empty (0 bytes). Export it again, and check that it was saved."
    ),
    "table_refused.encoding": _(
        "The file %(file)s is not in UTF-8. Save it again with the encoding UTF-8."
    ),
    "table_refused.columns_unknown": _(
        "The first line of %(file)s has unknown columns: %(columns)s. "
        "The columns are separated by commas and may be: %(known)s."
    ),
    "table_refused.columns_missing": _(
        "The first line of %(file)s lacks these columns: %(columns)s. Add them, also when empty."
    ),
    "table_refused.columns_twice": _(
        "The first line of %(file)s names a column twice: %(columns)s. Keep one of them."
    ),
    "table_refused.cells": _(
        "Line %(line)s of %(file)s has %(cells)s cells instead of %(columns)s, and nothing was "
        "changed. The file is cut off there, or a text with a comma lacks its quotes."
    ),
    "table_refused.cut_off": _(
        "The file %(file)s is cut off at line %(line)s, and nothing was changed. Export it again."
    ),
    "table_refused.not_text": _(
        "Line %(line)s of %(file)s is not text of a table: check quotes and strange signs there. "
        "Nothing was changed."
    ),
    "row_refused": _(
        "Line %(line)s of %(file)s: “%(value)s” cannot stand in %(column)s. Nothing was changed."
    ),
    "row_refused.missing": _(
        "Line %(line)s of %(file)s: %(column)s is empty. Fill it in; nothing was changed."
    ),
    "row_refused.too_long": _(
        "Line %(line)s of %(file)s: %(column)s has more than %(longest)s characters. "
        "Shorten it; nothing was changed."
    ),
    "row_refused.not_one_of": _(
        "Line %(line)s of %(file)s: “%(value)s” cannot stand in %(column)s. "
        "Write one of: %(words)s. Nothing was changed."
    ),
    "row_refused.number": _(
        "Line %(line)s of %(file)s: “%(value)s” in %(column)s is not a whole number from "
        "%(smallest)s to %(largest)s. Correct it; nothing was changed."
    ),
    "row_refused.day": _(
        "Line %(line)s of %(file)s: “%(value)s” in %(column)s is not a day. "
        "Write it like 2026-10-15; nothing was changed."
    ),
    "row_refused.twice": _(
        "Line %(line)s of %(file)s: the person “%(value)s” stands in the file twice, "
        "with different words. Keep one row; nothing was changed."
    ),
    "row_refused.before_birth": _(
        "Line %(line)s of %(file)s: “%(value)s” in %(column)s is before the year of birth. "
        "Correct one of them; nothing was changed."
    ),
    "row_refused.too_old": _(
        "Line %(line)s of %(file)s: born in %(value)s, the person would be older than %(oldest)s. "
        "Correct the year or add the year of death; nothing was changed."
    ),
    "row_refused.email": _(
        "Line %(line)s of %(file)s: “%(value)s” is not an e-mail address. "
        "Correct it or leave it empty; nothing was changed."
    ),
    "row_refused.locale": _(
        "Line %(line)s of %(file)s: “%(value)s” is not a language. "
        "Write a code such as fi, sv_FI or en; nothing was changed."
    ),
    "row_refused.country": _(
        "Line %(line)s of %(file)s: “%(value)s” is not a country. "
        "Write its two capital letters, such as FI; nothing was changed."
    ),
    "row_refused.percent": _(
        "Line %(line)s of %(file)s: “%(value)s” is not a tax percentage. "
        "Write 0 to 100 with a point and up to four decimals, such as 24.5; nothing was changed."
    ),
}
