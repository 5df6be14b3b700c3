"""The areas of the portal: each is a blueprint in a package of its own; add it here."""

from __future__ import annotations

from flask import Blueprint

from portal.web import (
    calendar,
    catalogue_exchange,
    confirm,
    details,
    disputes,
    email_sign_in,
    grouping,
    guide,
    home,
    illustrators,
    invitations,
    loans,
    messages,
    money,
    most_lent,
    passkeys,
    public,
    rules,
    screen,
    session,
    statistics,
    suggestions,
    verification,
    works,
)

BLUEPRINTS: list[Blueprint] = [
    calendar.blueprint,
    public.blueprint,
    home.blueprint,
    session.blueprint,
    confirm.blueprint,
    passkeys.blueprint,
    email_sign_in.blueprint,
    illustrators.blueprint,
    suggestions.blueprint,
    works.blueprint,
    catalogue_exchange.blueprint,
    invitations.blueprint,
    grouping.blueprint,
    disputes.blueprint,
    loans.blueprint,
    money.blueprint,
    most_lent.blueprint,
    messages.blueprint,
    verification.blueprint,
    rules.blueprint,
    guide.blueprint,
    statistics.blueprint,
    screen.blueprint,
    details.blueprint,
]
