"""What an address asks of the audit; what cannot be read is said and asks nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _

from portal.services.audit.audit_search import Asked

LAST_ROW = 2_000_000_000
FIELDS = ("person", "staff", "event", "first", "last", "run", "visit")
LONGEST = 64


def of(args: Mapping[str, str]) -> tuple[Asked, dict[str, str], dict[str, str]]:
    """What is looked for, the fields as they were written, and what is wrong with them."""
    kept = {name: args[name].strip()[:LONGEST] for name in FIELDS if args.get(name, "").strip()}
    kept = {name: text for name, text in kept.items() if text.isprintable()}
    problems: dict[str, str] = {}
    days = {name: _day(kept[name]) for name in ("first", "last") if name in kept}
    problems |= {name: _("Write the day as year-month-day, such as 2026-12-03.")
                 for name, day in days.items() if day is None}  # fmt: skip
    visit = _number(kept["visit"]) if "visit" in kept else None
    if "visit" in kept and visit is None:
        problems["visit"] = _("Write the number of the visit, such as 12.")
    texts = {name: kept.get(name, "") for name in ("person", "staff", "event", "run")}
    return (
        Asked(**texts, first=days.get("first"), last=days.get("last"), visit=visit),
        kept,
        problems,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int | None:
    short = text.isascii() and text.isdecimal() and len(text) <= len(str(LAST_ROW))
    return int(text) if short and int(text) <= LAST_ROW else None
