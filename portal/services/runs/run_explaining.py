"""Any cent of a run for the office: who is in it, and what was calculated for one person.

Whoever opens a person's figures is written down first (`opened`), for that person to see.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from portal.kernel import isbn
from portal.kernel.errors import NotFound
from portal.kernel.identity import Actor, Identity
from portal.services.audit import audit
from portal.services.money.statements import Statement, payment
from portal.services.money.why import Why
from portal.services.money.why import why as why_line
from portal.services.money.why_additional import WhyAdditional, why_additional
from portal.services.people import people_search
from portal.services.runs.run_check_facts import header_of
from portal.services.runs.run_check_people import queries
from portal.services.settlement import run_line_sums
from portal.services.settlement.summary import run_by_code
from portal.store.people import Party
from portal.store.settlement import Run, RunPayee

A_PAGE = 50


@dataclass(frozen=True)
class InRun:
    """A person in a run; cents, before and after tax."""

    code: str
    name: str
    gross_cents: int
    net_cents: int
    waiting_cents: int
    disputed_cents: int


@dataclass(frozen=True)
class Page:
    """A page of people, how many there are in all, and how many pages."""

    people: tuple[InRun, ...]
    total: int
    pages: int


@dataclass(frozen=True)
class Figures:
    """What a run says of one person."""

    code: str
    name: str
    statement: Statement


def people(
    session: Session, data_dir: Path, run_code: str, text: str = "", page: int = 1, check: str = ""
) -> Page:
    """People of a run, the highest sums first: all, those a text or an ISBN finds, or a check's.

    Raises NotFound, also for a check that is about nobody.
    """
    run = run_by_code(session, run_code)
    query = _rows(run)
    if check:
        query = query.where(Party.id.in_(_of_check(data_dir, run, check)))
    if text.strip():
        query = query.where(Party.code.in_(_named(session, data_dir, run, text.strip())))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(RunPayee.gross_cents.desc(), Party.code).limit(A_PAGE)
    rows = session.execute(ordered.offset((max(page, 1) - 1) * A_PAGE))
    return Page(tuple(InRun(*row) for row in rows), total, max(-(-total // A_PAGE), 1))


def opened(session: Session, run_code: str, person: str, who: Actor) -> None:
    """Writes down who opens the figures of a person of the run; raises NotFound.

    In a transaction of its own, before they are read: what is read then is kept for the page.
    """
    party = _in_run(session, run_code, person)
    audit.record(session, Identity(who, party.id), "run_figures_opened", run=run_code)


def figures(session: Session, data_dir: Path, run_code: str, person: str) -> Figures:
    """What a run, draft or approved, says of a person; raises NotFound."""
    party = _in_run(session, run_code, person)
    statement = payment(session, data_dir, party.id, run_code, drafts=True)
    return Figures(party.code, party.name, statement)


def line(
    session: Session, data_dir: Path, run_code: str, person: str, number: int
) -> tuple[str, Why]:
    """Why one line of a person is what it is, and the person's name; raises NotFound."""
    party = _in_run(session, run_code, person)
    return party.name, why_line(session, data_dir, party.id, run_code, number, drafts=True)


def additional(
    session: Session, data_dir: Path, run_code: str, person: str, loan_year: int
) -> tuple[str, WhyAdditional]:
    """Why a person's additional money is what it is, and the name; raises NotFound."""
    party = _in_run(session, run_code, person)
    found = why_additional(session, data_dir, party.id, run_code, loan_year, drafts=True)
    return party.name, found


def _in_run(session: Session, run_code: str, person: str) -> Row[int, str, str]:
    """A person whom the run says something of."""
    found = session.execute(
        select(Party.id, Party.code, Party.name)
        .join(RunPayee, RunPayee.party_id == Party.id)
        .join(Run, Run.id == RunPayee.run_id)
        .where(Run.code == run_code, Party.code == person)
    ).first()
    if found is None:
        raise NotFound(what="payment", name=person)
    return found


def _rows(run: Run) -> Select[str, str, int, int, int, int]:
    sums = (
        RunPayee.gross_cents, RunPayee.net_cents, RunPayee.waiting_cents, RunPayee.disputed_cents,
    )  # fmt: skip
    joined = select(Party.code, Party.name, *sums).join(RunPayee, RunPayee.party_id == Party.id)
    return joined.where(RunPayee.run_id == run.id)


def _of_check(data_dir: Path, run: Run, check: str) -> Select[int]:
    found = queries(run, header_of(data_dir, run)).get(check)
    if found is None:
        raise NotFound(what="check", name=check)
    return found


def _named(session: Session, data_dir: Path, run: Run, text: str) -> tuple[str, ...]:
    """Codes of the people whom a text names, or who have a line of the ISBN that it is."""
    try:
        number = isbn.parse(text)
    except isbn.NotAnIsbn:
        return tuple(one.code for one in people_search.search(session, text).people)
    return run_line_sums.payees_of(data_dir, run.snapshot_path, number)
