"""What a person is told of what the office did in the register: merges and rights to act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

Said = tuple[str, tuple[str, ...]]


def _merged(facts: Mapping[str, Any]) -> Said:
    return _("Two entries in our register are one now"), (
        _("You stood in our register twice, the second time as %(name)s.", name=facts["name"]),
        _("All works and names are together now, with their old days."),
        _("If that is wrong, ask us a question at once."),
    )


def _parted(facts: Mapping[str, Any]) -> Said:
    return _("An entry in our register is parted again"), (
        _("%(name)s and you are two persons in our register again.", name=facts["name"]),
        _("Each has the works and names from before."),
    )


def _given(facts: Mapping[str, Any]) -> Said:
    words = {
        "heir": _("%(name)s may now act here as an heir.", name=facts["name"]),
        "guardian": _("%(name)s may now act here as a guardian.", name=facts["name"]),
        "agent": _("%(name)s may now act here as an agent.", name=facts["name"]),
    }
    return _("Somebody may act for you"), (
        words[facts["kind"]],
        _("The page “Who may act for you” shows what it covers. You can end it there."),
    )


def _ended(facts: Mapping[str, Any]) -> Said:
    return _("A right to act for you has ended"), (
        _("%(name)s may not act here any more.", name=facts["name"]),
    )


WORDS: dict[str, Callable[[Mapping[str, Any]], Said]] = {
    "person_merged": _merged,
    "merge_undone": _parted,
    "mandate_given": _given,
    "mandate_revoked": _ended,
}
