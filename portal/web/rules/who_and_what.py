"""Rules in plain words: who is paid, which loans count, how a work is shared."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.web.rules import tables
from portal.web.rules.groups import Current, Rule, undecided
from portal.wording import numbers

LENDING = "Sanasto, Lainauskorvaus"
PRINCIPLES = "Sanasto, Tilitysperiaatteet, section 3"


def who(_now: Current) -> list[Rule]:
    """Who is paid."""
    return [
        Rule("text", _("Writers and translators of text"), _(
            "You are paid for text that you wrote or translated. Novels, poems, non-fiction, "
            "textbooks and children’s books all count."), LENDING),
        Rule("small-texts", _("Short texts too"), _(
            "A short story, an article or a foreword in a book counts. "
            "Add the ISBN of the book that it stands in."), LENDING),
        Rule("list", _("Only what is in your list"), _(
            "A book is paid when it is in your own list on the last day. "
            "Nobody tells us of new books, so add them yourself."), LENDING),
        Rule("pictures", _("Pictures and music"), _(
            "Illustrators are paid by Kopiosto, and makers of music by Teosto. "
            "Both have rules of their own."), LENDING, onwards=(
                (url_for("guide.leaving", code="kopiosto"), _("Go to Kopiosto, for pictures")),
                (url_for("guide.leaving", code="teosto"), _("Go to Teosto, for music")))),
        Rule("narrators", _("Narrators"), _(
            "Narrators of e-audiobooks are paid for years with an agreement. "
            "Their money does not lessen that of the writers."),
            "Sanasto, E-lainauskorvauksen jakoa koskevissa neuvotteluissa on saatu ratkaisu",
            onwards=((url_for("rules.rates"), _("Years with a rate for narrators")),)),
        Rule("personal", _("The right is yours"), _(
            "You cannot move it to a company or to a relative while you live. "
            "Afterwards it goes to your heirs."), LENDING),
    ]  # fmt: skip


def loans(now: Current) -> list[Rule]:
    """Which loans count."""
    first = now.count("lending.e_loans_from")
    e_loans = (
        undecided()
        if first is None
        else _(
            "Loans of e-books and e-audiobooks are paid from the loans of %(year)s on.", year=first
        )
    )
    return [
        Rule("libraries", _("Public and university libraries"), _(
            "Loans of public libraries and of university libraries in Finland count."), LENDING),
        Rule("outside", _("What does not count"), _(
            "School libraries and special libraries are outside. "
            "So are large collections by subscription, and reading services that are sold."),
            "minedu.fi, 16 June 2016; Sanasto, Lainauskorvaus; kirjastakorvaus.fi"),
        Rule("renewals", _("A renewal is a loan"), _(
            "Each renewal counts as one more loan. How long a loan lasts does not matter."),
            LENDING),
        Rule("isbn", _("Counted by ISBN"), _(
            "Each ISBN is counted by itself, so every edition belongs in your list. "
            "Where a library keeps one record for several ISBNs, its loans count once."),
            "Sanasto, Lainauskorvaus; several ISBNs in one record: assumed", assumed="part"),
        Rule("e-loans", _("E-books and e-audiobooks"), e_loans,
             table=tables.named(now.book, "lending.e_loans_from", _("First year"),
                                _("The first year of e-loans"))),
        Rule("reports", _("Libraries report once a year"), _(
            "Library systems report the loans of a whole year in the spring after it. "
            "A year may be short of one until all have reported."),
            "Sanasto, Miten Sanasto saa tiedot lainauksista"),
    ]  # fmt: skip


def sharing(now: Current) -> list[Rule]:
    """How a work is shared."""
    parts = now.count("lending.translation_denominator")
    halves = (
        undecided()
        if parts is None
        else ngettext(
            "The translators together have all of the text’s money.",
            "The text’s money is divided into %(parts)s equal parts. The translators together have "
            "one of them, and the writers of the original the rest.",
            parts,
            parts=numbers.inside(parts),
        )
    )
    return [
        Rule("heads", _("Equal parts for equal roles"), _(
            "People in the same role have equal parts. Two writers have a half each, "
            "fourteen a fourteenth."), PRINCIPLES),
        Rule("translation", _("Translations"), halves,
             table=tables.named(now.book, "lending.translation_denominator",
                                _("Translators and writers"), _("Equal parts of a translation"))),
        Rule("not-joined", _("Who has not joined"), _(
            "The part of somebody who has not joined waits in the year’s money, in case that "
            "person joins in time. It never goes to those who share the book."),
            PRINCIPLES, assumed="part"),
        Rule("disagree", _("When claims disagree"), _(
            "If people say different numbers, each is paid the smallest part that any of them "
            "leaves. The rest waits until they agree."),
            assumed="whole"),
        Rule("rounding", _("Cents"), _(
            "All your shares of a year are added up exactly and rounded once, half a cent "
            "upwards. Printed books are one sum, and e-loans another."),
            assumed="whole"),
    ]  # fmt: skip
