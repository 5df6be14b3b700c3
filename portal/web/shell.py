"""What the frame of every page shows: the bar, who is signed in, whom they act for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request, url_for

from portal.services.messages import messages
from portal.services.people.preferences import Screen
from portal.web import access, acting, headers, i18n, masked, navigation, visited
from portal.web.screen import choices
from portal.web.transaction import database


@dataclass(frozen=True)
class Shell:
    """The frame's words; `name` is empty when nobody is signed in."""

    places: list[navigation.Place]
    other_languages: list[i18n.Language]
    here: str
    name: str
    acting_for: Any
    acting_name: str
    can_sign_in: bool
    screen: Screen
    reading: bool = False
    """A session by e-mail."""
    visit: visited.Banner | None = None
    """A support visit that goes on."""
    other_side: tuple[str, str] | None = None
    """Words and address of the own pages from the office, or of the office from the own pages."""
    keys: bool = False
    """Whether single keys do something here."""


def install(app: Flask, *, demo: bool, help_contact: str) -> None:
    """Gives every template the frame, the nonce and the addresses of static files."""
    app.context_processor(_frame)
    app.add_template_filter(masked.tax_percent)
    app.jinja_env.globals.update(
        asset=asset,
        subject_field=acting.subject_field,
        csp_nonce=headers.nonce,
        may=access.may,
        opens=access.opens,
        demo=demo,
        help_contact=help_contact,
    )


def asset(name: str) -> str:
    """The address of a static file with its digest, so that browsers may keep it for a year."""
    folder = Path(current_app.static_folder or "")
    return url_for("static", filename=name, v=_digest(folder / name))


def _frame() -> dict[str, Any]:
    visitor = g.get("visitor")
    other = visitor.chosen if visitor and visitor.identity.acting_for_other else None
    shell = Shell(
        places=navigation.places(_unread()),
        other_languages=i18n.others(),
        here=request.full_path.rstrip("?") if request.method == "GET" else "/",
        name=visitor.name if visitor else "",
        acting_for=None if visited.is_going_on() else other,
        acting_name=acting.named(other) if other else "",
        can_sign_in=request.endpoint not in ("session.sign_in", "session.start"),
        screen=choices.here(),
        reading=bool(visitor and visitor.identity.reading),
        visit=visited.banner(),
        other_side=navigation.other_side(),
        keys=navigation.in_the_office() and choices.keys_on(),
    )
    return {"shell": shell, "language_tag": i18n.current_tag()}


def _unread() -> int:
    """Messages that wait to be read; an error page does not ask, its transaction may be broken."""
    identity = g.get("identity")
    if identity is None or identity.subject_id is None or g.get("in_trouble"):
        return 0
    return messages.unread(database(), identity.subject_id)


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
