"""The areas of the portal: each is a blueprint in a package of its own; add it here."""

from __future__ import annotations

from flask import Blueprint

from portal.web import illustrators, money, public, rules, screen, session, works

BLUEPRINTS: list[Blueprint] = [
    public.blueprint,
    session.blueprint,
    illustrators.blueprint,
    works.blueprint,
    money.blueprint,
    rules.blueprint,
    screen.blueprint,
]
