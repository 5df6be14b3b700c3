"""Words of the office's pages about works."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.kernel.money import cents_half_up
from portal.services.access import permissions
from portal.services.matching.match_runs import Evidence
from portal.services.office.office_works import (
    EditionOfWork,
    OfficeEdition,
    OfficeWork,
    Said,
    Version,
)
from portal.services.sharing.disagreements import Listed
from portal.services.sharing.dispute_decisions import ASKED, FACTS, KEPT
from portal.services.sharing.dispute_pages import OfficeView
from portal.services.sharing.office_disputes import Effect, Share, Stake
from portal.services.usage.coverage import Coverage
from portal.web.access import current_identity
from portal.web.disputes.saying import entries, paragraphs, role, state, state_tag
from portal.wording import formats, office_works, sharing, terms

__all__ = ["entries", "paragraphs", "role", "state", "state_tag"]


def medium(code: str) -> str:
    """The form of an edition."""
    return str(terms.MEDIA.get(code, code))


def about(codes: Iterable[str]) -> str:
    """What entries disagree about, in a few words."""
    return "; ".join(str(office_works.ABOUT[code]) for code in codes)


def waits(microcents: int | None) -> str:
    """What waits in the newest run, in whole euro: at most so much, whoever is right."""
    if microcents is None:
        return _("not calculated yet")
    return _("up to about %(sum)s", sum=formats.rough_money(int(cents_half_up(microcents))))


def result(found: Listed) -> str:
    """The result of the list in a sentence."""
    if not found.total:
        return _("No entries disagree. No money waits because of claims.")
    said = {"sum": waits(found.waits)}
    if found.waits is None:
        return ngettext(
            "Entries disagree on %(num)s edition. No payment has been calculated yet.",
            "Entries disagree on %(num)s editions. No payment has been calculated yet.",
            found.total,
        )
    return ngettext(
        "Entries disagree on %(num)s edition, and %(sum)s before tax waits because of it.",
        "Entries disagree on %(num)s editions, and %(sum)s before tax waits because of it.",
        found.total,
        **said,
    )


def disputed_about(code: str) -> str:
    """What a dispute is about."""
    return str(sharing.ABOUT[code])


def first_isbn(work: OfficeWork) -> int:
    """The ISBN by which a work is named; 0 for a work whose editions have none."""
    return next((one.isbn for one in work.editions if one.isbn is not None), 0)


def written_isbn(isbn: int | None) -> str:
    """An ISBN with hyphens; empty for none."""
    return "" if isbn is None else formats.isbn(isbn)


def claim(view: OfficeView) -> str:
    """What whoever opened a dispute says, in a sentence."""
    wrong = view.wrong
    said = {
        "person": _named(view, view.opener), "whom": _named(view, view.about_whom),
        "missing": view.name, "own": role(wrong.role),
        "right": role(wrong.right_role), "had": role(wrong.party_role),
    }  # fmt: skip
    if wrong.about == "heads":
        return ngettext(
            "%(person)s says that %(num)s person shares this role: %(own)s.",
            "%(person)s says that %(num)s people share this role: %(own)s.",
            wrong.heads,
            **said,
        )
    if wrong.about == "role":
        return _("%(person)s says about %(whom)s: %(right)s is right, not %(had)s.", **said)
    if wrong.about == "name_missing":
        return _("%(person)s says that a name is missing: %(missing)s (%(right)s).", **said)
    return _("%(person)s says that it is not his or her work, and has left the list.", **said)


def act(code: str) -> str:
    """What a line of a timeline tells."""
    return str(office_works.ACTS[code])


def share(one: Share) -> str:
    """A part of the text's money, or from which to which it may be."""
    if one.smallest == one.largest:
        return _stake(one.smallest)
    return _(
        "from %(smallest)s to %(largest)s",
        smallest=_stake(one.smallest),
        largest=_stake(one.largest),
    )


def shares(several: Iterable[Share]) -> str:
    """All parts of one person."""
    return "; ".join(f"{role(one.role)}: {share(one)}" for one in several) or _("no part")


def still_apart(found: Iterable[Effect]) -> bool:
    """Whether the entries disagree after a decision too: a part is not one part but a range."""
    return any(one.smallest != one.largest for who in found for one in who.shares_then)


def _stake(one: Stake) -> str:
    if one.nothing:
        return _("nothing")
    if one.whole:
        return _("the whole") if one.heads == 1 else _("1/%(heads)s", heads=one.heads)
    if one.heads == 1:
        return _("the half of a translation")
    return _("1/%(heads)s of the half of a translation", heads=one.heads)


