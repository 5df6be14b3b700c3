"""What an entry would bring with other answers: a run's rules on changed facts. Writes nothing.

Amounts are micro-cents in a line and cents in a payment, before tax unless they say otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import CLASSES, MEDIA, OTHER, ROLES
from portal.kernel.columns import Column, column
from portal.kernel.errors import NotFound
from portal.kernel.identity import Identity
from portal.rules.settlement import entitlement, stakes
from portal.rules.settlement.explain import LineFactors, Step, steps
from portal.rules.settlement.facts import Claims
from portal.rules.settlement.run import calculate
from portal.services.catalogue.claims import OpenEntry
from portal.services.money import estimating
from portal.services.money.estimates import NextPayment, payment_of
from portal.services.money.estimating import Worked
from portal.services.settlement.collecting import day_number
from portal.services.sharing.sharing import parts_on
from portal.services.titles.title_facts import Counted, TitleFacts
from portal.services.titles.works_list import claims_of
from portal.store.people import Party

LAST = 2**62
"""The order of a version that nobody has written yet: the last of its day."""


@dataclass(frozen=True)
class Answers:
    """What the entry would say, and how often the edition would be lent in the latest loan year."""

    role: str
    heads: int
    loans: int


@dataclass(frozen=True)
class WhatIfLine:
    """One line of the party on the edition's loans, with the steps to its amount."""

    role: str
    medium: str
    class_: str
    factors: LineFactors
    largest: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Side:
    """One side of the comparison. `year_cents` are all shares of the latest loan year before the
    cap, `over_cap_cents` what of them the cap cuts off.
    """

    answers: Answers
    lines: tuple[WhatIfLine, ...]
    year_cents: int
    over_cap_cents: int
    coming: NextPayment

    @property
    def microcents(self) -> int:
        """The share of the edition at the smallest part that all claims allow."""
        return sum(line.factors.amount for line in self.lines)

    @property
    def largest_microcents(self) -> int:
        """The same at the largest part that the claims allow."""
        return sum(line.largest for line in self.lines)

    @property
    def disagrees(self) -> bool:
        """Whether claims disagree about the party's part."""
        return self.microcents != self.largest_microcents


@dataclass(frozen=True)
class OtherPart:
    """Somebody else's part of the text, 1 ÷ `now` and 1 ÷ `then`; None where nothing is left."""

    name: str
    role: str
    now: int | None
    then: int | None


@dataclass(frozen=True)
class WhatIf:
    """An entry as it is and as it would be."""

    entry: OpenEntry
    loan_year: int | None
    now: Side
    then: Side
    others: tuple[OtherPart, ...]
    about: bool
    """Whether the rate of the loan year is not decided yet."""

    @property
    def changes_entry(self) -> bool:
        """Whether the answers differ from the entry in more than loans, which nobody enters."""
        said = (self.then.answers.role, self.then.answers.heads)
        return said != (self.entry.role, self.entry.heads)


def what_if(
    session: Session,
    data_dir: Path,
    identity: Identity,
    claim_id: int,
    today: date,
    role: str | None = None,
    heads: int | None = None,
    loans: int | None = None,
) -> WhatIf:
    """An entry with other answers, those left out as they are; raises NotFound for another's."""
    if identity.subject_id is None:
        raise NotFound
    known = estimating.worked(session, data_dir, identity.subject_id, today)
    entry = _entry(session, identity.subject_id, known, claim_id)
    isbn = entry.isbn or 0
    is_now = Answers(entry.role, entry.heads, _loans(known, isbn))
    answers = Answers(
        role or is_now.role, heads or is_now.heads, is_now.loans if loans is None else loans
    )
    changed = with_answers(known, entry, answers, today)
    year = known.latest_year
    return WhatIf(
        entry=entry,
        loan_year=year,
        now=_side(known, isbn, is_now, today),
        then=_side(changed, isbn, answers, today),
        others=_others(session, known, changed, isbn),
        about=any(assumed == year for assumed, _ in known.assumed),
    )


def _entry(session: Session, party_id: int, known: Worked, claim_id: int) -> OpenEntry:
    """The entry that any of its versions' ids names, out of the list; raises NotFound."""
    for work in claims_of(session, party_id):
        for edition in work.editions:
            for one in edition.entries:
                if claim_id in one.versions and edition.isbn is not None:
                    claims = known.facts.claims
                    theirs = (claims.isbn == edition.isbn) & (claims.payee != known.facts.me)
                    return OpenEntry(
                        one.claim_id, edition.isbn, work.work_id, edition.title, edition.medium,
                        one.role, one.heads, one.separate, one.withdrawn_on is not None,
                        not bool(np.any(theirs)),
                    )  # fmt: skip
    raise NotFound


def with_answers(known: Worked, entry: OpenEntry, answers: Answers, today: date) -> Worked:
    """What the rules would say of the party if the entry said `answers` from today."""
    facts = replace(
        known.facts,
        claims=_claims(known.facts, entry, answers, day_number(today)),
        counted=_counted(known, entry, answers.loans),
    )
    years = tuple(sorted(known.terms.years))
    counts = facts.counts(years)
    all_stakes = stakes.stakes(facts.claims, facts.titles, facts.payees.died)
    lines = entitlement.lines(counts, all_stakes, known.terms, ())
    snapshot = replace(known.snapshot, claims=facts.claims, counts=counts)
    results = calculate(snapshot).payees
    return replace(
        known,
        facts=facts,
        stakes=all_stakes,
        lines=lines.take(column(np.flatnonzero(lines.payee == facts.me))),
        snapshot=snapshot,
        result=next((result for result in results if result.payee == facts.me), None),
    )


