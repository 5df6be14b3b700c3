"""Where one may be led after signing in."""

from __future__ import annotations

import pytest

from portal.web.access import safe_next


@pytest.mark.parametrize("target", ["/", "/works", "/works/12?year=2025", "/money#paid", "/a//b"])
def test_a_path_of_the_portal_is_kept(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None, "", "works", "//evil.example", "///evil.example", "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/works", "http:/evil.example", "javascript:alert(1)", "/\tevil",
        "/works\r\nSet-Cookie: a=b", "/\n/evil.example", "/ /evil.example", "/works\\..\\evil",
        "/sign-in?next=/works", "/sign-out", " /works", "data:text/html,x",
    ],
)  # fmt: skip
def test_anything_else_is_dropped(target: str | None) -> None:
    assert safe_next(target) is None
