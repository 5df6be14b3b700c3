"""Why a hint is put aside."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from portal.web.forms import PortalForm, needed, options
from portal.web.home import saying


class AsideForm(PortalForm):
    """One of four reasons."""

    reason = RadioField(
        _l("Why do you put it aside"),
        [needed(_l("Choose a reason."))],
        choices=options(saying.REASONS.items()),  # type: ignore[arg-type]
    )
