"""Words of the pages about what is wrong with a shared work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Protocol

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.kernel.identity import Identity
from portal.services.base.documents import Sent
from portal.services.messages.outgoing import Render
from portal.services.sharing.dispute_pages import Line, SeenDispute
from portal.wording import formats, sharing, terms


class Verb(Protocol):
    """A verb that writes a line of the timeline."""

    def __call__(
        self, session: Session, data_dir: Path, identity: Identity, number: str, words: str,
        file: Sent | None, today: date, render: Render, /,
    ) -> None:  # fmt: skip
        """Writes it."""
        ...


class Entry(Protocol):
    """An entry: a role, and of how many."""

    @property
    def role(self) -> str:
        """The role's code."""
        ...

    @property
    def heads(self) -> int:
        """How many share it."""
        ...


def role(code: str | None) -> str:
    """A role in a word."""
    return str(sharing.NO_PART if code == "none" else terms.ROLES.get(code or "", ""))


def entries(found: Iterable[Entry]) -> str:
    """Entries in words: Writer, 1 of 2."""
    said = [
        role(one.role) if one.heads == 1 else
        _("%(role)s, 1 of %(heads)s", role=role(one.role), heads=formats.count(one.heads))
        for one in found
    ]  # fmt: skip
    return "; ".join(said) or _("no entry")


def about(code: str) -> str:
    """What is wrong, in a few words."""
    return str(sharing.ABOUT[code])


def choices() -> list[tuple[str, str, str]]:
    """What can be wrong: its code, its words, and when to choose it."""
    return [
        ("heads", about("heads"), _("You say three wrote it, somebody else says two.")),
        ("role", about("role"), _("A translator stands there as a writer, or a stranger does.")),
        ("name_missing", about("name_missing"), _("Somebody made it with you and is not there.")),
        ("not_my_work", about("not_my_work"), _("It came into your list by mistake.")),
    ]


def claim(one: SeenDispute) -> str:
    """What whoever opened it says, in a sentence."""
    said = {
        "name": one.opener, "role": role(one.wrong.right_role), "missing": one.name,
        "whom": one.about_whom, "had": role(one.wrong.party_role),
        "own": role(one.wrong.role), "heads": formats.count(one.wrong.heads),
    }  # fmt: skip
    if one.wrong.about == "heads":
        return ngettext(
            "%(name)s says that one person shares this role: %(own)s.",
            "%(name)s says that %(heads)s people share this role: %(own)s.",
            one.wrong.heads,
            **said,
        )
    if one.wrong.about == "role" and one.wrong.right_role == "none":
        return _("%(name)s says that %(whom)s has no part in this book.", **said)
    if one.wrong.about == "role":
        return _(
            "%(name)s says about %(whom)s: the right role is “%(role)s”, not “%(had)s”.", **said
        )
    if one.wrong.about == "name_missing":
        return _("%(name)s says that a name is missing: %(missing)s (%(role)s).", **said)
    return _("%(name)s says that it is not her or his work, and has left the list.", **said)


def state(code: str) -> str:
    """How it stands, in a word or two."""
    return str(sharing.STATES[code])


def state_tag(code: str) -> str:
    """The kind of tag of a state."""
    return sharing.STATE_TAGS.get(code, "")


def stands(one: SeenDispute) -> str:
    """How it stands, in sentences: the result first."""
    until = formats.day(one.answer_by)
    if one.state == "open":
        names = formats.listed(one.waits_for)
        return _("%(names)s may answer until %(day)s. Then the office decides.", names=names,
                 day=until)  # fmt: skip
    if one.state == "with_staff":
        return _("The office decides, and says why. Until then you may still agree or write.")
    if one.state == "agreed":
        return _("It is over. Nobody has to answer, and no money waits because of it.")
    if one.state == "decided":
        return _("The office has decided, and its reason stands below.")
    return _("It is taken back and over. Nobody has to answer.")


def waits(one: SeenDispute) -> str:
    """What of the money waits meanwhile."""
    if one.state not in ("open", "with_staff"):
        return ""
    return _("Only the part that the entries disagree about waits. Everything else is paid.")


def happened(line: Line) -> str:
    """A line of the timeline: who did what."""
    if line.act == "decided":
        return _("The office decided, and gives this reason")
    if line.act == "unanswered":
        return _("The last day to answer was over, so it went to the office")
    said = {"name": line.who}
    return {
        "opened": _("The office asked everybody whether this is so")
        if line.office
        else _("%(name)s said that something is wrong", **said),
        "agreed": _("%(name)s agreed", **said),
        "disagreed": _("%(name)s did not agree", **said),
        "proof": _("%(name)s sent a document", **said),
        "message": _("%(name)s wrote", **said),
        "appealed": _("%(name)s asked for a second look", **said),
        "withdrawn": _("%(name)s took it back", **said),
    }[line.act]


def paragraphs(text: str) -> list[list[str]]:
    """A text as paragraphs of lines."""
    return [block.strip("\n").split("\n") for block in text.split("\n\n") if block.strip()]
