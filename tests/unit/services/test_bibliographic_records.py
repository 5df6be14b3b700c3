"""Records of bibliographies: kept once, replaced when they say something else, found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from portal.kernel.bibliography import CODED, Contributor, Record, RecordIsbn, Said, from_data
from portal.services.base import database
from portal.services.records.bibliographic_records import for_isbns, keep, naming

DAY, MOMENT = date(2026, 10, 15), datetime(2026, 10, 15, 9, tzinfo=UTC)
RECORD = Record(
    "000792602",
    "Vänrikki Stoolin tarinat",
    language="fin",
    year=1957,
    isbns=(RecordIsbn(9789510000007, qualifier="sidottu"), RecordIsbn(9789510000014, "set")),
    contributors=(
        Contributor("Runeberg, Johan Ludvig", "1804-1877", main=True),
        Contributor(
            "Manninen, Otto", "1872-1950", identifiers=("finaf:000055166",),
            roles=(Said("trl", CODED, "kääntäjä"), Said("ill", CODED, "kuvittaja")),
        ),
    ),
)  # fmt: skip


def test_a_record_comes_back_as_it_was() -> None:
    assert from_data(RECORD.as_data()) == RECORD


def test_kept_once_and_found_by_isbn_and_name(database_url: str) -> None:
    with database.transaction(database_url) as session:
        assert vars(keep(session, "fennica", [RECORD, RECORD], DAY, moment=MOMENT)) == {
            "added": 1, "changed": 0, "same": 0,
        }  # fmt: skip
        assert keep(session, "fennica", [RECORD], DAY, moment=MOMENT).same == 1
        assert set(for_isbns(session, [9789510000007, 9789510000014])) == {9789510000007}
        assert for_isbns(session, [9789510000007])[9789510000007][0].record == RECORD
        assert [one.record for one in naming(session, ["manninen otto"])] == [RECORD]
        assert [one.record for one in naming(session, [], ["finaf:000055166"])] == [RECORD]
        assert naming(session, ["otto"]) == ()


def test_what_a_source_says_later_takes_the_place(database_url: str) -> None:
    later = replace(RECORD, isbns=(RecordIsbn(9789510000021),), contributors=())
    with database.transaction(database_url) as session:
        keep(session, "fennica", [RECORD], DAY, moment=MOMENT)
        assert keep(session, "fennica", [later], DAY, moment=MOMENT).changed == 1
        assert for_isbns(session, [9789510000007]) == {}
        assert for_isbns(session, [9789510000021])[9789510000021][0].record == later
        assert naming(session, ["manninen otto"]) == ()
        assert keep(session, "another", [RECORD], DAY, moment=MOMENT).added == 1


@pytest.mark.parametrize("many", [900])
def test_more_than_a_batch(sqlite_url: str, many: int) -> None:
    records = [replace(RECORD, source_id=str(number)) for number in range(many)]
    with database.transaction(sqlite_url) as session:
        assert keep(session, "fennica", records, DAY, moment=MOMENT).added == many
        assert len(for_isbns(session, [9789510000007])[9789510000007]) == many
