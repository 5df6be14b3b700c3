"""Words of the pages about works: parts, states, events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.kernel.identity import SYSTEM
from portal.kernel.isbn import NotAnIsbn
from portal.kernel.isbn_text import Failed, Repaired
from portal.kernel.money import PPM, cents_half_up
from portal.services.adding.catalogue import Entry, ReceiptLine, WorkPage, WorkRow
from portal.services.catalogue.claims import Receipt
from portal.services.money.edition_figures import EditionFigures, Part
from portal.services.sharing.sharing import Missing, Sharing
from portal.services.works.edition_whys import PaymentOfWork
from portal.services.works.works_history import Event, Said
from portal.services.works.works_limits import Limits
from portal.wording import formats, sentence, terms

IMPORTED = ": import of "


def role(code: str, heads: int = 1) -> str:
    """A role, and of how many: Writer, 1 of 2."""
    if heads == 1:
        return str(terms.ROLES[code])
    return _("%(role)s, 1 of %(heads)s", role=str(terms.ROLES[code]), heads=formats.count(heads))


def roles(entries: Iterable[Entry]) -> str:
    """All roles of an edition's entries."""
    return "; ".join(role(entry.role, entry.heads) for entry in entries)


def roles_of(row: WorkRow) -> str:
    """The roles of a work, each once."""
    found = [role(e.role, e.heads) for edition, _figures in row.editions for e in edition.standing]
    return "; ".join(dict.fromkeys(found))


def medium(code: str) -> str:
    """The form of an edition."""
    return str(terms.MEDIA[code])


def state(code: str, limits: Limits) -> str:
    """A state in a word or two."""
    return _with_numbers(str(terms.STATES[code]), limits)


def state_reason(code: str, limits: Limits) -> str:
    """Why a state is what it is, in a sentence."""
    return _with_numbers(str(terms.STATE_REASONS[code]), limits)


def _with_numbers(words: str, limits: Limits) -> str:
    """Most states speak of no number, and a list has many."""
    return words % _numbers(limits) if "%" in words else words


def _numbers(limits: Limits) -> dict[str, str]:
    """The numbers of the rules that a state speaks of."""
    caps = [
        _("%(sum)s for %(kind)s", sum=formats.short_money(cents), kind=str(terms.KINDS[kind]))
        for kind, cents in limits.caps.items()
    ]
    return {
        "smallest": formats.short_money(limits.smallest_cents),
        "cap": formats.listed(caps),
        "last_day": formats.day(limits.last_day),
        "term_years": formats.count(limits.term_years),
        "e_loans_from": str(limits.e_loans_from),
    }


def state_tag(code: str) -> str:
    """The kind of tag that a state gets."""
    return terms.STATE_TAGS.get(code, "plain")


def reasons(figures: Iterable[EditionFigures], limits: Limits) -> list[tuple[str, str, list[int]]]:
    """Why something is not paid or not whole: a word, a sentence, and the ISBNs it is about."""
    found: dict[str, list[int]] = {}
    for one in figures:
        for code in one.states:
            found.setdefault(code, []).append(one.isbn)
    found.pop("in_order", None)
    return [
        (state(code, limits), state_reason(code, limits), isbns) for code, isbns in found.items()
    ]


def share(of: EditionFigures | WorkRow | WorkPage) -> str:
    """What an edition or a work brings, with "about"; a dash where no part of it is paid here."""
    if not of.parts:
        return "–"
    if of.about:
        return _(
            "about %(amount)s", amount=formats.rough_money(cents_half_up(of.amount_microcents))
        )
    return formats.exact_money(of.amount_microcents)


def loans(of: EditionFigures) -> str:
    """Loans of an edition; where it was lent in both forms, how many of each."""
    if not 0 < of.e_loans < of.loans:
        return formats.count(of.loans)
    printed, e_loans = formats.count(of.loans - of.e_loans), formats.count(of.e_loans)
    return _("%(printed)s printed, %(e_loans)s e-loans", printed=printed, e_loans=e_loans)


def part(share: Part) -> str:
    """A part of the text's money as a fraction, or that claims leave nothing."""
    if not share.denominator:
        return _("nothing until the claims agree")
    return fraction(share.denominator * share.heads)


