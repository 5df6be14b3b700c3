"""The command `portal`: a table of commands, each module loaded when it is called.

A refusal is one sentence and exit code 1, wrong usage is exit code 2.
"""

from __future__ import annotations

import gc
from importlib import import_module
from typing import Any

import click

from portal.kernel.errors import Refusal

# name: module that has it as `command`, and the line of the help
COMMANDS: dict[str, tuple[str, str]] = {
    "accounts": ("portal.commands.accounts", "Who signs in, and whom an account stands for."),
    "audit": ("portal.commands.audit", "The chain of what was done, and its head."),
    "bibliography": (
        "portal.commands.bibliography",
        "Records of bibliographies, from files and from sources.",
    ),
    "cases": ("portal.commands.cases", "Runs worked cases and compares exactly."),
    "catalogue": ("portal.commands.catalogue", "Editions, and who says what of his or her part."),
    "database": ("portal.commands.database", "Creates or migrates the database."),
    "demo": ("portal.demo.command", "The portal with invented people, on this machine."),
    "loans": ("portal.commands.loans", "Usage files in; which library systems have reported."),
    "match": ("portal.commands.match", "How much of what was lent meets a claim."),
    "messages": ("portal.commands.messages", "Questions, letters, reminders and the outbox."),
    "parameters": ("portal.commands.parameters", "The numbers of the rules, with their sources."),
    "people": ("portal.commands.people", "The people who are paid."),
    "settlement": ("portal.commands.settlement", "Calculates, approves and exports runs."),
    "staff": ("portal.commands.staff", "Staff members and their roles."),
    "verify": ("portal.commands.verify", "Checks ledger, audit chain and runs."),
    "visits": ("portal.commands.visits", "Support visits: the weekly report, and ending all."),
    "worker": ("portal.commands.worker", "The queue's consumer."),
    "works": ("portal.commands.works", "Disputes between people who share a work."),
}


class Portal(click.Group):
    """Finds the commands in the table, and says a refusal as one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, loaded now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table itself: the help of all commands without loading one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; a refusal goes to the error output, one sentence, exit code 1."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            return _refuse(ctx, refusal)
        except UnicodeEncodeError as error:
            # A word of the command line whose bytes are not UTF-8 reached the database.
            if "surrogates" not in error.reason:
                raise
            unusable = import_module("portal.services.base.texts").TextUnusable
            return _refuse(ctx, unusable(field="the command", reason="encoding"))


def _refuse(ctx: click.Context, refusal: Refusal) -> Any:
    """One sentence on the error output, and exit code 1."""
    click.echo(import_module("portal.wording").sentence(refusal), err=True)
    return ctx.exit(1)


@click.group(cls=Portal, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Colophon, an author portal for lending remuneration.

    Settings come from the environment: PORTAL_DATABASE_URL, PORTAL_DATA_DIR and others.
    """
    # A run makes millions of small values and no cycles: looking for them costs a fifth of it.
    gc.set_threshold(500_000)
