"""Words for the office's long work: its kinds, steps, states, what came of it, and refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _l

from portal.wording import formats

Outcome = Callable[[Mapping[str, Any]], str]


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


KINDS: dict[str, LazyString] = {
    "import_loans": _l("Read a file of loans"),
    "calculate_run": _l("Calculate a run"),
    "recompute_run": _l("Calculate a run again, to compare"),
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

STEPS: dict[str, LazyString] = {
    "import_loans.keeping": _l("The file is being kept: %(done)s of %(total)s megabytes"),
    "import_loans.reading": _l("The rows are being read"),
    "import_loans.judging": _l("Each row is being checked"),
    "import_loans.writing": _l("The counts are being written"),
    "calculate_run.calculating": _l("The run is being calculated; this may take some minutes"),
    "recompute_run.calculating": _l("The run is being calculated from its frozen facts"),
    "shadow_run.calculating": _l("The next run is calculated without the value and with it"),
    "check_chain.rows": _l("The events are being checked: %(done)s of %(total)s"),
    "import_loans.entering": _l("The counts are being entered"),
}
"""`kind.step` → what is being done, for each step that a kind reports; may name `done`, `total`."""

SUBJECTS: dict[str, Outcome] = {
    "import_loans": lambda told: gettext(
        "The file %(name)s of %(source)s",
        name=formats.quoted(told["name"]),
        source=told["source"],
    ),
    "recompute_run": lambda told: gettext("Run %(run)s", run=told["run"]),
}
"""Kind → what the work is about, out of what it was told; where it is missing, nothing is said."""


def imported(outcome: Mapping[str, Any]) -> str:
    """What an import of loans read."""
    rows, loans = outcome["rows_accepted"], outcome["loans_accepted"]
    done = ngettext(
        "%(rows)s row with %(loans)s loans now counts.",
        "%(rows)s rows with %(loans)s loans now count.",
        rows, rows=formats.count(rows), loans=formats.count(loans),
    )  # fmt: skip
    refused = outcome["rows_refused"]
    if not refused:
        return done
    more = ngettext(
        "%(rows)s row was refused.", "%(rows)s rows were refused.",
        refused, rows=formats.count(refused),
    )  # fmt: skip
    return f"{done} {more}"


def tried(outcome: Mapping[str, Any]) -> str:
    """What a run in the shadow would change."""
    return ngettext(
        "The value changes money of %(num)s person.",
        "The value changes money of %(num)s people.",
        outcome["changed"],
    )


def chain_checked(outcome: Mapping[str, Any]) -> str:
    """What a walk along the audit chain found."""
    rows = formats.count(outcome["rows"])
    if not outcome["broken"]:
        return gettext(
            "The chain is whole: all of its %(rows)s events are as they were written.", rows=rows
        )
    return ngettext(
        "The chain is broken in %(num)s place. Tell whoever runs the portal now.",
        "The chain is broken in %(num)s places. Tell whoever runs the portal now.",
        outcome["broken"],
    )


def calculated(outcome: Mapping[str, Any]) -> str:
    """What a run would pay."""
    return ngettext(
        "Run %(run)s is calculated: %(people)s person, %(net)s after tax.",
        "Run %(run)s is calculated: %(people)s people, %(net)s after tax.",
        outcome["people"],
        run=outcome["run"],
        people=formats.count(outcome["people"]),
        net=formats.money(outcome["net_cents"]),
    )


def recomputed(outcome: Mapping[str, Any]) -> str:
    """Whether the run came out the same."""
    if outcome["same"]:
        return gettext("Run %(run)s came out the same, to the cent.", run=outcome["run"])
    return gettext(
        "Run %(run)s came out otherwise. Nobody should approve it before the reason is known.",
        run=outcome["run"],
    )


OUTCOMES: dict[str, Outcome] = {
    "shadow_run": tried,
    "check_chain": chain_checked,
    "import_loans": imported,
    "calculate_run": calculated,
    "recompute_run": recomputed,
}
"""Kind → the sentence for what came of it, out of the outcome."""


def what(kind: str, told: Mapping[str, Any]) -> str:
    """What the work is about, or its kind alone."""
    about = SUBJECTS.get(kind)
    return about(told) if about else str(KINDS[kind])


def step(kind: str, code: str, done: int, total: int) -> str:
    """What is being done now, and how much of it; empty for a step without words."""
    words = STEPS.get(f"{kind}.{code}")
    said = {"done": formats.count(done), "total": formats.count(total)}
    return str(words) % said if words else ""


def outcome(kind: str, came: Mapping[str, Any]) -> str:
    """What came of the work."""
    said = OUTCOMES.get(kind)
    return said(came) if said and came else ""


SENTENCES = {
    "order_refused": _("This work cannot be ordered or changed now. Look at the list of work."),
    "order_refused.role": _("This role does not order such work. Ask one of these: %(roles)s."),
    "order_refused.begun": _(
        "The work has begun already, so it was not cancelled. Look at how far it is."
    ),
    "order_refused.over": _("The work has ended already. Look at what came of it."),
    "order_interrupted": _(
        "The work was interrupted %(times)s times, so it was given up and nothing was changed. "
        "Order it again when the portal’s machine is well."
    ),
    "order_broken": _(
        "The work broke off %(times)s times, so it was given up and nothing was changed. "
        "Whoever runs the portal finds the reason in its log."
    ),
}
