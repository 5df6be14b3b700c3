"""What records say otherwise than a party's list: how many share a role, and other names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from portal.kernel.names import name_key
from portal.services.records.bibliographic_records import Found
from portal.services.records.record_names import written
from portal.services.records.record_parts import UNSURE, PartyNames, RecordPart, part_in, roles_of
from portal.services.records.suggested import HEADS, NAME, Suggested, full_title
from portal.services.titles.works_list import ListedEdition


def said_otherwise(
    own: Mapping[int, ListedEdition], records: Mapping[int, Sequence[Found]], names: PartyNames
) -> Iterator[Suggested]:
    """Heads that a record contradicts, and names that the party has not told."""
    for isbn, several in records.items():
        for one in several:
            part = part_in(one.record, names)
            if part is None:
                yield from _untold(own[isbn], one, names)
            elif part.kind == "identifier" and not names.told(part.name):
                yield another_name(one, part.name, isbn)
            if part is not None and part.counted:
                yield from _heads(own[isbn], one, part)


def _untold(
    edition: ListedEdition, one: Found, names: PartyNames
) -> Iterator[Suggested]:  # fmt: skip
    """The only name in the role that the party has alone, when it is none of its names."""
    for entry in edition.standing:
        having = [c for c in one.record.contributors if entry.role in roles_of(one.record, c)]
        if entry.heads == 1 and len(having) == 1 and not names.told(having[0].name):
            yield another_name(one, having[0].name, edition.isbn)


def another_name(one: Found, name: str, isbn: int | None) -> Suggested:
    """A name that a record has and the party has not told."""
    return Suggested(
        kind=NAME,
        key=f"name:{name_key(name)}",
        title=written(name),
        certainty=UNSURE,
        reasons=({"code": "name_in_record", "title": full_title(one.record)},),
        isbn=isbn,
        record_id=one.record_id,
    )


def _heads(edition: ListedEdition, one: Found, part: RecordPart) -> Iterator[Suggested]:
    for entry in edition.standing:
        if entry.role != part.role or entry.separate or entry.heads == part.heads:
            continue
        said = next((r for r in part.reasons if r["code"] in ("coded", "words")), {})
        yield Suggested(
            kind=HEADS,
            key=f"heads:{edition.isbn}:{entry.role}",
            title=full_title(one.record)[:500],
            certainty=part.certainty,
            reasons=({"code": "heads", "said": entry.heads, "basis": said.get("code", "")},),
            isbn=edition.isbn,
            record_id=one.record_id,
            role=entry.role,
            heads=part.heads,
            language=one.record.language[:16],
        )
