"""Sentences about which editions are one work."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "work_shared": _(
        "Nothing was changed: somebody else has entries on these editions too. Ask the office, "
        "which decides for all of you."
    ),
    "grouping_unusable": _("Tick the editions that are another text."),
    "grouping_unusable.all": _(
        "Leave at least one edition unticked: the others then become a work of their own."
    ),
    "grouping_unusable.several": _(
        "These ISBNs are of several works, so nothing was changed. Choose editions of one work."
    ),
    "grouping_unusable.whole": _(
        "These are all editions of the work, so nothing was changed. Leave at least one in it."
    ),
    "grouping_unusable.same": _("These editions are one work already, so nothing was changed."),
    "grouping_unusable.language": _(
        "These editions are in two languages. A translation is a work of its own, so nothing was "
        "changed. Ask the office if the language is wrong."
    ),
    "grouping_unusable.unknown": _(
        "No other work in your list has this ISBN. Check it, or add that edition to your list "
        "first."
    ),
    "grouping_not_decided": _(
        "Which editions are one work is decided by support, officers and administrators. Name one "
        "of them with --as; nothing was changed."
    ),
    "grouping_not_decided.unknown": _(
        "The catalogue has no edition with the ISBN %(isbn)s. Check it; nothing was changed."
    ),
    "not_found.change": _(
        "There is no change %(name)s. Use a number that portal catalogue works list printed."
    ),
    "grouping_moved.late": _(
        "The days to undo this are over. Change the works again, or ask the office."
    ),
    "grouping_moved": _(
        "These editions have been moved again since, so this cannot be undone. Undo the later "
        "change first."
    ),
}
