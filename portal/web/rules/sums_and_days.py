"""Rules in plain words: cap, smallest payment, last days, protection, additional distribution."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.web.rules import tables
from portal.web.rules.groups import Current, Rule, undecided

LENDING = "Sanasto, Lainauskorvaus"
SECTION_5 = "Sanasto, Redovisningsregler, section 5"


def cap(now: Current) -> list[Rule]:
    """The most that one person is paid."""
    sums = {kind: now.money("lending.cap", kind) for kind in ("physical", "e")}
    text = (
        undecided()
        if None in sums.values()
        else _(
            "One person is paid at most %(physical)s for the printed books of a loan year, and at "
            "most %(e)s for its e-loans.",
            **sums,
        )
    )
    return [
        Rule("cap", _("Two caps a year"), text,
             table=tables.cap(now.book)),
        Rule("above", _("What is above"), _(
            "What is over the cap stays in the year’s money for everybody. "
            "It does not wait, and it is not paid later."), assumed="whole"),
    ]  # fmt: skip


def smallest(now: Current) -> list[Rule]:
    """The smallest payment."""
    least = now.money("lending.threshold")
    text = (
        undecided()
        if least is None
        else _("We pay when at least %(sum)s has built up. Below that all of it waits.", sum=least)
    )
    return [
        Rule("smallest", _("When we pay"), text,
             table=tables.named(now.book, "lending.threshold", _("At least"),
                                _("The smallest payment"))),
        Rule("together", _("It builds up"), _(
            "Money of all open loan years counts together, printed books and e-loans. "
            "The oldest year is paid first."), assumed="whole"),
    ]  # fmt: skip


def last_days(now: Current) -> list[Rule]:
    """Last days, and money that expires."""
    years = now.count("lending.years_open")
    text = (
        undecided()
        if years is None
        else ngettext(
            "Money of a loan year can be paid until 31 December of the next year. Then it expires.",
            "Money of a loan year can be paid until 31 December, %(num)s years after the loans. "
            "Then it expires.",
            years,
        )
    )
    return [
        Rule("rhythm", _("Twice a year"), _(
            "In the autumn we pay the loans of the year before for the first time. "
            "In the spring and in the autumn we pay what was added late for older years."),
            LENDING),
        Rule("last-day", _("The last day"), _(
            "Each payment has a last day for changes to your list. "
            "What you add later is paid with the next one."), LENDING),
        Rule("expiry", _("When money expires"), text, table=tables.expiry(now.book)),
        Rule("late", _("If you join late"), _(
            "Loans from before you joined are paid too, as long as their year is open."), LENDING),
    ]  # fmt: skip


def term(now: Current) -> list[Rule]:
    """How long a work is protected."""
    years = now.count("lending.term_years")
    text = (
        undecided()
        if years is None
        else ngettext(
            "Loans are paid until %(num)s year after the year in which the writer died.",
            "Loans are paid until %(num)s years after the year in which the writer died.",
            years,
        )
    )
    return [
        Rule("protection", _("After a death"), text,
             table=tables.named(now.book, "lending.term_years", _("After the year of death"),
                                _("How long a work is protected"))),
        Rule("joint", _("Written together"), _(
            "For a text that was written together, the last of its writers to die decides. "
            "A piece of its own in an anthology counts alone."),
            "kirjallisuudenkaantajanselviytymisopas.com; pieces of an anthology: assumed",
            assumed="part"),
        Rule("heirs", _("Heirs"), _(
            "The right goes to the heirs by inheritance or will. "
            "They make a contract for the estate and report the list of works."),
            "Sanasto, Ärvda upphovsrättigheter"),
    ]  # fmt: skip


def additional(_now: Current) -> list[Rule]:
    """Additional distribution."""
    return [
        Rule("expired", _("Where expired money goes"), _(
            "Money that expired goes to the others whose books were lent in the same loan year. "
            "It is paid in the spring."), LENDING),
        Rule("key", _("How it is divided"), _(
            "Each has a part by share loans of that year: loans, times the part of the text, "
            "times one’s own part. Disputed parts do not count."), assumed="whole"),
        Rule("capped", _("With a cap"), _(
            "Who is at the cap of that year gets no more of it. "
            "Fractions of a cent stay in the year’s money."), assumed="whole"),
    ]  # fmt: skip
