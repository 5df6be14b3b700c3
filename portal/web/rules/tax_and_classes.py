"""Rules in plain words beside their tables: the parts of a text, and the tax withheld."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.web.rules.groups import Current, Rule

LENDING = "Sanasto, Lainauskorvaus"


def classes(_now: Current) -> list[Rule]:
    """How the class of a book is known, and what it does to a translation."""
    return [
        Rule("who-says", _("The library says the class"), _(
            "The class comes with the loans, and you need not enter it. "
            "Where libraries differ, each loan counts by the class of its own library."),
            "Sanasto, Kuvan osuus lainauskorvauksessa; libraries that differ: assumed",
            assumed="part"),
        Rule("both", _("Pictures and translation together"), _(
            "In a translated book with pictures both rules hold, one after the other."),
            assumed="whole"),
    ]  # fmt: skip


def tax(_now: Current) -> list[Rule]:
    """What tax is withheld, when and from what."""
    return [
        Rule("income", _("It is income"), _(
            "Lending remuneration is taxed. For your own works it is earned income, "
            "and for inherited rights it is capital income."),
            "suomentietokirjailijat.fi; vero.fi 48945"),
        Rule("once", _("Once from each payment"), _(
            "Tax is withheld from the sum before tax, and fractions of a cent are dropped. "
            "What was withheld earlier is not counted again."), assumed="whole"),
        Rule("card", _("By your tax card"), _(
            "The card that is valid on the day of the payment counts. "
            "The tax office sends it to the society, so you need do nothing."), LENDING),
        Rule("raise", _("More tax, if you wish"), _(
            "You may ask for a higher percentage without a new card."),
            "Sanasto, OmaSanasto-nättjänst"),
    ]  # fmt: skip
