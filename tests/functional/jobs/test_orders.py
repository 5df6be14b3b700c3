"""Long work of the office: ordered once, taken by one worker, taken up again, ended once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.jobs import orders
from portal.kernel.errors import NotFound
from portal.kernel.identity import Actor
from portal.services.orders import work_orders
from portal.services.orders.order_refusals import OrderRefused
from portal.services.orders.work_orders import Taken
from portal.store.office import WorkOrder
from portal.store.people import Staff
from portal.store.records import AuditEvent
from portal.store.session import engine_for, transaction
from tests.factories import people

TODAY = date(2026, 10, 15)
NOON = datetime(2026, 10, 15, 9, tzinfo=UTC)
LATER = NOON + timedelta(seconds=61)
Begin = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def begin(database_url: str) -> Iterator[Begin]:
    engine = engine_for(database_url)
    yield partial(transaction, engine)
    engine.dispose()


@pytest.fixture
def officer(begin: Begin) -> Actor:
    with begin() as session:
        row = people.staff(session, "S1", "Olli Officer", role="officer")
    return Actor("Olli Officer", staff_id=row.id, staff_role="officer")


@pytest.fixture
def number(begin: Begin, officer: Actor) -> str:
    with begin() as session:
        return work_orders.order(session, officer, "check_chain", {"why": "test"}).number


def take(begin: Begin, number: str, now: datetime = NOON) -> Taken | None:
    with begin() as session:
        return work_orders.take(session, number, now, TODAY)


def state(begin: Begin, number: str) -> str:
    with begin() as session:
        return work_orders.shown(session, number).state


def work(
    database_url: str, tmp_path: Path, handler: Callable[..., dict[str, Any]], **more: Any
) -> int:
    return orders.advance(database_url, tmp_path, TODAY, handlers={"check_chain": handler}, **more)


def test_the_same_order_is_one_order_until_it_is_over(begin: Begin, officer: Actor) -> None:
    with begin() as session:
        first = work_orders.order(session, officer, "check_chain", {"a": 1, "b": 2})
        again = work_orders.order(session, officer, "check_chain", {"b": 2, "a": 1})
        other = work_orders.order(session, officer, "check_chain", {"a": 2})
    assert first.number == again.number
    assert other.number != first.number
    assert (first.state, first.staff, first.told) == ("waiting", "Olli Officer", {"a": 1, "b": 2})
    with begin() as session:
        work_orders.cancel(session, first.number, officer)
        assert work_orders.order(session, officer, "check_chain", first.told) != first
        events = session.scalars(select(AuditEvent.event).order_by(AuditEvent.id)).all()
    assert events == ["work_ordered", "work_ordered", "work_cancelled", "work_ordered"]


def test_roles_that_do_not_order(begin: Begin) -> None:
    with begin() as session:
        helper = people.staff(session, "S2")
        actor = Actor("Stina", staff_id=helper.id, staff_role="support")
        with pytest.raises(OrderRefused) as refused:
            work_orders.order(session, actor, "import_loans", {})
    assert refused.value.arguments["reason"] == "role"


def test_of_two_workers_one_takes_it(begin: Begin, number: str) -> None:
    taken = take(begin, number)
    assert taken is not None
    assert (taken.attempt, taken.told, taken.actor.staff_role) == (1, {"why": "test"}, "officer")
    assert take(begin, number) is None


def test_a_pulse_keeps_others_away_and_silence_lets_them_in(begin: Begin, number: str) -> None:
    take(begin, number)
    assert take(begin, number, NOON + timedelta(seconds=59)) is None
    again = take(begin, number, LATER)
    assert again is not None
    assert again.attempt == 2
    with begin() as session:  # the first worker wakes up: it no longer speaks for the order
        assert not work_orders.step(session, number, "reading", 1, 2, attempt=1)
        assert work_orders.step(session, number, "reading", 1, 2, attempt=2)


def test_interrupted_three_times_is_given_up(begin: Begin, number: str) -> None:
    for attempt in range(3):
        assert take(begin, number, NOON + attempt * timedelta(minutes=2)) is not None
    assert take(begin, number, NOON + timedelta(hours=1)) is None
    with begin() as session:
        shown = work_orders.shown(session, number)
    assert shown.state == "failed"
    assert shown.refusal is not None
    assert (shown.refusal.code, shown.refusal.arguments) == ("order_interrupted", {"times": 3})


def test_it_ends_once(begin: Begin, number: str) -> None:
    take(begin, number)
    take(begin, number, LATER)
    with begin() as session:
        work_orders.finish(session, number, {"rows": 3})
    with begin() as session, pytest.raises(OrderRefused) as refused:
        work_orders.finish(session, number, {"rows": 3})
    assert refused.value.arguments["reason"] == "over"
    with begin() as session:
        assert work_orders.shown(session, number).outcome == {"rows": 3}


def test_only_what_waits_is_cancelled(begin: Begin, number: str, officer: Actor) -> None:
    take(begin, number)
    with begin() as session, pytest.raises(OrderRefused) as refused:
        work_orders.cancel(session, number, officer)
    assert refused.value.arguments["reason"] == "begun"
    with begin() as session, pytest.raises(NotFound):
        work_orders.cancel(session, "0000000000", officer)


@pytest.mark.parametrize("change", [{"role": "support"}, {"ended_on": date(2026, 10, 14)}])
def test_who_lost_the_right_has_nothing_done(
    begin: Begin, number: str, change: dict[str, Any]
) -> None:
    with begin() as session:
        session.execute(update(Staff).values(**change))
    assert take(begin, number) is None
    assert state(begin, number) == "failed"


def test_the_queue_does_what_was_ordered(
    begin: Begin, number: str, database_url: str, tmp_path: Path
) -> None:
    def handler(_url: str, _folder: Path, order: Taken, report: Any) -> dict[str, Any]:
        report("looking", 1, 2)
        return {"looked": order.told["why"]}

    assert work(database_url, tmp_path, handler) == 1
    with begin() as session:
        shown = work_orders.shown(session, number)
    assert (shown.state, shown.outcome, shown.attempts) == ("done", {"looked": "test"}, 1)
    assert work(database_url, tmp_path, handler) == 0


def test_a_refusal_is_kept_with_the_order(
    begin: Begin, number: str, database_url: str, tmp_path: Path
) -> None:
    def handler(*_: Any) -> dict[str, Any]:
        raise NotFound(what="edition", name="1")

    assert work(database_url, tmp_path, handler) == 1
    with begin() as session:
        refusal = work_orders.shown(session, number).refusal
    assert refusal is not None
    assert (refusal.code, refusal.arguments) == ("not_found", {"what": "edition", "name": "1"})


def test_what_nobody_foresaw_is_tried_three_times(
    begin: Begin, number: str, database_url: str, tmp_path: Path
) -> None:
    tried: list[int] = []

    def handler(_url: str, _folder: Path, order: Taken, _report: Any) -> dict[str, Any]:
        tried.append(order.attempt)
        raise ZeroDivisionError

    work(database_url, tmp_path, handler)
    with begin() as session:
        refusal = work_orders.shown(session, number).refusal
    assert tried == [1, 2, 3]
    assert refusal is not None
    assert refusal.code == "order_broken"


def test_work_of_two_workers_has_one_effect(
    begin: Begin, number: str, database_url: str, tmp_path: Path
) -> None:
    """The second takes over while the first still works: whoever ends later changes nothing."""

    def slow(url: str, folder: Path, order: Taken, _report: Any) -> dict[str, Any]:
        if order.attempt == 1:
            work(url, folder, slow, silent_for=timedelta(0))
        with begin() as session:
            session.add(Staff(code=f"by-{order.attempt}", name="Effect", role="support"))
            session.flush()
            work_orders.finish(session, order.number, {"by": order.attempt})
        return {}

    with begin() as session:
        session.execute(update(WorkOrder).values(pulse_at=NOON))
    work(database_url, tmp_path, slow)
    with begin() as session:
        made = session.scalars(select(Staff.code).where(Staff.name == "Effect")).all()
        assert work_orders.shown(session, number).outcome == {"by": 2}
    assert made == ["by-2"]
