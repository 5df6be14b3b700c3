"""Words about proposed values: their states, their shadow runs, and refusals."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.kernel.identity import SYSTEM
from portal.wording import formats


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


STATES: dict[str, LazyString] = {
    "shadow": _l("Being tried in the shadow"),
    "proposed": _l("Waits for a decision"),
    "approved": _l("Approved"),
    "refused": _l("Refused"),
    "withdrawn": _l("Withdrawn"),
}
TAGS = {"shadow": "plain", "proposed": "warn", "approved": "", "refused": "error",
        "withdrawn": "plain"}  # fmt: skip
NEWS: dict[str, LazyString] = {
    "usage_imported": _l("loans were imported"),
    "unmatched_decided": _l("loans were given to an edition"),
    "unmatched_undone": _l("loans were taken back from an edition"),
    "catalogue_imported": _l("a file of works was imported"),
    "people_imported": _l("a file of people was imported"),
    "parameters_imported": _l("a file of rules was imported"),
    "parameters_approved": _l("another rule was approved"),
    "run_approved": _l("a run was approved"),
}

SENTENCES = {
    "proposal_refused": _("The value was not proposed. Look at what holds now, and try again."),
    "proposal_refused.role": _("This role proposes no values. Ask one of these: %(roles)s."),
    "proposal_refused.why": _(
        "Say why the value should change, in at least %(least)s letters. "
        "The approver and everybody after reads it."
    ),
    "proposal_refused.long": _(
        "The reason is longer than %(longest)s letters. Say it in fewer words."
    ),
    "proposal_refused.same": _(
        "%(name)s is %(value)s already, so nothing would change. Write another value."
    ),
    "proposal_refused.open": _(
        "Another proposal for this value waits already. Decide it or withdraw it first."
    ),
    "proposal_refused.past": _(
        "What an approved run went by stays as it was. Let the value hold from %(earliest)s or "
        "later. To correct a year that was paid, name its loan year."
    ),
    "proposal_refused.many": _(
        "The file has more than %(most)s values. Make several files of it, so that people can "
        "look at each value."
    ),
    "proposal_not_decided": _("The proposal cannot be decided so. Look at it again."),
    "proposal_not_decided.role": _("This role does not decide here. Ask one of these: %(roles)s."),
    "proposal_not_decided.own": _(
        "You proposed this value, so another person decides. Ask a colleague who approves."
    ),
    "proposal_not_decided.not_own": _(
        "Only the person who proposed the value withdraws it. An approver can refuse it."
    ),
    "proposal_not_decided.interest": _(
        "This value changes money that is yours, or of somebody you act for. Ask another approver."
    ),
    "proposal_not_decided.decided": _(
        "The proposal is closed already. Look at how it was decided."
    ),
    "proposal_not_decided.shadow": _(
        "The run in the shadow has not ended. Wait for it, or start it again."
    ),
    "proposal_not_decided.old": _(
        "Facts have changed since the run in the shadow. Run it again, then decide."
    ),
    "proposal_not_decided.other": _(
        "The run in the shadow is not the one that you saw. Look at the numbers again."
    ),
    "proposal_not_decided.why": _(
        "Say why, in at least %(least)s letters. The person who proposed the value reads it."
    ),
    "proposal_not_decided.long": _(
        "The reason is longer than %(longest)s letters. Say it in fewer words."
    ),
}


class Origin(Protocol):
    """What the words need of where a value comes from."""

    @property
    def way(self) -> str:
        """Shipped, file, command or proposal."""

    @property
    def at(self) -> datetime | None:
        """When it came (UTC)."""

    @property
    def by(self) -> str:
        """Who brought or proposed it."""

    @property
    def approved_by(self) -> str:
        """Who approved it."""


def origin(came: Origin) -> str:
    """Where a value comes from, in a line."""
    at = formats.moment(came.at) if came.at else ""
    by = str(_BY_ITSELF) if came.by == SYSTEM.label else came.by
    return str(_ORIGINS[came.way]) % {"by": by, "approved_by": came.approved_by, "at": at}


_BY_ITSELF = _l("the portal, by itself")
_ORIGINS: dict[str, LazyString] = {
    "shipped": _l("Comes with the portal"),
    "file": _l("From a file: %(by)s, %(at)s"),
    "command": _l("By command: %(by)s, %(at)s"),
    "proposal": _l("Proposed by %(by)s, approved by %(approved_by)s, %(at)s"),
}
