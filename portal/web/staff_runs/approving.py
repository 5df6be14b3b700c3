"""One approval: over the digest and the sum that the page shows, signed by a passkey or typed."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.runs import run_approval, run_checks, run_review
from portal.services.runs.run_review import Head
from portal.web import proof
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.staff_runs import saying
from portal.web.staff_runs.forms import ApproveForm
from portal.web.transaction import database
from portal.wording.letters import Letters


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.get("/<code>/approve")(approve)
    blueprint.post("/<code>/approve")(say_yes)


@allow("staff.runs.approve")
def approve(code: str) -> ResponseReturnValue:
    head = run_review.head(database(), code)
    form = ApproveForm()
    form.digest.data, form.net_cents.data = head.summary.digest, str(head.summary.net_cents)
    return _page(head, form)


@allow("staff.runs.approve")
def say_yes(code: str) -> ResponseReturnValue:
    check_opened_for()
    head, form = run_review.head(database(), code), ApproveForm()
    signed = proof.signed(_said(head))
    if not form.validate_on_submit() or not (signed or form.check_typed(head.summary.net_cents)):
        return _page(head, form)
    form.saved(lambda: run_approval.approve(
        database(), data_dir(), current_identity(), code, form.seen(signed), today=today(),
        render=Letters(current_app.extensions["portal.base_url"]),
    ))  # fmt: skip
    if form.errors:
        return _page(head, form)
    flash(_("Your approval is kept, with the sum and the digest that you saw."))
    return redirect(url_for("staff_runs.run", code=code), code=303)


def _page(head: Head, form: ApproveForm) -> ResponseReturnValue:
    code = head.summary.run
    checks = run_checks.asking(run_checks.checks(database(), data_dir(), code, today()))
    return render_template(
        "staff_runs/approve.html", head=head, run=head.summary, form=form,
        asking=saying.checks(code, head.loan_years, checks), options=proof.signing(_said(head)),
        objection=run_approval.objection(database(), current_identity(), code, today()),
    )  # fmt: skip


def _said(head: Head) -> tuple[object, ...]:
    """What a signature is bound to: run, people, sum and digest."""
    run = head.summary
    return ("approve", run.run, run.people, run.net_cents, run.digest)
