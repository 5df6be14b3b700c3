"""The table of rights and the page that people read say the same."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from portal.kernel.identity import STAFF_ROLES, Actor, Identity
from portal.services.access.permissions import TABLE, allowed

PAGE = Path(__file__).parents[3] / "docs" / "security" / "access.md"
HEAD = ["permission", *STAFF_ROLES, "proved"]


def written() -> dict[str, dict[str, bool]]:
    """The table of the page: permission → column → yes."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")]
            for line in PAGE.read_text(encoding="utf-8").splitlines()
            if line.startswith(("| staff.", "| permission"))]  # fmt: skip
    assert rows[0] == HEAD
    return {row[0]: {name: cell == "yes" for name, cell in zip(HEAD[1:], row[1:], strict=True)}
            for row in rows[1:]}  # fmt: skip


def test_the_page_says_what_each_role_may_do() -> None:
    said = written()
    assert said.keys() == {name for name in TABLE if name.startswith("staff.")}
    for name, columns in said.items():
        stale = {role: allowed(name, member(role, fresh=False)) for role in STAFF_ROLES}
        fresh = {role: allowed(name, member(role, fresh=True)) for role in STAFF_ROLES}
        assert {role: columns[role] for role in STAFF_ROLES} == fresh, name
        assert columns["proved"] is (stale != fresh), name


def member(role: str, *, fresh: bool) -> Identity:
    """Somebody of the office."""
    actor = Actor("Stina", staff_id=1, staff_role=role)  # type: ignore[arg-type]
    return Identity(actor, proved_at=datetime.now(UTC) if fresh else None)
