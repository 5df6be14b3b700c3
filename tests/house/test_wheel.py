"""A wheel made of what is under version control speaks every language."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from tests.house import source

FILES = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE")
FOLDERS = ("portal", "templates", "static", "translations")
MADE = shutil.ignore_patterns("*.mo", "__pycache__")


def test_a_wheel_brings_the_compiled_translations(tmp_path: Path) -> None:
    for name in FILES:
        shutil.copy(source.ROOT / name, tmp_path)
    for name in FOLDERS:
        shutil.copytree(source.ROOT / name, tmp_path / name, ignore=MADE)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with ZipFile(next(tmp_path.glob("dist/*.whl"))) as wheel:
        names = wheel.namelist()
    catalogues = (source.ROOT / "translations").glob("*/LC_MESSAGES/*.po")
    written = [path.with_suffix(".mo").relative_to(source.ROOT).as_posix() for path in catalogues]
    assert written
    assert [name for name in written if f"portal/{name}" not in names] == []
    assert "portal/templates/layouts/page.html" in names
