"""Files that a page hands out."""

from __future__ import annotations

from flask import Response


def csv_file(name: str, text: str) -> Response:
    """A CSV file under a name of the portal's own; its cells are harmless already."""
    answer = Response(text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
