"""Words of the office's day: what waits, where it is done, what comes, what went wrong."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.services.office.today import Item, NextDay
from portal.services.verification.verify_outcomes import ENDED, Outcome
from portal.web.access import opens
from portal.wording import formats

PLACES = {
    "questions": "staff_messages.index",
    "names": "staff_messages.names",
    "disputes": "staff_works.disputes",
    "disagreeing": "staff_works.index",
    "visits": "visits.index",
    "proposals": "staff_rules.proposals",
    "runs": "staff_runs.index",
    "orders": "staff_today.orders",
    "loans": "staff_loans.index",
    "break_glass": "visits.index",
    "emails": "staff_messages.letters",
    "chain": "staff_audit.index",
    "faults": "staff_audit.index",
    "unchecked": "staff_audit.index",
}


def waits(item: Item) -> str:
    """How many of what wait."""
    number = item.number
    words = {
        "questions": ngettext("%(num)s question to answer", "%(num)s questions to answer", number),
        "names": ngettext("%(num)s name to confirm", "%(num)s names to confirm", number),
        "disputes": ngettext("%(num)s dispute to decide", "%(num)s disputes to decide", number),
        "disagreeing": ngettext(
            "%(num)s edition whose entries disagree",
            "%(num)s editions whose entries disagree",
            number,
        ),
        "visits": ngettext(
            "%(num)s visit that a colleague asks for",
            "%(num)s visits that colleagues ask for",
            number,
        ),
        "proposals": ngettext(
            "%(num)s proposal for the rules", "%(num)s proposals for the rules", number
        ),
        "runs": ngettext("%(num)s run to approve", "%(num)s runs to approve", number),
    }
    return words[item.code]


def alarm(item: Item) -> str:
    """What went wrong lately."""
    number = item.number
    words = {
        "faults": ngettext(
            "The last check found %(num)s fault. Approve and pay nothing until it is mended.",
            "The last check found %(num)s faults. Approve and pay nothing until they are mended.",
            number,
        ),
        "unchecked": ngettext(
            "Nothing was checked for %(num)s day. Ask whether the worker runs.",
            "Nothing was checked for %(num)s days. Ask whether the worker runs.",
            number,
        ),
        "chain": ngettext(
            "The audit chain has %(num)s row that does not fit",
            "The audit chain has %(num)s rows that do not fit",
            number,
        ),
        "orders": ngettext(
            "%(num)s long job failed in the last two weeks",
            "%(num)s long jobs failed in the last two weeks",
            number,
        ),
        "break_glass": ngettext(
            "%(num)s visit began in an emergency",
            "%(num)s visits began in an emergency",
            number,
        ),
        "emails": ngettext(
            "%(num)s e-mail address was refused", "%(num)s e-mail addresses were refused", number
        ),
        "loans": ngettext(
            "%(num)s library system reported last time, and not yet this year",
            "%(num)s library systems reported last time, and not yet this year",
            number,
        ),
    }
    return words[item.code]


def verified(outcome: Outcome | None) -> str:
    """When everything was last checked, where nothing was found; faults are said by the alarm."""
    if outcome is None:
        return _("The nightly check of everything has not run yet.")
    if outcome.findings:
        return ""
    return _(
        "Everything was checked on %(moment)s, and all of it holds.",
        moment=formats.moment(outcome.at),
    )


def coming(day: NextDay) -> str:
    """What happens on a day that comes."""
    if day.code == "last_day":
        return _("Last day for works of the autumn payment") if day.kind == "autumn" else _(
            "Last day for works of the spring payment"
        )  # fmt: skip
    if day.code == "payment":
        return _("The autumn payment") if day.kind == "autumn" else _("The spring payment")
    if day.code == "answers":
        return ngettext(
            "First answer due in %(num)s dispute", "First answer due in %(num)s disputes",
            day.number,
        )  # fmt: skip
    return _expiry(day)


def _expiry(day: NextDay) -> str:
    if day.cents is None:
        return _(
            "Loans of %(year)s expire. Nothing waits below the smallest payment.",
            year=day.loan_year,
        )
    return ngettext(
        "Loans of %(year)s expire: %(sum)s before tax waits for %(num)s person",
        "Loans of %(year)s expire: %(sum)s before tax waits for %(num)s people",
        day.number,
        year=day.loan_year,
        sum=formats.money(day.cents),
    )


def place(item: Item) -> str:
    """Where it is done; empty where this role, or this portal, has no such page."""
    endpoint = PLACES[item.code]
    event = ENDED if item.code == "faults" else None
    return url_for(endpoint, event=event) if opens(endpoint) else ""
