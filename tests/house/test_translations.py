"""The collected texts are those of the code, and every catalogue can be compiled."""

from __future__ import annotations

import subprocess
from pathlib import Path

from babel.messages.pofile import read_po

from tests.house import source


def test_the_collected_texts_are_fresh() -> None:
    command = ["sh", "scripts/translations", "--check"]
    done = subprocess.run(command, cwd=source.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


CATALOGUES = sorted((source.ROOT / "translations").glob("*/LC_MESSAGES/*.po"))


def test_placeholders_survive_translation() -> None:
    assert [error for path in CATALOGUES for error in faults(path)] == []


def faults(path: Path) -> list[str]:
    """What is wrong in a catalogue: a lost or invented placeholder."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parents[1].name)
    return [f"{path}: {message.id}: {error}"
            for message, errors in catalogue.check() for error in errors]  # fmt: skip


def test_a_lost_placeholder_is_seen(tmp_path: Path) -> None:
    folder = tmp_path / "fi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    path = folder / "messages.po"
    path.write_text(
        '#, python-format\nmsgid "%(n)s loans"\nmsgstr "%(m)s lainaa"\n', encoding="utf-8"
    )
    assert len(faults(path)) == 1
