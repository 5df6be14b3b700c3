"""However two people's entries lie, joining them moves money only between the two, and back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from portal.kernel.identity import Actor
from portal.services.merging import merges
from portal.store.catalogue import Claim
from portal.store.people import Party
from portal.store.session import engine_for
from portal.store.settlement import Run, RunPayee
from tests.factories import people
from tests.factories.lending import Lending

DAY, LAST = date(2026, 12, 3), date(2026, 10, 1)
EDITIONS = 4
ENTRIES = st.lists(
    st.tuples(
        st.integers(0, EDITIONS - 1),
        st.sampled_from(["author", "translator", "illustrator"]),
        st.integers(1, 3),
        st.integers(0, 400),
        st.booleans(),
    ),
    min_size=1, max_size=6, unique_by=lambda entry: entry[0],
)  # fmt: skip


def test_joining_moves_money_between_the_two_alone(sqlite_url: str, tmp_path: Path) -> None:
    lending = Lending(engine_for(sqlite_url), tmp_path / "portal")
    lending.rate(2025, "0.31")
    for number in range(1, 2 * EDITIONS + 1):
        lending.edition(number)
    # Twelve divides every number of loans: no part leaves a fraction of a cent to be rounded.
    lending.loans(*(f"{number},2025,{number * 780}" for number in range(1, 2 * EDITIONS + 1)))
    with lending.session() as session:
        row = people.staff(session, "O", "Oona Officer", "officer")
        officer = Actor("Oona Officer", staff_id=row.id, staff_role="officer")
    times = iter(range(1_000))

    @settings(
        max_examples=6, suppress_health_check=list(HealthCheck), deadline=None,
        phases=(Phase.explicit, Phase.generate),  # a smaller example would cost minutes
    )  # fmt: skip
    @given(ENTRIES, ENTRIES, st.integers(0, 400))
    def however(first: list, second: list, earlier: int) -> None:  # type: ignore[type-arg]
        kept, merged = (f"{letter}{next(times)}" for letter in "KM")
        lending.person(kept)
        lending.person(merged)
        for code, entries, base in ((kept, first, 1), (merged, second, 1 + EDITIONS)):
            for number, role, heads, back, withdrawn in entries:
                added = LAST - timedelta(days=back)
                gone = {"withdrawn_on": added + timedelta(days=30)} if withdrawn else {}
                lending.claim(code, base + number, role, heads, added, **gone)
        cutoff = LAST - timedelta(days=earlier)
        before = _due(lending, cutoff)
        with lending.session() as session:
            done = merges.merge(session, kept, merged, "One person", officer, lending.today)
        after = _due(lending, cutoff)
        assert after.pop(kept, 0) == before.get(kept, 0) + before.get(merged, 0)
        assert after == {code: sum_ for code, sum_ in before.items() if code not in (kept, merged)}
        with lending.session() as session:
            merges.undo(session, done.merge_id, officer, lending.today)
        assert _due(lending, cutoff) == before
        with lending.session() as session:
            session.execute(update(Claim).values(withdrawn_on=Claim.added_on))

    however()
    lending.engine.dispose()


def _due(lending: Lending, cutoff: date) -> dict[str, int]:
    """Cents of each person that a run pays or leaves waiting."""
    run = lending.run("autumn", DAY, cutoff, approve=False)
    query = (
        select(Party.code, RunPayee.gross_cents + RunPayee.waiting_cents)
        .join(RunPayee, RunPayee.party_id == Party.id)
        .join(Run, Run.id == RunPayee.run_id)
        .where(Run.code == run.run)
    )
    with lending.session(writes=False) as session:
        return {code: cents for code, cents in session.execute(query) if cents}
