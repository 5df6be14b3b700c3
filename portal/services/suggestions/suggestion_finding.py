"""Which editions may be a party's, by the records of bibliographies and its own list.

Nothing is written here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.kernel.bibliography import EDITION, Record
from portal.kernel.names import name_key, title_key
from portal.services.matching.unmatched import Naming, UnmatchedWork
from portal.services.records import bibliographic_records
from portal.services.records.bibliographic_records import Found
from portal.services.records.record_names import INITIALS, written
from portal.services.records.record_parts import (
    AGAINST,
    LIKELY,
    SURE,
    UNSURE,
    PartyNames,
    Reason,
    RecordPart,
    part_in,
    roles_of,
)
from portal.services.records.suggested import (
    IN_CATALOGUE,
    RECORD,
    SAME_TEXT,
    SAME_WORK,
    UNMATCHED,
    WORK,
    Suggested,
    full_title,
    unmatched_suggestion,
)
from portal.services.suggestions.said_otherwise import another_name, said_otherwise
from portal.services.titles.works_list import Entry, ListedWork

_OUTWEIGHED = ("namesakes", "other_field", "initials")


@dataclass(frozen=True)
class _Home:
    """A work of the list: its entry, and the names and language that records of it have."""

    work: ListedWork
    entry: Entry
    title: str
    languages: frozenset[str]
    people: frozenset[str]


def found(
    session: Session, lent: Naming, names: PartyNames, works: Sequence[ListedWork]
) -> tuple[Suggested, ...]:
    """Everything to suggest to a party whose list is `works`, each key once.

    `lent` answers which loans without an ISBN have an author of her names.
    """
    own = {e.isbn: e for work in works for e in work.editions if e.isbn and e.standing}
    records = bibliographic_records.for_isbns(session, list(own))
    homes = _homes(works, records)
    naming = bibliographic_records.naming(session, list(names.keys), sorted(names.identifiers))
    alike = bibliographic_records.titled(session, list(homes))
    several = {one.record_id: one for one in (*naming, *alike)}
    made = [
        *_of_records(several.values(), own.keys(), homes, names),
        *_of_catalogue(works),
        *_unmatched(lent(session, list(names.keys)), names, homes),
        *said_otherwise(own, records, names),
    ]
    return tuple(_best(made).values())


def _best(made: Iterable[Suggested]) -> dict[str, Suggested]:
    """The surest of those with one key; of equals the first."""
    order = (SURE, LIKELY, UNSURE)
    best: dict[str, Suggested] = {}
    for one in made:
        before = best.get(one.key)
        if before is None or order.index(one.certainty) < order.index(before.certainty):
            best[one.key] = one
    return best


def _homes(
    works: Sequence[ListedWork], records: Mapping[int, Sequence[Found]]
) -> dict[str, list[_Home]]:
    """The works of the list by the keys of their titles."""
    homes: dict[str, list[_Home]] = defaultdict(list)
    for work in works:
        entries = [entry for edition in work.editions for entry in edition.standing]
        if not entries:
            continue
        said = [f.record for e in work.editions for f in records.get(e.isbn or 0, ())]
        titles = {title_key(e.title) for e in work.editions} | {
            title_key(full_title(r)) for r in said
        }
        home = _Home(
            work=work,
            entry=entries[0],
            title=work.title,
            languages=frozenset(r.language for r in said if r.language),
            people=frozenset(name_key(c.name) for r in said for c in r.contributors),
        )
        for title in titles - {""}:
            homes[title].append(home)
    return homes


def _of_records(
    several: Iterable[Found],
    own: Iterable[int],
    homes: Mapping[str, Sequence[_Home]],
    names: PartyNames,
) -> Iterator[Suggested]:
    claimed = set(own)
    for one in several:
        part = part_in(one.record, names)
        home = _home_of(one.record, part, homes)
        if part is None and home is None:
            continue
        if part is not None and part.kind == "identifier" and not names.told(part.name):
            yield another_name(one, part.name, None)
        for isbn in one.record.isbns:
            if isbn.kind == EDITION and isbn.isbn not in claimed:
                yield _of_record(one, isbn.isbn, part, home)


def _home_of(
    record: Record, part: RecordPart | None, homes: Mapping[str, Sequence[_Home]]
) -> _Home | None:
    """The work of the list that a record is another edition of."""
    people = {name_key(one.name) for one in record.contributors}
    for home in homes.get(title_key(full_title(record)), ()):
        if record.language and home.languages and record.language not in home.languages:
            continue
        if part is not None and (part.role is None or home.entry.role in part.roles):
            return home
        if part is None and people & home.people and not _by_others(record, home.entry.role):
            return home
    return None


def _by_others(record: Record, role: str) -> bool:
    """Whether a record gives the role to somebody: then it is another's text."""
    return any(role in roles_of(record, one) for one in record.contributors)


