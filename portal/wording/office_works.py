"""Words of the office about works: what entries disagree about, acts, tiers and reasons."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

ASKABLE = {"author": "writers", "original_author": "writers", "translator": "translators"}
"""Roles whose number of people may be put to the others, and what entries disagree about then."""
ABOUT = {
    "writers": _l("How many writers"),
    "translators": _l("How many translators"),
    "translated": _l("Whether it is a translation"),
}
ACTS = {
    "opened": _l("Opened"),
    "agreed": _l("Agreed"),
    "disagreed": _l("Did not agree"),
    "proof": _l("Sent a document"),
    "message": _l("Wrote"),
    "unanswered": _l("The last day to answer was over"),
    "decided": _l("Decided"),
    "appealed": _l("Asked for a second look"),
    "withdrawn": _l("Took it back"),
}
TIERS = {
    1: _l("By its ISBN"),
    2: _l("By title and name"),
    3: _l("Probable"),
    None: _l("Not matched"),
}
REASONS = {
    "isbn": _l("The ISBN is the same."),
    "set": _l("The ISBN is that of a set of volumes."),
    "title_whole": _l("The whole title is the same."),
    "title_same": _l("The title is the same."),
    "title_cut": _l("The title is the same as far as the file has it."),
    "title_close": _l("The title is the same but for a letter or two."),
    "name_same": _l("The name is the same."),
    "name_initials": _l("The surname is the same, and so are the initials."),
    "name_surname": _l("The surname is the same; one side has no given name."),
    "name_cut": _l("The name is the same as far as the file has it."),
    "name_close": _l("The name is the same but for a letter or two."),
    "name_unsaid": _l("One side has no name."),
    "subtitle_unsaid": _l("One side has no subtitle."),
    "probable": _l("Title and name are alike."),
    "decided": _l("The office has decided it."),
}
STATES = {
    "payable": _l("It counts for payments."),
    "suggested": _l("It is suggested: a person decides."),
    "known": _l("The work is known, and nobody has claimed it."),
    "unmatched": _l("No work is found."),
    "nobody": _l("The office decided that it is of nobody here."),
}
