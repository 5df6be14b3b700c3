"""What the forms about editions of a work send, and what happens when it cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.services.catalogue.regrouping_refusals import (
    GroupingMoved,
    GroupingUnusable,
    WorkShared,
)
from portal.wording import sentence

_MOST = 500


def numbers(texts: Iterable[str]) -> list[int]:
    """The ISBNs that were ticked, as numbers, each once; anything else is left out."""
    found = [int(one) for one in texts if one.isascii() and one.isdigit() and len(one) == 13]
    return list(dict.fromkeys(found))[:_MOST]


def or_said(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """What cannot be done is said above the page that was left; nothing was changed."""

    @wraps(view)
    def guarded(work_id: int, **more: Any) -> ResponseReturnValue:
        try:
            return view(work_id=work_id, **more)
        except (GroupingMoved, GroupingUnusable, WorkShared) as refusal:
            flash(sentence(refusal))
            return redirect(url_for("grouping.index", work_id=work_id), code=303)

    return guarded
