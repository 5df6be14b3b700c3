"""The sentence for each refusal: what happened, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from portal.kernel.errors import Refusal
from portal.wording import formats
from portal.wording.subjects import SENTENCES

FORMATTERS: tuple[tuple[str, Callable[[Any], str]], ...] = (
    ("_cents", formats.money),
    ("_microcents", formats.exact_money),
    ("_ppm", formats.percent),
)


def sentence(refusal: Refusal) -> str:
    """The translated sentence of a refusal; one with a `reason` may have a sentence of its own."""
    reason = refusal.arguments.get("reason")
    text = SENTENCES.get(f"{refusal.code}.{reason}") or SENTENCES[refusal.code]
    return gettext(text, **{name: _worded(name, value) for name, value in words(refusal).items()})


def words(refusal: Refusal) -> dict[str, Any]:
    """The arguments of a refusal, without those that are None."""
    return {name: "" if value is None else value for name, value in refusal.arguments.items()}


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
