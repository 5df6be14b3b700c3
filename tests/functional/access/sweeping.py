"""The sweep itself: everybody tries everything once; what came back, and what was written."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, g, render_template, request
from sqlalchemy import event

from portal.services.access import permissions
from portal.web.access import STARTS
from portal.web.visited import STAYS
from tests.functional.access.objects import OFFICE, Try, tries
from tests.functional.access.planted import MARK, SUM_SHOWN
from tests.functional.access.wire import Answer
from tests.functional.access.world import Knocker, World, keep_nothing

TRACE = re.compile(MARK.lower().encode() + b"|" + MARK.encode() + b"|" + SUM_SHOWN)
GOES_ON = {200, 204, 302, 303, 308, 404, 409, 422}
"""What a page or form answers whose permission holds and which names nobody else's thing."""
TO_THE_PROVIDER = ("session.start", "session.callback", "confirm.by_provider")
"""They ask the identity provider, and in a test nobody answers."""
ASKED_FURTHER = ("visits.approve", "visits.refuse")
"""The service refuses too: nobody agrees to her own visit."""
LOGGED = "visit_view"
OPEN_ONES = 3
"""So many things of a kind are looked at where the office may look at all: by turns."""
WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")


@dataclass
class Swept:
    """What came back, and what should not have; `written` is who, method, endpoint and table."""

    tried: int = 0
    wrong: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    written: set[tuple[str, str, str, str]] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    """Pages of a person's thing that opened for its owner."""
    asked: set[str] = field(default_factory=set)
    shown: int = 0
    """So many of them showed a mark."""
    before: dict[str, list[Any]] = field(default_factory=dict)
    after: dict[str, list[Any]] = field(default_factory=dict)


def may(app: Flask, one: Try, who: Knocker) -> bool:
    """Whether the table of rights lets this one send this."""
    permission = app.view_functions[one.endpoint].__permission__  # type: ignore[attr-defined]
    in_visit = who.identity is not None and who.identity.visit is not None
    if permission == "public":
        return one.method != "POST" or not in_visit or one.endpoint in STAYS
    return permissions.allowed(permission, who.identity)


def expected(app: Flask, one: Try, who: Knocker) -> set[int]:
    """What may come back, by the table of rights alone."""
    permission = app.view_functions[one.endpoint].__permission__  # type: ignore[attr-defined]
    if may(app, one, who):
        if one.endpoint in TO_THE_PROVIDER:
            return {502, 403}
        further = {403} if one.endpoint in ASKED_FURTHER else set()
        return {404} if one.private else GOES_ON | further
    if who.identity is None:
        return {303}
    if permission == STARTS and who.identity.visit is not None:
        return {409}
    return {303} if permissions.only_unproved(permission, who.identity) else {403}


def judge(swept: Swept, app: Flask, one: Try, who: Knocker, answer: Answer) -> None:
    """Counts an answer, and keeps it when it is none of those that may come."""
    swept.tried += 1
    swept.answers[answer.status] += 1
    wanted, let = expected(app, one, who), may(app, one, who)
    permission = app.view_functions[one.endpoint].__permission__  # type: ignore[attr-defined]
    led = let or answer.status != 303 or answer.location.startswith(("/sign-in", "/confirm"))
    hidden = one.private or not let or not permission.startswith(("staff.", "public"))
    trace = TRACE.search(answer.body) if hidden else None
    if answer.status not in wanted or not led or trace:
        swept.wrong.append(f"{who.name}: {one.method} {one.url} ({one.endpoint}) {answer.status}"
                           f" {answer.location} {trace or ''}, not {wanted}")  # fmt: skip


def sweep(app: Flask, world: World) -> Swept:
    """Everybody tries every address with everything of the three; forms are taken back."""
    states, now = world.states(app), [""]
    swept = Swept(before=states.rows())
    _listen(app, swept, now)
    keep_nothing(app, lambda: request.method == "POST")
    _owners(swept, app, world)
    everything = tries(app, world, world.others)
    of_more = {one.url for own in world.others[1:] for one in tries(app, world, [own])}
    passing = passing_by(app, everything, list(world.knockers.values()))
    for who in world.knockers.values():
        now[0], browser = who.name, world.browser(app, who.name)
        for one in everything:
            if who.name in passing.get(one, ()) or is_twin(app, one, who, of_more):
                continue
            post = one.method == "POST"
            answer = browser.post(one.url) if post else browser.get(one.url, one.method)
            judge(swept, app, one, who, answer)
    swept.after = states.rows()
    return swept


def is_twin(app: Flask, one: Try, who: Knocker, of_more: set[str]) -> bool:
    """HEAD does what GET does where the page opens; one person's things show that it stays shut."""
    opens = one.method == "HEAD" and may(app, one, who)
    return opens and (not one.private or one.url in of_more)


def passing_by(app: Flask, everything: list[Try], knockers: list[Knocker]) -> dict[Try, set[str]]:
    """Who leaves out what, where the office may look: each looks at one, and one at each."""
    alike: dict[tuple[str, str], list[Try]] = {}
    for one in everything:
        if one.endpoint in OFFICE:
            alike.setdefault((one.endpoint, one.method), []).append(one)
    passing: dict[Try, set[str]] = {}
    for things in alike.values():
        let = [who.name for who in knockers if may(app, things[0], who)]
        for at, one in enumerate(things):
            chosen = {name for turn, name in enumerate(let)
                      if at < OPEN_ONES and (turn % min(len(things), OPEN_ONES) == at
                                             or at % len(let) == turn)}  # fmt: skip
            passing[one] = set(let) - chosen
    return passing


class Frames:
    """Error pages: the frame around their words is rendered once for each reader and status.

    The frame is the layout's, and nine tenths of the time; the words are always those of the page.
    """

    def __init__(self) -> None:
        self.seen: set[tuple[Any, ...]] = set()

    def rendered(self, template: str, **words: Any) -> str:
        """Stands for `render_template` in the pages of errors."""
        key = (g.identity, words["heading"], words["what"])
        if key not in self.seen:
            self.seen.add(key)
            return render_template(template, **words)
        return " ".join(map(str, words.values()))


def _owners(swept: Swept, app: Flask, world: World) -> None:
    """What the sweep finds nowhere is there for those whose it is."""
    for own in world.others:
        browser = world.browser(app, own.code)
        for one in tries(app, world, [own]):
            if one.private and one.method == "GET":
                answer = browser.get(one.url)
                swept.shown += TRACE.search(answer.body) is not None
                swept.asked.add(one.endpoint)
                if answer.status in (200, 302, 303):
                    swept.seen.add(one.endpoint)


def _listen(app: Flask, swept: Swept, now: list[str]) -> None:
    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found = WRITES.match(statement)
        if found and request:
            swept.written.add((now[0], request.method, request.endpoint or "", found[1]))

    event.listen(app.extensions["portal.engine"], "before_cursor_execute", note)
