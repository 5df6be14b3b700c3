"""Which editions are the same text: by identifiers, by a record, then by title, writer, language.

For people only: money goes by edition and by the library's record, so no cent hangs on this.
Another language is another work. Source of the choices: docs/decisions/0013.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from portal.kernel.names import name_key, title_key
from portal.rules.parameters import Parameter

UNDO_DAYS = "grouping.undo_days"
PARAMETERS = (Parameter(UNDO_DAYS, "days", "run_day"),)

IDENTIFIER, RECORD, TITLE = EVIDENCE = ("identifier", "record", "title")
"""Kinds of evidence, the surest first."""
_SAME_FOR_MANY = """
runot runoja runoelmia novelleja novellit kertomuksia kertomukset naytelmia naytelmat esseita
esseet kirjeita kirjeet aforismeja lauluja satuja sadut muistelmat paivakirja paivakirjat
dikter noveller berattelser essaer brev sagor visor dramer minnen dagbok dagbocker
poems stories essays letters plays memoirs diary tales gedichte erzahlungen briefe
"""
_GENERIC = frozenset(_SAME_FOR_MANY.split())
_COLLECTED = (
    "kootut ", "valitut ", "valikoima", "samlade ", "valda ", "collected ", "selected ",
    "complete ", "gesammelte ", "teokset", "skrifter", "works",
)  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """What two editions may have in common: the kind, the sign itself, and what to show of it."""

    kind: str
    sign: str
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Text:
    """One edition and what is known of its text. `work` is where it stands now.

    `by_hand`: a person put it there; `apart`: a person took it out, so nothing brings it back.
    """

    edition: int
    work: int
    language: str = ""
    evidence: tuple[Evidence, ...] = ()
    by_hand: bool = False
    apart: bool = False


@dataclass(frozen=True)
class Placed:
    """An edition that belongs with others: `group` is one of its editions; why it came there."""

    edition: int
    group: int
    because: Evidence | None = None
    beside: int | None = None
    """The edition with which it has the evidence in common."""


@dataclass
class _Group:
    editions: list[int] = field(default_factory=list)
    languages: set[str] = field(default_factory=set)


def title_sign(title: str, writer: str, language: str, *, altered: bool = False) -> str:
    """What editions of the same text have in common in words; "" where that says too little.

    "Poems" by one writer may be any of her books, so such titles say nothing. `altered`: an
    adaptation or an abridgement, which is another text than the original.
    """
    key, name = title_key(title), name_key(writer)
    if not key or not name or not language or key in _GENERIC or key.startswith(_COLLECTED):
        return ""
    return "|".join([key, name, language, "altered" if altered else ""])


def placed(texts: Sequence[Text]) -> tuple[Placed, ...]:
    """Which editions belong together, in the order given; the surest evidence is used first.

    Editions stand together that already do, unless their languages differ and no person put them
    so. Two groups whose known languages differ stay apart.
    """
    groups = _standing(texts)
    why: dict[int, tuple[Evidence, int]] = {}
    for kind in EVIDENCE:
        first: dict[str, Text] = {}
        for text in texts:
            if text.apart:
                continue
            for one in (one for one in text.evidence if one.kind == kind):
                other = first.setdefault(one.sign, text)
                if _united(groups, text.edition, other.edition):
                    why.setdefault(text.edition, (one, other.edition))
                    why.setdefault(other.edition, (one, text.edition))
    return tuple(_placed(text, groups, why) for text in texts)


def _standing(texts: Iterable[Text]) -> dict[int, _Group]:
    """Groups as they stand: by work, and apart by language where no person said otherwise."""
    groups: dict[int, _Group] = {}
    by_work: dict[int, list[_Group]] = {}
    for text in texts:
        here = by_work.setdefault(text.work, [])
        own = {text.language} - {""}
        group = next((one for one in here if text.by_hand or _agree(one.languages, own)), None)
        if group is None:
            group = _Group()
            here.append(group)
        group.editions.append(text.edition)
        group.languages |= own
        groups[text.edition] = group
    return groups


def _united(groups: dict[int, _Group], edition: int, other: int) -> bool:
    """Puts two groups together, unless they are one already or their languages differ."""
    one, another = groups[edition], groups[other]
    if one is another or not _agree(one.languages, another.languages):
        return False
    another.editions += one.editions
    another.languages |= one.languages
    for member in one.editions:
        groups[member] = another
    return True


def _agree(languages: set[str], others: set[str]) -> bool:
    return not languages or not others or bool(languages & others)


def _placed(text: Text, groups: dict[int, _Group], why: dict[int, tuple[Evidence, int]]) -> Placed:
    evidence, beside = why.get(text.edition, (None, None))
    return Placed(text.edition, min(groups[text.edition].editions), evidence, beside)
