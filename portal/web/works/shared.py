"""The page of a work, as far as others share it: sums of parts, invitations, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.kernel.catalogue import TEXT_ROLES, TRANSLATOR, WRITER_ROLES
from portal.kernel.money import PPM
from portal.services.adding.catalogue import WorkPage
from portal.services.sharing import shared_works
from portal.services.sharing.dispute_pages import ListedDispute
from portal.services.sharing.invitations import ListedInvitation
from portal.services.sharing.sharing import TRANSLATORS, Missing, Sharer, Sharing
from portal.wording import formats, sharing, terms


@dataclass(frozen=True)
class SharedWork:
    """What the page says of those who share the work; `editions` and `isbns` lead to each other."""

    work_id: int
    editions: dict[int, int]
    isbns: dict[int, int]
    standing: tuple[int, ...]
    disputes: tuple[ListedDispute, ...]
    invitations: tuple[ListedInvitation, ...]

    def invite(self, one: Sharing, who: Missing) -> str:
        """Where somebody who is missing is invited."""
        role = TRANSLATOR if who.pool == TRANSLATORS else _writers_role(one)
        edition = self.editions[one.isbns[0]]
        return url_for("invitations.invite", work_id=self.work_id, edition_id=edition, role=role)

    @property
    def doors(self) -> list[tuple[str, str]]:
        """For each edition that stands, the words and the address to say that it is wrong."""
        alone = len(self.standing) == 1
        return [
            (
                _("Something is wrong here?")
                if alone
                else _("Something is wrong with %(isbn)s?", isbn=formats.isbn(self.isbns[edition])),
                url_for("disputes.wrong", work_id=self.work_id, edition_id=edition),
            )
            for edition in self.standing
        ]

    def isbn(self, one: ListedDispute | ListedInvitation) -> int:
        """The ISBN that it is about."""
        return self.isbns[one.edition_id]

    def sum(self, one: Sharing) -> str:
        """What the parts make together, those of who is missing too: never more than all."""
        return formats.percent(round(_together(one) / 100) * 100) if _of_text(one) else "–"

    def why(self, one: Sharing) -> str:
        """Why the sum is what it is."""
        if not _of_text(one):
            return ""
        if one.disputed:
            return _("The entries disagree. What they disagree about waits until they agree.")
        if one.missing:
            return _("What nobody has claimed is counted too.")
        if _together(one) >= PPM - len(one.sharers):
            return _("Everything is claimed.")
        return _("Others may still claim the rest.")

    def about(self, one: ListedDispute) -> str:
        """What is wrong."""
        return str(sharing.ABOUT[one.about])

    def opened(self, one: ListedDispute) -> str:
        """Since when, and until when an answer is waited for."""
        if one.state == "open":
            return _("Since %(day)s; answers until %(until)s.", day=formats.day(one.opened_on),
                     until=formats.day(one.answer_by))  # fmt: skip
        return _("Since %(day)s.", day=formats.day(one.opened_on))

    def state(self, one: ListedDispute) -> str:
        """How it stands."""
        return str(sharing.STATES[one.state])

    def state_tag(self, one: ListedDispute) -> str:
        """The kind of tag of that."""
        return sharing.STATE_TAGS.get(one.state, "")

    def invited(self, one: ListedInvitation) -> str:
        """Who is invited as what."""
        return _("%(name)s, %(role)s", name=one.name, role=str(terms.ROLES[one.role]))

    def sent(self, one: ListedInvitation) -> str:
        """How and when it was written, and until when it is good."""
        said = {"day": formats.day(one.written_on), "until": formats.day(one.expires_on)}
        if one.state == "accepted":
            return _("Accepted on %(day)s.", day=formats.day(one.ended_on or one.written_on))
        if one.by_email:
            return _("By e-mail on %(day)s, good until %(until)s.", **said)
        return _("A letter of %(day)s, good until %(until)s.", **said)

    def invitation_state(self, one: ListedInvitation) -> str:
        """How an invitation stands."""
        return str(sharing.INVITATIONS[one.state])

    def invitation_tag(self, one: ListedInvitation) -> str:
        """The kind of tag of that."""
        return sharing.INVITATION_TAGS.get(one.state, "")


def seen(session: Session, party_id: int, page: WorkPage, today: date) -> SharedWork:
    """What belongs to the page of a work: one statement."""
    listed = [edition for edition in page.work.editions if edition.isbn is not None]
    ids = [edition.edition_id for edition in listed]
    isbns = {edition.edition_id: edition.isbn or 0 for edition in listed}
    wrong, invited = shared_works.between(session, party_id, ids, today)
    return SharedWork(
        work_id=page.work.work_id,
        editions={isbn: edition for edition, isbn in isbns.items()},
        isbns=isbns,
        standing=tuple(edition.edition_id for edition in listed if edition.standing),
        disputes=wrong,
        invitations=invited,
    )


def _together(one: Sharing) -> int:
    """All parts in parts per million, each rounded down."""
    taken = sum(PPM // sharer.divisor for sharer in _of_text(one) if sharer.divisor)
    return taken + sum(PPM * who.count // who.divisor for who in one.missing)


def _of_text(one: Sharing) -> list[Sharer]:
    """Those who share the text's money; narrators and illustrators share other money."""
    return [sharer for sharer in one.sharers if sharer.role in TEXT_ROLES]


def _writers_role(one: Sharing) -> str:
    """What a writer who is missing would be: as those who are there say."""
    said = [sharer.role for sharer in one.sharers if sharer.role in WRITER_ROLES]
    translated = any(sharer.role == TRANSLATOR for sharer in one.sharers)
    return said[0] if said else WRITER_ROLES[1 if translated else 0]
