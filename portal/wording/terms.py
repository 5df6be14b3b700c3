"""The field's terms as people read them: roles, media, classes, kinds, payments, and states.

An edition's state has a short word for a list (`STATES`) and a sentence that says why
(`STATE_REASONS`), both with the numbers of the rules as placeholders: %(smallest)s, %(cap)s,
%(last_day)s, %(term_years)s, %(e_loans_from)s. The kind of a tag is in
`STATE_TAGS`.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

ROLES = {
    "author": _l("Writer"),
    "original_author": _l("Writer of the original"),
    "translator": _l("Translator"),
    "illustrator": _l("Illustrator"),
    "narrator": _l("Narrator"),
}
MEDIA = {
    "physical": _l("printed book"),
    "ebook": _l("e-book"),
    "eaudiobook": _l("e-audiobook"),
}
CLASSES = {
    "other": _l("text without pictures that count"),
    "story_book": _l("story book"),
    "picture_book": _l("picture book"),
    "comic": _l("comic"),
}
KINDS = {
    "physical": _l("printed books"),
    "e": _l("e-books and e-audiobooks"),
}
PAYMENT_KINDS = {"autumn": _l("Autumn payment"), "spring": _l("Spring payment")}
STATES = {
    "in_order": _l("In order"),
    "heads_disagree": _l("Claims disagree"),
    "expired": _l("Expired"),
    "over_cap": _l("Over the cap of the year"),
    "builds_up": _l("Builds up to %(smallest)s"),
    "no_loans_reported": _l("No loans reported"),
    "not_in_time": _l("Added after the last day"),
    "term_over": _l("Protection has ended"),
    "e_loans_not_paid": _l("E-loans not paid yet"),
    "referred": _l("Ask Kopiosto"),
    "narrator_not_paid": _l("Narrators not paid"),
    "counted_together": _l("Counted together"),
    "withdrawn": _l("Withdrawn"),
}
STATE_TAGS = {"in_order": "", "heads_disagree": "warn", "expired": "warn", "not_in_time": "warn"}
STATE_REASONS = {
    "in_order": _l("The loans of this edition are paid as shown."),
    "heads_disagree": _l(
        "The claims on this edition disagree, so each gets the smallest part that all of them "
        "allow. The rest waits until they agree."
    ),
    "expired": _l(
        "This money could be paid until %(last_day)s. It waited or was disputed until then, "
        "and can no longer be paid."
    ),
    "over_cap": _l(
        "Your shares of the year together are over the cap, which is %(cap)s. What is over it is "
        "not paid. The shares here are shown before the cap."
    ),
    "builds_up": _l(
        "Less than %(smallest)s has built up. It is paid when it reaches that sum, and expires "
        "on %(last_day)s."
    ),
    "no_loans_reported": _l("No library has reported a loan of this ISBN for the year."),
    "not_in_time": _l(
        "The edition was added after the last day before the year’s first payment. "
        "It is paid with the next one."
    ),
    "term_over": _l(
        "Loans are paid until %(term_years)s years after the year of death; that time is over."
    ),
    "e_loans_not_paid": _l(
        "E-loans are paid from the loans of %(e_loans_from)s on; these are older."
    ),
    "referred": _l(
        "Pictures are paid by Kopiosto under its own rules. Ask Kopiosto; no amount is known here."
    ),
    "narrator_not_paid": _l(
        "Narrators are paid only for e-audiobooks of years with an agreement; "
        "none is known for this year."
    ),
    "counted_together": _l(
        "The library keeps one record for several ISBNs, so the loans are counted once, "
        "with the other ISBN."
    ),
    "withdrawn": _l("You have withdrawn this entry. It brings nothing from the next last day on."),
}
