"""What of the list of works is asked for, and the addresses of its other pages and orders."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from portal.services.works.works_overview import (
    BY_DAY,
    BY_LOANS,
    BY_SHARE,
    BY_TITLE,
    Asked,
    Overview,
)
from portal.web import i18n

LONGEST = 200
ORDERS = {
    BY_LOANS: _l("The most lent first"),
    BY_TITLE: _l("By title"),
    BY_SHARE: _l("The largest share first"),
    BY_DAY: _l("The last added first"),
}


@dataclass(frozen=True)
class Pages:
    """The addresses of the pages before and after; empty where there is none."""

    previous: str
    next: str


def asked() -> Asked:
    """What the address asks for; an order that is none of ours is the usual one."""
    order = request.args.get("sort", BY_LOANS)
    return Asked(
        words=request.args.get("q", "").strip()[:LONGEST],
        order=order if order in ORDERS else BY_LOANS,
        page=request.args.get("page", 1, type=int),
        language=i18n.current_tag(),
    )


def pages(seen: Overview, said: Asked) -> Pages:
    """The way to the pages beside this one, with the same words and order."""
    return Pages(
        previous=_address(said, seen.page - 1) if seen.page > 1 else "",
        next=_address(said, seen.page + 1) if seen.page < seen.pages else "",
    )


def _address(said: Asked, page: int) -> str:
    order = said.order if said.order != BY_LOANS else None
    return url_for("works.index", q=said.words or None, sort=order, page=page if page > 1 else None)
