"""Searching for people, the page of one of them, and the list of estates."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.services.people import estates, people_search, person_page
from portal.web import i18n
from portal.web.access import allow, current_identity
from portal.web.clock import today
from portal.web.staff_people import saying
from portal.web.staff_people.asked import page_asked
from portal.web.transaction import database


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("", "index", index)
    blueprint.add_url_rule("/estates", "estates", listed)
    blueprint.add_url_rule("/<code>", "person", person)


@allow("staff.people.read")
def index() -> ResponseReturnValue:
    text = request.args.get("q", "").strip()[:200]
    found = None
    if text:
        found = people_search.search(database(), text, page=page_asked(), language=i18n.chosen())
    return render_template("staff_people/index.html", found=found, text=text, saying=saying)


@allow("staff.people.read")
def listed() -> ResponseReturnValue:
    found = estates.listed(database(), today(), page_asked(), i18n.chosen())
    years = estates.term_years(database(), today())
    return render_template("staff_people/estates.html", found=found, years=years, today=today())


@allow("staff.people.read")
def person(code: str) -> ResponseReturnValue:
    seen = person_page.person_page(database(), code, current_identity().actor)
    last = seen.died + estates.term_years(database(), today()) if seen.died else None
    return render_template(
        "staff_people/person.html", seen=seen, last=last, saying=saying, today=today(),
        language=i18n.own_name,
    )  # fmt: skip
