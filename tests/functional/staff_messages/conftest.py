"""A portal with three people and a data folder; the office's browsers are in staff_works."""

from __future__ import annotations

from tests.functional.staff_works.conftest import app, portal

__all__ = ["app", "portal"]
