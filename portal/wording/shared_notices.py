"""What the portal tells the people of a shared work: invitations, and what is said to be wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from portal.wording import formats

Said = tuple[str, tuple[str, ...]]


def _accepted(facts: Mapping[str, Any]) -> Said:
    return _("%(name)s has accepted your invitation", name=facts["name"]), (
        _("“%(title)s” is now in the list of %(name)s too.", **facts),
        _("The page of the work says what each of you has entered, and each one’s part."),
    )


def _opened(facts: Mapping[str, Any]) -> Said:
    until = formats.day(date.fromisoformat(facts["answer_by"]))
    if not facts["name"]:
        return _("The office asks about “%(title)s”: the entries disagree", title=facts["title"]), (
            _("Look at what the entries say. If yours is wrong, agree; if not, say why."),
            _("Answer by %(day)s. After that the office decides with what it knows.", day=until),
            _("Only the part that the entries disagree about waits. Everything else is paid."),
        )
    return _("%(name)s says that something is wrong with “%(title)s”", **facts), (
        _("Look at what is said, and agree or say why it is not so."),
        _("Answer by %(day)s. After that the office decides with what it knows.", day=until),
        _("Only the part that you two disagree about waits. Everything else is paid."),
    )


def _reminder(facts: Mapping[str, Any]) -> Said:
    until = formats.day(date.fromisoformat(facts["answer_by"]))
    return _("Your answer about “%(title)s” is still missing", title=facts["title"]), (
        _("Somebody who shares the work says that something is wrong. You have not answered."),
        _("Answer by %(day)s. After that the office decides with what it knows.", day=until),
    )


def _left(facts: Mapping[str, Any]) -> Said:
    return _("%(name)s says that “%(title)s” is not hers or his", **facts), (
        _("%(name)s has taken the work out of the list, from today.", name=facts["name"]),
        _("Look at your own entry. Does the number of people still fit?"),
    )


def _news(facts: Mapping[str, Any]) -> Said:
    return _("News about “%(title)s”, which you share", title=facts["title"]), (
        _happened(facts),
        _stands(facts["state"]),
    )


def _happened(facts: Mapping[str, Any]) -> str:
    acts = {
        "agreed": _("%(name)s agrees. The entries of %(name)s say so from today.", **facts),
        "disagreed": _("%(name)s does not agree, and says why.", **facts),
        "message": _("%(name)s has written to you about it.", **facts),
        "proof": _("%(name)s has sent a document to the office.", **facts),
        "withdrawn": _("%(name)s has taken back what was said to be wrong.", **facts),
        "appealed": _("%(name)s asks for a second look at the decision.", **facts),
        "unanswered": _("The last day to answer is over, and not everybody has answered."),
    }
    if facts["act"] == "agreed" and not facts["name"]:
        return _("Everybody’s entries say the same by now.")
    return acts.get(facts["act"], "")


def _stands(state: str) -> str:
    states = {
        "open": _("Others are still to answer."),
        "with_staff": _("Now the office decides. You may still write, agree or send a document."),
        "agreed": _("Nobody has to answer any more. Nothing waits because of it."),
        "withdrawn": _("It is over, and nobody has to answer."),
    }
    return states.get(state, _("The page says how it stands."))


def _decided(facts: Mapping[str, Any]) -> Said:
    return _("The office has decided about “%(title)s”", title=facts["title"]), (
        _("The page says what was decided and why. The entries say it from that day."),
        _("Money that was paid before stays as it is. The next payment settles the difference."),
        _("You may ask once for a second look. Somebody else in the office takes it."),
    )


WORDS: dict[str, Callable[[Mapping[str, Any]], Said]] = {
    "invitation_accepted": _accepted,
    "dispute_opened": _opened,
    "dispute_reminder": _reminder,
    "dispute_news": _news,
    "dispute_decided": _decided,
    "shared_work_left": _left,
}
