"""A pseudo-language: every text longer by two fifths, with accents and in brackets.

What overflows in it would overflow in a language with longer words; what stands in it without
brackets was never given to the translators. Babel knows no `qps`, so it stands in Finnish's place.
"""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CODE = "fi"
LONGER = 1.4
KEPT = re.compile(r"(%\(\w+\)[a-z]|<[^>]*>|&\w+;)")
ACCENTS = str.maketrans("aeiouyAEIOUYcnszCNSZ", "åéîöûýÅÉÎÖÛÝçñšžÇÑŠŽ")
VOWELS = re.compile(r"[aeiouyåäö]", re.IGNORECASE)


def pseudo(text: str) -> str:
    """The text with longer words, accents and brackets; placeholders and the ends stay."""
    inner = text.strip()
    start = text.index(inner) if inner else 0
    said = "".join(
        part if place % 2 else longer(part).translate(ACCENTS)
        for place, part in enumerate(KEPT.split(inner))
    )
    return f"{text[:start]}[{said}]{text[start + len(inner) :]}"


def longer(text: str) -> str:
    """Two fifths more letters inside the words, vowels first."""
    wanted = int(len(text) * LONGER + 0.999)
    for kind in (VOWELS, re.compile(r"[^\W\d_]")):
        spare = wanted - len(text)
        if spare > 0:
            text = kind.sub(lambda found: found[0] * 2, text, count=spare)
    return text


def translations(template: Path, folder: Path) -> None:
    """Writes the compiled pseudo-language of the collected texts below a folder of translations."""
    with template.open("rb") as file:
        wanted = read_po(file)
    catalogue = Catalog(locale=CODE)
    for message in wanted:
        if isinstance(message.id, tuple):
            catalogue.add(message.id, tuple(pseudo(form) for form in message.id))
        elif message.id:
            catalogue.add(message.id, pseudo(message.id))
    place = folder / CODE / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "messages.mo").open("wb") as compiled:
        write_mo(compiled, catalogue)
