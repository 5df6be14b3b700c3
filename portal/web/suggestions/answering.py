"""What a sent answer says, and what is told of it afterwards."""

from __future__ import annotations

from collections.abc import Mapping

from portal.kernel.errors import Refusal
from portal.services.suggestions import suggestions
from portal.services.suggestions.suggestions import Mine, SuggestedWork
from portal.web.access import current_identity
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.suggestions import saying
from portal.web.suggestions.forms import WorkForm
from portal.web.transaction import database

_LONGEST_ID, _LONGEST_HEADS, _MOST = 18, 4, 500


class NoAnswer(Refusal):
    """A form came without an answer that the page offers, or without saying of what."""

    code = "no_answer"


def ids_of(sent: Mapping[str, str]) -> tuple[int, ...]:
    """The suggestions that a form is about; raises NoAnswer."""
    said = {_number(one, _LONGEST_ID) for one in sent.get("ids", "").split()} - {0}
    if not 0 < len(said) <= _MOST:
        raise NoAnswer
    return tuple(sorted(said))


def answered(sent: Mapping[str, str]) -> str:
    """Keeps an answer of the inbox; returns what to say of it."""
    ids, said = ids_of(sent), sent.get("answer", "")
    if said != suggestions.MINE:
        return _put_away(ids, said)
    heads = _number(sent.get("heads", ""), _LONGEST_HEADS)
    mine = Mine(ids, sent.get("role", ""), heads)
    return _claimed(mine)


def looked_at(form: WorkForm, seen: SuggestedWork) -> str:
    """Keeps the answer of a checked form of one work; returns what to say of it."""
    if form.answer != suggestions.MINE:
        return _put_away(seen.ids, form.answer)
    if not seen.has_isbn and "edition" not in form:
        raise NoAnswer
    if not seen.has_isbn:
        suggestions.say_edition(
            database(), current_identity(), seen.ids[0], int(form["edition"].data), today()
        )
        return saying.proposed()
    return _claimed(form.mine())


def _claimed(mine: Mine) -> str:
    written = suggestions.claim(database(), data_dir(), current_identity(), mine, today())
    return saying.claimed(written)


def _put_away(ids: tuple[int, ...], said: str) -> str:
    if said == suggestions.NOT_MINE:
        return saying.refused(suggestions.refuse(database(), current_identity(), ids, today()))
    if said == suggestions.LATER:
        return saying.postponed(suggestions.postpone(database(), current_identity(), ids, today()))
    raise NoAnswer


def _number(text: str, longest: int) -> int:
    """A number in plain digits, not longer than any of its kind; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= longest else 0
