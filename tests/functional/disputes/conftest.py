"""Three people who share an edition, and how their pages and their money stand."""

from __future__ import annotations

from tests.functional.works.conftest import aino, app, lending

__all__ = ["aino", "app", "lending"]
