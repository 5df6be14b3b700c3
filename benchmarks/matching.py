"""Precision and recall of the matching on labelled titles, with their intervals, for RESULTS.md."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt
from pathlib import Path

from benchmarks.labelled import Answer, answers, damaged, seattle

SEEDS = range(100, 110)
_Z = 1.959964
_TAIL = 0.025
_HEAD = (
    "| set | titles there | linked rightly | wrongly | recall | precision | Wilson 95 % "
    "| exact, at least |"
)


@dataclass
class Score:
    """How often a tier said something, rightly or not, and how often it could have."""

    right: int = 0
    wrong: int = 0
    there: int = 0

    def add(self, answer: Answer, tier: int) -> None:
        """Counts one answer; what an earlier tier has linked is not there for this one."""
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


def measured() -> dict[int, dict[str, Score]]:
    """Scores by tier and damage, over all seeds."""
    scores: dict[int, dict[str, Score]] = {2: {}, 3: {}}
    with tempfile.TemporaryDirectory() as folder:
        for seed in SEEDS:
            for titles, rows in (damaged(seed), seattle(seed)):
                for answer in answers(titles, rows, Path(folder), tier3=True):
                    for tier, by_damage in scores.items():
                        for name in (answer.asked.damage, *_sets(answer)):
                            by_damage.setdefault(name, Score()).add(answer, tier)
    return scores


def _sets(answer: Answer) -> tuple[str, ...]:
    real = answer.asked.damage == "Seattle's spelling"
    return () if real else ("**all damages**",)


def lines() -> list[str]:
    """The section of RESULTS.md."""
    out = []
    for tier, by_damage in measured().items():
        out += ["", f"Tier {tier}:", "", _HEAD, "|---|---:|---:|---:|---:|---:|---|---:|"]
        for name, score in by_damage.items():
            out.append(_line(name, score))
    return out


def _line(name: str, score: Score) -> str:
    said = score.right + score.wrong
    recall = f"{score.right / score.there:.3f}" if score.there else "–"
    if not said:
        return f"| {name} | {score.there:,} | 0 | 0 | {recall} | – | – | – |"
    low, high = wilson(score.right, said)
    least = exact_least(score.right, said)
    return (
        f"| {name} | {score.there:,} | {score.right:,} | {score.wrong:,} | {recall} "
        f"| {score.right / said:.4f} | {low:.4f} to {high:.4f} | {least:.4f} |"
    )


def main() -> None:
    """Prints the section."""
    print("\n".join(lines()))


if __name__ == "__main__":
    main()
