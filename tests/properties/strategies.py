"""Random small cases of lending, in the format of the worked cases, thick around the boundaries.

Two claims of one person that could replace each other never fall on one day: which of the two is
the later one is then a matter of the order of entry, which the format does not fix.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

Case = dict[str, Any]

ISBNS = ("9789519900117", "9789519900223", "9789519900339", "9789519900445")
PEOPLE = ("a", "b", "c", "d", "e")
# With loans of 2019 to 2024 in view the term of 70 years ends for deaths of 1949 to 1954.
DEATHS = (*(date(year, 6, 1) for year in range(1948, 1956)), date(2015, 2, 2), date(2024, 1, 1))
ROLES = (
    *("author",) * 4,
    *("original_author",) * 3,
    *("translator",) * 3,
    "illustrator",
    "narrator",
)
CLASSES = ("other", "story_book", "picture_book", "comic")
MEDIA = ("physical", "physical", "ebook", "eaudiobook")
CARDS = ("0", "12.5", "21.5", "60.5", "100")
RATES = ("0.25", "0.26", "0.31", "0.32", "0.2975", "0.013")
SMALL, SOME, MANY = st.integers(0, 60), st.integers(61, 3_000), st.integers(90_000, 260_000)
LOANS = (st.one_of(SMALL, SMALL, SOME, MANY), st.one_of(SMALL, SOME), st.one_of(SOME, MANY, MANY))
WRITING = ("author", "original_author")


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The value, or nothing in two of three."""
    return st.one_of(st.none(), st.none(), strategy)


def _without_nothing(row: Case) -> Case:
    return {name: value for name, value in row.items() if value is not None}


def _person(who: str) -> st.SearchStrategy[Case]:
    return st.fixed_dictionaries(
        {
            "id": st.just(who),
            "joined": st.one_of(*[st.none()] * 5, st.dates(date(2021, 1, 1), date(2025, 12, 31))),
            "died": st.one_of(st.none(), st.sampled_from(DEATHS)),
            "tax_percent": _maybe(st.sampled_from(CARDS)),
            "country": _maybe(st.sampled_from(("FI", "SE"))),
        }
    ).map(_without_nothing)


def _edition(isbn: str) -> st.SearchStrategy[Case]:
    return st.fixed_dictionaries(
        {
            "isbn": st.just(isbn),
            "medium": st.sampled_from(MEDIA),
            "class": _maybe(st.sampled_from(CLASSES)),
        }
    ).map(_without_nothing)


def _claim(people: list[str], isbns: list[str], days: list[date]) -> st.SearchStrategy[Case]:
    day = st.one_of(st.none(), st.none(), st.sampled_from(days))
    return st.fixed_dictionaries(
        {
            "person": st.sampled_from(people),
            "isbn": st.sampled_from(isbns),
            "role": st.sampled_from(ROLES),
            "heads": st.sampled_from((1, 1, 1, 2, 2, 3, 4, 7)),
            "added": day,
            "withdrawn": st.sampled_from((*[None] * 12, *days)),
            "separate": st.sampled_from((None, None, True)),
        }
    ).map(_without_nothing)


def _loans(
    isbns: list[str], groups: list[list[str]], years: list[int], loans: st.SearchStrategy[int]
) -> st.SearchStrategy[Case]:
    single = st.fixed_dictionaries({"isbn": st.sampled_from(isbns)})
    one = st.one_of(single, st.sampled_from([{"isbns": group} for group in groups]))
    rest = st.fixed_dictionaries(
        {
            "year": st.sampled_from(years),
            "loans": loans,
            "class": _maybe(st.sampled_from(CLASSES)),
        }
    ).map(_without_nothing)
    return st.tuples(one if groups else single, rest).map(lambda pair: {**pair[0], **pair[1]})


def _replaceable(claim: Case) -> str:
    return "writer" if claim["role"] in WRITING else claim["role"]


def without_ties(claims: Iterable[Case], people: Iterable[Case]) -> list[Case]:
    """Of one person's claims in one pool that begin on one day only the first is kept.

    A withdrawal before the claim began is no withdrawal.
    """
    joined = {person["id"]: person.get("joined", date(2000, 1, 1)) for person in people}
    seen, kept = set(), []
    for claim in claims:
        begin = joined[claim["person"]]
        added = max(claim.get("added", begin), begin)
        key = (claim["person"], _replaceable(claim), added)
        if key not in seen:
            seen.add(key)
            early = claim.get("withdrawn", added) < added
            kept.append({k: v for k, v in claim.items() if k != "withdrawn" or not early})
    return kept


