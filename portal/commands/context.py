"""What the commands share: settings, one transaction, who acts, and how a result is printed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlalchemy.orm import Session

from portal import settings
from portal.kernel.bibliographies import Bibliographies
from portal.kernel.identity import SYSTEM, Actor
from portal.services.access import staff
from portal.services.base import database
from portal.services.messages import posting
from portal.wording.letters import Letters

Command = TypeVar("Command", bound=Callable[..., Any])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
PATH = click.Path(exists=True, path_type=Path)
YEAR = click.IntRange(1, 9998)


@dataclass(frozen=True)
class Work:
    """One command's transaction: its session, its day, its data folder, and who acts."""

    session: Session
    today: date
    data_dir: Path
    actor: Actor


def database_url() -> str:
    """The database that the settings name."""
    return settings.read("commands").database_url


def places() -> tuple[str, Path]:
    """The database and the data folder of a worker, which needs every setting of the web."""
    read = settings.read("web")
    with database.transaction(read.database_url, writes=False):
        return read.database_url, read.data_dir


@dataclass(frozen=True)
class Mail:
    """How e-mail leaves: `server` None keeps it in the outbox; links begin with `base_url`."""

    server: posting.Server | None
    tries: int
    base_url: str


def mail() -> Mail:
    """How e-mail leaves, by the settings; raises MailUrlUnreadable."""
    read = settings.read("commands")
    server = posting.server(read.smtp_url, read.mail_from) if read.smtp_url else None
    return Mail(server, read.mail_tries, read.base_url)


def bibliographies() -> tuple[Bibliographies, Path]:
    """The bibliographies of the settings, and the data folder where their turns are kept."""
    read = settings.read("commands")
    return read.bibliographies, read.data_dir


def place_and_day() -> tuple[str, Path, date]:
    """The database, the data folder and the business day."""
    read = settings.read("commands")
    return read.database_url, read.data_dir, read.today()


@contextmanager
def transaction(as_staff: str | None = None, *, writes: bool = True) -> Iterator[Work]:
    """Everything a command does, or nothing of it; `as_staff` names who acts, else the system."""
    read = settings.read("commands")
    letters = Letters(read.base_url)
    with database.transaction(read.database_url, writes=writes, letters=letters) as session:
        actor = staff.actor(session, as_staff, read.today()) if as_staff else SYSTEM
        yield Work(session, read.today(), read.data_dir, actor)


def with_json(command: Command) -> Command:
    """Gives a command the option --json, as the argument `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(command)


def imports_a_file(command: Command) -> Command:
    """Gives a command the argument FILE and the options --as and --json."""
    return click.argument("file", type=FILE)(with_staff(with_json(command)))


def with_staff(command: Command) -> Command:
    """Gives a command the option --as, as the argument `as_staff`."""
    return click.option(
        "--as", "as_staff", metavar="STAFF", help="Who acts: the id that staff add printed."
    )(command)


def say(as_json: bool, found: Mapping[str, Any], lines: Iterable[str]) -> None:
    """Prints a result: the JSON object, or its lines."""
    if as_json:
        click.echo(json.dumps(dict(found), ensure_ascii=False))
    else:
        for line in lines:
            click.echo(line)
