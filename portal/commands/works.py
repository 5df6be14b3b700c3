"""portal works: what the office does about works that people share."""

from __future__ import annotations

import click

from portal.commands.disputes import command as disputes


@click.group()
def command() -> None:
    """Works: disputes between those who share one."""


command.add_command(disputes)
