"""Forms with a file: a view says how large, and every other form stays small."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., Any])
FORM_AROUND = 64 * 1024
"""Bytes of a form beside its file."""


def takes_file(largest: int) -> Callable[[View], View]:
    """Marks a view whose form may bring a file of so many bytes."""

    def mark(view: View) -> View:
        view.__largest__ = largest  # type: ignore[attr-defined]
        return view

    return mark


def install(app: Flask) -> None:
    """Sets the limit before anybody reads the form; the check of the forgery token reads it."""
    app.before_request(_widen)


def _widen() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    largest = getattr(view, "__largest__", None)
    if largest is not None:
        # Twice the file: one that is a little too large gets its own sentence beside the field.
        request.max_content_length = 2 * largest + FORM_AROUND
