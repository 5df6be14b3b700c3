"""Forms that stand on no page until something was done: the steps to them, and what they say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from tests.functional.access.journeys import HIDDEN, Sent
from tests.functional.access.page_forms import forms_of
from tests.functional.access.world import World

Said = dict[str, str | None]


@dataclass(frozen=True)
class Step:
    """Somebody opens a page and sends the form on it that goes to an endpoint.

    Without a page it is the one that the step before led to; `said` stands for what a field has by
    itself, and None leaves the field out.
    """

    who: str
    page: str
    endpoint: str
    said: Said = field(default_factory=dict)


OWN, WRITES = "/staff/people/{D012.code}", "/staff/messages/write"
VALUE: Said = {"value": "0.30", "loan_year": "2026", "valid_from": "2027-01-01"}
VISIT: Said = {"consent": "colleague", "mode": "reading", "reason": "caller"}
WISH = Step("support", "/staff/visits/ask/{D012.code}", "visits.ask", VISIT)
PROPOSED = Step("officer", "/staff/rules/numbers/lending.rate/propose", "staff_rules.propose",
                VALUE)  # fmt: skip
PROPOSAL, ORDER = "/staff/rules/proposals/{office[proposal][0]}", "/staff/orders/ORDERWAITS"
CANCELLED = Step("officer", ORDER, "staff_today.cancel_order")
CODE = "/help/support-code"
PREPARED: dict[str, tuple[Step, ...]] = {
    "illustrators.year": (Step("D010", "/works/pictures/{D010[isbn][1]}/year",
                               "illustrators.year"),),
    "staff_audit.check": (CANCELLED, Step("officer", "/staff/audit", "staff_audit.check")),
    "staff_members.add": (Step("administrator", "/staff/members/add", "staff_members.add",
                               {"person": ""}),),
    "staff_messages.write": (Step("officer", WRITES, "staff_messages.write"),
                             Step("officer", "", "staff_messages.write")),
    "staff_people.no_death": (Step("officer", OWN + "/death", "staff_people.death"),
                              Step("officer", OWN + "/death/take-back", "staff_people.no_death")),
    "staff_rules.approve": (Step("approver", PROPOSAL, "staff_rules.approve"),),
    "staff_rules.propose": (PROPOSED,),
    "staff_rules.refuse": (Step("approver", PROPOSAL, "staff_rules.refuse"),),
    "staff_rules.withdraw": (PROPOSED, Step("officer", "", "staff_rules.withdraw")),
    "staff_runs.say": (Step("approver", "/staff/runs/{office[run][0]}/sample/{D012.code}",
                            "staff_runs.say"),),
    "staff_today.cancel_order": (CANCELLED,),
    "suggestions.undo": (Step("D012", "/works/suggestions", "suggestions.answer"),
                         Step("D012", "/works/suggestions", "suggestions.undo")),
    "support.end_visit": (Step("author", CODE, "support.end_visit"),),
    "support.withdraw": (Step("D012", CODE, "support.make"),
                         Step("D012", CODE, "support.withdraw")),
    "visits.ask": (WISH,),
    "visits.start": (WISH, Step("officer", "/staff/visits", "visits.approve"),
                     Step("support", "/staff/visits", "visits.start")),
    "works.change": (Step("D012", "/works/entries/{D012[claim][0]}/change", "works.change",
                          {"effect": None, "medium": "physical"}),),
}  # fmt: skip


def walked(app: Flask, world: World, steps: tuple[Step, ...]) -> Sent:
    """Takes all steps but the last; returns the form that the last one sends."""
    at, answer = "", None
    for step in steps:
        here = world.browser(app, step.who)
        if step.page or answer is None or answer.status != 200:
            at = step.page.format_map(names(world)) or (answer.location if answer else "")
            answer = here.get(at)
        sent = form_to(app, step, at, answer.body.decode(errors="replace"))
        if step is not steps[-1]:
            answer, at = here.post(sent.action, list(sent.fields)), sent.action
    return sent


def form_to(app: Flask, step: Step, at: str, page: str) -> Sent:
    """The filled form of a page that goes to the endpoint of the step."""
    adapter = app.url_map.bind("localhost")
    for form in forms_of(page):
        action = form.action or at
        if adapter.match(action.partition("?")[0], method="POST")[0] == step.endpoint:
            filled = [(name, step.said.get(name, value)) for name, value in form.fields]
            fields = tuple((name, value) for name, value in filled
                           if name not in HIDDEN and value is not None)  # fmt: skip
            return Sent(step.endpoint, step.who, action, fields, frozenset(form.names))
    raise AssertionError(f"{at} has no form to {step.endpoint}")


def names(world: World) -> dict[str, Any]:
    """What the addresses of pages name: the three by their codes, and the office."""
    return {**{own.code: own for own in world.others}, "office": world.office}
