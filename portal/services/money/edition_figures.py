"""What an edition brings its party in the latest loan year: part, amount, and states as codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.kernel.catalogue import (
    EAUDIOBOOK,
    ILLUSTRATOR,
    KINDS,
    NARRATOR,
    ROLES,
    kind_of,
)
from portal.rules.settlement import entitlement
from portal.rules.settlement.stakes import HALF, NOTHING
from portal.services.money.estimating import Worked
from portal.services.money.figures_view import View, is_closed, view_of
from portal.services.settlement.collecting import day_number
from portal.services.titles.title_facts import OwnEdition

IN_ORDER = "in_order"
HEADS_DISAGREE = "heads_disagree"
EXPIRED = "expired"
OVER_CAP = "over_cap"
BUILDS_UP = "builds_up"
NO_LOANS_REPORTED = "no_loans_reported"
NOT_IN_TIME = "not_in_time"
TERM_OVER = "term_over"
E_LOANS_NOT_PAID = "e_loans_not_paid"
REFERRED = "referred"
NARRATOR_NOT_PAID = "narrator_not_paid"
COUNTED_TOGETHER = "counted_together"
WITHDRAWN = "withdrawn"
STATES = (
    IN_ORDER, HEADS_DISAGREE, EXPIRED, OVER_CAP, BUILDS_UP, NO_LOANS_REPORTED, NOT_IN_TIME,
    TERM_OVER, E_LOANS_NOT_PAID, REFERRED, NARRATOR_NOT_PAID, COUNTED_TOGETHER, WITHDRAWN,
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A part of one edition: 1 ÷ (denominator × heads); denominator 0 while claims leave nothing.

    `largest_*` is what the claims that disagree would allow at most.
    """

    role: str
    denominator: int
    heads: int
    largest_denominator: int
    largest_heads: int

    @property
    def disputed(self) -> bool:
        """Whether the claims on the edition disagree about this part."""
        smallest = (self.denominator, self.heads)
        return smallest != (self.largest_denominator, self.largest_heads)


@dataclass(frozen=True)
class EditionFigures:
    """One edition of a party in the latest loan year. Amounts are micro-cents before tax.

    `loans` counts loans and renewals of all titles that carry the ISBN; `parts` one for each role;
    `states` are codes of STATES, the most important first; `counted_with` is the ISBN under which
    the loans of this record are shown already; `e_loans` are those among `loans` of e-books and
    e-audiobooks.
    """

    edition_id: int
    isbn: int
    loan_year: int | None
    loans: int
    parts: tuple[Part, ...]
    amount_microcents: int
    largest_microcents: int
    about: bool
    states: tuple[str, ...]
    counted_with: int | None = None
    e_loans: int = 0

    @property
    def part(self) -> Part | None:
        """The first part, None for who has none of the text."""
        return self.parts[0] if self.parts else None


def figures(known: Worked, cutoff: date | None) -> dict[int, EditionFigures]:
    """Figures of every edition of a party, by edition id; `cutoff`: the latest of the year's."""
    view = view_of(known, cutoff)
    own = known.facts.own.values()
    return {edition.edition_id: _figures(view, edition) for edition in own}


def _figures(view: View, edition: OwnEdition) -> EditionFigures:
    known, lines = view.known, view.known.lines
    titles = view.homes.get(edition.isbn, [])
    rows = view.lines_of(titles)
    amount = sum(int(lines.amount[row]) for row in rows)
    largest = sum(int(lines.largest[row]) for row in rows)
    kinds = {KINDS[kind] for kind in _kinds(view, titles)}
    together = _counted_with(view, edition.isbn, titles)
    return EditionFigures(
        edition_id=edition.edition_id,
        isbn=edition.isbn,
        loan_year=known.latest_year,
        loans=view.loans_of(titles),
        parts=_parts(view, titles),
        amount_microcents=amount,
        largest_microcents=largest,
        about=any((known.latest_year, kind) in known.assumed for kind in kinds),
        states=_states(view, edition, titles, (amount, largest), together),
        counted_with=together,
        e_loans=sum(view.e_loans.get(title, 0) for title in titles),
    )


