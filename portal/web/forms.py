"""The base of all forms: protected against forgery, and every error names the mend."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, SelectChoice
from wtforms.validators import DataRequired

from portal.services.messages import messages


class Sentences:
    """Own sentences for the few that WTForms would say itself."""

    def gettext(self, text: str) -> str:
        """The portal's sentence for one of WTForms'."""
        return _own_sentences().get(text, text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """WTForms' plural, unchanged: own validators carry their own messages."""
        return one if number == 1 else many


class PortalForm(FlaskForm):
    """A form that is checked when it is sent, and then says what to mend."""

    class Meta(FlaskForm.Meta):
        """Own sentences, and no browser bubbles in another wording."""

        def get_translations(self, form: Any) -> Sentences:
            """The portal's sentences."""
            return Sentences()

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
            """Renders without `required`: the portal says itself what is missing."""
            return super().render_field(field, {"required": False, **render_kw})

    def refuse(self, field_name: str, sentence: str) -> None:
        """Says a refusal of a service beside the field that it is about."""
        field = self[field_name]
        field.errors = [*field.errors, sentence]


def one_line(words: str | None) -> str:
    """A text of a large field without its line ends."""
    return " ".join(messages.plain(words).split())


def needed(sentence: str) -> DataRequired:
    """The field must be filled in; `sentence` says with what."""
    return DataRequired(message=sentence)


def options(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """The answers of a list or of radio buttons, from (value, words)."""
    return [SelectChoice(value, words) for value, words in pairs]


def _own_sentences() -> dict[str, str]:
    return {
        "This field is required.": _("Fill this in."),
        "Not a valid choice.": _("Choose one of the answers in the list."),
        "Not a valid choice": _("Choose one of the answers in the list."),
        "Not a valid integer value.": _("Write a whole number, such as 2."),
        "Not a valid date value.": _("Write the day as year-month-day, such as 2026-12-03."),
        "Not a valid decimal value.": _("Write a number, such as 24.5."),
    }
