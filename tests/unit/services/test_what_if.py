"""What if, where sums are easily mixed up: media, caps, two roles, classes; each by hand."""

from __future__ import annotations

import pytest

from portal.kernel.catalogue import STORY_BOOK
from portal.kernel.identity import Actor, Identity
from portal.services.works.what_if import WhatIf, what_if
from tests.factories.lending import Lending

MEDIA = "isbn,year,medium,loans"


@pytest.fixture(autouse=True)
def one_edition(lending: Lending) -> None:
    """An edition of P1; nothing is lent yet. The rate of 2025 is €0.30."""
    lending.person("P1")
    lending.edition(1)
    lending.rate(2025, "0.30")


def asked(
    lending: Lending,
    claim: int,
    role: str | None = None,
    heads: int | None = None,
    loans: int | None = None,
) -> WhatIf:
    party = lending.ids["P1"]
    who = Identity(Actor(label="P1", party_id=party), subject_id=party)
    with lending.session(writes=False) as session:
        return what_if(session, lending.data_dir, who, claim, lending.today, role, heads, loans)


def test_other_loans_keep_the_proportion_of_the_media(lending: Lending) -> None:
    claim = lending.claim("P1", 1)
    lending.loans("1,2025,physical,100", "1,2025,ebook,50", columns=MEDIA)
    told = asked(lending, claim, loans=301)
    # 200 and 100, and the one left over to the larger
    assert {(one.medium, one.factors.loans) for one in told.then.lines} == {
        ("physical", 201), ("ebook", 100),
    }  # fmt: skip
    assert (told.now.microcents, told.then.microcents) == (4500_000_000, 9030_000_000)


def test_no_loans_bring_nothing(lending: Lending) -> None:
    claim = lending.claim("P1", 1)
    lending.loans("1,2025,physical,100", "1,2025,ebook,50", columns=MEDIA)
    told = asked(lending, claim, loans=0)
    assert (told.then.microcents, told.then.coming.gross_cents, told.then.year_cents) == (0, 0, 0)


def test_each_kind_has_its_own_cap(lending: Lending) -> None:
    claim = lending.claim("P1", 1)
    lending.loans("1,2025,physical,1", "1,2025,ebook,1", columns=MEDIA)
    told = asked(lending, claim, loans=240_000)
    # 120,000 × €0.30 = €36,000 of each: over €32,000 by 4,000 and over €15,000 by 21,000
    assert told.then.year_cents == 7_200_000
    assert told.then.over_cap_cents == 400_000 + 2_100_000
    assert told.then.coming.gross_cents == 3_200_000 + 1_500_000


def test_the_other_role_of_the_person_stays(lending: Lending) -> None:
    claim = lending.claim("P1", 1, role="author")
    lending.claim("P1", 1, role="translator")
    lending.loans("1,2025,100")
    told = asked(lending, claim, role="original_author")
    # €30.00: now half as author is undisputed by the other line; then half and half
    assert [one.role for one in told.then.lines] == ["original_author", "translator"]
    assert told.then.microcents == 3000_000_000


def test_the_first_loans_have_the_class_of_the_edition(lending: Lending) -> None:
    lending.edition(2, class_=STORY_BOOK)
    lending.edition(3)
    claim = lending.claim("P1", 2)
    lending.loans("3,2025,5", "2,2022,100")
    told = asked(lending, claim, loans=100)
    [line] = told.then.lines
    assert line.class_ == STORY_BOOK
    assert (told.now.lines, line.factors.loans) == ((), 100)


def test_an_undecided_rate_of_another_year_is_not_about_this_one(lending: Lending) -> None:
    claim = lending.claim("P1", 1)
    lending.loans("1,2025,100", "1,2023,100")
    told = asked(lending, claim)
    assert not told.about
    assert told.now.coming.about
    assert told.now.year_cents == 3000


def test_an_undecided_rate_of_this_year_is_about(lending: Lending) -> None:
    claim = lending.claim("P1", 1)
    lending.loans("1,2023,100")
    told = asked(lending, claim)
    assert (told.loan_year, told.about) == (2023, True)
