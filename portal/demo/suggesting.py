"""Records that name people of the demo, so that something is suggested to them.

Titles and the ISBNs that libraries lend are real; who did what in them, the other ISBNs and the
records themselves are the demo's own.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.moments import NOON
from portal.kernel.bibliography import CODED, WORDS, Contributor, Record, RecordIsbn, Said
from portal.kernel.catalogue import EAUDIOBOOK, EBOOK, PHYSICAL_MEDIUM
from portal.kernel.identity import SYSTEM
from portal.services.records import bibliographic_records
from portal.services.suggestions import suggestions
from portal.services.usage.usage_import import ImportOrder, import_usage
from portal.store.people import Party
from portal.store.usage import UsageImport

SOURCE = "Invented for the demo"
WHOSE = ("D012", "D016")
LIBRARY = "Generated from HelMet: capital region"
READ_ON = date(2026, 3, 15)
"""With the other loans of 2025."""
WITHOUT_ISBN = Path(__file__).parent / "data" / "loans" / "without-isbn-2025.csv"
_GUNVOR = Contributor("Ekeblom, Gunvor,", "1942-", main=True, roles=(Said("aut", CODED, "kirj"),))
_TERHI = Contributor("Aallonharja, Terhi,", "1961-", roles=(Said("trl", CODED, "kääntäjä"),))


def _record(number: str, title: str, isbns: tuple[int, ...], *people: Contributor,
            medium: str = PHYSICAL_MEDIUM, year: int = 2024, **more: str) -> Record:  # fmt: skip
    return Record(
        number, title, isbns=tuple(RecordIsbn(one) for one in isbns), contributors=people,
        language="fin", medium=medium, year=year, original_language=more.get("of", "swe"),
    )  # fmt: skip


RECORDS = (
    _record("demo-1", "Mikko Mallikas menee kouluun", (9789513108939,), _GUNVOR, _TERHI,
            year=1994),
    _record("demo-2", "Mikko Mallikas menee kouluun", (9789519999913,), _GUNVOR, _TERHI,
            year=2023),
    _record("demo-3", "Mikko Mallikas menee kouluun", (9789519999920,), _GUNVOR, _TERHI,
            medium=EBOOK, year=2023),
    _record("demo-4", "Mikko Mallikas menee kouluun", (9789519999937,), _GUNVOR,
            Contributor("Aallonharja, Terhi", roles=(Said("trl", WORDS, "suomentanut"),)),
            medium=EAUDIOBOOK, year=2025),
    _record("demo-5", "Myyrän auto", (9789513117122,),
            Contributor("Velkopolský, Bohdan,", "1938-2011", main=True,
                        roles=(Said("aut", CODED, "kirj"),)),
            _TERHI, year=2001, of="cze"),
    _record("demo-6", "Suon kasvit", (9789519999944,),
            Contributor("Aallonharja, Terhi,", "1934-", roles=(Said("trl", CODED, "kääntäjä"),)),
            year=1969, of="ger"),
    _record("demo-7", "Maisa käy kirjastossa", (9789510303221,),
            Contributor("Meritie, T.,", roles=(Said("trl", WORDS, "suomentanut"),)), of="eng"),
    _record("demo-8", "Mikko Mallikas on oikukas", (9789513110109,), _GUNVOR, _TERHI,
            Contributor("Ojavesi, Eila", roles=(Said("trl", CODED, "kääntäjä"),)), year=1995),
    _record("demo-9", "Puppe ja tuuli", (9789519999951,),
            Contributor("Suvantolahti, M.", roles=(Said("trl", CODED, "kääntäjä"),))),
)  # fmt: skip


def say(session: Session, data_dir: Path, today: date) -> None:
    """Reads loans whose ISBNs a spreadsheet has destroyed, keeps the records as the night's search
    would, and looks for whom they name."""
    order = ImportOrder((WITHOUT_ISBN,), LIBRARY)
    read = import_usage(session, data_dir, order, today=today, actor=SYSTEM)
    session.get_one(UsageImport, read.import_id).imported_at = datetime.combine(READ_ON, NOON)
    moment = datetime.combine(today, time(3, 30), UTC)
    bibliographic_records.keep(session, SOURCE, RECORDS, today, moment=moment)
    for party_id in session.scalars(select(Party.id).where(Party.code.in_(WHOSE))).all():
        suggestions.refresh(session, data_dir, party_id, today)
