"""The rooms of floor 3 stand in an order: a subject rests only on those before it."""

from __future__ import annotations

from pathlib import Path

from tests.house import source

SERVICES = source.PORTAL / "services"
ROOMS = (
    "base", "counts", "audit", "messages", "parameters", "access", "people", "settlement",
    "merging", "titles", "money", "orders", "usage", "records", "matching", "proposals", "visits",
    "verification", "catalogue", "sharing", "runs", "loans", "works", "suggestions", "adding",
    "office", "organisations", "privacy", "bibliographies", "home", "cases",
)  # fmt: skip


def room_of(dotted: str) -> str:
    """The subject of a name below portal.services, empty for anything else."""
    parts = dotted.split(".")
    return parts[2] if parts[:2] == ["portal", "services"] and len(parts) > 2 else ""


def too_high(path: Path, rooms: tuple[str, ...] = ROOMS) -> list[str]:
    """Imports of a room that stands after the file's own."""
    here = rooms.index(room_of(source.module(path)))
    return [
        f"line {line}: {dotted}"
        for line, dotted in source.imports(path)
        if (there := room_of(dotted)) and rooms.index(there) > here
    ]


@source.every(path for path in source.python_files("portal/services") if path.parent != SERVICES)
def test_a_subject_rests_on_those_before_it(path: Path) -> None:
    assert too_high(path) == []


def test_every_room_has_its_place() -> None:
    folders = {path.parent.name for path in SERVICES.glob("*/__init__.py")}
    alone = {path.stem for path in SERVICES.glob("*.py")} - {"__init__"}
    assert folders | alone == set(ROOMS)


def test_an_import_of_a_later_room_is_seen() -> None:
    home = SERVICES / "home.py"
    assert too_high(home) == []
    assert too_high(home, rooms=tuple(reversed(ROOMS))) != []
