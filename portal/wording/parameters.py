"""Sentences about parameters, the numbers of the rules."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "parameter_file_unreadable": _(
        "The file “%(file)s” cannot be read: %(problem)s. It needs [[parameter]] tables in TOML."
    ),
    "parameter_not_set": _(
        "The parameter %(name)s is not set for %(loan_year)s, and nothing is guessed. Import "
        "it with its source."
    ),
    "parameter_unreadable": _(
        "The %(field)s of the parameter %(name)s does not fit: “%(value)s”. Mend it in the "
        "file and import it again."
    ),
    "unknown_parameter": _(
        "No rule knows the parameter %(name)s. The command portal parameters list prints all names."
    ),
}
