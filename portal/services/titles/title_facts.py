"""The facts of one party's titles, a page's few: who claims them, what was counted, who lives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import CLASSES, MEDIA, OTHER, PHYSICAL_MEDIUM, ROLES
from portal.kernel.columns import column
from portal.rules.settlement import claims as claim_rules
from portal.rules.settlement.facts import LIVING, NEVER, Claims, Counts, Payees, Titles
from portal.services.base.parties import own_row
from portal.services.counts.counts_files import active_counts
from portal.services.people.tax_cards import cards_of
from portal.services.settlement.collecting import day_number
from portal.services.titles.works_list import claims_of
from portal.store.catalogue import Claim, Edition
from portal.store.people import Party
from portal.usage import counts as usage_counts
from portal.usage.shapes import TitleCount

Members = tuple[int, ...]


@dataclass(frozen=True)
class OwnEdition:
    """An edition that the party has claimed; `added_on` is the day of the version in force."""

    edition_id: int
    isbn: int
    medium: str
    class_: str | None


@dataclass(frozen=True)
class Counted:
    """Loans of one title, year, medium and class; `said_*`: the library's row said it."""

    members: Members
    loan_year: int
    medium: str
    class_: str
    loans: int
    said_medium: bool
    said_class: bool


@dataclass(frozen=True)
class TitleFacts:
    """Facts of all titles of one party. `claims` are everybody's in force, payees by position."""

    own: dict[int, OwnEdition]
    """ISBN → edition of the party, withdrawn ones too."""
    claims: Claims
    titles: Titles
    members: tuple[Members, ...]
    """The ISBNs of each title, by its position."""
    counted: tuple[Counted, ...]
    party_ids: tuple[int, ...]
    payees: Payees
    me: int
    """The party's own position."""

    def counts(self, years: tuple[int, ...]) -> Counts:
        """The counts of some loan years as columns, sorted as the rules want them."""
        place = {members: index for index, members in enumerate(self.members)}
        sums: dict[tuple[int, int, int, int], int] = defaultdict(int)
        for row in self.counted:
            if row.loan_year in years:
                key = (MEDIA.index(row.medium), CLASSES.index(row.class_))
                sums[place[row.members], row.loan_year, *key] += row.loans
        rows = [(*key, sums[key]) for key in sorted(sums)]
        return Counts(*(column([row[number] for row in rows]) for number in range(5)))


def title_facts(
    session: Session, data_dir: Path, party_id: int, day: date, *, pays_on: date | None = None
) -> TitleFacts:
    """The facts of a party's titles as of `day`, with the claims of everybody else on them.

    The tax is that of the day of payment, where it is known.
    """
    own = _own_editions(session, party_id)
    found = usage_counts.for_isbns(data_dir, active_counts(session), sorted(own))
    members = sorted({row.members for row in found} | {(isbn,) for isbn in own})
    said = _said(session, sorted({isbn for title in members for isbn in title}))
    shapes = {row.isbn: (row.medium, row.class_) for row in said}
    claims, party_ids = _claims(said, party_id, day)
    return TitleFacts(
        own=own,
        claims=claims,
        titles=_titles(members),
        members=tuple(members),
        counted=tuple(_counted(row, shapes) for row in found),
        party_ids=party_ids,
        payees=_payees(session, said, party_ids, party_id, pays_on or day),
        me=party_ids.index(party_id),
    )


def counted_titles(session: Session, data_dir: Path, isbns: list[int]) -> tuple[Counted, ...]:
    """The counts of every title with one of `isbns`, of all years, by the files that count now."""
    counted, _ = counted_and_said(session, data_dir, isbns, ())
    return counted


def counted_and_said(
    session: Session, data_dir: Path, isbns: list[int], more: Sequence[int]
) -> tuple[tuple[Counted, ...], dict[int, tuple[str, str | None]]]:
    """The same, and what the editions of those titles and of `more` say: medium and class."""
    found = usage_counts.for_isbns(data_dir, active_counts(session), isbns)
    editions = _editions(session, sorted({*more, *(i for row in found for i in row.members)}))
    return tuple(_counted(row, editions) for row in found), editions


def _own_editions(session: Session, party_id: int) -> dict[int, OwnEdition]:
    editions = (edition for work in claims_of(session, party_id) for edition in work.editions)
    return {
        one.isbn: OwnEdition(one.edition_id, one.isbn, one.medium, one.class_)
        for one in editions
        if one.isbn is not None
    }


