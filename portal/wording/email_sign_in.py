"""Sentences about signing in by e-mail, and about waiting after tries that failed."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "too_many_tries": _(
        "There were too many wrong tries. Wait %(seconds)s seconds, then try again."
    ),
    "email_code_refused": _(
        "This is not the code of our last letter. Copy the six digits from the letter again."
    ),
    "email_code_refused.over": _(
        "This code holds no longer: it was used, or its time or its tries are over. "
        "Ask for a new letter."
    ),
    "email_address_unreadable": _("This is not an e-mail address. Write it like name@example.org."),
}
