"""What the words of the portal mean, for readers; the terms are those of the tested glossary."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

MEANINGS = (
    ("edition", _l("Edition"), _l(
        "A printing or file of a book that has an ISBN of its own. Add every edition, because "
        "loans are counted by ISBN.")),
    ("claim", _l("Claim"), _l(
        "What you say of your part in an edition: your role, and how many share it.")),
    ("heads", _l("Heads"), _l(
        "How many people share the same role in a book. Two writers are two heads, and each has "
        "half of the writers’ part.")),
    ("loan", _l("Loan"), _l("One loan or one renewal, however long it lasts.")),
    ("loan-year", _l("Loan year"), _l(
        "The calendar year in which libraries lent the book. It is first paid in the autumn of "
        "the year after.")),
    ("rate", _l("Rate"), _l("What one loan pays. It is decided for each loan year.")),
    ("class", _l("Class"), _l(
        "What the library calls the book: picture book, story book, comic or another. It decides "
        "how much of a loan is paid for the text.")),
    ("share-loan", _l("Share loan"), _l(
        "A loan times the part of the text times your own part.")),
    ("cap", _l("Cap"), _l("The most that one person is paid for a loan year.")),
    ("waiting", _l("Waiting"), _l(
        "Money that is too little to be paid is kept. It is paid as soon as all that waits, "
        "together with new money, is enough.")),
    ("disputed", _l("Disputed"), _l(
        "People who share a book have told different numbers. The undisputed part is paid, the "
        "rest waits.")),
    ("expire", _l("Expire"), _l(
        "Money that nobody could be paid in time is no longer yours. It goes to others as an "
        "additional distribution.")),
    ("additional-distribution", _l("Additional distribution"), _l(
        "Expired money, paid to those whose books were lent in the same loan year.")),
    ("tax-withheld", _l("Tax withheld"), _l(
        "Tax that we send to the tax office for you. The sum depends on your tax card.")),
    ("estate", _l("Estate"), _l(
        "What somebody who has died leaves behind. It is paid in that person’s stead.")),
    ("receipt", _l("Receipt"), _l(
        "The number of whatever you sent. It can be looked up for ever.")),
)  # fmt: skip
"""(anchor, term, meaning), in the order in which one meets them."""
