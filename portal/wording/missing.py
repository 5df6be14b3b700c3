"""Sentences about hints of what may be missing."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "not_a_reason": _("Choose one of the reasons in the list."),
}
