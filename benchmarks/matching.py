"""Precision and recall of the matching on labelled titles, with their intervals, for RESULTS.md."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.labelled import FENNICA, Answer, Asked, Title, answers, damaged, seattle
from benchmarks.translated import AskedText, crossed, sets, translated
from portal.bibliography.reading import read
from portal.kernel.isbn import check_digit_10, hyphenated, parse
from portal.usage import matching
from portal.usage.engine_duckdb import opened
from portal.usage.matching import KNOWN_ISBN, Known

HEADING = "## Matching\n\n"
INTRODUCTION = """\
Made by `python -m benchmarks.matching` (ten seeds, about a minute). The titles are real: 818
of HelMet's and of the National Library of Finland with their authors, 103 spellings of one author's
titles at Seattle's library. In each seed half of the works are in the catalogue; the other half,
and the sets "namesake" and "another of hers", are not: whatever is linked to them is wrong. "Titles
there" are those of works that the catalogue has and that no earlier tier has linked. Damage is done
on purpose, drawn from the seed. One title is asked under every damage and seed, so the rows are not
independent: the intervals (95 %, Wilson's, and Clopper and Pearson's) are too narrow, and the one
below the table of tier 2, which draws whole works, is the honest one. The rules were made looking
at the same titles under other seeds, but for Seattle's, after which only ": " before a subtitle was
added. Where tier 2 is wrong, mostly a series' only known volume is taken for one whose subtitle was
lost. Tier 3 looks at what tier 2 leaves and is wrong in more than half of what it says here: it
gives the office something to look at. Tiers 2 and 3 pay nothing before a person has decided.

Translations: 192 books in two languages or three, each language a work of its own. Ten have the
original's title from Fennica's records, 182 are HelMet's titles with the original's title said by
hand (`tests/data/matching/SOURCES.md`). Half of the texts are in the catalogue and every text is
asked, originals as often as translations, so that of many a book it knows only the other language:
libraries lend far fewer originals. No key tells apart what has one title in both languages
("Inferno"): tier 2 links it to the one that it knows, and to neither when it knows both.

HelMet's real file with the demo's catalogue and records: of 3,210,900 loans and renewals 582,253
(18.1 %) are payable (tier 1), 27,022 (0.8 %) suggested (tier 2), 2,601,625 (81.0 %) unmatched, none
refused otherwise; with tier 3, 4,158 (0.1 %) of the unmatched are suggested too. All 2,628,647
loans without a usable ISBN have a title and are kept as 569 unmatched works.

From a file of 10,000,000 rows with titles (`benchmarks/titled.py`, half of them with a rounded
ISBN, a catalogue of 100,000 editions) to suggestions: 40 s of CPU for the import and 53 s for
`portal match run`, 65 s and 112 s on the clock of a machine of two cores whose load was 7 to 10;
peak memory 738 and 1,026 MB. Found: 94,562 titles with 4,442,540 loans under tier 2.

The night's look for suggestions (`portal match suggest`), 20,000 people and 3,000,000 rows of the
same kind, of which 261,000 unmatched works remain: 112 s of CPU when all 261,579 suggestions are
new, 82 s when none is. Of these 8.6 s go into the loans without an ISBN, read once for all, with
about 300 MB of memory while it lasts. Read anew for each person they cost 44 ms each (300 people
measured), which for 20,000 is about a quarter of an hour.
"""

SEEDS = range(100, 110)
_Z = 1.959964
_TAIL = 0.025
_HEAD = (
    "| set | asked | titles there | linked rightly | wrongly | recall | precision | Wilson 95 % "
    "| exact, at least |"
)
_RULE = "|---|---:|---:|---:|---:|---:|---:|---|---:|"


@dataclass
class Score:
    """How often a tier said something, rightly or not, and how often it could have."""

    asked: int = 0
    right: int = 0
    wrong: int = 0
    there: int = 0

    def add(self, answer: Answer, tier: int) -> None:
        """Counts one answer; what an earlier tier has linked is not there for this one."""
        self.asked += 1
        if answer.asked.work is not None and (answer.tier is None or answer.tier >= tier):
            self.there += 1
        if answer.tier == tier:
            self.wrong += answer.wrong
            self.right += not answer.wrong


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Wilson's interval of a share, 95 %."""
    if not whole:
        return 0.0, 1.0
    share, z2 = part / whole, _Z * _Z
    middle = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    spread = _Z / (1 + z2 / whole) * sqrt(share * (1 - share) / whole + z2 / (4 * whole * whole))
    return max(0.0, middle - spread), min(1.0, middle + spread)


