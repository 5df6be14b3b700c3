"""Words of the runs: states, stages, checks and what they found, comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.kernel.errors import Refusal
from portal.services.runs.run_checks import Check
from portal.services.runs.run_comparison import Headline
from portal.services.runs.run_review import Head
from portal.services.settlement.summary import RunSummary
from portal.web.money.chains import Row
from portal.web.staff_runs.check_words import LABELS
from portal.wording import formats
from portal.wording import sentence as sentence_of
from portal.wording.rule_names import name as rule_name

__all__ = ["LABELS", "rule_name"]

KINDS = {"autumn": _l("Autumn run"), "spring": _l("Spring run")}
STATES = {"draft": _l("Draft"), "preview": _l("Preview"), "approved": _l("Approved")}
STATE_TAGS = {"draft": "warn", "preview": "plain", "approved": ""}
STAGES = {
    "inputs": _l("Inputs"),
    "calculate": _l("Calculate"),
    "review": _l("Review"),
    "approve_first": _l("Approve, first"),
    "approve_second": _l("Approve, second"),
}
SPOKEN = {"done": _l("Done:"), "now": _l("Now:"), "coming": _l("Still to come:")}
RESULTS = {"passes": _l("Passes"), "look": _l("Look"), "fails": _l("Fails")}
RESULT_TAGS = {"passes": "", "look": "warn", "fails": "error"}
_FIRST = ("fails", "look", "passes")
VERDICTS = {"right": _l("Right, to the cent"), "wrong": _l("Wrong")}
GROUPS = {
    "highest": _l("Highest sums"),
    "median": _l("Around the middle"),
    "lowest": _l("Lowest sums"),
    "special": _l("Additional, disputed or set off"),
}
SHORT_DIGEST = 12
SEEN_BY_STAFF = ("/rules",)
"""Addresses that are not an author's own."""


@dataclass(frozen=True)
class CheckLine:
    """A check as the table shows it; `href` leads to what it found, empty where nothing does."""

    label: str
    found: str
    result: str
    tag: str
    href: str


def checks(code: str, loan_years: Sequence[int], found: Iterable[Check]) -> list[CheckLine]:
    """The checks in words: what fails and what asks for a look comes first."""
    return [
        CheckLine(
            label=str(LABELS[one.code]),
            found=_found(one),
            result=str(RESULTS[one.state]),
            tag=RESULT_TAGS[one.state],
            href=_href(code, loan_years, one),
        )
        for one in sorted(found, key=lambda one: _FIRST.index(one.state))
    ]


def digest(text: str) -> str:
    """The beginning of a digest, in fours, for people."""
    return " ".join(text[at : at + 4] for at in range(0, SHORT_DIGEST, 4))


def years(loan_years: Sequence[int]) -> str:
    """Loan years as a range: 2022–2025."""
    if not loan_years:
        return ""
    first, last = loan_years[0], loan_years[-1]
    return str(first) if first == last else f"{first}–{last}"


def calculated(head: Head) -> str:
    """Who calculated when."""
    at = formats.moment(head.calculated_at)
    if not head.calculated_by:
        return _("Calculated %(moment)s, by command.", moment=at)
    return _("Calculated %(moment)s by %(name)s.", moment=at, name=head.calculated_by)


def named(run: RunSummary) -> str:
    """What is approved: "Run 2026-autumn-1, 12,031 people, €8,634,346.12 after tax, digest 9f…"."""
    return ngettext(
        "Run %(run)s, %(people)s person, %(net)s after tax, digest %(digest)s",
        "Run %(run)s, %(people)s people, %(net)s after tax, digest %(digest)s",
        run.people, run=run.run, people=formats.count(run.people),
        net=formats.money(run.net_cents), digest=digest(run.digest),
    )  # fmt: skip


def button(run: RunSummary) -> str:
    """The words on the button that approves."""
    return ngettext(
        "Approve %(net)s for %(people)s person", "Approve %(net)s for %(people)s people",
        run.people, net=formats.money(run.net_cents), people=formats.count(run.people),
    )  # fmt: skip


