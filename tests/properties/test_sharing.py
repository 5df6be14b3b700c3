"""Whatever is said to be wrong and whoever agrees: what is undisputed is paid, and never too much.

The parts come from the rule that pays them, on the entries as they stand after each step.
"""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.catalogue import ROLES
from portal.kernel.columns import column
from portal.rules import sharing
from portal.rules.settlement.facts import LIVING, Claims, Titles
from portal.rules.settlement.stakes import HALF, NOTHING, stakes
from portal.rules.sharing import HEADS, NAME_MISSING, ROLE, Part, Wrong, pool, right_parts

PARTIES = 4
ISBN = 9789510000014
TEXT = ("author", "original_author", "translator")
Parts = tuple[Part, ...]
Paid = dict[tuple[int, str], tuple[Fraction, Fraction]]

one_role = st.sampled_from((*TEXT, "author", "illustrator"))
entries = st.dictionaries(
    st.tuples(st.integers(0, PARTIES - 1), one_role), st.integers(1, 4), min_size=1, max_size=6
).map(lambda said: tuple(Part(party, role, heads) for (party, role), heads in said.items()))


@st.composite
def complaints(draw: st.DrawFn) -> tuple[Parts, Wrong]:
    """Entries, and what one of the people in the text says of them."""
    parts = draw(entries.filter(lambda found: any(part.role in TEXT for part in found)))
    own = draw(st.sampled_from([part for part in parts if part.role in TEXT]))
    heads = draw(st.integers(1, 4))
    others = [part for part in parts if part.party != own.party]
    about = draw(st.sampled_from((HEADS, NAME_MISSING, ROLE) if others else (HEADS, NAME_MISSING)))
    if about == HEADS:
        return parts, Wrong(about, own.party, own.role, heads)
    if about == NAME_MISSING:
        role = draw(st.sampled_from(ROLES))
        return parts, Wrong(about, own.party, own.role, heads, right_role=role)
    other = draw(st.sampled_from(others))
    right = draw(st.sampled_from([*(r for r in ROLES if r != other.role), sharing.NO_PART]))
    return parts, Wrong(about, own.party, own.role, heads, other.party, other.role, right)


def paid(parts: Parts) -> Paid:
    """By party and pool of the text: the smallest and the largest part, as the rules pay."""
    rows = [part for part in parts if pool(part.role) in (sharing.WRITERS, sharing.TRANSLATORS)]
    claims = Claims(
        payee=column([part.party for part in rows]),
        isbn=column([ISBN] * len(rows)),
        role=column([ROLES.index(part.role) for part in rows]),
        heads=column([part.heads for part in rows]),
        separate=column([0] * len(rows)),
        added=column([1] * len(rows)),
        order=column(list(range(len(rows)))),
    )
    titles = Titles(column([ISBN]), column([0]), column([ISBN]))
    found = stakes(claims, titles, column([LIVING] * PARTIES))
    return {
        (int(found.payee[row]), pool(ROLES[int(found.role[row])]) or ""): (
            fraction(int(found.small[row]), int(found.small_heads[row])),
            fraction(int(found.large[row]), int(found.large_heads[row])),
        )
        for row in range(found.payee.size)
    }


def fraction(of: int, heads: int) -> Fraction:
    return Fraction(0) if of == NOTHING else Fraction(1, heads * (2 if of == HALF else 1))


def after(parts: Parts, right: Parts, who: set[int]) -> Parts:
    """The entries when those of `who` say what is right."""
    kept = [part for part in parts if part.party not in who]
    return (*kept, *(part for part in right if part.party in who))


@given(complaints(), st.sets(st.integers(0, PARTIES - 1)))
def test_never_more_than_the_whole_whoever_agrees(
    said: tuple[Parts, Wrong], agree: set[int]
) -> None:
    parts, wrong = said
    right = right_parts(parts, wrong)
    asked = set(sharing.asked(parts, wrong))
    for who in (set(), {wrong.by}, {wrong.by} | (agree & asked), {wrong.by} | asked):
        assert sum(small for small, _large in paid(after(parts, right, who)).values()) <= 1


@given(complaints(), st.sets(st.integers(0, PARTIES - 1)))
def test_what_both_sides_give_somebody_is_paid_all_along(
    said: tuple[Parts, Wrong], agree: set[int]
) -> None:
    """Where only a number is disputed, each gets what the larger of the numbers leaves."""
    parts, wrong = said
    if wrong.about != HEADS:
        return
    right = right_parts(parts, wrong)
    during = paid(after(parts, right, {wrong.by} | agree))
    before, then = paid(parts), paid(right)
    for key, (small, large) in during.items():
        assert small >= min(before[key][0], then[key][0])
        assert large <= max(before[key][1], then[key][1])


@given(complaints())
def test_a_number_touches_only_those_who_share_the_role(said: tuple[Parts, Wrong]) -> None:
    parts, wrong = said
    if wrong.about != HEADS:
        return
    right = right_parts(parts, wrong)
    before, during = paid(parts), paid(after(parts, right, {wrong.by}))
    own = pool(wrong.role)
    assert {k: v for k, v in before.items() if k[1] != own} == {
        k: v for k, v in during.items() if k[1] != own
    }


@given(complaints())
def test_when_all_agree_nothing_waits_for_the_number(said: tuple[Parts, Wrong]) -> None:
    parts, wrong = said
    right = right_parts(parts, wrong)
    assert sharing.asked(right, wrong) == ()
    assert right_parts(right, wrong) == right
    own = [part for part in right if pool(part.role) == pool(wrong.role)]
    assert {part.heads for part in own} <= {wrong.heads}
