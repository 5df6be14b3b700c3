"""Words of the pages about the audit."""

from __future__ import annotations

from operator import itemgetter

from flask_babel import gettext as _

from portal.services.audit.audit import EVENTS
from portal.services.audit.audit_search import Event
from portal.services.orders.work_orders import WorkOrderShown
from portal.wording import audit_events, orders, sentence

__all__ = ["checked", "events", "facts", "what", "who"]


def events() -> list[tuple[str, str]]:
    """The events to choose from, by their words."""
    return sorted(((event, audit_events.what(event, {})) for event in EVENTS), key=itemgetter(1))


def what(one: Event) -> str:
    """What happened."""
    return audit_events.what(one.event, one.details)


def facts(one: Event) -> list[tuple[str, str]]:
    """On what, from what and to what: what the event keeps, in the order of reading."""
    return audit_events.facts(one.details)


def who(one: Event) -> str:
    """Who acted."""
    if one.staff:
        return _("%(name)s, office", name=one.actor)
    return _("The portal, by itself") if one.actor == "system" else one.actor


def checked(order: WorkOrderShown) -> str:
    """What the last walk along the chain found."""
    if order.state == "failed" and order.refusal:
        return sentence(order.refusal)
    if order.is_open:
        return _("The chain is being checked now.")
    if order.state != "done":
        return _("The check was cancelled.")
    return orders.chain_checked(order.outcome)
