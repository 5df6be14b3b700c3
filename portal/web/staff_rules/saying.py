"""Words of the pages about the rules and their proposals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.kernel.dated import DatedValue
from portal.kernel.identity import Identity
from portal.services.access.permissions import allowed, only_unproved
from portal.services.proposals.proposal_pages import ProposalSeen, ShadowSeen
from portal.services.proposals.rule_pages import Number
from portal.wording import formats, proposals, rule_names, terms
from portal.wording.rule_names import name, reach, subject_of, written

__all__ = ["name", "proposals", "reach", "rule_names", "written"]
ROWS = ("gross", "tax", "net", "waiting", "disputed", "owed")


@dataclass(frozen=True)
class Rights:
    """What this staff member may do with this proposal now."""

    decide: bool
    withdraw: bool
    try_again: bool


def rights(found: ProposalSeen, identity: Identity) -> Rights:
    """Which buttons the page of a proposal has."""
    own = identity.actor.staff_id == found.proposer_id
    may = {
        right: allowed(right, identity) or only_unproved(right, identity)
        for right in ("staff.rules.approve", "staff.rules.propose", "staff.rules.try")
    }
    old = found.shadow is not None and bool(found.shadow.news)
    stopped = found.state == "shadow" and found.order_state in ("failed", "cancelled", "done", "")
    return Rights(
        decide=found.is_open and not own and may["staff.rules.approve"],
        withdraw=found.is_open and own and may["staff.rules.propose"],
        try_again=found.is_open and may["staff.rules.try"] and (old or stopped),
    )


def by_subject(found: Iterable[Number]) -> list[tuple[str, list[Number]]]:
    """The numbers under the titles of their subjects; a subject without numbers is left out."""
    groups: dict[str, list[Number]] = {code: [] for code in rule_names.SUBJECTS}
    for one in found:
        groups[subject_of(one.name)].append(one)
    return [(str(rule_names.SUBJECTS[code][0]), of) for code, of in groups.items() if of]


def value_in_words(value: DatedValue) -> str:
    """A value, and which loan year and kind it is for."""
    for_what = reach(value)
    if not for_what:
        return written(value)
    return _("%(value)s, %(reach)s", value=written(value), reach=for_what)


def change(found: ProposalSeen) -> str:
    """From what to what, in a line."""
    after = written(found.value)
    if found.value.status == "withdrawn":
        return _("%(value)s is taken back", value=after)
    if found.state == "approved":
        return after  # what held before it is not what holds now
    if found.before is None:
        return _("Not set, then %(value)s", value=after)
    return _("%(before)s, then %(after)s", before=written(found.before), after=after)


def headline(seen: ShadowSeen) -> str:
    """What the shadow run says, first of all."""
    difference = seen.after["net"] - seen.before["net"]
    if not seen.gaining and not seen.losing:
        return _("Nobody gains and nobody loses in the next run.")
    if difference == 0:
        return _("The sum after tax stays the same.")
    sum_ = formats.money(abs(difference))
    if difference > 0:
        return _("The next run pays %(sum)s more after tax.", sum=sum_)
    return _("The next run pays %(sum)s less after tax.", sum=sum_)


def gaining(seen: ShadowSeen) -> str:
    """How many gain."""
    return ngettext("%(num)s person gains", "%(num)s people gain", seen.gaining)


def losing(seen: ShadowSeen) -> str:
    """How many lose."""
    return ngettext("%(num)s person loses", "%(num)s people lose", seen.losing)


def to_zero(seen: ShadowSeen) -> str:
    """How many fall to nothing."""
    return ngettext(
        "%(num)s person would be paid nothing",
        "%(num)s people would be paid nothing",
        seen.to_zero,
    )


def run(seen: ShadowSeen) -> str:
    """Which run was tried."""
    return _(
        "%(kind)s of %(day)s", kind=terms.PAYMENT_KINDS[seen.kind], day=formats.day(seen.pays_on)
    )


def holds(seen: ShadowSeen) -> str:
    """How far the value reaches into that run."""
    return {
        "now": _("The value holds on that day, and the run would go by it."),
        "later": _("The value does not hold on that day yet. The numbers show it as if it did."),
        "none": _("No payment goes by this number, so no sum changes."),
    }[seen.reach]


def undecided(seen: ShadowSeen) -> str:
    """Loans that were left out, because nobody has decided their rate."""
    before, after = (
        formats.listed([f"{year}, {terms.KINDS[kind]}" for year, kind in side])
        for side in seen.undecided
    )
    if not before:
        return ""
    if not after:
        return _("Without the value there is no rate for loans of %(years)s, and they pay "
                 "nothing.", years=before)  # fmt: skip
    return _("There is no rate for loans of %(years)s, so they are left out.", years=after)


def news(seen: ShadowSeen) -> str:
    """Why the shadow run is old."""
    return formats.listed([str(proposals.NEWS[event]) for event in seen.news])


def sums(seen: ShadowSeen) -> list[tuple[str, int, int]]:
    """What is paid with and without, row by row; cents."""
    words = {
        "gross": _("Before tax"),
        "tax": _("Tax withheld"),
        "net": _("After tax"),
        "waiting": _("Waits below the smallest payment"),
        "disputed": _("Disputed"),
        "owed": _("Paid too much, to be set off later"),
    }
    return [(words[row], seen.before[row], seen.after[row]) for row in ROWS]


def difference(cents: int) -> str:
    """A difference with its sign."""
    if cents > 0:
        return f"+{formats.money(cents)}"
    return formats.money(cents)