def _editions(session: Session, isbns: list[int]) -> dict[int, tuple[str, str | None]]:
    columns = (Edition.isbn, Edition.medium, Edition.class_)
    rows = session.execute(select(*columns).where(Edition.isbn.in_(isbns)))
    return {row.isbn: (row.medium, row.class_) for row in rows if row.isbn is not None}


def _said(session: Session, isbns: list[int]) -> Sequence[Any]:
    """Editions of these ISBNs, each with every claim on it and whose it is, or with none."""
    edition, claim, party = Edition.__table__, Claim.__table__, Party.__table__
    return session.execute(
        select(
            edition.c.isbn, edition.c.medium, edition.c["class"].label("class_"),
            claim.c.party_id, claim.c.role, claim.c.heads, claim.c.separate, claim.c.added_on,
            claim.c.id, claim.c.withdrawn_on,
            party.c.code, party.c.country, party.c.death_year, party.c.died_on,
        )
        .select_from(edition)
        .outerjoin(claim, claim.c.edition_id == edition.c.id)
        .outerjoin(party, party.c.id == claim.c.party_id)
        .where(edition.c.isbn.in_(isbns))
    ).all()  # fmt: skip


def _claims(said: Sequence[Any], party_id: int, day: date) -> tuple[Claims, tuple[int, ...]]:
    """The claims in force on a day, and the party id of each payee."""
    rows = [row for row in said if row.party_id is not None]
    party_ids = tuple(sorted({row.party_id for row in rows} | {party_id}))
    place = {one: index for index, one in enumerate(party_ids)}
    versions = Claims(
        payee=column([place[row.party_id] for row in rows]),
        isbn=column([row.isbn for row in rows]),
        role=column([ROLES.index(row.role) for row in rows]),
        heads=column([row.heads for row in rows]),
        separate=column([int(row.separate) for row in rows]),
        added=column([day_number(row.added_on) for row in rows]),
        order=column([row.id for row in rows]),
    )
    withdrawn = column([_day_or_never(row.withdrawn_on) for row in rows])
    return claim_rules.in_force(versions, withdrawn, day_number(day)), party_ids


def _day_or_never(day: date | None) -> int:
    return NEVER if day is None else day_number(day)


def _titles(members: list[Members]) -> Titles:
    return Titles(
        isbn=column([title[0] for title in members]),
        member_title=column(np.repeat(np.arange(len(members)), [len(m) for m in members])),
        member_isbn=column([isbn for title in members for isbn in title]),
    )


def _counted(row: TitleCount, editions: dict[int, tuple[str, str | None]]) -> Counted:
    """The row's medium and class, else those of the smallest ISBN that says one."""
    known = [editions[isbn] for isbn in row.members if isbn in editions]
    media = [medium for medium, _ in known]
    classes = [class_ for _, class_ in known if class_]
    return Counted(
        members=row.members,
        loan_year=row.loan_year,
        medium=row.medium or next(iter(media), PHYSICAL_MEDIUM),
        class_=row.class_ or next(iter(classes), OTHER),
        loans=row.loans,
        said_medium=row.medium is not None,
        said_class=row.class_ is not None,
    )


def _payees(
    session: Session, said: Sequence[Any], party_ids: tuple[int, ...], party_id: int, day: date
) -> Payees:
    """Deaths of all, because they decide the term; country and card of the party alone."""
    found = {row.party_id: row for row in said}
    if party_id not in found:
        found[party_id] = own_row(session, party_id)
    rows = [found[one] for one in party_ids]
    card = _card(session, party_id, day)
    return Payees(
        code=tuple(row.code for row in rows),
        died=column([row.death_year or LIVING for row in rows]),
        country=tuple(row.country for row in rows),
        estate=column([_estate(row.death_year, row.died_on, day) for row in rows]),
        card_ppm=column([card if one == party_id else -1 for one in party_ids]),
    )


def _estate(death_year: int | None, died_on: date | None, day: date) -> int:
    if died_on is not None:
        return int(died_on <= day)
    return int(death_year is not None and death_year <= day.year)


def _card(session: Session, party_id: int, day: date) -> int:
    """The percentage of the card in force in parts per million, −1 without one."""
    cards = [card for card in cards_of(session, party_id) if card.valid_from <= day]
    ppm = cards[-1].ppm if cards else None
    return -1 if ppm is None else ppm
