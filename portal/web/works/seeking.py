"""Finding an edition without its ISBN, by title and author."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.services.records import seeking
from portal.web.access import allow
from portal.web.transaction import database
from portal.web.works import evidence, saying

LONGEST = 200


def register(blueprint: Blueprint) -> None:
    """Adds the address."""
    blueprint.add_url_rule("/no-isbn", "no_isbn", no_isbn)


@allow("works.change")
def no_isbn() -> ResponseReturnValue:
    title, author = (request.args.get(name, "").strip()[:LONGEST] for name in ("title", "author"))
    asked = bool(title or author)
    found = seeking.seek(database(), title, author) if asked else ()
    return render_template(
        "works/no_isbn.html", title_asked=title, author=author, asked=asked, found=found,
        most=seeking.MOST, saying=saying, evidence=evidence,
    )  # fmt: skip
