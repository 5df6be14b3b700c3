"""What the tests of suggestions do again and again."""

from __future__ import annotations

from portal.services.suggestions import suggestions
from tests.factories.lending import Lending
from tests.factories.records import by

AINO = by("Salo, Aino", dates="1950-")


def found(lending: Lending, code: str = "P1") -> None:
    """Looks for suggestions, as the night does."""
    with lending.session() as session:
        suggestions.refresh(session, lending.data_dir, lending.ids[code], lending.today)
