"""Who works here: the list, adding somebody, ending somebody's work."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, StringField
from wtforms.widgets import HiddenInput

from portal.services.access import staff
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.details.forms import DetailsForm
from portal.web.forms import needed, options
from portal.web.transaction import database
from portal.wording.office_people import ROLES

blueprint = Blueprint("staff_members", __name__, url_prefix="/staff/members")


class MemberForm(DetailsForm):
    """Name, role, and the payee that she also is."""

    FIRST = "person"
    FIELDS = {"empty": "name", "long": "name", "control": "name", "encoding": "name"}
    name = StringField(_l("Name"), [needed(_l("Write the name."))])
    role = RadioField(
        _l("Role"), [needed(_l("Choose a role."))],
        choices=options(ROLES.items()),  # type: ignore[arg-type]
    )  # fmt: skip
    person = StringField(_l("Person id, if she or he is paid here too"))
    since = IntegerField(widget=HiddenInput())


@blueprint.get("")
@allow("staff.members")
def index() -> ResponseReturnValue:
    found = staff.members(database())
    return render_template(
        "staff_members/index.html", found=found, roles=ROLES, own=current_identity().actor.staff_id,
        today=today(),
    )  # fmt: skip


@blueprint.route("/add", methods=["GET", "POST"])
@allow("staff.members.change")
def add() -> ResponseReturnValue:
    check_opened_for()
    form, actor = MemberForm(), current_identity().actor
    if not form.is_submitted():
        form.since.data = staff.latest(database())
    if not form.saved(lambda: staff.add_staff(
        database(), form.name.data or "", form.role.data, (form.person.data or "").strip() or None,
        actor, form.since.data or 0,
    )):  # fmt: skip
        return render_template("staff_members/add.html", form=form)
    flash(_("%(name)s is added. The id is %(code)s.", name=form.name.data, code=form.result))
    return redirect(url_for("staff_members.index"), code=303)


@blueprint.post("/<code>/end")
@allow("staff.members.change")
def end(code: str) -> ResponseReturnValue:
    check_opened_for()
    staff.end(database(), code, current_identity().actor, today())
    flash(_("The work here has ended. Rights and sessions ended at once."))
    return redirect(url_for("staff_members.index"), code=303)
