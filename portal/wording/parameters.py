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
    "parameter_not_set.day": _(
        "The parameter %(name)s is not set for %(day)s, and nothing is guessed. Import it with "
        "its source."
    ),
    "parameter_unreadable.nameless": _(
        "A table of the file has no name. Write which parameter it is; portal parameters list "
        "prints all names."
    ),
    "parameter_unreadable.missing": _(
        "The parameter %(name)s lacks its %(field)s. Add it in the file and import it again."
    ),
    "parameter_unreadable.surplus": _(
        "The parameter %(name)s has a %(field)s, %(value)s, but one value serves all years. Take "
        "it out and import the file again."
    ),
    "parameter_unreadable.unknown": _(
        "The parameter %(name)s has a field that is not known: %(field)s. Take it out or "
        "correct its name, and import the file again."
    ),
    "parameter_unreadable.range": _(
        "The value of the parameter %(name)s is “%(value)s”, and must be from %(smallest)s to "
        "%(largest)s. Correct it, and try again."
    ),
    "parameter_unreadable": _(
        "The %(field)s of the parameter %(name)s does not fit: “%(value)s”. Correct it, and try "
        "again."
    ),
    "unknown_parameter": _(
        "No rule knows the parameter %(name)s. The command portal parameters list prints all names."
    ),
}
