"""Catalogues of every kind for properties: hostile titles, versions of one day, several roles."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from portal.kernel import isbn
from portal.kernel.catalogue import CLASSES, MEDIA, ROLES
from portal.kernel.catalogue_exchange import (
    Catalogue,
    OwnEdition,
    OwnEntry,
    OwnVersion,
    OwnWork,
    in_order,
)

_HOSTILE = (
    "=1+1", "'=1+1", "''", "-2", "+3", "@x", "\tTab", "Talvi\nsaaressa", "Talvi\r\nsaaressa",
    'Hän sanoi: "ei"', " väliä  ", "ŧŊčđ ø å", "\u2028", "_x0041_", "<b>&amp;</b>", "a;b,c\td|e",
    "\x01", "\x0b", "\ufeffx", "é" * 500, "𝕬𝖚𝖙𝖔𝖗", "true", "9789510123454", "]]>", "\r",
)  # fmt: skip
titles = st.one_of(
    st.sampled_from(_HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60),
)
days = st.dates(date(2000, 1, 1), date(2026, 10, 15))


@st.composite
def versions(draw: st.DrawFn) -> tuple[OwnVersion, ...]:
    """Versions in the order of their days; any of them may be withdrawn later."""
    added = sorted(draw(st.lists(days, min_size=1, max_size=3)))
    return tuple(
        OwnVersion(
            draw(st.integers(1, 999)),
            draw(st.booleans()),
            draw(st.sampled_from([None, True, False])),
            day,
            draw(st.one_of(st.none(), st.dates(day, date(2026, 10, 15)))),
        )
        for day in added
    )


@st.composite
def catalogues(draw: st.DrawFn, longest_title: int = 500) -> Catalogue:
    """A catalogue of up to six editions of up to six works."""
    numbers = draw(st.lists(st.integers(0, 99_999), unique=True, min_size=1, max_size=6))
    works: dict[int, list[OwnEdition]] = {}
    for number in numbers:
        twelve = f"9789510{number:05d}"
        edition = OwnEdition(
            isbn=int(twelve + isbn.check_digit_13(twelve)),
            title=draw(titles)[:longest_title],
            medium=draw(st.sampled_from(MEDIA)),
            entries=tuple(
                OwnEntry(role, draw(versions()))
                for role in draw(
                    st.lists(st.sampled_from(ROLES), unique=True, min_size=1, max_size=3)
                )
            ),
            class_=draw(st.sampled_from([None, *CLASSES])),
            language=draw(st.sampled_from(["", "fin", "swe", "sme"])),
            year=draw(st.one_of(st.none(), st.integers(1500, 2026))),
        )
        works.setdefault(draw(st.integers(1, 6)), []).append(edition)
    language = st.sampled_from(["", "fi", "sv"])
    return in_order(
        "Aino Salo",
        [OwnWork(draw(titles), tuple(found), draw(language)) for found in works.values()],
    )
