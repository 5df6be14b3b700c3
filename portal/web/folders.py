"""Where the portal keeps its files."""

from __future__ import annotations

from pathlib import Path

from flask import current_app


def data_dir() -> Path:
    """The data folder: counts and frozen runs."""
    folder: Path = current_app.extensions["portal.data_dir"]
    return folder
