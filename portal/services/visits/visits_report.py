"""The weekly report of support visits, for whoever controls them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from portal.kernel.errors import Refusal
from portal.kernel.names import folded
from portal.rules import visits as rules
from portal.services.parameters import parameters
from portal.store.access import SupportVisit
from portal.store.payments import Payment
from portal.store.people import Party, PartyName, Staff
from portal.store.preferences import Preference

FIRST_HOUR, LAST_HOUR = 7, 18
"""Office hours in Helsinki: from seven to eighteen, Monday to Friday."""
WATCHED = timedelta(days=365)
_ZONE = ZoneInfo("Europe/Helsinki")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")


class WeekUnreadable(Refusal):
    """The text is no week such as 2026-W42."""

    code = "week_unreadable"


@dataclass(frozen=True)
class Week:
    """A week from Monday to Sunday by ISO 8601, its code such as 2026-W42."""

    code: str
    first: date

    @property
    def last(self) -> date:
        """The Sunday."""
        return self.first + timedelta(days=6)

    @property
    def before(self) -> str:
        """The code of the week before."""
        return code_of(self.first - timedelta(days=7))

    @property
    def after(self) -> str:
        """The code of the week after."""
        return code_of(self.first + timedelta(days=7))


@dataclass(frozen=True)
class ReportedVisit:
    """One visit that began in the week, and what a controller should know of it."""

    started_at: datetime
    staff: str
    person: str
    name: str
    reason: str
    consent: str
    colleague: str
    mode: str
    out_of_hours: bool
    maybe_related: bool
    top_earner: bool

    @property
    def without_code(self) -> bool:
        """The author did not agree herself."""
        return self.consent != "code"

    @property
    def break_glass(self) -> bool:
        """An emergency."""
        return self.consent == "break_glass"


@dataclass(frozen=True)
class ByStaff:
    """The visits of one staff member in the week, counted."""

    staff: str
    visits: int
    without_code: int
    out_of_hours: int
    maybe_related: int
    top_earners: int
    break_glass: int


@dataclass(frozen=True)
class VisitsReport:
    """A week's visits by staff and one by one; `watched` is how many top earners there are."""

    week: Week
    watched: int
    by_staff: tuple[ByStaff, ...]
    visits: tuple[ReportedVisit, ...]


def code_of(day: date) -> str:
    """The code of the week in which a day lies."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"


def week_of(text: str, today: date) -> Week:
    """The week that a text names, this one without a text; raises WeekUnreadable."""
    code = text.strip().upper() or code_of(today)
    named = _WEEK.fullmatch(code)
    try:
        if named is None:
            raise ValueError(code)
        return Week(code, date.fromisocalendar(int(named[1]), int(named[2]), 1))
    except (ValueError, OverflowError) as error:
        raise WeekUnreadable(week=text[:20]) from error


def report(session: Session, week: Week, today: date) -> VisitsReport:
    """What a controller reads of a week."""
    watched = rules.top_earners(parameters.book(session), today)
    rows = _rows(session, week)
    parties = {row[0].party_id for row in rows}
    top = _top_earners(session, watched, week.last)
    names, places = _names(session, parties), _places(session, rows)
    found = tuple(_reported(row, top, names, places) for row in rows)
    staff = sorted({one.staff for one in found})
    return VisitsReport(week, watched, tuple(_counted(name, found) for name in staff), found)


def _rows(session: Session, week: Week) -> Sequence[Any]:
    begin = datetime.combine(week.first, time(), _ZONE).astimezone(UTC)
    end = datetime.combine(week.first + timedelta(days=7), time(), _ZONE).astimezone(UTC)
    colleague = aliased(Staff)
    return session.execute(
        select(SupportVisit, Staff, colleague.name, Party.code, Party.name)
        .join(Staff, Staff.id == SupportVisit.staff_id)
        .join(Party, Party.id == SupportVisit.party_id)
        .outerjoin(colleague, colleague.id == SupportVisit.approved_by_id)
        .where(SupportVisit.started_at >= begin, SupportVisit.started_at < end)
        .order_by(SupportVisit.started_at, SupportVisit.id)
    ).all()


def _reported(
    row: Any, top: Collection[int], names: dict[int, list[str]], places: dict[int, str]
) -> ReportedVisit:
    visit, staff, colleague, code, name = row
    same_name = surname(staff.name) in {
        surname(one) for one in [name, *names.get(visit.party_id, [])]
    }
    home = places.get(staff.party_id or 0)
    same_place = home is not None and home == places.get(visit.party_id)
    return ReportedVisit(
        visit.started_at, staff.name, code, name, visit.reason, visit.consent, colleague or "",
        visit.mode, out_of_hours(visit.started_at), same_name or same_place,
        visit.party_id in top,
    )  # fmt: skip


def surname(name: str) -> str:
    """The last word of a name, folded; a name with a comma says its surname first."""
    before, comma, _after = name.partition(",")
    words = folded(before if comma else name).split()
    return words[-1] if words else ""


def out_of_hours(at: datetime) -> bool:
    """Whether a moment lies outside of office hours in Helsinki, or on a weekend."""
    local = at.astimezone(_ZONE)
    return local.weekday() >= 5 or not FIRST_HOUR <= local.hour < LAST_HOUR


def _counted(staff: str, visits: Sequence[ReportedVisit]) -> ByStaff:
    own = [one for one in visits if one.staff == staff]
    return ByStaff(
        staff,
        len(own),
        sum(one.without_code for one in own),
        sum(one.out_of_hours for one in own),
        sum(one.maybe_related for one in own),
        sum(one.top_earner for one in own),
        sum(one.break_glass for one in own),
    )


def _top_earners(session: Session, number: int, until: date) -> set[int]:
    """Who was paid most in the year that ends with a day."""
    query = (
        select(Payment.party_id)
        .where(Payment.pays_on <= until, Payment.pays_on > until - WATCHED)
        .group_by(Payment.party_id)
        .order_by(func.sum(Payment.gross_cents).desc(), Payment.party_id)
        .limit(number)
    )
    return set(session.scalars(query))


def _names(session: Session, parties: Collection[int]) -> dict[int, list[str]]:
    """Other names of the visited that stand for them; a pen name says nothing of relatives."""
    found: dict[int, list[str]] = {}
    query = select(PartyName.party_id, PartyName.name).where(
        PartyName.party_id.in_(parties),
        PartyName.state == "confirmed",
        PartyName.kind != "pen_name",
    )
    for party, name in session.execute(query):
        found.setdefault(party, []).append(name)
    return found


def _places(session: Session, rows: Sequence[Any]) -> dict[int, str]:
    """Post addresses of the visited and of the visitors that are payees themselves, folded."""
    parties = {row[0].party_id for row in rows} | {row[1].party_id for row in rows} - {None}
    kept = session.scalars(select(Preference).where(Preference.party_id.in_(parties)))
    return {
        one.party_id: folded(f"{one.street} {one.post_code}")
        for one in kept
        if one.street and one.post_code
    }
