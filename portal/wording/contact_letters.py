"""E-mails about an e-mail address: short, with a link, in the party's language."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _

from portal.kernel.letter import Letter
from portal.wording.speaking import nearest


def written(code: str, locale: str, link: str) -> Letter:
    """The letter of a code: email_confirm (`link` confirms), email_asked or email_changed.

    The party's locale may be one without words of its own (sv_SE): the nearest that has is taken.
    """
    with force_locale(nearest(locale)):
        subject, paragraphs = _WORDS[code](link)
        return Letter(subject, "\n\n".join((*paragraphs, _signature())) + "\n")


def _confirm(link: str) -> tuple[str, tuple[str, ...]]:
    return _("Confirm your new e-mail address"), (
        _("You asked that the author portal writes to this address from now on."),
        _("Open this page within a day, sign in, and press the button:"),
        link,
        _("If you did not ask for it, you need not do anything. Nothing changes."),
    )


def _asked(link: str) -> tuple[str, tuple[str, ...]]:
    return _("Somebody asked to change your e-mail address"), (
        _("The author portal was asked to write to another address instead of this one."),
        _("It changes only when the letter to the new address has been opened and confirmed."),
        _("If it was not you, sign in here and take the new address back:"),
        link,
    )


def _changed(link: str) -> tuple[str, tuple[str, ...]]:
    return _("Your e-mail address is changed"), (
        _("From now on the author portal writes to another address."),
        _("If it was not you, tell us at once. This page says how:"),
        link,
    )


def _signature() -> str:
    return _("The author portal")


_WORDS = {"email_confirm": _confirm, "email_asked": _asked, "email_changed": _changed}
