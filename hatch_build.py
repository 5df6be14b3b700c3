"""Compiles the translations into a wheel: the compiled ones are not under version control."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Translations(BuildHookInterface):
    """Writes a messages.mo beside each messages.po before the files are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Hatchling's moment before a build."""
        for words in sorted(Path(self.root, "translations").glob("*/LC_MESSAGES/*.po")):
            with words.open("rb") as text:
                catalogue = read_po(text, locale=words.parents[1].name)
            with words.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, catalogue)
