"""Why an edition may be the reader's: who says it, since when, and what speaks against it."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.kernel import languages
from portal.kernel.bibliography import CODED, WORDS
from portal.kernel.money import cents_half_up
from portal.services.adding.candidates import (
    LIBRARY,
    LIST,
    MINE,
    NOBODY,
    OTHERS,
    Candidate,
    CandidateWork,
    Evidence,
)
from portal.services.records.record_parts import LIKELY, SURE, UNSURE, RecordPart
from portal.services.records.seeking import Sought
from portal.web.works.review_form import ReviewForm
from portal.wording import formats, record_reasons, terms

_FILE = "file:"


def language(work: CandidateWork) -> str | None:
    """The title's own language, so that a voice reads it rightly."""
    return tag(work.language)


def certainty(code: str) -> str:
    """How sure it is, in a word or two."""
    return {
        MINE: _("In your list"),
        SURE: _("Sure"),
        LIKELY: _("Likely"),
        UNSURE: _("Not sure"),
        OTHERS: _("Names others"),
        NOBODY: _("Not checked"),
    }[code]


def certainty_tag(code: str) -> str:
    """The kind of tag that a certainty gets."""
    return {SURE: "", LIKELY: "", UNSURE: "warn", OTHERS: "warn"}.get(code, "plain")


def tag(code: str) -> str | None:
    """The language of a title, as a page names it."""
    return languages.tag(code) if code else None


def published(one: Candidate) -> str:
    """Publisher and year, where a record says them."""
    if one.evidence is None:
        return ""
    record = one.evidence.record
    return ", ".join(filter(None, (record.publisher, str(record.year or ""))))


def described(one: Sought) -> str:
    """People, publisher, year and form of a record, and where it is from."""
    medium = str(terms.MEDIA[one.medium]) if one.medium else ""
    source = source_of(one.source, one.fetched_on)
    parts = (", ".join(one.people), one.publisher, str(one.year or ""), medium, source)
    return " · ".join(filter(None, parts))


def worth(one: Candidate) -> str:
    """About what an edition would bring; empty where no part of it is paid here, or no loans."""
    if not one.microcents:
        return ""
    return _("about %(amount)s", amount=formats.rough_money(cents_half_up(one.microcents)))


def waits(answers: ReviewForm) -> str:
    """What waits for the ticked editions, in loans and about in euro; empty without loans."""
    if not answers.ticked_loans:
        return ""
    said = {
        "editions": ngettext("One edition is ticked", "%(num)s editions are ticked",
                             len(answers.ticked)),
        "loans": ngettext("%(loans)s loan that can still be paid",
                          "%(loans)s loans that can still be paid", answers.ticked_loans,
                          loans=formats.count(answers.ticked_loans)),
    }  # fmt: skip
    cents = answers.ticked_cents
    if not cents:
        return _("%(editions)s, with %(loans)s.", **said)
    return _("%(editions)s, with %(loans)s. About %(amount)s before tax waits for you.",
             amount=formats.rough_money(cents), **said)  # fmt: skip


def reasons(work: CandidateWork) -> list[str]:
    """Each reason once, the surest edition's first."""
    said = [line for one in work.candidates for line in _of(one)]
    return list(dict.fromkeys(said))


def _of(one: Candidate) -> list[str]:
    if one.evidence is not None and one.evidence.names:
        part = one.evidence.part
        return [_others(one.evidence)] if part is None else _named(one.evidence, part)
    if one.libraries_name:
        return [
            _(
                "The libraries’ files name %(names)s, and not you. Tick it if you have a part.",
                names=one.libraries_name,
            )
        ]
    if one.evidence is not None:
        return [_("%(source)s has this edition, and names nobody.", source=_source(one.evidence))]
    if one.said_by == LIST:
        return [_("The title is from your list. No bibliography here has this edition.")]
    if one.said_by == LIBRARY:
        return [_("The title is from the libraries’ files. No bibliography here names its people.")]
    if one.said_by == NOBODY:
        return [_("Nobody here knows this number. Write the title.")]
    return [_("The title is from the catalogue. No bibliography here names its people.")]


def _others(found: Evidence) -> str:
    names = formats.listed(list(found.names))
    return _("%(source)s names %(names)s, and not you.", source=_source(found), names=names)


def _named(found: Evidence, part: RecordPart) -> list[str]:
    """Who names the reader as what, read from where; then what speaks for and against it."""
    role = str(terms.ROLES[part.role]).lower() if part.role else ""
    said = {"source": _source(found), "name": _name(part), "role": role}
    basis = next((one for one in part.reasons if one["code"] in (CODED, WORDS)), None)
    if part.role is None or basis is None:
        first = _("%(source)s names %(name)s.", **said)
    elif basis["code"] == CODED:
        first = _("%(source)s names %(name)s: %(role)s, by its code.", **said)
    else:
        first = _("%(source)s names %(name)s: %(role)s, read from the words “%(words)s”.",
                  words=basis["written"], **said)  # fmt: skip
    return [first, *filter(None, (record_reasons.because(one) for one in part.reasons))]


def _name(part: RecordPart) -> str:
    """The name as people write it."""
    named = next((str(one["name"]) for one in part.reasons if one["code"] == "name"), part.name)
    return formats.quoted(named)


def _source(found: Evidence) -> str:
    return source_of(found.source, found.fetched_on)


def source_of(source: str, fetched_on: date) -> str:
    """The source and the day on which it said so."""
    day = formats.day(fetched_on)
    if source.startswith(_FILE):
        return _("The file %(source)s (%(day)s)", source=source.removeprefix(_FILE), day=day)
    return _("%(source)s (%(day)s)", source=source, day=day)
