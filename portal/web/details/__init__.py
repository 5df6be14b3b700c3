"""My details: names, contact, choices, devices, who looked, and everything to take away."""

from __future__ import annotations

from flask import Blueprint

from portal.web.details import contact, data, devices, names, overview

blueprint = Blueprint("details", __name__, url_prefix="/me")
for _views in (overview, names, contact, devices, data):
    _views.register(blueprint)
