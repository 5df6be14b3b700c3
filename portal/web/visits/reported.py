"""The weekly report as a table to take away."""

from __future__ import annotations

import csv
import io

from flask_babel import gettext as _

from portal.kernel.cells import harmless
from portal.services.visits.visits_report import VisitsReport
from portal.wording import formats, visits


def as_csv(found: VisitsReport) -> str:
    """One line a visit, in the reader's language; cells are harmless in a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([
        _("When"), _("Who"), _("Person id"), _("Name"), _("Reason"), _("Leave"), _("Colleague"),
        _("Mode"), _("Without code"), _("Out of hours"), _("Same name or address"),
        _("Top earner"), _("Emergency"),
    ])  # fmt: skip
    for one in found.visits:
        flags = (
            one.without_code, one.out_of_hours, one.maybe_related, one.top_earner, one.break_glass
        )  # fmt: skip
        said = (one.staff, one.person, one.name, visits.REASONS[one.reason], one.consent)
        more = (one.colleague, visits.MODES[one.mode])
        cells = [harmless(str(cell)) for cell in (*said, *more)]
        marks = [_("yes") if flag else _("no") for flag in flags]
        writer.writerow([formats.moment(one.started_at), *cells, *marks])
    return text.getvalue()