def fraction(divisor: int | None) -> str:
    """1 ÷ divisor; the whole of it; a dash where there is no part."""
    if divisor is None:
        return "–"
    return _("all of it") if divisor == 1 else f"1/{formats.count(divisor)}"


def percent(divisor: int | None) -> str:
    """1 ÷ divisor in per cent with up to two decimals."""
    if divisor is None:
        return "–"
    return formats.percent(round(PPM / divisor / 100) * 100)


def missing(who: Missing) -> str:
    """People who were declared and have not claimed."""
    if who.pool == "translators":
        return ngettext("A translator", "%(num)s translators", who.count)
    return ngettext("A writer", "%(num)s writers", who.count)


def claimed(one: Sharing) -> str:
    """How much of the text's money is claimed; empty where all is, or where claims disagree."""
    if one.disputed or not one.missing:
        return ""
    return _percent_of(PPM - _waiting_ppm(one))


def waits(one: Sharing) -> str:
    """How much of it waits for people who have not claimed."""
    return _percent_of(_waiting_ppm(one))


def _waiting_ppm(one: Sharing) -> int:
    return sum(PPM * who.count // who.divisor for who in one.missing)


def _percent_of(ppm: int) -> str:
    return formats.percent(round(ppm / 100) * 100)


def failed(one: Failed) -> str:
    """Why something that looked like an ISBN is none."""
    return sentence(NotAnIsbn(text=one.text, reason=one.reason))


def repaired(one: Repaired) -> str:
    """What was read although letters stood in it."""
    return _("We read “%(text)s” as %(isbn)s.", text=one.text, isbn=formats.isbn(one.isbn))


def history(page: WorkPage) -> list[tuple[date, str, str]]:
    """What happened, the latest first: the day, the words, and the payment where it was one."""
    entries = [(one.day, event(one), "") for one in page.history]
    payments = [(one.day, _payment(one), one.run) for one in reversed(page.payments)]
    return sorted([*payments, *entries], key=lambda told: told[0], reverse=True)


def _payment(one: PaymentOfWork) -> str:
    said = {"year": one.loan_year, "share": formats.exact_money(one.microcents)}
    if one.before is None:
        return _("Payment: your share for the loans of %(year)s was %(share)s before tax", **said)
    before = formats.exact_money(one.before)
    return _("Payment: your share for the loans of %(year)s became %(share)s, from %(before)s",
             before=before, **said)  # fmt: skip


def event(one: Event) -> str:
    """What happened to an entry, what it said before, and who wrote it down."""
    said = {"isbn": formats.isbn(one.isbn) if one.isbn else "", "part": _part(one.said)}
    return _by(one.by, _happened(one, said))


def _by(label: str, what: str) -> str:
    """What happened with who wrote it down; a file of the catalogue is the society's."""
    if not label:
        return what
    if IMPORTED in label:
        return _("%(what)s, from a file of the society", what=what)
    who = _("the portal") if label == SYSTEM.label else label
    return _("%(what)s, by %(who)s", what=what, who=who)


def _happened(one: Event, said: dict[str, str]) -> str:
    if one.kind == "withdrawn":
        return _("%(isbn)s: “%(part)s” withdrawn", **said)
    if one.before is None:
        return _("%(isbn)s: “%(part)s” added", **said)
    if one.before == one.said:
        return _("%(isbn)s: “%(part)s” entered again", **said)
    before = _part(one.before)
    return _("%(isbn)s: changed from “%(before)s” to “%(part)s”", before=before, **said)


def _part(said: Said) -> str:
    """A role, of how many, and whether a piece of its own."""
    words = role(said.role, said.heads)
    return f"{words}, {_('a piece of its own')}" if said.separate else words


def line(one: ReceiptLine) -> str:
    """One line of a receipt."""
    words = {
        "claim_added": _("Added"),
        "claim_changed": _("Changed"),
        "claim_withdrawn": _("Withdrawn"),
        "edition_changed": _("Form of the edition changed"),
    }
    return words[one.event]


def saved(written: Receipt) -> str:
    """How many entries were saved; the receipt itself says the rest."""
    return ngettext("%(num)s entry is saved.", "%(num)s entries are saved.", written.changed)


def receipt_of(written: Receipt) -> str:
    """What a change did, with its receipt number."""
    if not written.changed:
        return _("That is what your list says already, so nothing was changed.")
    return _("Saved. Receipt number %(number)s.", number=formats.receipt_number(written.number))
