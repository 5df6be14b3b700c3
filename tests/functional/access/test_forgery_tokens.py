"""No form without the forgery token of the browser that sends it, on any address, for anybody."""

from __future__ import annotations

from typing import Any

import pytest

from portal.web import errors
from tests.functional.access.objects import tries
from tests.functional.access.sweeping import Frames
from tests.functional.access.wire import FORM
from tests.functional.access.world import World

pytestmark = pytest.mark.xdist_group("demo")
BROWSERS_REPORTS = {"browser_reports.take", "headers.report"}
"""Sent by browsers themselves; kept nowhere but in the log."""
WHO = ("signed out", "author", "officer", "approver", "administrator", "edit visit")


def test_without_the_token_of_this_browser_nothing_is_done(world: World, opened: Any) -> None:
    counted = 0
    with opened() as app, pytest.MonkeyPatch.context() as patch:
        patch.setattr(errors, "render_template", Frames().rendered)
        stranger = world.browser(app, "auditor").hidden["csrf_token"]
        for who in WHO:
            here, wrong = world.browser(app, who), {}
            for one in tries(app, world, world.others[:1]):
                if one.method != "POST" or one.endpoint in BROWSERS_REPORTS:
                    continue
                for token in ("", f"csrf_token={stranger}"):
                    answer = here.sent("POST", one.url, token.encode(), FORM)
                    counted += 1
                    if answer.status != 400:
                        wrong[one.url] = answer.status
            assert wrong == {}, who
    print(f"\n{counted} forms without a token, or with another browser's")  # noqa: T201
    assert counted > 2000
