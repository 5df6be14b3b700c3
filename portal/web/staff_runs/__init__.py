"""Runs: calculate, check, compare, count by hand, explain any cent, approve by two, take away."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from portal.web.staff_runs import approving, explaining, files, ordering, runs, samples, saying
from portal.wording import terms

blueprint = Blueprint("staff_runs", __name__, url_prefix="/staff/runs")
for _views in (runs, ordering, explaining, samples, approving, files):
    _views.register(blueprint)


@blueprint.context_processor
def words() -> dict[str, Any]:
    """The field's terms, and the area's sentences, for every template."""
    return {
        "saying": saying, "roles": terms.ROLES, "media": terms.MEDIA, "classes": terms.CLASSES,
        "kinds": terms.KINDS,
    }  # fmt: skip
