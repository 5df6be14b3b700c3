"""One filled form for each address that takes one, found on the pages of those who may send it."""

from __future__ import annotations

import random
import secrets
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask

from tests.functional.access.objects import rules, tries
from tests.functional.access.page_forms import Form, Pairs, forms_of
from tests.functional.access.wire import Browser
from tests.functional.access.world import World, keep_nothing

SENDERS = ("D012", "D010", "author", "officer", "administrator", "approver", "support",
           "signed out", "edit visit")  # fmt: skip
HIDDEN = ("csrf_token", "acted_for")
ALIKE = 1
"""So many pages of an address are looked at for each sender."""
TAKEN = (200, 204, 302, 303)

SAID: dict[str, dict[str, str]] = {
    "details.contact": {"phone": "040 123", "street": "", "town": "", "post_code": "",
                        "post_country": "", "country": "FI"},
}  # fmt: skip
"""What a form needs that cannot be guessed from its page."""


@dataclass(frozen=True)
class Sent:
    """A form: who sends it, to which address, with what; `own` are the names of its fields."""

    endpoint: str
    who: str
    action: str
    fields: tuple[tuple[str, str], ...]
    own: frozenset[str]


def found(app: Flask, world: World, settled: Container[str] = ()) -> dict[str, Sent]:
    """Endpoint → its form, one that is done where there is such; the portal is left as it was.

    Of those that are `settled` any form will do.
    """
    keep_nothing(app, lambda: True)
    chosen: dict[str, tuple[bool, Sent]] = {}
    leads: dict[str, set[str]] = {}
    for who in SENDERS:
        here = world.browser(app, who)
        for page, url in _pages(app, world, who):
            if page in leads and all(chosen[one][0] for one in leads[page]):
                continue
            answer = here.get(url)
            if answer.status == 200:
                for form in forms_of(answer.body.decode(errors="replace")):
                    leads.setdefault(page, set()).add(
                        _consider(app, here, who, url, form, chosen, settled)
                    )
    forms = {endpoint: sent for endpoint, (_done, sent) in chosen.items()}
    return {**forms, **bare(app, world, forms)}


def bare(app: Flask, world: World, known: dict[str, Sent]) -> dict[str, Sent]:
    """For addresses whose form stands on no page here: a form without fields, by who may."""
    made: dict[str, Sent] = {}
    for one in tries(app, world, [world.others[-1]]):
        if one.method == "POST" and one.endpoint not in {*known, *made}:
            office = one.endpoint.startswith(("staff_", "visits."))
            approves = one.endpoint in ("staff_runs.say_yes", "staff_runs.say")
            who = ("approver" if approves else "officer") if office else SENDERS[0]
            made[one.endpoint] = Sent(one.endpoint, who, one.url, (), frozenset())
    return made


def _consider(
    app: Flask, here: Browser, who: str, url: str, form: Form,
    chosen: dict[str, tuple[bool, Sent]], settled: Container[str],
) -> str:  # fmt: skip
    action = form.action or url
    endpoint = str(app.url_map.bind("localhost").match(action.partition("?")[0], method="POST")[0])
    if endpoint in chosen and chosen[endpoint][0]:
        return endpoint
    said = SAID.get(endpoint, {})
    fields = [(name, said.get(name, value)) for name, value in form.fields if name not in HIDDEN]
    sent = Sent(endpoint, who, action, tuple(fields), frozenset(form.names))
    done = endpoint in settled or here.post(action, list(fields)).status in (302, 303)
    if done or endpoint not in chosen:
        chosen[endpoint] = (done, sent)
    return endpoint


def _pages(app: Flask, world: World, who: str) -> Iterator[tuple[str, str]]:
    others = [own for own in world.others if own.code == who] or world.others
    seen: dict[str, int] = {}
    for one in tries(app, world, others):
        office = one.endpoint.startswith(("staff_", "visits."))
        if one.method == "GET" and not (office and who in world.owners):
            seen[one.endpoint] = seen.get(one.endpoint, 0) + 1
            if seen[one.endpoint] <= ALIKE:
                yield one.endpoint, one.url


def posts(app: Flask) -> set[str]:
    """Every endpoint that takes a form."""
    return {one.endpoint for one in rules(app) if "POST" in (one.methods or ())}


def pairs(sent: Sent, more: Pairs | None = None) -> Pairs:
    """The form's fields, and others behind them."""
    return [*sent.fields, *(more or [])]


@contextmanager
def drawn_alike() -> Iterator[None]:
    """What is drawn at random is the same in every such block."""
    drawn = random.Random(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_bytes", lambda size=32: drawn.randbytes(size or 32))
        patch.setattr(secrets, "token_hex", lambda size=32: drawn.randbytes(size or 32).hex())
        patch.setattr(secrets, "token_urlsafe", lambda size=32: drawn.randbytes(size or 32).hex())
        patch.setattr(secrets, "randbelow", drawn.randrange)
        patch.setattr(secrets, "randbits", drawn.getrandbits)
        yield
