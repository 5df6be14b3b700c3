"""The organisations that pay what this portal does not pay: pictures and music."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from portal.kernel.errors import NotFound

PICTURES = "pictures"


@dataclass(frozen=True)
class Organisation:
    """What it `pays` (pictures or music), its own site, and the source that says so."""

    code: str
    name: str
    pays: str
    address: str
    source: str


@cache
def organisations() -> tuple[Organisation, ...]:
    """Every organisation of the file beside the rules."""
    file = resources.files("portal.rules") / "organisations.toml"
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(Organisation(**one) for one in said["organisation"])


def organisation(code: str) -> Organisation:
    """One by its code; raises NotFound."""
    for one in organisations():
        if one.code == code:
            return one
    raise NotFound


def who_pays(what: str) -> Organisation:
    """The organisation that pays pictures, or music; raises NotFound."""
    for one in organisations():
        if one.pays == what:
            return one
    raise NotFound
