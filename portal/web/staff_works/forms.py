"""The office's forms about works; each decision asks for its reason."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField

from portal.kernel import isbn as isbns
from portal.kernel.errors import Refusal
from portal.services.messages import messages
from portal.services.messages.messages import MessageUnusable
from portal.web.details.forms import DetailsForm
from portal.web.forms import needed, one_line, options

_REASON = _l("Say why, in words that people may read later.")
POOLS = ("writers", "translators")


class JoinForm(DetailsForm):
    """Another work comes into this one."""

    FIRST = "other"
    other = StringField(_l("An ISBN of the other work"), [needed(_l("Write an ISBN of it."))])
    join_reason = TextAreaField(
        _l("Why they are one work"), [needed(_REASON)], filters=[messages.plain]
    )

    def isbn(self) -> int:
        """The ISBN as a number; raises NotAnIsbn."""
        return isbns.parse(self.other.data or "")

    def field_of(self, refusal: Refusal) -> str:
        """A text that cannot be kept is the reason's."""
        return "join_reason" if isinstance(refusal, MessageUnusable) else "other"


class SplitForm(DetailsForm):
    """Ticked editions go into a work of their own."""

    FIRST = "split_reason"
    split_reason = TextAreaField(
        _l("Why they are a work of their own"), [needed(_REASON)], filters=[messages.plain]
    )


class LetterForm(DetailsForm):
    """A letter to each person who has an entry."""

    FIRST = "letter_words"
    subject = StringField(
        _l("What the letter is about"), [needed(_l("Write in a line what it is about."))]
    )
    letter_words = TextAreaField(
        _l("The letter"), [needed(_l("Write the letter."))], filters=[messages.plain]
    )


class AskForm(DetailsForm):
    """Everybody is asked whether it is as one entry says."""

    FIRST = "ask_words"
    FIELDS = {"gone": "entry", "same": "entry"}
    entry = RadioField(
        _l("Which entry may be right"),
        [needed(_l("Choose the entry that the others are asked about."))],
        validate_choice=False,
    )
    ask_words = TextAreaField(
        _l("What everybody should know"), [needed(_l("Write why you ask."))],
        filters=[messages.plain],
    )  # fmt: skip

    def said(self) -> tuple[str, str]:
        """Code and role of the entry."""
        role, _sep, code = (self.entry.data or "").partition(" ")
        return code, role


class DecideForm(DetailsForm):
    """Why a dispute is decided so; what is decided stands in the address and beside the form."""

    FIRST = "reason"
    reason = TextAreaField(
        _l("The reason, which everybody who shares the work reads"), [needed(_REASON)],
        filters=[messages.plain],
    )  # fmt: skip


class UnmatchedForm(DetailsForm):
    """What loans without an ISBN are."""

    FIRST = "answer"
    FIELDS = {"edition": "isbn"}
    answer = RadioField(
        _l("What are these loans"),
        [needed(_l("Choose what these loans are."))],
        validate_choice=False,
        choices=options(
            (
                ("link", _l("Loans of an edition of the catalogue, whose ISBN is below")),
                ("nobody", _l("Of nobody here: not a book, or by nobody who is registered")),
            )
        ),
    )
    isbn = StringField(_l("The ISBN of the edition"))
    reason = TextAreaField(_l("The reason"), [needed(_REASON)], filters=[one_line])

    def edition(self) -> int | None:
        """The ISBN that the loans are given to; None for nobody. Raises NotAnIsbn."""
        return None if self.answer.data == "nobody" else isbns.parse(self.isbn.data or "")

    def field_of(self, refusal: Refusal) -> str:
        """What is no ISBN stands beside the ISBN."""
        return "isbn" if isinstance(refusal, isbns.NotAnIsbn) else super().field_of(refusal)


def decision_asked() -> tuple[str, dict[str, int], dict[str, str]]:
    """What an address or a form says is right: its kind, heads by pool, roles by code."""
    said = request.values
    heads = {pool: int(said[pool]) for pool in POOLS if _is_number(said.get(pool, ""))}
    roles = {
        name.removeprefix("role-"): role
        for name, role in said.items()
        if name.startswith("role-") and role
    }
    return said.get("kind", ""), heads, roles


def decision_fields() -> list[tuple[str, str]]:
    """The same as the fields of a form."""
    kind, heads, roles = decision_asked()
    return [
        ("kind", kind),
        *((pool, str(count)) for pool, count in heads.items()),
        *((f"role-{code}", role) for code, role in roles.items()),
    ]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4
