"""What the office decided lately about works, with reasons and, where there is one, the undo."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.catalogue import office_grouping
from portal.services.matching import unmatched_decisions
from portal.services.sharing import office_disputes
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.folders import data_dir
from portal.web.staff_works import saying
from portal.web.transaction import database

MOST = 50


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/decisions", "decisions", decisions)
    blueprint.add_url_rule(
        "/decisions/loans/<int:number>/undo", "undo_unmatched", undo_unmatched, methods=["POST"]
    )
    blueprint.add_url_rule(
        "/decisions/editions/<int:number>/undo", "undo_grouping", undo_grouping, methods=["POST"]
    )


@allow("staff.works.read")
def decisions() -> ResponseReturnValue:
    session = database()
    return render_template(
        "staff_works/decisions.html",
        disputes=office_disputes.decided(session, MOST),
        loans=unmatched_decisions.latest(session, MOST),
        grouping=office_grouping.latest(session, MOST),
        most=MOST,
        saying=saying,
    )


@allow("staff.works.decide")
def undo_unmatched(number: int) -> ResponseReturnValue:
    check_opened_for()
    unmatched_decisions.undo(database(), data_dir(), number, current_identity().actor)
    flash(_("Undone. The loans wait for a decision again."))
    return redirect(url_for("staff_works.decisions"), code=303)


@allow("staff.works.decide")
def undo_grouping(number: int) -> ResponseReturnValue:
    check_opened_for()
    office_grouping.undo(database(), number, current_identity().actor)
    flash(_("Undone. The editions stand as they did before."))
    return redirect(url_for("staff_works.decisions"), code=303)
