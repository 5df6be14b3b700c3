"""Every code of the catalogue, of runs and of estimates has words."""

from __future__ import annotations

from portal.kernel import catalogue, periods
from portal.services.money import edition_figures
from portal.wording import terms


def test_every_code_has_words() -> None:
    assert tuple(terms.ROLES) == catalogue.ROLES
    assert tuple(terms.MEDIA) == catalogue.MEDIA
    assert tuple(terms.CLASSES) == catalogue.CLASSES
    assert tuple(terms.KINDS) == catalogue.KINDS
    assert tuple(terms.PAYMENT_KINDS) == periods.RUN_KINDS
    assert tuple(terms.STATES) == edition_figures.STATES
    assert tuple(terms.STATE_REASONS) == edition_figures.STATES
    assert set(terms.STATE_TAGS) <= set(edition_figures.STATES)