def entries_to_ask(found: OfficeEdition) -> list[tuple[str, str]]:
    """The entries whose number may be put to the others: role and code, and the words."""
    return [
        (
            f"{one.role} {one.code}",
            _("%(name)s: %(role)s, 1 of %(heads)s", name=one.name, role=role(one.role),
              heads=formats.count(one.heads)),
        )
        for one in found.versions
        if one.stands and office_works.ASKABLE.get(one.role) in found.about
    ]  # fmt: skip


def heads(said: Said) -> str:
    """How many people a record names in each role."""
    return "; ".join(
        _("%(role)s: %(number)s", role=role(code), number=formats.count(number)) if all_named
        else _("%(role)s: at least %(number)s", role=role(code), number=formats.count(number))
        for code, (number, all_named) in said.heads.items()
    )  # fmt: skip


def names(said: Said) -> str:
    """The names of a record with what they did."""
    return "; ".join(
        _("%(name)s (%(roles)s)", name=name, roles=", ".join(role(one) for one in roles))
        if roles else name
        for name, roles in said.names
    )  # fmt: skip


def why(one: Evidence) -> str:
    """Why loans count where they do, in sentences."""
    said = [str(office_works.REASONS[code]) for code in one.reasons.split()
            if code in office_works.REASONS]  # fmt: skip
    if one.tier == 3 and one.weight_ppm is not None:
        said.append(_("How sure: %(percent)s.", percent=formats.percent(one.weight_ppm)))
    return " ".join([*said, str(office_works.STATES[one.state])])


def tier(one: Evidence) -> str:
    """By what loans were matched."""
    return str(office_works.TIERS[one.tier])


def letters_written(number: int) -> str:
    """How many were written to; none where a letter was sent twice."""
    if not number:
        return _("This letter was sent today already. Nobody got it twice.")
    return ngettext("The letter is written to %(num)s person.",
                    "The letter is written to %(num)s people.", number)  # fmt: skip


def version(one: Version) -> str:
    """What a version says; a piece of an anthology is said so."""
    words = entry(one.role, one.heads)
    return _("%(entry)s, a piece of its own", entry=words) if one.separate else words


def entry(role_code: str, number: int) -> str:
    """A role, and of how many."""
    if number == 1:
        return role(role_code)
    return _("%(role)s, 1 of %(heads)s", role=role(role_code), heads=formats.count(number))


def edition_form(one: EditionOfWork) -> str:
    """The form of an edition, with its year where somebody has said it."""
    words = medium(one.medium)
    return _("%(medium)s, %(year)s", medium=words, year=one.year) if one.year else words


def loans_by_year(one: EditionOfWork) -> str:
    """Loans of the newest four years, the newest first, and of all."""
    if not one.loans:
        return _("no loans reported")
    years = "; ".join(
        _("%(year)s: %(loans)s", year=year, loans=formats.count(one.loans[year]))
        for year in sorted(one.loans, reverse=True)[:4]
    )
    return _("%(years)s; all years: %(loans)s", years=years,
             loans=formats.count(sum(one.loans.values())))  # fmt: skip


def isbns(several: Iterable[int]) -> str:
    """ISBNs in a sentence."""
    return formats.listed([formats.isbn(one) for one in several])


def who(view: OfficeView, code: str) -> str:
    """Who wrote a line of a timeline: the office, or a person by name."""
    return _("the office") if code == "office" else _named(view, code)


def _named(view: OfficeView, code: str) -> str:
    """The name of a person with an entry; the id of one whose entry is gone."""
    return next((name for own, name, _role, _heads in view.entries if own == code), code)


def may_decide() -> bool:
    """Whether the table lets who is signed in decide about works."""
    return permissions.allowed("staff.works.decide", current_identity())


def person_url(code: str) -> str:
    """The office's page of a person."""
    return url_for("staff_people.person", code=code)


def grouped(kind: str) -> str:
    """What a change of grouping was."""
    return _("Put together") if kind == "join" else _("Taken out")


def libraries(covered: Coverage) -> list[str]:
    """The library systems that have reported any year."""
    return sorted({one.library for year in covered.years for one in covered.reported(year)})


def kinds() -> list[tuple[str, str]]:
    """What a decision may say, with the words of each."""
    return [
        (ASKED, _("It is as whoever opened the dispute says")),
        (KEPT, _("It is as the entries said before")),
        (FACTS, _("It is as I write below")),
    ]


def roles() -> list[tuple[str, str]]:
    """The roles in the text that a decision may say, and none."""
    found = [(code, str(terms.ROLES[code])) for code in office_works.ASKABLE]
    return [*found, ("narrator", str(terms.ROLES["narrator"])), ("none", str(sharing.NO_PART))]


def people(view: OfficeView) -> list[tuple[str, str, str]]:
    """Code, name and role of everybody whose role a decision may say, each once."""
    return list({code: (code, name, said) for code, name, said, _heads in view.entries}.values())
