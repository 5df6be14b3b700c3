"""Names of people inside a sentence, and whether two spellings can be one person.

A statement has them as people write them ("O. Manninen"), entries inverted ("Manninen, Otto").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.fuzz import ratio

from portal.kernel.names import name_key, plain

EXACT, SAME, SPELT, INFLECTED, OTHER = 4, 3, 2, 1, 0
_ALIKE_GIVEN = 75
_ALIKE_SURNAME = 88
_LONGEST = 6
_LOWER_BEFORE = 3
_AND = "ja|och|og|and|und|et|y|e|i|és|es|sekä|samt|&|with|med|a|en|un|и"
_SPLIT = re.compile(rf"\s*(?:,|/)\s*(?:(?:{_AND})\s+)?|\s+((?:{_AND}))\s+", re.IGNORECASE)
_MORE = re.compile(
    r"(?:\.\.\.|…|\bet al\b\.?|\bm\.\s?fl\b\.?|\bu\.\s?a\b\.?|\bym\b\.?|\bja muita\b|\bja muut\b)"
)
_PARTICLES_WRITTEN = """
    von van de der den af av la le du da di do dos das zu zur ten ter el al bin ibn del della
    des d l mac och of
"""
_PARTICLES = frozenset(_PARTICLES_WRITTEN.split())
_BODIES_WRITTEN = """
    ab oy oyj ry rf as asa gmbh inc ltd llc verlag university universitet yliopisto institute
    instituutti institut museum museo museet seura sallskapet liitto forbundet ministry
    ministeriö komitea kommitten virasto keskus kirjasto library förlag forlag kustannus säätiö
    stiftelse osasto toimikunta työryhmä lautakunta hallitus society association nations suomen
    finlands helsingin finnish haus
"""
_BODIES = frozenset(_BODIES_WRITTEN.split())
_BODY_ENDS_WRITTEN = """
    museum museet museo yliopisto universitat institut instituutti verlag forlag kirjasto
    bibliotek ministerio liitto forbundet seura yhdistys kirjapaino tryckeri
"""
_BODY_ENDS = tuple(_BODY_ENDS_WRITTEN.split())
_TOKEN = re.compile(r"[^\W\d_][\w.'’`´\-]*")


def names_in(text: str, *, lower_before: bool = False) -> list[str]:
    """The names of a list such as "Eva und Gyula Berta, O. Manninen"; what is no name is left out.

    With `lower_before` up to three small words may stand before a name ("kirjailija Otto …").
    """
    found: list[str] = []
    parts = list(_parts(_MORE.sub(" ", text)))
    for place, (part, joined) in enumerate(parts):
        name = as_name(part, lower_before=lower_before)
        if name is None and joined and place + 1 < len(parts):
            name = _with_surname_of(part, parts[place + 1][0])
        if name:
            found.append(name)
    return found


def as_name(text: str, *, lower_before: bool = False) -> str | None:
    """The text as a name, or None where it does not look like one person's."""
    words = re.sub(r"\([^)]*\)", " ", text).strip(" .:;–—-\"'“”").split()
    while lower_before and len(words) > 1 and _small(words[0]) and not _particle(words[0]):
        words = words[1:]
    if not 1 < len(words) <= _LONGEST or not all(_of_a_name(word) for word in words):
        return None
    whole = [word for word in words if len(word.rstrip(".")) > 1 and not _particle(word)]
    if not whole or _particle(words[-1]) or any(_of_a_body(plain(w)) for w in words):
        return None
    return " ".join(words)


def likeness(written: str, entry: str) -> int:
    """How surely two spellings are one person of one record: EXACT, SAME, SPELT, INFLECTED, OTHER.

    SAME: the surname is the same and the first names are, or initials of each other; SPELT: the
    first name is spelt otherwise (Alexis, Aleksis); INFLECTED: the surname is ("Džafarovoj").
    """
    if name_key(written) == name_key(entry):
        return EXACT if name_key(entry) else OTHER
    best = OTHER
    for one in _surname_and_given(written):
        for other in _surname_and_given(entry):
            best = max(best, _compared(one, other))
    return best


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Parts of a list, each with whether "and" (no comma) stands behind it."""
    last = 0
    for found in _SPLIT.finditer(text):
        yield text[last : found.start()].strip(), found.group(1) is not None
        last = found.end()
    yield text[last:].strip(), False


def _with_surname_of(part: str, next_part: str) -> str | None:
    """ "Eva" before "Gyula Berta" is Eva Berta."""
    name = as_name(next_part)
    if name is None or not _of_a_name(part) or len(part) < 2 or " " in part:
        return None
    return f"{part} {name.split()[-1]}"


def _of_a_name(word: str) -> bool:
    return bool(_TOKEN.fullmatch(word)) and (word[0].isupper() or _particle(word))


def _of_a_body(folded: str) -> bool:
    return folded in _FOLDED_BODIES or folded.endswith(_BODY_ENDS)


def _small(word: str) -> bool:
    return word[:1].islower()


def _particle(word: str) -> bool:
    return word in _PARTICLES or word.startswith(("d'", "l'", "d’", "l’"))


def _surname_and_given(name: str) -> list[tuple[str, list[str]]]:
    """Readings of a name: inverted by its comma, else the last, or the first, word as surname."""
    surname, comma, given = name.partition(",")
    if comma:
        return [(plain(surname).replace(" ", ""), plain(given).split())]
    words = [plain(word) for word in name.replace(".", ". ").split()]
    words = [part for word in words for part in word.split()]
    if len(words) < 2:
        return []
    readings = [(words[-1], words[:-1]), (words[0], words[1:])]
    if len(words) > 2:
        readings += [("".join(words[-2:]), words[:-2]), ("".join(words[:2]), words[2:])]
    return readings


def _compared(one: tuple[str, list[str]], other: tuple[str, list[str]]) -> int:
    (surname, given), (surname_2, given_2) = one, other
    if not given or not given_2 or len(surname) < 2:
        return OTHER
    if surname != surname_2:
        long = min(len(surname), len(surname_2)) >= 6
        alike = long and ratio(surname, surname_2) >= _ALIKE_SURNAME
        return INFLECTED if alike and _fit(given, given_2) else OTHER
    if _fit(given, given_2):
        return SAME
    spelt = min(len(given[0]), len(given_2[0])) > 1 and ratio(given[0], given_2[0]) >= _ALIKE_GIVEN
    return SPELT if spelt else OTHER


def _fit(given: list[str], given_2: list[str]) -> bool:
    if given[0] == given_2[0] and len(given[0]) > 1:
        return True
    pairs = zip(given, given_2, strict=False)
    return all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in pairs)


_FOLDED_BODIES = frozenset(plain(word) for word in _BODIES)
