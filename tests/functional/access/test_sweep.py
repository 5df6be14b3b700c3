"""Rights proven by trying: every address, every thing of three other people, everybody."""

from __future__ import annotations

from typing import Any

import pytest

from portal.services.access.permissions import TABLE
from portal.web import errors
from portal.web.visited import STAYS
from tests.functional.access.objects import unfillable
from tests.functional.access.sweeping import LOGGED, Frames, Swept, sweep
from tests.functional.access.world import World

pytestmark = pytest.mark.xdist_group("demo")
AT_LEAST = 20_000
STATES = {"disputes.appeal", "disputes.disagree"}
"""They open to the other side of a dispute, or after the decision."""
LOOKED = {"audit_event", "audit_head", "party"}
"""The person reads from then on who looked at her figures."""
WRITING_GETS = {
    "session.callback": {"signed_in"},  # whoever comes back from the provider is signed in, or not
    **{f"staff_runs.{page}": LOOKED for page in ("person", "line", "additional", "sheet")},
}
"""Pages that write when they are looked at: what, and why."""
ENDS = {"visits.end", "session.sign_out", *STAYS}
READERS = ("reading visit", "reading session")
WAYS_IN = ("session.", "email_sign_in.", "public.choose_language", "screen.save")
"""What a reading session may send besides leaving: another way in, and how its screen looks."""


@pytest.fixture(scope="module")
def swept(world: World, opened: Any) -> Swept:
    with opened() as app, pytest.MonkeyPatch.context() as patch:
        patch.setattr(errors, "render_template", Frames().rendered)
        return sweep(app, world)


def test_every_part_of_every_address_can_be_filled(opened: Any) -> None:
    with opened() as app:
        assert unfillable(app) == set()


def test_nobody_reaches_what_is_another_s(swept: Swept, world: World) -> None:
    said = f"{swept.tried} requests as {len(world.knockers)}: {dict(swept.answers)}"
    print(f"\n{said}")  # noqa: T201
    assert swept.wrong == []
    assert swept.tried >= AT_LEAST


def test_the_things_are_there_for_their_owners(swept: Swept) -> None:
    assert swept.asked - swept.seen == STATES
    assert swept.shown > 50, "the marks are not on the owners' own pages"


def test_no_page_that_is_looked_at_writes(swept: Swept) -> None:
    undeclared = {
        (endpoint, table) for _who, method, endpoint, table in swept.written
        if method != "POST" and table != LOGGED and table not in WRITING_GETS.get(endpoint, ())
    }  # fmt: skip
    assert undeclared == set()
    changed = {name for name, kept in swept.after.items() if kept != swept.before[name]}
    assert changed <= {LOGGED, *LOOKED}


@pytest.mark.parametrize("who", READERS)
def test_who_only_reads_writes_nothing(swept: Swept, who: str) -> None:
    written = {(endpoint, table) for name, method, endpoint, table in swept.written
               if name == who and method == "POST" and table != LOGGED
               and endpoint not in ENDS and not endpoint.startswith(WAYS_IN)}  # fmt: skip
    assert written == set()


def test_every_permission_of_the_table_is_used(opened: Any) -> None:
    with opened() as app:
        used = {view.__permission__ for name, view in app.view_functions.items()
                if name != "static"}  # fmt: skip
    assert used == set(TABLE)
