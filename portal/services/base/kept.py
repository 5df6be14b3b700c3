"""What was worked out for a page is kept in this process while the facts behind it stand.

The key holds the stamp that was read in the same transaction, so an older result is never found
again. A transaction that may write keeps nothing and finds nothing: what it sees may never be.
Results are shared: nobody changes them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from inspect import signature
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from portal.services.base import versions

MOST = 1000
_STAMPS = "stamps"
P = ParamSpec("P")
Result = TypeVar("Result")
Made = Callable[Concatenate[Session, P], Result]

_results: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def for_party(make: Made[P, Result]) -> Made[P, Result]:
    """Keeps what a function with a `party_id` returns until that party's stamp changes."""
    place = list(signature(make).parameters).index("party_id") - 1

    @wraps(make)
    def found(session: Session, /, *args: P.args, **more: P.kwargs) -> Result:
        party_id: Any = more["party_id"] if "party_id" in more else args[place]
        result: Result = _found(make, party_id, session, args, more)
        return result

    return found


def for_all(make: Made[P, Result]) -> Made[P, Result]:
    """Keeps what a function of what everybody's pages show returns until that changes."""

    @wraps(make)
    def found(session: Session, /, *args: P.args, **more: P.kwargs) -> Result:
        result: Result = _found(make, None, session, args, more)
        return result

    return found


def forget() -> None:
    """Begins with nothing kept, as a new process does."""
    with _lock:
        _results.clear()


def _found(
    make: Callable[..., Any], party_id: int | None, session: Session, args: Any, more: Any
) -> Any:
    if not session.info.get("only_reads"):
        return make(session, *args, **more)
    place = session.get_bind().url  # type: ignore[union-attr]
    key = (make, place, _stamp(session, party_id), args, tuple(sorted(more.items())))
    with _lock:
        if key in _results:
            _results.move_to_end(key)
            return _results[key]
    made = make(session, *args, **more)
    with _lock:
        _results[key] = made
        while len(_results) > MOST:
            _results.popitem(last=False)
    return made


def _stamp(session: Session, party_id: int | None) -> Hashable:
    """Read once in a transaction, which sees the same facts to its end."""
    stamps: dict[int | None, Hashable] = session.info.setdefault(_STAMPS, {})
    if party_id not in stamps and party_id is None:
        stamps[None] = versions.epoch(session)
    elif party_id is not None and party_id not in stamps:
        own, everybodys = versions.stamp(session, party_id)
        stamps[party_id] = (own, everybodys)
        stamps[None] = everybodys
    return stamps[party_id]
