"""The checks of a run: what passes, what fails, and what a person should look at before approving.

Each check is a small pure function of the facts; the facts are gathered in run_check_facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from sqlalchemy.orm import Session

from portal.services.runs.run_check_facts import SUMS, Facts, facts_of
from portal.services.settlement.history import approvals_so_far
from portal.services.settlement.summary import run_by_code

State = Literal["passes", "look", "fails"]
Unit = Literal[
    "cents", "people", "titles", "libraries", "doubts", "disputes", "values", "none"
]  # fmt: skip


@dataclass(frozen=True)
class Check:
    """A check and what it found: `found` is None where it could not be known.

    `more_cents` is money that the finding is about; `listed` says whether its things can be seen.
    """

    code: str
    state: State
    found: int | None
    unit: Unit = "none"
    more_cents: int | None = None
    listed: bool = False


def checks(session: Session, data_dir: Path, code: str, today: date) -> tuple[Check, ...]:
    """Every check of a run; raises NotFound."""
    run = run_by_code(session, code)
    return judged(facts_of(session, data_dir, run, today, approvals_so_far(session)))


def judged(facts: Facts) -> tuple[Check, ...]:
    """The checks that the facts call for, in their order; the ledger's only once there is one."""
    found = (judge(facts) for judge in _JUDGES)
    return tuple(one for one in found if one is not None)


def asking(found: Iterable[Check]) -> tuple[Check, ...]:
    """The checks that do not pass: whoever approves says that they were looked at."""
    return tuple(one for one in found if one.state != "passes")


def _fails(code: str, found: int | None, unit: Unit, *, listed: bool = False) -> Check:
    """Nothing may be found; not to know is a failure too."""
    state: State = "passes" if found == 0 else "fails"
    return Check(code, state, found, unit, listed=listed and bool(found))


def _look(code: str, found: int | None, unit: Unit, *, cents: int | None = None,
          listed: bool = True) -> Check:  # fmt: skip
    """Something that is found is not wrong, but a person should see it."""
    state: State = "passes" if found == 0 else "look"
    return Check(code, state, found, unit, cents if found else None, listed and bool(found))


def _snapshot(f: Facts) -> Check:
    return Check("snapshot", "passes" if f.header is not None else "fails", None)


def _recomputed(f: Facts) -> Check:
    if f.recomputed is None:
        return Check("recomputed", "look", None)
    return Check("recomputed", "passes" if f.recomputed == f.run.digest else "fails", 1)


def _lines(f: Facts) -> Check:
    off = None if f.lines is None else abs(f.lines.entitled_cents - f.sums["entitled"])
    return _fails("lines", off, "cents")


def _people(f: Facts) -> Check:
    off = sum(abs(f.sums[name] - getattr(f.run, name)) for name in SUMS)
    return _fails("people", off or abs(f.sums["people"] - f.run.people), "cents")


def _ledger(f: Facts) -> Check | None:
    if f.run.state != "approved":
        return None
    off = sum((
        abs(f.sums["payable"] - f.run.net_cents),
        abs(f.sums["tax"] - f.run.tax_cents),
        abs(f.sums["paid"] - f.run.net_cents),
    ))  # fmt: skip
    return _fails("ledger", off, "cents")


def _of_people(code: str) -> Callable[[Facts], Check]:
    return lambda f: _fails(code, f.people[code], "people", listed=True)


def _some_people(code: str) -> Callable[[Facts], Check]:
    return lambda f: _look(code, f.people[code], "people")


def _parts(f: Facts) -> Check:
    return _fails("parts", None if f.lines is None else f.lines.too_many_parts, "titles")


def _terms(f: Facts) -> Check:
    found = None if f.header is None else len(f.changed_terms)
    return _look("terms", found, "values", listed=False)


def _values(f: Facts) -> Check:
    return _look("values", f.sums["values"], "values")


def _coverage(f: Facts) -> Check:
    found = None if f.header is None else len(f.stopped_libraries)
    return _look("coverage", found, "libraries")


def _doubts(f: Facts) -> Check:
    return _look("doubts", f.doubts, "doubts", listed=False)


def _disputes(f: Facts) -> Check:
    money = f.run.disputed_cents
    if not f.sums["disputes"] and not money:
        return Check("disputes", "passes", 0, "disputes")
    return Check("disputes", "look", f.sums["disputes"], "disputes", money)


def _sample(f: Facts) -> Check:
    if f.sums["wrong"]:
        return Check("sample", "fails", f.sums["wrong"], "people")
    return Check("sample", "passes" if f.sums["right"] else "look", f.sums["right"], "people")


def _entered_since(f: Facts) -> Check | None:
    """Only of a draft: an approved run is not calculated again."""
    return None if f.run.state == "approved" else _some_people("entered_since")(f)


def _stale(f: Facts) -> Check:
    return Check("stale", "fails" if f.stale else "passes", None)


def _preview(f: Facts) -> Check:
    return Check("preview", "fails" if f.run.preview else "passes", None)


_JUDGES: tuple[Callable[[Facts], Check | None], ...] = (
    _preview, _stale, _snapshot, _recomputed, _lines, _people, _of_people("people_periods"),
    _ledger, _of_people("negative"), _of_people("twice"), _of_people("caps"),
    _of_people("threshold"), _of_people("expired"), _parts, _terms, _values, _coverage, _doubts,
    _disputes, _sample, _some_people("no_card"), _some_people("staff"), _some_people("merged"),
    _some_people("closed"), _some_people("withdrawn"), _entered_since,
)  # fmt: skip
