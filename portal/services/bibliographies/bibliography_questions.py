"""Asking bibliographies: the network only, nothing of the database is open meanwhile.

The sources are asked one after the other, as the settings order them; each has its part of the
time, so that one that hangs does not take the others' turn.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from portal.bibliography import finna as finna_records
from portal.bibliography.marcxml import records_in
from portal.clients import finna, sru
from portal.clients.errors import SourceAway, SourceBusy, SourceUnusable
from portal.clients.turns import Turns
from portal.kernel.bibliographies import FINNA, Source
from portal.kernel.bibliography import EDITION, Record
from portal.kernel.errors import Refusal
from portal.kernel.isbn import check_digit_10
from portal.rules.bibliographies import Politeness

ISBN, NAME, IDENTIFIER = QUESTIONS = ("isbn", "name", "identifier")
TOGETHER = {ISBN: 20, NAME: 10, IDENTIFIER: 10}
"""How many questions go into one query."""
_JOINED_BY_FINNA = (ISBN,)
_OF_QUESTIONS = ("size", "encoding", "xml", "declarations", "json", "diagnostics", "shape")
"""What may be the fault of a question; everything else is the source's."""


class SourceResting(Refusal):
    """The `source` failed a while ago and is not asked before `until`."""

    code = "source_resting"


@dataclass(frozen=True)
class Question:
    """One question to a source. `key` is what the cache knows it by: names only as a digest.

    `alone` keeps a question out of others' company that could not be used together.
    """

    kind: str
    value: str
    key: str
    alone: bool = False


@dataclass(frozen=True)
class Round:
    """What one source is asked."""

    source: Source
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Plan:
    """What is to be asked of whom, and which sources would be asked but rest."""

    rounds: tuple[Round, ...]
    resting: tuple[SourceResting, ...]
    manners: Politeness
    turns: Turns
    contact: str


@dataclass
class Given:
    """What one source gave: records, answered questions, questions it cannot answer."""

    source: Source
    records: list[Record] = field(default_factory=list)
    answered: list[Question] = field(default_factory=list)
    unusable: list[Question] = field(default_factory=list)
    problem: Refusal | None = None

    @property
    def isbns(self) -> set[int]:
        """The ISBNs of editions that its records are about."""
        return {one.isbn for record in self.records for one in record.isbns if one.kind == EDITION}


@dataclass(frozen=True)
class Answers:
    """What all sources gave, in their order, with the manners by which they were asked."""

    given: tuple[Given, ...]
    resting: tuple[SourceResting, ...]
    manners: Politeness

    @property
    def problems(self) -> tuple[Refusal, ...]:
        """Why something is not answered, a source once."""
        return (*self.resting, *(one.problem for one in self.given if one.problem is not None))


def ask(
    plan: Plan,
    seconds: float,
    *,
    patient: bool = False,
    search: Callable[..., tuple[list[Record], bool]] | None = None,
) -> Answers:
    """Asks what is planned within `seconds`; a source that fails is a problem of the answers.

    `patient` waits for its turns and leaves half of them to pages. An ISBN that one source knows
    is not asked of the next.
    """
    ends = time.monotonic() + seconds
    given: list[Given] = []
    known: set[str] = set()
    for place, one in enumerate(plan.rounds):
        questions = [q for q in one.questions if q.value not in known]
        left = max(ends - time.monotonic(), 0)
        until = time.monotonic() + left / (len(plan.rounds) - place)
        said = _Asking(plan, one.source, until, patient, search or _search).all(questions)
        known |= {str(isbn) for isbn in said.isbns}
        given.append(said)
    return Answers(tuple(given), plan.resting, plan.manners)


@dataclass(frozen=True)
class _Asking:
    """One source's turn: until when, and how patiently."""

    plan: Plan
    source: Source
    until: float
    patient: bool
    search: Callable[..., tuple[list[Record], bool]]

    def all(self, questions: Sequence[Question]) -> Given:
        """Asks batch after batch, until all is answered, the time is over or the source fails."""
        given = Given(self.source)
        waiting = list(reversed(_batches(self.source, questions)))
        while waiting:
            batch = waiting.pop()
            try:
                records, complete = self._turn(batch)
            except SourceUnusable as problem:
                given.unusable += batch if problem.arguments["reason"] in _OF_QUESTIONS else []
                given.problem = problem
                return given
            except (SourceAway, SourceBusy) as problem:
                given.problem = self._in_the_end(problem, given)
                return given
            if not complete and len(batch) > 1:
                half = len(batch) // 2
                waiting += [batch[half:], batch[:half]]
                continue
            given.records += records
            given.answered += batch
        return given

    def _turn(self, batch: Sequence[Question]) -> tuple[list[Record], bool]:
        manners, turns = self.plan.manners, self.plan.turns
        a_minute = max(manners.a_minute // 2, 1) if self.patient else manners.a_minute
        ends = turns.clock() + max(self.until - time.monotonic(), 0)
        with turns.turn(self.source, a_minute, ends):
            most = manners.most_records
            return self.search(self.source, batch, self.plan.contact, most, self.until)

    def _in_the_end(self, problem: SourceAway | SourceBusy, given: Given) -> Refusal:
        """A source that answered until the time was over has not failed."""
        over = problem.arguments.get("problem") == "time" and given.answered
        return SourceBusy(source=self.source.name) if over else problem


def _search(
    source: Source, batch: Sequence[Question], contact: str, most: int, until: float
) -> tuple[list[Record], bool]:
    """The records of a batch, and whether these are all."""
    kind, values = batch[0].kind, [one.value for one in batch]
    written = [form for value in values for form in forms(value)] if kind == ISBN else values
    if source.kind == FINNA:
        asked = finna.by_isbns(written) if kind == ISBN else finna.by_name(values[0])
        brought = finna.search(source, asked, contact, most, until)
        return finna_records.records_of(brought.records), brought.complete
    query = {ISBN: sru.by_isbns, NAME: sru.by_names, IDENTIFIER: sru.by_identifiers}[kind]
    found = sru.search(source, query(source, written), contact, most, until)
    return [record for page in found.pages for record in _read(source, page)], found.complete


def _read(source: Source, page: bytes) -> Iterable[Record]:
    try:
        return records_in(page)
    except Refusal:
        raise SourceUnusable(source=source.name, reason="shape") from None


def forms(isbn: str) -> tuple[str, ...]:
    """An ISBN-13 and its older form of ten, where it has one: records have either."""
    if not isbn.startswith("978"):
        return (isbn,)
    nine = isbn[3:12]
    return isbn, nine + check_digit_10(nine)


def askable(source: Source, kind: str) -> bool:
    """Whether a source can be asked this kind of question at all."""
    if source.kind == FINNA:
        return kind != IDENTIFIER
    index = {ISBN: source.isbn_index, NAME: source.name_index, IDENTIFIER: source.identifier_index}
    return bool(index[kind])


def _batches(source: Source, questions: Sequence[Question]) -> list[list[Question]]:
    """Questions of one kind together, as many as go into one query."""
    batches: list[list[Question]] = []
    for kind in QUESTIONS:
        some = [one for one in questions if one.kind == kind and not one.alone]
        size = 1 if source.kind == FINNA and kind not in _JOINED_BY_FINNA else TOGETHER[kind]
        batches += [some[at : at + size] for at in range(0, len(some), size)]
    return batches + [[one] for one in questions if one.alone]
