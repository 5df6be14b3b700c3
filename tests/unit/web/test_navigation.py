"""Every address belongs to a word of the bar, or is known to stand outside."""

from __future__ import annotations

from portal.web.areas import BLUEPRINTS
from portal.web.navigation import AREAS, MAIN, OUTSIDE, PLACES, STAFF, word_of
from tests.house import routes


def test_every_endpoint_is_placed(tmp_path) -> None:
    endpoints = {rule.endpoint for rule in routes.built(tmp_path).url_map.iter_rules()}
    assert {name for name in endpoints - OUTSIDE if word_of(name) is None} == set()
    assert {name for name in OUTSIDE if word_of(name) is not None} == set()
    assert (OUTSIDE | set(PLACES)) - endpoints == set()


def test_the_bar_has_its_five_words_in_order() -> None:
    assert [str(label) for _, _, label in MAIN] == [
        "Home", "Works", "Money", "Messages", "My details",
    ]  # fmt: skip
    words = {word for word, _, _ in (*MAIN, *STAFF)}
    assert set(AREAS.values()) | set(PLACES.values()) <= words


def test_the_office_reads_its_own_seven_words() -> None:
    assert [str(label) for _, _, label in STAFF] == [
        "Today", "People", "Works", "Loans", "Runs", "Rules", "Audit",
    ]  # fmt: skip


def test_the_areas_are_known_by_their_names() -> None:
    assert len({blueprint.name for blueprint in BLUEPRINTS}) == len(BLUEPRINTS)
