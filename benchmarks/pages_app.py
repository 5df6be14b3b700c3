"""The portal as gunicorn serves it, and beside its pages two empty ones to compare with."""

from __future__ import annotations

from sqlalchemy import text

from portal.app import create_app
from portal.settings import read
from portal.web.access import allow
from portal.web.transaction import database

app = create_app(read("web"))


@app.get("/empty")
@allow("public")
def empty() -> str:
    """Through everything that a page goes through, and nothing in it."""
    return ""


@app.get("/empty-and-commit")
@allow("public", writes=True)
def empty_and_commit() -> str:
    """The same, and one bare commit."""
    database().execute(text("UPDATE epoch SET id = id"))
    return ""
