"""Templates parse, use what they import, and keep every text translatable."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import jinja2
from jinja2 import nodes

from tests.house import source

ENVIRONMENT = jinja2.Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
TEMPLATES = sorted(path for path in source.TEMPLATES.rglob("*") if path.suffix in (".html", ".txt"))
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
PROPER_NAMES = {"Colophon"}  # and languages, each in its own words
SPOKEN = {"title", "alt", "aria-label", "placeholder"}


def parsed(path: Path) -> nodes.Template:
    return ENVIRONMENT.parse(path.read_text(encoding="utf-8"), filename=str(path))


@source.every(TEMPLATES)
def test_a_template_parses_and_its_relatives_exist(path: Path) -> None:
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    named = [n.template.value for n in parsed(path).find_all(kinds)
             if isinstance(n.template, nodes.Const)]  # fmt: skip
    assert [name for name in named if not (source.TEMPLATES / name).is_file()] == []


@source.every(TEMPLATES)
def test_a_template_uses_the_macros_it_imports(path: Path) -> None:
    template = parsed(path)
    imported = {
        alias if isinstance(alias, str) else alias[1]
        for node in template.find_all(nodes.FromImport)
        for alias in node.names
    } | {node.target for node in template.find_all(nodes.Import)}
    used = {node.name for node in template.find_all(nodes.Name) if node.ctx == "load"}
    assert imported - used == set()


COMPONENTS = [path for path in PAGES if path.parent.name == "components"]


@source.every(COMPONENTS)
def test_a_component_sets_no_text_outside_of_its_macros(path: Path) -> None:
    """It is loaded once for all readers: such a text would stay in the first one's language."""
    kept = [node.lineno for node in parsed(path).body if isinstance(node, nodes.Assign)
            and any(getattr(call.node, "name", "") in ("_", "gettext", "ngettext")
                    for call in node.find_all(nodes.Call))]  # fmt: skip
    assert kept == []


class Texts(HTMLParser):
    """Collects what a person would read or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in SPOKEN]


def untranslated(text: str) -> list[str]:
    """Words of a template that stand outside gettext."""
    text = re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%-?\s*trans\b.*?endtrans\s*-?%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    reader = Texts()
    reader.feed(text)
    words = (word.strip(" .,:;()") for piece in reader.found for word in piece.split())
    return [word for word in words if re.search(r"[^\W\d_]{2}", word) and word not in PROPER_NAMES]


@source.every(PAGES)
def test_every_text_goes_through_gettext(path: Path) -> None:
    assert untranslated(path.read_text(encoding="utf-8")) == []


def test_a_bare_text_is_seen() -> None:
    page = """<p title="{{ _('Hi') }}">{{ _("Fine") }} {% trans %}Also fine{% endtrans %} Bare</p>
              <img alt="Picture">"""
    assert untranslated(page) == ["Bare", "Picture"]
