"""Forms with a file: a view says how large, and every other form stays small."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, TypeVar, cast

from flask import Flask, Request, current_app, g, request

from portal.services.access import permissions
from portal.web.access import permission_of
from portal.web.folders import data_dir

View = TypeVar("View", bound=Callable[..., Any])
FORM_AROUND = 64 * 1024
"""Bytes of a form beside its file."""
FOLDER = "uploads"
"""Where large files come in: in the data folder, not in the machine's memory or its /tmp."""


class StreamedRequest(Request):
    """A request whose files go straight into a folder, where the view is for large ones."""

    upload_folder: Path | None = None

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.upload_folder is None or not filename:
            return super()._get_file_stream(
                total_content_length, content_type, filename, content_length
            )
        self.upload_folder.mkdir(parents=True, exist_ok=True)
        return cast(
            IO[bytes], NamedTemporaryFile("w+b", dir=self.upload_folder, prefix=".", suffix=".part")
        )


def takes_file(largest: int) -> Callable[[View], View]:
    """Marks a view whose form may bring a file of so many bytes."""

    def mark(view: View) -> View:
        view.__largest__ = largest  # type: ignore[attr-defined]
        return view

    return mark


def takes_large_file(view: View) -> View:
    """Marks a view whose form may bring a file of the size that the settings allow.

    Nobody else than who may open the view is let send as much.
    """
    view.__streams__ = True  # type: ignore[attr-defined]
    return view


def largest() -> int:
    """The bytes of a large file."""
    size: int = current_app.extensions["portal.largest_upload"]
    return size


def install(app: Flask) -> None:
    """Sets the limit before anybody reads the form; the check of the forgery token reads it."""
    app.before_request(_widen)


def _widen() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    most = getattr(view, "__largest__", None)
    if most is not None:
        # Twice the file: one that is a little too large gets its own sentence beside the field.
        request.max_content_length = 2 * most + FORM_AROUND
    if getattr(view, "__streams__", False):
        permission = permission_of(request.endpoint)
        if permission and permissions.allowed(permission, g.get("identity")):
            streamed = cast(StreamedRequest, request._get_current_object())  # type: ignore[attr-defined]
            streamed.upload_folder = data_dir() / FOLDER
            streamed.max_content_length = largest() + FORM_AROUND
