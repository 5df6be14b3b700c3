"""Letters about shared works. An e-mail names no work and nobody; the page does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _

from portal.kernel import invitation_codes
from portal.kernel.letter import Letter
from portal.wording import formats
from portal.wording.speaking import speaking

Words = tuple[str, tuple[str, ...]]


def invitation(locale: str, inviter: str, code: str, last_day: date, link: str) -> Letter:
    """The e-mail to somebody who is invited; `link` opens the page with the code filled in."""
    said = {"name": inviter, "code": invitation_codes.written(code)}
    with speaking(locale):
        paragraphs = (
            _("Good day,"),
            _("%(name)s says that you made a book together.", **said),
            _("Libraries pay for loans of it. Your part waits until you claim it."),
            _("Open this page, sign in, and look at what is said:"),
            link,
            _("Your code is %(code)s. It is good until %(day)s.", day=formats.day(last_day),
              **said),
            _("If you do not know %(name)s, you need not do anything.", **said),
            _("The author portal"),
        )  # fmt: skip
        subject = _("You are invited to a book that you share")
        return Letter(subject, "\n\n".join(paragraphs) + "\n")


def _accepted(_facts: dict[str, Any]) -> Words:
    return _("Your invitation is accepted"), (
        _("Somebody whom you invited to a work has accepted. Your messages say who."),
    )


def _opened(_facts: dict[str, Any]) -> Words:
    return _("A question about a work that you share"), (
        _("Something is said to be wrong in a work that you share with others."),
        _("Read what is said, and agree or say why it is not so. Your messages say until when."),
    )


def _reminder(_facts: dict[str, Any]) -> Words:
    return _("Your answer about a shared work is still missing"), (
        _("You have not answered yet. Your messages say what it is about, and until when."),
    )


def _news(_facts: dict[str, Any]) -> Words:
    return _("News about a work that you share"), (
        _("Something has happened about a work that you share. Your messages say what."),
    )


def _decided(_facts: dict[str, Any]) -> Words:
    return _("A decision about a work that you share"), (
        _("The office has decided about a work that you share. Your messages lead to it."),
    )


WORDS: dict[str, Callable[[dict[str, Any]], Words]] = {
    "invitation_accepted": _accepted,
    "dispute_opened": _opened,
    "dispute_reminder": _reminder,
    "dispute_news": _news,
    "dispute_decided": _decided,
    "shared_work_left": _news,
}
