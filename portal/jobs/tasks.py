"""What the worker does by itself. Every task may run twice, or be killed in the middle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import structlog
from huey import Huey, crontab

from portal.jobs import forgetting, loans, matching, orders, verifying, visiting
from portal.jobs.sending import Posting, empty_outbox
from portal.kernel.errors import Refusal
from portal.services.access import sign_in
from portal.services.base import database
from portal.services.messages.outgoing import Render
from portal.services.suggestions.suggestions import Refreshed
from portal.services.verification import leftovers

_log = structlog.get_logger()


def register(
    queue: Huey,
    database_url: str,
    data_dir: Path,
    mail: Posting | None = None,
    remind: Callable[[], int] = int,
    search: Callable[[], object] = int,
    suggest: Callable[[], Refreshed] = Refreshed,
    today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    letters: Render | None = None,
) -> dict[str, Callable[[], object]]:
    """Gives the queue its tasks; returns them by name, to call at once.

    Without `mail` letters wait in the outbox; `remind` writes the day's reminders, `search` asks
    bibliographies for some of the names, `suggest` looks for works that may be somebody's, and
    `today` is the day on which what the office ordered is done. `letters` writes those about what
    the worker itself does to a party's pages.
    """

    def forget_ended_sessions() -> int:
        """Removes sessions that are over."""
        with database.transaction(database_url) as session:
            gone = sign_in.forget_ended(session)
        _log.info("sessions_forgotten", number=gone)
        return gone

    def remove_leftovers() -> int:
        """Removes what killed commands left in the data folder."""
        with database.transaction(database_url, writes=False) as session:
            gone = leftovers.remove(session, data_dir, datetime.now(UTC))
        _log.info("leftovers_removed", number=gone)
        return gone

    def send_letters() -> int:
        """Sends the e-mails that are due."""
        return empty_outbox(database_url, mail).get("sent", 0) if mail else 0

    times: dict[str, tuple[Callable[[], object], Callable[..., bool]]] = {
        "forget": (partial(forgetting.forget, database_url), crontab(minute="5", hour="4")),
        "forget_ended_sessions": (forget_ended_sessions, crontab(minute="17")),
        "end_visits": (partial(visiting.end_lapsed, database_url, today, letters), crontab()),
        "remind_daily": (partial(_remind, remind), crontab(minute="5", hour="5")),
        "remove_leftovers": (remove_leftovers, crontab(minute="29")),
        "search_bibliographies": (search, crontab(minute="*/2", hour="0-3")),
        "send_letters": (send_letters, crontab()),
        "suggest_nightly": (partial(_suggest, suggest), crontab(minute="25", hour="4")),
        "verify_nightly": (
            partial(verifying.verify, database_url, data_dir),
            crontab(minute="41", hour="3"),
        ),
    }
    for name, (task, when) in times.items():
        queue.periodic_task(when, name=name)(task)
    woken = _woken(queue, database_url, data_dir, suggest, today)
    return {**woken, **{name: task for name, (task, _) in times.items()}}


def _woken(
    queue: Huey,
    database_url: str,
    data_dir: Path,
    suggest: Callable[[], Refreshed],
    today: Callable[[], date],
) -> dict[str, Callable[[], object]]:
    """The tasks that pages and commands also wake, by name."""
    count_libraries, _into_the_queue = loans.task(queue, database_url, data_dir, _libraries_counted)
    report = partial(_loans_matched, suggest)
    match_loans, _into_the_queue = matching.task(queue, database_url, data_dir, report)
    advance_orders, _into_the_queue = orders.task(queue, database_url, data_dir, today)
    return {
        "advance_orders": advance_orders,
        "count_libraries": count_libraries,
        "match_loans": match_loans,
    }


def _loans_matched(suggest: Callable[[], Refreshed], problems: list[Refusal]) -> None:
    """New loans may be of works that nobody has been asked about."""
    for problem in problems:
        _log.error("loans_not_matched", problem=problem.code)
    _log.info("loans_matched", problems=len(problems))
    _suggest(suggest)


def _suggest(suggest: Callable[[], Refreshed]) -> int:
    """Looks for works that may be somebody's; what could not be done is logged as an error."""
    done = suggest()
    for problem in done.problems:
        _log.error("suggestions_not_found", problem=problem.code)
    _log.info("suggestions_found", found=done.found, gone=done.gone, by_itself=done.by_itself)
    return done.found


def _libraries_counted(outcomes: list[loans.Outcome]) -> None:
    for outcome in outcomes:
        if outcome.problem is not None:
            number, code = outcome.import_id, outcome.problem.code
            _log.error("libraries_not_counted", number=number, problem=code)
    _log.info("libraries_counted", number=sum(one.problem is None for one in outcomes))


def _remind(remind: Callable[[], int]) -> int:
    """Writes the reminders of the day."""
    written = remind()
    _log.info("reminders_written", number=written)
    return written
