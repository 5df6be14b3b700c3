"""People: search, a person's page, duplicates and merges, estates, deaths, mandates."""

from __future__ import annotations

from flask import Blueprint

from portal.web.staff_people import deaths, joining, mandates, people

blueprint = Blueprint("staff_people", __name__, url_prefix="/staff/people")
for _views in (people, joining, deaths, mandates):
    _views.register(blueprint)
