"""portal demo: the demo on this machine, built at the first start and kept afterwards."""

from __future__ import annotations

import time
from pathlib import Path

import click
from flask_babel import gettext as _

from portal import settings
from portal.demo import accounts, building, folder, serving
from portal.services.base import upgrading
from portal.settings import Settings
from portal.store.session import engine_for, transaction


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--reset", is_flag=True, help="Start over: nothing of the demo is kept.")
def command(port: int, reset: bool) -> None:
    """Starts the demo on http://localhost:PORT, with its own sign-in and worker."""
    read = settings.read("commands")
    place = read.data_dir.absolute()
    with folder.held(place), serving.listening(port) as sockets:
        demo = serving.settings_for(place, port, read.today_fixed)
        prepare(place, demo, reset=reset)
        _welcome(demo)
        serving.serve(demo, sockets, accounts.people())
    click.echo(_("The demo has ended; what was entered is kept in %(folder)s.", folder=str(place)))


def prepare(place: Path, demo: Settings, *, reset: bool = False) -> None:
    """Builds the demo where it is not whole, brings its database up to date, links its sign-ins."""
    if reset or not folder.is_whole(place):
        click.echo(_("Building the demo in %(folder)s …", folder=str(place)))
        begun = time.monotonic()
        folder.begin(place)
        runs = building.build(demo.database_url, place, demo.today())
        folder.finish(place)
        seconds = round(time.monotonic() - begun)
        click.echo(_("Built in %(seconds)d seconds, %(n)d runs.", seconds=seconds, n=len(runs)))
    upgrading.upgrade(demo.database_url)
    engine = engine_for(demo.database_url)
    with transaction(engine) as session:
        accounts.link(session, demo.oidc.issuer if demo.oidc else "", demo.today())
    engine.dispose()


def _welcome(demo: Settings) -> None:
    waiting = f"PORTAL_DATABASE_URL={demo.database_url} portal messages outbox"
    lines = (
        _("The demo runs on %(address)s", address=demo.base_url),
        _("Choose Sign in there, and then one of these people; no password is asked for."),
        *(f"  {person.name}: {person.description}" for person in accounts.people()),
        _("No letter leaves the demo: %(command)s shows those that wait.", command=waiting),
        _("The people are invented. It is %(day)s in the demo.", day=demo.today().isoformat()),
        _("Ctrl-C ends it."),
    )
    for line in lines:
        click.echo(line)
