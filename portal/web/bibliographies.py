"""Asking bibliographies for a page, before the page's own transaction begins.

Two short transactions of their own stand around the asking, so that nothing of the database is
held while the network is waited for. See docs/decisions/0011.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import structlog
from flask import current_app, g

from portal.kernel.errors import Refusal
from portal.services.bibliographies import bibliographies
from portal.services.bibliographies.bibliographies import ParameterNotSet
from portal.web.clock import today
from portal.wording import sentence

_log = structlog.get_logger()


class TransactionOpen(Exception):
    """A programming mistake: the view uses the database already, and would hold it meanwhile."""


def looked_up(isbns: Sequence[int]) -> list[str]:
    """Brings in what bibliographies say of ISBNs; returns a sentence for each that is away.

    To be called before `database()`; it waits two seconds at most, by its parameter.
    """
    at: bibliographies.Asking = current_app.extensions["portal.bibliographies"]
    if not isbns or not at.bibliographies.sources:
        return []
    if "database" in g:
        raise TransactionOpen
    begin = current_app.extensions["portal.transaction"]
    try:
        with begin(writes=False) as session:
            plan = bibliographies.plan(session, at, isbns, datetime.now(UTC))
    except ParameterNotSet as refusal:
        return [sentence(refusal)]
    if not plan.rounds:
        return [sentence(one) for one in plan.resting]
    answers = bibliographies.ask(plan, plan.manners.page_seconds)
    with begin(writes=True) as session:
        bibliographies.keep(session, answers, today(), datetime.now(UTC))
    for problem in answers.problems:
        _note(problem)
    return [sentence(one) for one in answers.problems]


def _note(problem: Refusal) -> None:
    told = {name: str(value) for name, value in problem.arguments.items()}
    _log.warning("bibliography_gave_nothing", code=problem.code, **told)
