"""One transaction per request: begun when asked for, committed when the page went well."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request
from sqlalchemy.orm import Session

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class Abandoned(Exception):
    """Ends a transaction without a commit: the answer was a refusal or an error."""


def reads_only(view: View) -> View:
    """Marks a view that changes nothing although a form is sent to it: what it asks is kept."""
    view.__reads__ = True  # type: ignore[attr-defined]
    return view


def database() -> Session:
    """This request's database session, in its one transaction."""
    if "database" not in g:
        view = current_app.view_functions.get(request.endpoint or "")
        sends = request.method not in SAFE_METHODS and not getattr(view, "__reads__", False)
        writes = sends or getattr(view, "__writes__", False)
        g.transaction = ExitStack()
        g.database = g.transaction.enter_context(
            current_app.extensions["portal.transaction"](writes=writes)
        )
    session: Session = g.database
    return session


def after_commit(action: Callable[[], object]) -> None:
    """Calls the action once this request's transaction is committed, and not otherwise."""
    g.setdefault("after_commit", []).append(action)


def wake_worker() -> None:
    """Tells the worker of an order when it is committed; it also looks by itself every minute."""
    after_commit(current_app.extensions["portal.wake_worker"])


def install(app: Flask) -> None:
    """Commits or abandons the transaction when the request ends."""
    app.after_request(_finish)
    app.teardown_request(_abandon)


def _finish(response: Response) -> Response:
    if response.status_code >= 400:
        _abandon(None)
    elif "transaction" in g:
        transaction = g.pop("transaction")
        g.pop("database")
        transaction.close()
        for action in g.pop("after_commit", []):
            try:
                action()
            except Exception:
                current_app.logger.exception("what follows a commit failed")
    return response


def _abandon(_error: BaseException | None) -> None:
    if "transaction" in g:
        transaction = g.pop("transaction")
        g.pop("database")
        transaction.__exit__(Abandoned, Abandoned(), None)