def exact_least(part: int, whole: int) -> float:
    """The lower end of Clopper and Pearson's exact interval of a share, 95 %."""
    missed = whole - part
    low, high = 0.0, 1.0
    for _ in range(60):
        share = (low + high) / 2
        if share in (0.0, 1.0) or _at_most(missed, whole, share) > _TAIL:
            low = share
        else:
            high = share
    return 1 - low


def _at_most(most: int, whole: int, share: float) -> float:
    """How probable at most `most` of `whole` are, each with probability `share`."""
    return sum(
        exp(
            lgamma(whole + 1) - lgamma(one + 1) - lgamma(whole - one + 1)
            + one * log(share) + (whole - one) * log(1 - share)
        )
        for one in range(most + 1)
    )  # fmt: skip


def drawn_anew(outcomes: Mapping[str, Counter[bool]]) -> tuple[float, float]:
    """The interval of tier 2's precision when whole works are drawn anew, 95 % of 2,000 draws.

    `outcomes` is, for each title asked, how often what was linked is wrong.
    """
    wrong = np.array([one[True] for one in outcomes.values()])
    said = np.array([one.total() for one in outcomes.values()])
    draws = np.random.default_rng(1).integers(0, len(said), (2000, len(said)))
    shares = np.sort(1 - wrong[draws].sum(axis=1) / said[draws].sum(axis=1))
    return float(shares[50]), float(shares[-51])


def _linked(make: Callable[[int], tuple[Sequence[Title], Sequence[Asked]]]) -> list[Answer]:
    """What tier 2 says of damaged titles, over all seeds."""
    found: list[Answer] = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in SEEDS:
            titles, rows = make(seed)
            found += answers(titles, rows, Path(folder), tier3=False)
    return [one for one in found if one.tier == 2 and not one.asked.damage.endswith("as written")]


def _by_title(linked: Sequence[Answer]) -> dict[str, Counter[bool]]:
    """For each real title, or book of several languages, how often what was linked is wrong."""
    found: dict[str, Counter[bool]] = {}
    for one in linked:
        asked = one.asked
        of = asked.text.book if isinstance(asked, AskedText) else asked.of
        found.setdefault(of, Counter())[one.wrong] += 1
    return found


def measured() -> dict[int, dict[str, Score]]:
    """Scores by tier and damage, over all seeds."""
    scores: dict[int, dict[str, Score]] = {2: {}, 3: {}}
    with tempfile.TemporaryDirectory() as folder:
        for seed in SEEDS:
            for titles, rows in (damaged(seed), seattle(seed), translated(seed)):
                for answer in answers(titles, rows, Path(folder), tier3=True):
                    for tier, by_damage in scores.items():
                        for name in (answer.asked.damage, *_sets(answer)):
                            by_damage.setdefault(name, Score()).add(answer, tier)
    return scores


def _sets(answer: Answer) -> tuple[str, ...]:
    if isinstance(answer.asked, AskedText):
        return sets(answer.asked)
    whole = answer.asked.damage in ("as written", "Seattle's spelling")
    return () if whole else ("**damaged**",)