def change(ppm: int | None) -> str:
    """A change in per cent with one decimal and its sign: +2.1 %."""
    if ppm is None:
        return _("Nothing was paid then")
    tenths = (abs(ppm) + 500) // 1000 * 1000
    sign = "+" if ppm >= 0 else formats.MINUS
    return f"{sign}{formats.percent(tenths)}"


def against(found: Headline) -> str:
    """The heading of the comparison."""
    return _("Against %(run)s", run=found.before.run)


def by(cents: int) -> str:
    """A difference of sums with its sign."""
    return f"+{formats.money(cents)}" if cents > 0 else formats.money(cents)


def microcents(amount: int | None) -> str:
    """Shares of lines in whole cents."""
    return "–" if amount is None else formats.money(amount // 1_000_000)


def cents(amount: int | None) -> str:
    """Cents, or a dash where there is no such row."""
    return "–" if amount is None else formats.money(amount)


def rate(microcents_a_loan: int | None) -> str:
    """A rate, or that none is decided."""
    return _("not decided") if microcents_a_loan is None else formats.exact_money(microcents_a_loan)


def sentence(refusal: Refusal) -> str:
    """A refusal in words."""
    return sentence_of(refusal)


def for_the_office(steps: Iterable[Row], code: str, person: str) -> list[Row]:
    """Steps of an author's page without links to the author's own pages."""
    return [
        replace(step, factor_href=_public(step.factor_href), result_href=_public(step.result_href))
        for step in steps
    ]


def _public(href: str) -> str:
    return href if href.startswith(SEEN_BY_STAFF) else ""


def _href(code: str, loan_years: Sequence[int], one: Check) -> str:
    if one.code == "sample":
        return url_for("staff_runs.sample", code=code)
    if one.code == "doubts" and one.found and loan_years:
        return url_for("staff_loans.year", year=max(loan_years))
    if one.code == "disputes" and one.state != "passes":
        return url_for("staff_works.index")
    if not one.listed:
        return ""
    if one.code in ("coverage", "values"):
        return url_for("staff_runs.check", code=code, check=one.code)
    return url_for("staff_runs.people", code=code, check=one.code)


def _found(one: Check) -> str:
    special = _SPECIAL.get(one.code)
    if special is not None:
        return special(one)
    if one.found is None:
        return _("not known")
    words = _UNITS[one.unit](one.found)
    if one.more_cents is None:
        return words
    return _("%(found)s, %(sum)s", found=words, sum=formats.money(one.more_cents))


def _recomputed(one: Check) -> str:
    if one.found is None:
        return _("not done yet")
    return _("the same digest") if one.state == "passes" else _("another result")


_SPECIAL: dict[str, Callable[[Check], str]] = {
    "snapshot": lambda one: _("intact") if one.state == "passes" else _("changed or lost"),
    "recomputed": _recomputed,
    "stale": lambda one: _("none") if one.state == "passes" else _("another approved run"),
    "preview": lambda one: _("has passed") if one.state == "passes" else _("not yet: a preview"),
    "sample": lambda one: (
        _("%(number)s wrong", number=formats.count(one.found or 0))
        if one.state == "fails"
        else _("%(number)s right", number=formats.count(one.found or 0))
    ),
}
_UNITS: dict[str, Callable[[int], str]] = {
    "doubts": lambda n: ngettext(
        "%(number)s doubt", "%(number)s doubts", n, number=formats.count(n)
    ),
    "cents": lambda n: _("%(sum)s off", sum=formats.money(n)),
    "people": lambda n: ngettext(
        "%(number)s person", "%(number)s people", n, number=formats.count(n)
    ),
    "titles": lambda n: ngettext(
        "%(number)s title", "%(number)s titles", n, number=formats.count(n)
    ),
    "libraries": lambda n: ngettext(
        "%(number)s library system", "%(number)s library systems", n, number=formats.count(n)
    ),
    "disputes": lambda n: ngettext(
        "%(number)s open", "%(number)s open", n, number=formats.count(n)
    ),
    "values": lambda n: ngettext(
        "%(number)s value", "%(number)s values", n, number=formats.count(n)
    ),
}
