"""Messy texts, made with fixed seeds, and the ISBNs that were written into them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from stdnum import isbn as isbn_ranges

from portal.kernel.isbn import check_digit_10, check_digit_13

BY_HAND = Path(__file__).parent.parent / "data" / "messy" / "texts.toml"
MADE = 400
_PREFIXES = ("978951", "978952", "97891", "97882", "97887", "9780", "9781", "9783", "979109")
_TITLES = ("Talvi saaressa", "Kevät, ja muita runoja", "Öar", "1984", "Catch-22", "Den 13:e natten")


@dataclass(frozen=True)
class Messy:
    """A text, the ISBN-13s that a person reads in it, and where it comes from."""

    name: str
    text: str
    isbns: frozenset[int]


def by_hand() -> list[Messy]:
    """The texts that people wrote and read."""
    kept = tomllib.loads(BY_HAND.read_text(encoding="utf-8"))["text"]
    return [Messy(one["name"], one["text"], frozenset(one["isbns"])) for one in kept]


def made() -> list[Messy]:
    """The texts that are built, the same every time."""
    return [_made(seed) for seed in range(MADE)]


def _made(seed: int) -> Messy:
    chance = Random(seed)
    numbers = [_number(chance) for _ in range(chance.randint(1, 9))]
    build = (_mail, _page, _list, _sheet, _note, _chat)[seed % 6]
    written = [_written(chance, number) for number in numbers]
    return Messy(f"{build.__name__[1:]} {seed}", build(chance, written), frozenset(numbers))


def _number(chance: Random) -> int:
    """A number in a range that some publisher has, which no spreadsheet has rounded."""
    while True:
        stem = chance.choice(_PREFIXES)
        stem += "".join(chance.choice("0123456789") for _ in range(12 - len(stem)))
        code = stem + check_digit_13(stem)
        if all(isbn_ranges.split(code)) and not code.endswith("0000000"):
            return int(code)


def _written(chance: Random, number: int) -> str:
    """The number as somebody may write it, at times with a slip that the check digit bears out."""
    code = str(number)
    label = chance.choice(("", "", "", "ISBN ", "ISBN: ", "ISBN-13: ", "isbn="))
    if code.startswith("978") and chance.random() < 0.3:
        code = code[3:12] + check_digit_10(code[3:12])
        label = label.replace("13", "10")
        if not label and code.startswith(("04", "05", "07", "09", "00")):
            label = "ISBN "
    parts = [part for part in isbn_ranges.split(code) if part]
    joint = chance.choice(("", "-", "-", "-", "\u2011", "\u2013", " ", "\u00a0", "-\u200b"))
    signs = joint.join(parts)
    if "-" in joint and chance.random() < 0.15:
        signs = _slipped(chance, signs)
    return label + signs


def _slipped(chance: Random, signs: str) -> str:
    places = [place for place, sign in enumerate(signs[:-2]) if sign in "01" and place > 2]
    if not places:
        return signs
    place = chance.choice(places)
    slip = chance.choice("Oo") if signs[place] == "0" else chance.choice("lI")
    return signs[:place] + slip + signs[place + 1 :]


def _noise(chance: Random) -> str:
    made: tuple[Callable[[], str], ...] = (
        lambda: str(chance.randint(1950, 2026)),
        lambda: f"{chance.randint(1, 99)},{chance.randint(0, 99):02d} €",
        lambda: f"040 {chance.randint(100, 999)} {chance.randint(1000, 9999)}",
        lambda: f"puh. 04{chance.randint(0, 6)}{chance.randint(10**6, 10**7 - 1)}",
        lambda: f"+46 70-{chance.randint(100, 999)} {chance.randint(10, 99)} 12",
        lambda: f"{chance.randint(1, 28)}.{chance.randint(1, 12)}.2019 klo 14:05",
        lambda: f"tilaus {chance.randint(10**9, 10**10 - 1)}",
        lambda: f"viite {chance.randint(10**5, 10**6)} {chance.randint(10**5, 10**6)}",
        lambda: f"{chance.randint(10**6, 10**7 - 1)}-{chance.randint(0, 9)}",
        lambda: f"FI{chance.randint(10, 99)} 1234 5600 {chance.randint(1000, 9999)} 85",
        lambda: f"ISSN {chance.randint(1000, 1899)}-{chance.randint(1000, 9999)}",
        lambda: f"64{chance.randint(10**10, 10**11 - 1)}",
        lambda: f"doi:10.{chance.randint(1000, 9999)}/abc.{chance.randint(1, 10**6)}",
        lambda: f"s. {chance.randint(1, 400)}-{chance.randint(401, 999)}",
    )
    return chance.choice(made)()


def _mail(chance: Random, written: list[str]) -> str:
    """Quoted twice, wrapped after any hyphen as mail programs do."""
    words = " ".join(f"{chance.choice(_TITLES)} {one}, {_noise(chance)};" for one in written)
    lines, line = [], ""
    for piece in words.replace("-", "- ").split():
        if len(line) + len(piece) > 30:
            lines.append(line)
            line = ""
        line += piece if line.endswith("-") or not line else f" {piece}"
    return "\n".join(f"> > {one}" for one in [*lines, line])


def _page(chance: Random, written: list[str]) -> str:
    """A mail in HTML, the numbers cut by tags."""
    rows = []
    for one in written:
        cut = one.replace("-", "-<wbr>").replace("\u00a0", "&nbsp;").replace("\u2013", "&ndash;")
        rows.append(f"<tr><td><b>{chance.choice(_TITLES)}</b></td><td>{cut}</td>"
                    f"<td width='97'>{_noise(chance)}</td></tr>")  # fmt: skip
    return f"<table style='width:978px'>{''.join(rows)}</table>"


def _list(chance: Random, written: list[str]) -> str:
    return "\n".join(
        f"{place}. {chance.choice(_TITLES)}. {chance.randint(1950, 2026)}. {one}. {_noise(chance)}"
        for place, one in enumerate(written, 1)
    )


def _sheet(chance: Random, written: list[str]) -> str:
    cell = chance.choice((";", "\t", "|"))
    return "\r\n".join(
        cell.join((str(place), one, chance.choice(_TITLES), _noise(chance)))
        for place, one in enumerate(written, 1)
    )


def _note(chance: Random, written: list[str]) -> str:
    """A delivery note: positions, copies and prices beside the numbers."""
    return "\n".join(
        f"{place:03d}  {one}   {chance.randint(1, 50)} kpl   {chance.randint(1, 90)},90\n"
        f"     {_noise(chance)}"
        for place, one in enumerate(written, 1)
    )


def _chat(chance: Random, written: list[str]) -> str:
    return "\n".join(
        f"[{chance.randint(1, 28)}.3. klo 14.05] Liisa: {one}!! {_noise(chance)}" for one in written
    )