def numbers(seed: int, folder: Path) -> tuple[int, int, int, int]:
    """ISBNs asked, those of known records, those linked rightly and wrongly.

    Each is written with thirteen digits, with hyphens and, where it has one, with ten.
    """
    with FENNICA.open("rb") as stream:
        pairs = sorted(
            {(one.isbn, place) for place, record in enumerate(read(stream, FENNICA.name))
             for one in record.isbns}
        )  # fmt: skip
    chance = random.Random(seed)
    here = {isbn for isbn, _ in pairs if chance.random() < 0.5}
    of = {isbn: {str(place) for other, place in pairs if other == isbn} for isbn, _ in pairs}
    written = [(isbn, parse(text)) for isbn in of for text in _spelt(isbn)]
    known = [(isbn, place) for isbn, place in pairs if isbn in here]
    items = pa.table(
        {
            "item": pa.array(range(len(known)), pa.int64()),
            "work": [str(place) for _, place in known],
        }
    )
    isbns = [(item, isbn, "edition") for item, (isbn, _) in enumerate(known)]
    table = pa.table([list(column) for column in zip(*isbns, strict=True)], schema=KNOWN_ISBN)
    lent_isbns = pa.table({"lent": range(len(written)), "isbn": [isbn for _, isbn in written]})
    with opened(folder) as connection:
        connection.register("lent_isbn", lent_isbns)
        matching.by_isbn(connection, Known(items, table))
        found = connection.execute("SELECT lent, work FROM by_isbn").fetchall()
    right = {lent for lent, work in found if work in of[written[lent][0]]}
    wrong = {lent for lent, work in found if work not in of[written[lent][0]]}
    return len(written), sum(isbn in here for isbn, _ in written), len(right), len(wrong)


def _spelt(isbn: int) -> Iterator[str]:
    text = str(isbn)
    yield text
    yield hyphenated(isbn)
    yield hyphenated(isbn).replace("-", " ")
    if text.startswith("978"):
        yield text[3:12] + check_digit_10(text[3:12])


def by_number() -> Score:
    """Tier 1: real records' ISBNs in four spellings; half of the records are known."""
    score = Score()
    with tempfile.TemporaryDirectory() as folder:
        for seed in SEEDS:
            score.asked, score.there, score.right, score.wrong = (
                before + now
                for before, now in zip(
                    (score.asked, score.there, score.right, score.wrong),
                    numbers(seed, Path(folder)),
                    strict=True,
                )
            )
    return score


def lines() -> list[str]:
    """The section of RESULTS.md."""
    number = _line("ISBNs of Fennica's records in four spellings", by_number())
    out = ["Tier 1:", "", _HEAD, _RULE, number]
    for tier, by_damage in measured().items():
        out += ["", f"Tier {tier}:", "", _HEAD, _RULE]
        for name, score in by_damage.items():
            out.append(_line(name, score))
        if tier == 2:
            out += ["", *_below()]
    return out


def _below() -> list[str]:
    low, high = drawn_anew(_by_title(_linked(damaged)))
    linked = _linked(translated)
    apart = [a for a in linked if isinstance(a.asked, AskedText) and not a.asked.one_title]
    least, most = drawn_anew(_by_title(linked))
    fewest, best = drawn_anew(_by_title(apart))
    wrong = sum(one.wrong for one in linked)
    named = sorted({one.asked.of for one in crossed(apart)})
    return [
        f"Precision on damaged titles, whole works drawn: {low:.4f} to {high:.4f}.",
        "",
        "Precision on damaged titles of translations and their originals, whole books drawn:",
        f"{least:.4f} to {most:.4f}; where the two titles differ, {fewest:.4f} to {best:.4f}.",
        f"Of {wrong:,} wrong links {len(crossed(linked)):,} are to the book in another language;",
        f"of these {len(crossed(apart)):,} are where the two titles differ: {', '.join(named)}.",
    ]


def _line(name: str, score: Score) -> str:
    said = score.right + score.wrong
    recall = f"{score.right / score.there:.3f}" if score.there else "–"
    if not said:
        return f"| {name} | {score.asked:,} | {score.there:,} | 0 | 0 | {recall} | – | – | – |"
    low, high = wilson(score.right, said)
    least = exact_least(score.right, said)
    counted = (score.asked, score.there, score.right, score.wrong)
    return (
        f"| {name} | {' | '.join(f'{one:,}' for one in counted)} | {recall} "
        f"| {score.right / said:.4f} | {low:.4f} to {high:.4f} | {least:.4f} |"
    )


def main() -> None:
    """Writes the section at the end of RESULTS.md, in place of an older one."""
    path = Path(__file__).parent / "RESULTS.md"
    kept = path.read_text(encoding="utf-8").partition(HEADING)[0].rstrip()
    text = "\n".join((INTRODUCTION, *lines()))
    path.write_text(f"{kept}\n\n{HEADING}{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
