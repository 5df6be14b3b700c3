"""Records of a bibliography for tests, short to write."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from portal.kernel.bibliography import Contributor, Record, RecordIsbn, Said
from portal.services.records import bibliographic_records
from tests.factories.lending import Lending, isbn

MOMENT = datetime(2026, 10, 15, 9, tzinfo=UTC)
SOURCE = "fennica"


def by(name: str, term: str = "aut", **more: Any) -> Contributor:
    """A name with a coded role; an empty term: nobody said what it did."""
    roles = (Said(term, more.pop("basis", "coded"), term),) if term else ()
    return Contributor(name, roles=roles, **more)


def record(title: str, *numbers: int, people: tuple[Contributor, ...] = (), **more: Any) -> Record:
    """A record of the editions with these numbers (factories.lending.isbn)."""
    isbns = tuple(RecordIsbn(isbn(number)) for number in numbers)
    said = {"source_id": f"{title} {numbers}", "language": "fin", "medium": "physical", **more}
    return Record(title=title, isbns=isbns, contributors=people, **said)


def keep(lending: Lending, *records: Record) -> None:
    """The records as a bibliography said them today."""
    with lending.session() as session:
        bibliographic_records.keep(session, SOURCE, records, lending.today, moment=MOMENT)
