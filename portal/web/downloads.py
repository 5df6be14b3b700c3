"""Files that a page hands out."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response


def csv_file(name: str, text: str) -> Response:
    """A CSV file under a name of the portal's own; its cells are harmless already."""
    answer = Response(text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def as_sent(content: bytes, media_type: str, name: str) -> Response:
    """Somebody's own file to download, never shown by the browser itself.

    A header is Latin-1 alone: the name beyond ASCII goes beside a plain one (RFC 6266).
    """
    answer = Response(content, mimetype=media_type)
    plain = "".join(sign if sign.isascii() else "_" for sign in name)
    more = {} if plain == name else {"filename*": f"UTF-8''{quote(name, safe='')}"}
    answer.headers.set("Content-Disposition", "attachment", filename=plain, **more)
    return answer