def _counted_with(view: View, isbn: int, titles: list[int]) -> int | None:
    """The ISBN that shows this record's loans, when this one has none of its own."""
    if view.loans_of(titles):
        return None
    for home, shown in view.homes.items():
        for title in shown:
            if home != isbn and title in view.loans and isbn in view.known.facts.members[title]:
                return home
    return None


def _parts(view: View, titles: list[int]) -> tuple[Part, ...]:
    """One part for each role; of several titles the one that most loans stand under."""
    known, at = view.known, view.known.stakes
    year = known.terms.years[known.latest_year or max(known.terms.years)]
    found: dict[int, Part] = {}
    for title in sorted(titles, key=lambda title: -view.loans_of([title])):
        for row in view.stakes.get(title, ()):
            role = int(at.role[row])
            part = Part(
                role=ROLES[role],
                denominator=_denominator(int(at.small[row]), year.translation_denominator),
                heads=int(at.small_heads[row]),
                largest_denominator=_denominator(int(at.large[row]), year.translation_denominator),
                largest_heads=int(at.large_heads[row]),
            )
            found.setdefault(role, part)
    return tuple(found[role] for role in sorted(found))


def _denominator(of: int, halves: int) -> int:
    return halves if of == HALF else 0 if of == NOTHING else 1


def _states(
    view: View, edition: OwnEdition, titles: list[int], sums: tuple[int, int], together: int | None
) -> tuple[str, ...]:
    known, claims = view.known, view.known.facts.claims
    mine = view.claims.get(edition.isbn, [])
    roles = {ROLES[int(claims.role[row])] for row in mine}
    if not roles:
        return (WITHDRAWN,)
    pictures = (REFERRED,) if ILLUSTRATOR in roles else ()
    if roles == {ILLUSTRATOR}:
        return pictures
    if not _may_be_paid(known, edition, roles):
        return (NARRATOR_NOT_PAID, *pictures)
    added = min(int(claims.added[row]) for row in mine)
    return (*_text_states(view, titles, sums, added, together), *pictures)


def _text_states(
    view: View, titles: list[int], sums: tuple[int, int], added: int, together: int | None
) -> tuple[str, ...]:
    """The states of a text's part; `added` is the day of the oldest claim in force."""
    known = view.known
    amount, largest = sums
    if together is not None:
        return (COUNTED_TOGETHER,)
    if not view.loans_of(titles):
        return (NO_LOANS_REPORTED,)
    if not largest:
        return (_why_no_line(known, titles),)
    kinds = _kinds(view, titles)
    late = view.cutoff is not None and added > day_number(view.cutoff)
    closed = is_closed(known)
    builds_up = known.result is not None and bool(known.result.waiting)
    states = {
        HEADS_DISAGREE: amount != largest and not closed,
        EXPIRED: closed and (amount != largest or bool(kinds & view.unpaid)),
        NOT_IN_TIME: late and not closed,
        OVER_CAP: bool(kinds & view.over_cap),
        BUILDS_UP: builds_up and not closed,
    }
    return tuple(code for code, holds in states.items() if holds) or (IN_ORDER,)


def _kinds(view: View, titles: list[int]) -> frozenset[int]:
    """The kinds of the titles' lines of the latest year."""
    media = view.known.lines.medium
    return frozenset(int(entitlement.KIND_OF_MEDIUM[media[row]]) for row in view.lines_of(titles))


def _may_be_paid(known: Worked, edition: OwnEdition, roles: set[str]) -> bool:
    """Whether any of the roles is paid here: not an illustrator, a narrator only with a rate."""
    if roles - {ILLUSTRATOR, NARRATOR}:
        return True
    year = known.terms.years.get(known.latest_year or 0)
    rated = year is not None and year.narrator_rate is not None
    return NARRATOR in roles and rated and edition.medium == EAUDIOBOOK


def _why_no_line(known: Worked, titles: list[int]) -> str:
    """Loans, but no line: an e-loan of a year that is not paid, or a term that is over."""
    facts, year = known.facts, known.latest_year or 0
    members = {facts.members[title] for title in titles}
    media = {
        row.medium for row in facts.counted if row.members in members and row.loan_year == year
    }
    if not any(known.terms.pays(year, kind_of(medium)) for medium in media):
        return E_LOANS_NOT_PAID
    return TERM_OVER
