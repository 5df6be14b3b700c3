"""Sentences about hints of what may be missing."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "no_answer": _("Press one of the buttons below a work: mine, not mine or later."),
    "answer_too_old": _(
        "This answer could be taken back until %(day)s. Change the entry on the page of the work."
    ),
    "edition_not_own": _("Choose an edition that is in your list, or add the edition first."),
    "not_a_reason": _("Choose one of the reasons in the list."),
}
