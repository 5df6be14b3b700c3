"""The sentence for each refusal: what happened, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from portal.kernel.errors import Refusal
from portal.wording import formats
from portal.wording.shell import PROBLEMS
from portal.wording.subjects import SENTENCES

FORMATTERS: tuple[tuple[str, Callable[[Any], str]], ...] = (
    ("_cents", formats.money),
    ("_microcents", formats.exact_money),
    ("_ppm", formats.percent),
)


class _Blanks(dict[str, Any]):
    """The words of a sentence; one that is not known stays empty."""

    def __missing__(self, name: str) -> str:
        return ""


def sentence(refusal: Refusal) -> str:
    """The translated sentence of a refusal; a `reason`, or a `what`, may have one of its own."""
    told = refusal.arguments
    kind = told.get("reason") or told.get("what")
    text = SENTENCES.get(f"{refusal.code}.{kind}") or SENTENCES[refusal.code]
    known = {name: _worded(name, value) for name, value in told.items() if value is not None}
    if "problems" in told:
        known["problems"] = settings_problems(told["problems"])
    return str(gettext(text) % _Blanks(known))


def settings_problems(problems: list[tuple[str, str]]) -> str:
    """What is wrong with the settings, one variable after the other."""
    return ", ".join(f"{name} {gettext(PROBLEMS[problem])}" for name, problem in problems)


def _worded(name: str, value: Any) -> Any:
    for ending, written in FORMATTERS:
        if name.endswith(ending) and isinstance(value, int):
            return written(value)
    if name.endswith("isbn") and str(value).isdigit():
        return formats.isbn(value)
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(str(_worded("", item)) for item in value)
    return value
