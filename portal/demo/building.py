"""Builds the demo's portal, step by step, through the services that commands and pages use.

Each step is a transaction of its own, under the day on which it would have happened.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.commands import progress
from portal.demo import (
    accounts,
    cards,
    counting,
    details,
    generate,
    letters,
    moments,
    proposing,
    records,
    sharing,
    suggesting,
    visiting,
)
from portal.kernel.identity import SYSTEM
from portal.kernel.money import cents_from_text
from portal.services.access import staff
from portal.services.adding import catalogue
from portal.services.base import upgrading
from portal.services.parameters import parameters
from portal.services.people import people
from portal.services.settlement import approving, calculating
from portal.services.settlement.collecting import Order
from portal.services.settlement.summary import RunSummary
from portal.services.usage import usage_import
from portal.services.usage.usage_import import ImportOrder
from portal.store.session import engine_for, transaction

DATA = Path(__file__).parent / "data"
HELMET_IMPORTED = date(2018, 3, 15)
GENERATED_YEARS = tuple(generate.TREND)
Transaction = Callable[[], AbstractContextManager[Session]]


class DemoFileDiffers(Exception):
    """A programming mistake: the demo's files do not say what the portal makes of them."""


@dataclass(frozen=True)
class Builder:
    """Where to build: transactions of an empty database, its data folder, the demo's day."""

    begin: Transaction
    data_dir: Path
    today: date

    def people(self) -> None:
        """People, their works and the demo's own rates, with the days that the files say."""
        with self.begin() as session:
            people.import_people(session, DATA / "people.csv", today=self.today, actor=SYSTEM)
        with self.begin() as session:
            file = DATA / "catalogue.csv"
            catalogue.import_catalogue(session, file, today=self.today, actor=SYSTEM)
        with self.begin() as session:
            parameters.import_file(session, DATA / "parameters.toml", SYSTEM)

    def staff(self) -> None:
        """The invented staff; an id follows from the name, and the file says it too."""
        with self.begin() as session:
            for member in accounts.said()["staff"]:
                code = staff.add_staff(session, member["name"], member["role"], None, SYSTEM)
                if code != member["id"]:
                    raise DemoFileDiffers(member["id"], code)

    def loans(self, path: Path, source: str, day: date) -> None:
        """One import of loans."""
        with self.begin() as session:
            order = ImportOrder((path,), source)
            usage_import.import_usage(session, self.data_dir, order, today=day, actor=SYSTEM)

    def run(self, said: dict[str, Any], found: list[RunSummary]) -> None:
        """Calculates a run, and approves it where it says when."""
        officer, *approvers = accounts.staff_ids("officer", "approver")
        order = Order(said["kind"], said["date"], said["cutoff"], _stated(said))
        with self.begin() as session:
            actor = staff.actor(session, officer, said["calculated"])
            run = calculating.calculate_run(
                session, self.data_dir, "lending", order, today=said["calculated"], actor=actor
            )
        if "approved" in said:
            for approver in approvers:
                run = self._approve(run, approver, said["approved"])
        found.append(run)

    def moments(self) -> None:
        """The days of all steps, where the services wrote down the moment of the building."""
        with self.begin() as session:
            moments.of_imports(session, import_days())
            moments.of_runs(session, said_runs())

    def cards(self) -> None:
        """The tax cards of this year."""
        with self.begin() as session:
            cards.of_year(session, self.today)

    def details(self) -> None:
        """What the people said of themselves."""
        with self.begin() as session:
            details.say(session, self.data_dir, self.today)

    def records(self) -> None:
        """What a bibliography says of editions."""
        with self.begin() as session:
            records.keep(session, self.today)

    def suggesting(self) -> None:
        """What may be the works of some of them."""
        with self.begin() as session:
            suggesting.say(session, self.data_dir, self.today)

    def sharing(self) -> None:
        """What is said of shared works, and who is invited."""
        with self.begin() as session:
            sharing.say(session, self.data_dir, self.today)

    def doubled(self) -> None:
        """A person who registered a second time, for the office to find."""
        with self.begin() as session:
            people.import_people(session, DATA / "doubled.csv", today=self.today, actor=SYSTEM)

    def visits(self) -> None:
        """A visit by customer service, and one that waits."""
        with self.begin() as session:
            visiting.say(session, self.today)

    def letters(self) -> None:
        """Letters, questions and answers of the last weeks."""
        with self.begin() as session:
            letters.write(session, self.today)

    def _approve(self, run: RunSummary, approver: str, day: date) -> RunSummary:
        with self.begin() as session:
            return approving.approve_run(
                session, self.data_dir, run.run, approver, run.digest, today=day
            )


def build(database_url: str, data_dir: Path, today: date) -> list[RunSummary]:
    """Builds the whole demo in an empty folder; returns its runs in order."""
    upgrading.upgrade(database_url)
    engine = engine_for(database_url)
    found: list[RunSummary] = []
    try:
        builder = Builder(partial(transaction, engine), data_dir, today)
        builder.people()
        builder.staff()
        steps = sorted(_steps(builder, found), key=lambda dated: dated[0])
        for _day, step in progress.through(steps, _("Building the demo"), total=len(steps)):
            step()
        counting.count(database_url, data_dir)
        builder.moments()
        builder.cards()
        builder.details()
        builder.records()
        builder.sharing()
        builder.suggesting()
        builder.doubled()
        builder.visits()
        builder.letters()
        proposing.propose(database_url, data_dir, today)
    finally:
        engine.dispose()
    return found


def _steps(builder: Builder, found: list[RunSummary]) -> Iterator[tuple[date, Callable[[], None]]]:
    """Imports of loans and runs, each with the day on which it happens."""
    first, *days = import_days()
    yield first, partial(builder.loans, generate.HELMET, "HelMet-kirjastot", first)
    for year, day in zip(GENERATED_YEARS, days, strict=True):
        path = generate.file_of(year)
        yield day, partial(builder.loans, path, f"Generated from HelMet, {year}", day)
    for said in said_runs():
        yield said["calculated"], partial(builder.run, said, found)


def import_days() -> list[date]:
    """The day of each import of loans, oldest first."""
    return [HELMET_IMPORTED, *(date(year + 1, 3, 15) for year in GENERATED_YEARS)]


def said_runs() -> list[dict[str, Any]]:
    """The runs of the demo's file, in order."""
    runs: list[dict[str, Any]] = tomllib.loads((DATA / "runs.toml").read_text("utf-8"))["run"]
    return runs


def _stated(said: dict[str, Any]) -> tuple[calculating.Stated, ...]:
    money = said.get("undistributed", {})
    return tuple(
        calculating.undistributed(int(year), cents_from_text(euro)) for year, euro in money.items()
    )
