"""Words for the office's long work: its kinds, steps, states, what came of it, and refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

Outcome = Callable[[Mapping[str, Any]], str]


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


KINDS: dict[str, LazyString] = {
    "import_loans": _l("Read a file of loans"),
    "calculate_run": _l("Calculate a run"),
    "shadow_run": _l("Try a rule in the shadow"),
    "check_chain": _l("Check the audit"),
}

STATES: dict[str, LazyString] = {
    "waiting": _l("Waits"),
    "running": _l("Runs"),
    "done": _l("Done"),
    "failed": _l("Not done"),
    "cancelled": _l("Cancelled"),
}

STEPS: dict[str, LazyString] = {}
"""`kind.step` → what is being done, for each step that a kind reports."""

OUTCOMES: dict[str, Outcome] = {}
"""Kind → the sentence for what came of it, out of the outcome."""

SENTENCES = {
    "order_refused": _("This work cannot be ordered or changed now. Look at the list of work."),
    "order_refused.role": _("This role does not order such work. Ask one of these: %(roles)s."),
    "order_refused.begun": _(
        "The work has begun already, so it was not cancelled. Look at how far it is."
    ),
    "order_refused.over": _("The work has ended already. Look at what came of it."),
    "order_interrupted": _(
        "The work was interrupted %(times)s times, so it was given up and nothing was changed. "
        "Order it again when the portal's machine is well."
    ),
    "order_broken": _(
        "The work broke off %(times)s times, so it was given up and nothing was changed. "
        "Whoever runs the portal finds the reason in its log."
    ),
}
