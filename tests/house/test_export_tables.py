"""The export is complete by construction: every table that leads to a party is named, with words.

A new table or column fails here until somebody has decided whether people take it away.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table

from portal.services.privacy.export import LINE_COLUMNS, LINES
from portal.services.privacy.export_tables import NAMED, NOT_OWN, OWN, WITHHELD, columns
from portal.store.models import metadata
from portal.wording import exported

SECRET = ("token", "secret", "password", "nonce")


def leading_to_a_party(tables: MetaData) -> set[str]:
    """Tables from which foreign keys lead to a party, over any number of others."""
    found = {"party"}
    while more := set(_next(tables, found)):
        found |= more
    return found


def _next(tables: MetaData, known: set[str]) -> Iterator[str]:
    for table in tables.sorted_tables:
        to = {key.column.table.name for key in table.foreign_keys}
        if to & known and table.name not in known:
            yield table.name


def test_every_table_that_leads_to_a_party_is_decided() -> None:
    decided = {*OWN, *NAMED, *NOT_OWN}
    assert leading_to_a_party(metadata) - decided == set()
    assert decided - set(metadata.tables) == set()
    assert set(OWN) & set(NAMED) == set()
    assert set(NOT_OWN) & {*OWN, *NAMED} == set()


def test_a_new_table_is_seen() -> None:
    made = MetaData()
    Table("party", made, Column("id", Integer, primary_key=True))
    near = Table("near", made, Column("id", Integer, primary_key=True),
                 Column("party_id", ForeignKey("party.id")))  # fmt: skip
    Table("far", made, Column("near_id", ForeignKey(near.c.id)))
    Table("aside", made, Column("id", Integer, primary_key=True))
    assert leading_to_a_party(made) == {"party", "near", "far"}


def test_what_is_withheld_is_there_and_has_a_reason_in_words() -> None:
    for table, column in WITHHELD:
        assert column in metadata.tables[table].c
        assert table in {*OWN, *NAMED}
    assert {*WITHHELD.values(), *NOT_OWN.values()} == set(exported.WITHHELD)


@pytest.mark.parametrize("name", sorted({*OWN, *NAMED}))
def test_every_column_has_words_or_is_known_to_be_technical(name: str) -> None:
    taken = set(columns(metadata.tables[name]))
    assert taken - set(exported.COLUMNS) - exported.TECHNICAL == set()
    assert name in exported.TABLES
    assert [column for column in taken if any(word in column for word in SECRET)] == []


def test_the_lines_of_runs_have_words_too() -> None:
    assert set(LINE_COLUMNS) - set(exported.COLUMNS) - exported.TECHNICAL == set()
    assert LINES in exported.TABLES


def test_no_words_are_left_over() -> None:
    taken = {column for name in {*OWN, *NAMED} for column in columns(metadata.tables[name])}
    assert set(exported.COLUMNS) - taken - set(LINE_COLUMNS) == set()
    assert exported.TECHNICAL - taken == set()
    assert set(exported.COLUMNS) & exported.TECHNICAL == set()
    assert set(exported.TABLES) == {*OWN, *NAMED, LINES}
