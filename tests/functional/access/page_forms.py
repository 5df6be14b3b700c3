"""The forms of a page, filled in as somebody might: what stands there, and what is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

WORDS: dict[str, str] = {
    "email": "new@example.com", "phone": "040 123", "year": "2001", "heads": "1", "name": "Ainikki",
    "note": "It stands on the cover", "proof_note": "On the cover", "isbn": "9789510107904",
    "isbns": "9789510107904", "drawn": "a" * 32, "code": "staffcode", "valid_from": "2027-01-01",
    "died_on": "2026-01-02", "day": "2026-01-02", "year_of_death": "2026", "death_year": "2026",
    "from_day": "2026-10-15", "valid_to": "2027-01-01", "since": "2026-10-15",
}  # fmt: skip
ANYTHING = "Because it is so, and the letter of Monday says it"
FORM = re.compile(r"<form[ >].*?</form>", re.DOTALL)
Pairs = list[tuple[str, str]]


@dataclass
class Form:
    """Where it goes, and what it sends; `files` names the fields for files."""

    action: str
    method: str
    fields: Pairs = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    """Collects forms; of radio buttons the last is chosen, every box is ticked."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.radio: dict[str, str] = {}
        self.select: tuple[str, list[tuple[str, bool]]] | None = None
        self.area: tuple[str, str] | None = None
        self.button = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(at.get("action", ""), at.get("method", "get").lower()))
            self.radio, self.button = {}, False
            return
        if not self.forms or ("name" not in at and tag != "option"):
            return
        form = self.forms[-1]
        if tag != "option":
            form.names.add(at["name"])
        if tag == "input":
            self._input(form, at)
        elif tag == "button" and not self.button:
            self.button = True
            form.fields.append((at["name"], at.get("value", "")))
        elif tag == "select":
            self.select = (at["name"], [])
        elif tag == "option" and self.select:
            self.select[1].append((at.get("value", ""), "selected" in at))
        elif tag == "textarea":
            self.area = (at["name"], "")

    def _input(self, form: Form, at: dict[str, str]) -> None:
        kind, name = at.get("type", "text"), at["name"]
        if kind == "radio":
            self.radio[name] = at.get("value", "")
        elif kind == "file":
            form.files.append(name)
        elif kind in ("checkbox", "hidden"):
            form.fields.append((name, at.get("value", "y")))
        elif kind == "submit" and not self.button:
            self.button = True
            form.fields.append((name, at.get("value", "")))
        elif kind != "submit":
            form.fields.append((name, at.get("value") or WORDS.get(name, ANYTHING)))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area = (self.area[0], self.area[1] + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.forms:
            self.forms[-1].fields += list(self.radio.items())
            self.radio = {}
        elif tag == "textarea" and self.area:
            name, text = self.area
            self.forms[-1].fields.append((name, text.strip() or ANYTHING))
            self.area = None
        elif tag == "select" and self.select:
            name, options = self.select
            chosen = [value for value, selected in options if selected and value]
            others = [value for value, _selected in options if value]
            self.forms[-1].fields.append((name, (chosen or others or [""])[0]))
            self.select = None


def forms_of(html: str) -> list[Form]:
    """Every form of a page that is sent; what stands around them is not read."""
    reader = _Reader()
    for one in FORM.findall(html):
        reader.feed(one)
    return [one for one in reader.forms if one.method == "post"]