def _of_record(
    one: Found, isbn: int, part: RecordPart | None, home: _Home | None
) -> Suggested:  # fmt: skip
    record = one.record
    certainty, reasons = _how_sure(part, home)
    role = home.entry.role if home else part.role if part else None
    heads = home.entry.heads if home else part.heads if part else None
    return Suggested(
        kind=RECORD if part else WORK,
        key=f"isbn:{isbn}",
        title=full_title(record)[:500],
        certainty=certainty,
        reasons=reasons,
        work_key=f"work:{home.work.work_id}" if home else _work_key(record, role),
        isbn=isbn,
        record_id=one.record_id,
        role=role,
        heads=heads,
        language=record.language[:16],
        medium=record.medium,
        class_=record.class_,
        by_itself=home is not None and certainty == SURE,
    )


def _how_sure(
    part: RecordPart | None, home: _Home | None
) -> tuple[str, tuple[Reason, ...]]:  # fmt: skip
    """How sure a part is, and why. The same title, language and role as in her list say more than
    that others have her name."""
    if home is None:
        return (part.certainty, part.reasons) if part else (UNSURE, ())
    if part is None:
        return LIKELY, ({"code": SAME_TEXT, "title": home.title},)
    reasons = tuple(one for one in part.reasons if one["code"] not in _OUTWEIGHED)
    against = any(one["code"] in AGAINST for one in reasons)
    certainty = UNSURE if against else LIKELY if part.kind == INITIALS else SURE
    return certainty, (*reasons, {"code": SAME_WORK, "title": home.title})


def _work_key(record: Record, role: str | None) -> str:
    """The same for editions of one text: title, language, and who stands first."""
    first = next((one for one in record.contributors if one.main), None)
    first = first or next(iter(record.contributors), None)
    who = name_key(first.name) if first else ""
    return f"title:{title_key(full_title(record))[:180]}|{record.language}|{who[:80]}|{role or ''}"[
        :320
    ]


def _of_catalogue(works: Sequence[ListedWork]) -> Iterator[Suggested]:
    """Editions of the party's works that others have claimed."""
    for work in works:
        entries = [entry for edition in work.editions for entry in edition.standing]
        for other in work.others if entries else ():
            yield Suggested(
                kind=WORK,
                key=f"isbn:{other.isbn}",
                title=work.title,
                certainty=LIKELY,
                reasons=({"code": IN_CATALOGUE, "title": work.title},),
                work_key=f"work:{work.work_id}",
                isbn=other.isbn,
                role=entries[0].role,
                heads=entries[0].heads,
                medium=other.medium,
            )


def _unmatched(
    lent: Iterable[UnmatchedWork], names: PartyNames, homes: Mapping[str, Sequence[_Home]]
) -> Iterator[Suggested]:
    """Loans without an ISBN whose author has one of the party's names."""
    for one in lent:
        kind = names.keys.get(name_key(one.author), "")
        home = next(iter(homes.get(title_key(one.title), ())), None)
        reasons: list[Reason] = [
            {"code": "name", "name": written(one.author), "kind": kind},
            {"code": "loans", "years": {str(year): n for year, n in sorted(one.loans.items())}},
        ]
        if home is not None:
            reasons.append({"code": SAME_WORK, "title": home.title})
        yield Suggested(
            kind=UNMATCHED,
            key=unmatched_suggestion(one.key),
            title=one.title[:500],
            certainty=LIKELY if home else UNSURE,
            reasons=tuple(reasons),
            work_key=unmatched_suggestion(one.key),
            role=home.entry.role if home else None,
            heads=home.entry.heads if home else None,
            medium=one.medium,
        )
