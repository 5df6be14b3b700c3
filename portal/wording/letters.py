"""Letters that leave the portal: short, with a link, and nothing personal but the name.

Whoever prints one on paper gets the words of the message itself too, in a closed envelope.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _

from portal.kernel.letter import Letter
from portal.wording import formats, security_letters, shared_letters
from portal.wording.speaking import speaking

_NAME = "\N{OBJECT REPLACEMENT CHARACTER}"
Words = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Letters:
    """Writes letters whose links lead to `base_url`; without one they say to sign in."""

    base_url: str = ""

    def __call__(self, code: str, locale: str, /, **facts: Any) -> Letter:
        """The letter of a code, to `name`; `words` of a message are for paper alone."""
        name = facts.pop("name")
        same = _without_name(self.base_url, code, locale, tuple(sorted(facts.items())))
        return Letter(same.subject, same.body.replace(_NAME, name))


@lru_cache(maxsize=64)
def _without_name(
    base_url: str, code: str, locale: str, facts: tuple[tuple[str, Any], ...]
) -> Letter:
    """The letter with a mark for the name: a run writes the same one to thousands."""
    with speaking(locale):
        said = dict(facts)
        subject, paragraphs = _WORDS[code](said)
        if said.get("words"):  # a letter on paper, with its own greeting
            return Letter(subject, f"{said['words']}\n")
        whole = (_("Dear %(name)s,", name=_NAME), *paragraphs, *_way(base_url))
        return Letter(subject, "\n\n".join((*whole, _("The author portal"))) + "\n")


def _way(base_url: str) -> tuple[str, ...]:
    if not base_url:
        return (_("Sign in to the author portal as you always do."),)
    return (_("Sign in to the author portal here:"), f"{base_url}/messages")


def _letter(facts: dict[str, Any]) -> Words:
    if facts.get("words"):
        return facts["subject"], (facts["words"],)
    return _("There is a letter for you in the author portal"), (
        _("The office has written to you. The letter is among your messages."),
    )


def _answer(facts: dict[str, Any]) -> Words:
    if facts.get("words"):
        return _("An answer to your question"), (facts["words"],)
    return _("There is an answer for you in the author portal"), (
        _("The office has answered your question. The answer is among your messages."),
    )


def _payment(facts: dict[str, Any]) -> Words:
    on = formats.day(facts["pays_on"])
    return _("Your payment is calculated"), (
        _("Your payment of %(day)s is calculated. How much it is stands in the portal.", day=on),
    )


def _reminder(facts: dict[str, Any]) -> Words:
    last = formats.day(facts["last_day"])
    return _("Something may be missing from your list"), (
        _("Something in your list may still bring you money with the next payment."),
        _("The last day to see to it is %(day)s.", day=last),
        _("The first page of the portal says what it is. If all is well, you need do nothing."),
    )


_WORDS: dict[str, Callable[[dict[str, Any]], Words]] = {
    "letter": _letter,
    "answer": _answer,
    "payment_calculated": _payment,
    "reminder": _reminder,
    **security_letters.WORDS,
    **shared_letters.WORDS,
}
CODES = frozenset(_WORDS)