def _claims(facts: TitleFacts, entry: OpenEntry, answers: Answers, day: int) -> Claims:
    """The claims in force if the change were saved today: its own role only, as saving does it."""
    claims = facts.claims
    if not entry.withdrawn and (answers.role, answers.heads) == (entry.role, entry.heads):
        return claims
    own = (claims.payee == facts.me) & (claims.isbn == (entry.isbn or 0))
    new, old = ROLES.index(answers.role), ROLES.index(entry.role)
    there = own & (claims.role == new)
    gone = own & (claims.role == old) & (claims.role != new)
    if _says(claims, there, answers.heads, entry.separate):
        return claims.take(column(np.flatnonzero(~gone)))
    kept = claims.take(column(np.flatnonzero(~(gone | there))))
    said = (facts.me, entry.isbn or 0, new, answers.heads, int(entry.separate), day, LAST)
    names = Claims.__dataclass_fields__
    columns = zip(names, said, strict=True)
    return Claims(**{name: column([*getattr(kept, name), one]) for name, one in columns})


def _says(claims: Claims, there: Column, heads: int, separate: bool) -> bool:
    same = there & (claims.heads == heads) & (claims.separate == int(separate))
    return bool(np.any(same))


def _rows(known: Worked, isbn: int) -> list[Counted]:
    year = known.latest_year
    return [row for row in known.facts.counted if row.loan_year == year and isbn in row.members]


def _loans(known: Worked, isbn: int) -> int:
    return sum(row.loans for row in _rows(known, isbn))


def _counted(known: Worked, entry: OpenEntry, loans: int) -> tuple[Counted, ...]:
    """The counts with `loans` of the edition in the latest year, in today's proportions."""
    isbn, counted = entry.isbn or 0, known.facts.counted
    rows, before = _rows(known, isbn), _loans(known, isbn)
    if loans == before or known.latest_year is None:
        return counted
    if not before:
        class_ = known.facts.own[isbn].class_ or OTHER
        new = Counted((isbn,), known.latest_year, entry.medium, class_, loans, False, False)
        return (*(row for row in counted if row not in rows), new)
    scaled = [row.loans * loans // before for row in rows]
    scaled[scaled.index(max(scaled))] += loans - sum(scaled)
    changed = dict(zip(rows, scaled, strict=True))
    return tuple(replace(row, loans=changed.get(row, row.loans)) for row in counted)


def _side(known: Worked, isbn: int, answers: Answers, today: date) -> Side:
    year, lines = known.latest_year or 0, known.lines
    titles = [place for place, members in enumerate(known.facts.members) if isbn in members]
    of_year = lines.loan_year == year
    rows = np.flatnonzero(of_year & np.isin(lines.title, column(titles))).tolist()
    sums = entitlement.entitlements(lines.take(column(np.flatnonzero(of_year))))
    caps = known.terms.years[year].cap_cents if year in known.terms.years else {}
    limits = list(caps.values())
    over = [
        max(cents - limits[kind], 0)
        for kind, cents in zip(sums.kind.tolist(), sums.cents.tolist(), strict=True)
    ]
    return Side(
        answers=answers,
        lines=tuple(_line(known, row) for row in rows),
        year_cents=int(sums.cents.sum()),
        over_cap_cents=sum(over),
        coming=payment_of(known, today),
    )


def _line(known: Worked, row: int) -> WhatIfLine:
    lines = known.lines
    factors = LineFactors(
        loans=int(lines.loans[row]),
        rate=max(int(lines.rate[row]), 0),
        class_ppm=int(lines.class_ppm[row]),
        denominator=int(lines.denominator[row]),
        heads=int(lines.heads[row]),
        amount=int(lines.amount[row]),
    )
    return WhatIfLine(
        role=ROLES[int(lines.role[row])],
        medium=MEDIA[int(lines.medium[row])],
        class_=CLASSES[int(lines.class_[row])],
        factors=factors,
        largest=int(lines.largest[row]),
        steps=steps(factors),
    )


def _others(
    session: Session, known: Worked, changed: Worked, isbn: int
) -> tuple[OtherPart, ...]:  # fmt: skip
    """Everybody else with a part of the text, by role and name."""
    now, then = parts_on(known, isbn), parts_on(changed, isbn)
    me = known.facts.party_ids[known.facts.me]
    theirs = {key for key in now.keys() | then.keys() if key[0] != me}
    if not theirs:
        return ()
    wanted = sorted({party for party, _ in theirs})
    found = session.execute(select(Party.id, Party.name).where(Party.id.in_(wanted)))
    names = {row.id: row.name for row in found}
    nothing = (None, False)
    parts = [
        OtherPart(names[party], role, now.get((party, role), nothing)[0],
                  then.get((party, role), nothing)[0])
        for party, role in theirs
    ]  # fmt: skip
    return tuple(sorted(parts, key=lambda one: (ROLES.index(one.role), one.name)))