@st.composite
def _runs(draw: st.DrawFn) -> list[Case]:
    """One to four runs in the order of the calendar; some a second time in the same year."""
    year = draw(st.integers(2021, 2027))
    autumn, again = draw(st.booleans()), 0
    runs: list[Case] = []
    for number in range(draw(st.integers(1, 4))):
        if number:
            step = draw(st.sampled_from((0, 1, 1, 2, 2, 3)))  # half years
            again = again + 1 if step == 0 else 0
            half = 2 * year + autumn + step
            year, autumn = half // 2, bool(half % 2)
        day = date(year, 10 if autumn else 4, 10) + timedelta(days=9 * again)
        run: Case = {
            "id": f"run-{number}",
            "kind": "autumn" if autumn else "spring",
            "date": day,
            "cutoff": day - timedelta(days=draw(st.sampled_from((1, 21)))),
        }
        if not autumn and draw(st.sampled_from((True, True, False))):
            euro = draw(st.sampled_from(("20.00", "333.33", "1000.00", "90000.00")))
            run["undistributed"] = {str(year - 5): euro}
            run["other_share_loans"] = {str(year - 5): draw(st.sampled_from((0, 17, 20_000)))}
        runs.append(run)
    return runs


@st.composite
def _corrected(draw: st.DrawFn, claims: list[Case], days: list[date]) -> list[Case]:
    """The claims, and later versions of some with other heads: what makes debts."""
    later = []
    for claim in claims:
        if draw(st.booleans()):
            heads = draw(st.sampled_from((1, 2, 3)))
            version = {**claim, "heads": heads, "added": draw(st.sampled_from(days))}
            version.pop("withdrawn", None)
            later.append(version)
    return [*claims, *later]


@st.composite
def lending_cases(draw: st.DrawFn, grouped: bool = True) -> Case:
    """A case of two to five people and one to four editions over one to four runs.

    `grouped` allows records of several ISBNs, which the files of worked cases do not know.
    """
    runs = draw(_runs())
    first, last = runs[0]["date"].year - 5, runs[-1]["date"].year - 1
    years = list(range(first, last + 1))
    names = list(PEOPLE[: draw(st.integers(2, 5))])
    isbns = list(ISBNS[: draw(st.integers(1, 4))])
    people = [draw(_person(name)) for name in names]
    editions = [draw(_edition(isbn)) for isbn in isbns]
    cutoffs = [run["cutoff"] for run in runs]
    days = sorted({c + timedelta(days=n) for c in cutoffs for n in (-40, -1, 0, 1)})
    entered = draw(st.lists(_claim(names, isbns, days), min_size=2, max_size=7))
    claims = draw(_corrected(entered, days))
    groups = draw(_groups(editions)) if grouped else []
    stated = [int(year) for run in runs for year in run.get("undistributed", {})]
    row = _loans(isbns, groups, [*years, *stated, *stated], draw(st.sampled_from(LOANS)))
    loans = draw(st.lists(row, min_size=3, max_size=10))
    if stated and draw(st.booleans()):  # somebody at the cap beside others who are not
        loans.append({"isbn": isbns[0], "year": stated[0], "loans": 250_000})
    unset = draw(st.sampled_from((*[None] * 12, *years)))
    rates = {str(y): draw(st.sampled_from(RATES)) for y in years if y != unset}
    return {
        "name": "random",
        "scheme": "lending",
        "rates": rates,
        "person": people,
        "edition": editions,
        "claim": without_ties(claims, people),
        "loans": loans,
        "run": runs,
    }


@st.composite
def _groups(draw: st.DrawFn, editions: list[Case]) -> list[list[str]]:
    """Title groups of editions of one medium and class; of two kinds no record says which it is."""
    alike: dict[tuple[Any, Any], list[str]] = {}
    for edition in editions:
        alike.setdefault((edition["medium"], edition.get("class")), []).append(edition["isbn"])
    groups = [isbns for isbns in alike.values() if len(isbns) > 1]
    if not groups or draw(st.booleans()):
        return []
    return [draw(st.permutations(group)) for group in groups]
