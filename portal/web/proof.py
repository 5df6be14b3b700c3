"""A fresh proof before what is sensitive: a passkey, or the identity provider once more."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response


def ask() -> Response:
    """To the page that asks who it is; from there back to where she was going."""
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("confirm.index", next=here), code=303)
