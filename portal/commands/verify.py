"""portal verify: what must always hold, checked now."""

from __future__ import annotations

import click
from flask_babel import gettext as _

from portal.commands import context, progress
from portal.services.verification import verification, verify_outcomes

NAMES = {
    "ledger_balance": "Every ledger transaction sums to zero",
    "ledger_payments": "Each payable account holds what was paid",
    "ledger_tax": "The tax account holds what was withheld",
    "audit_chain": "The audit chain is whole",
    "visits": "Support visits and the pages seen are as recorded",
    "audit_runs": "Runs and approvals are those that the audit recorded",
    "approvals": "Every approved run has two approvals of its digest",
    "run_digests": "Each run computes again to its digest",
    "counts": "The counts are the ones that were imported",
    "receipts": "Every receipt's record is what it was",
    "libraries": "Loans by library system add up to the counts",
    "assigned": "Loans given to editions are those that people decided",
    "evidence": "The evidence of matched loans is what it was",
    "rules": "Values and proposals of the rules are those that were recorded",
    "staff": "Staff have the roles with which they were added",
    "accounts": "Sign-ins stand for those to whom they were linked",
    "mandates": "Rights to act for somebody are as they were given",
    "passkeys": "Passkeys are those that their owners added",
    "entries": "Entries of works are those that were made",
    "caps": "Nobody was paid above a cap",
}


@click.command()
@click.option("--record", is_flag=True, help="Keep the outcome, as the nightly check does.")
@context.with_json
@click.pass_context
def command(ctx: click.Context, record: bool, as_json: bool) -> None:
    """Checks ledger, audit chain and runs; exit code 1 when a check fails."""
    with context.transaction(writes=False) as work:
        looked = verification.verify(work.session, work.data_dir)
        checks = list(progress.through(looked, _("Checking"), total=len(NAMES), as_json=as_json))
    if record:
        with context.transaction() as work:
            verify_outcomes.record(work.session, work.actor, checks)
    found = {c.code: {"looked_at": c.looked_at, "problems": list(c.problems)} for c in checks}
    lines = []
    for check in checks:
        state = _("failed") if check.problems else _("holds")
        lines.append(f"{NAMES[check.code]}: {state} ({check.looked_at})")
        lines += [f"  {problem}" for problem in check.problems]
    context.say(as_json, found, lines)
    if any(check.problems for check in checks):
        ctx.exit(1)
