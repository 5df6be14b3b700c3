"""Sentences about the list of pictures and the organisation that pays them."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "not_a_referral_answer": _("Choose one of the four answers: how did it go?"),
    "not_a_published_year": _(
        "Write the year in which this edition was published, from %(smallest)s to %(largest)s."
    ),
    "published_year_shared": _(
        "Others have this edition in their lists too, so its year stays as it is. "
        "Write to the society if the year is wrong."
    ),
}
