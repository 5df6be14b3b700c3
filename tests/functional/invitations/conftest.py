"""The portal of the tests about works, with its three people."""

from __future__ import annotations

from tests.functional.works.conftest import aino, app, lending

__all__ = ["aino", "app", "lending"]
