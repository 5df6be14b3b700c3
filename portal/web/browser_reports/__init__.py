"""What browsers say that the content policy kept from them: one line each in the log, no more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from portal.web.access import allow
from portal.web.headers import REPORTS
from portal.web.limits import REPORTS as OFTEN
from portal.web.limits import limiter
from portal.web.transaction import reads_only

blueprint = Blueprint("browser_reports", __name__)
LONGEST, MOST = 16_384, 10
KINDS = ("application/csp-report", "application/reports+json", "application/json")


@blueprint.post(REPORTS)
@allow("public")
@limiter.limit(OFTEN)
@reads_only
def take() -> ResponseReturnValue:
    request.max_content_length = LONGEST
    if request.mimetype in KINDS:
        for directive, origin in list(_said(request.get_data()))[:MOST]:
            current_app.logger.warning("browser blocked %s from %s", directive, origin)
    return Response(status=204)


@blueprint.record_once
def _without_token(state: BlueprintSetupState) -> None:
    """A browser sends reports by itself, without the forgery token; they change nothing."""
    state.app.extensions["csrf"].exempt(take)


def _said(body: bytes) -> Iterator[tuple[str, str]]:
    """Directive and blocked origin of each report; never an address, which may hold a key."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return
    for one in read if isinstance(read, list) else [read]:
        told = one.get("csp-report", one.get("body")) if isinstance(one, dict) else None
        if isinstance(told, dict):
            directive = told.get("effectiveDirective", told.get("effective-directive"))
            yield _word(directive), _origin(told.get("blockedURL", told.get("blocked-uri")))


def _origin(address: Any) -> str:
    try:
        parts = urlsplit(str(address or ""))
        return _word(parts.hostname or parts.scheme or parts.path)
    except ValueError:
        return "?"


def _word(text: Any) -> str:
    """Letters, digits, points and dashes: nothing that could begin a line of its own."""
    return re.sub(r"[^A-Za-z0-9.:-]", "", str(text))[:60] or "?"
