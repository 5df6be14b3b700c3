"""A sentence is translated whole: its pieces stand in another order in another language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
from jinja2 import nodes

from tests.house import source, texts

ENVIRONMENT = jinja2.Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
TEMPLATES = sorted(path for path in source.TEMPLATES.rglob("*") if path.suffix in (".html", ".txt"))
SPEAKING = {"_", "gettext", "ngettext", "_l", "lazy_gettext"}
LETTER = re.compile(r"[^\W\d_]")
WHOLE = re.compile(r"[.?:…]\s*$")


def text_of(node: nodes.Node) -> str | None:
    """The English of a call of gettext, the first form of ngettext."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
        first = node.args[0] if node.node.name in SPEAKING and node.args else None
        return first.value if isinstance(first, nodes.Const) else None
    return None


def glued(template: nodes.Template) -> Iterator[str]:
    """Texts that a template glues together by + or ~, or sets side by side in one line."""
    for node in template.find_all((nodes.Concat, nodes.Add)):
        parts = node.nodes if isinstance(node, nodes.Concat) else [node.left, node.right]
        yield from (f"glued: {said}" for part in parts if (said := text_of(part)))
    for output in template.find_all(nodes.Output):
        for first, between, last in zip(
            output.nodes, output.nodes[1:], output.nodes[2:], strict=False
        ):
            if text_of(last) and beside(first, between):
                yield f"side by side: {text_of(first)} + {text_of(last)}"
        for first, last in zip(output.nodes, output.nodes[1:], strict=False):
            if text_of(first) and text_of(last):
                yield f"side by side: {text_of(first)} + {text_of(last)}"


def beside(first: nodes.Node, between: nodes.Node) -> bool:
    """Whether a text that is no whole sentence goes on after a space or sign."""
    said = text_of(first)
    gap = isinstance(between, nodes.TemplateData) and not re.search(r"[\w<>]", between.data)
    return bool(said) and gap and not WHOLE.search(said or "")


@source.every(TEMPLATES)
def test_no_template_glues_texts(path: Path) -> None:
    assert list(glued(ENVIRONMENT.parse(path.read_text(encoding="utf-8")))) == []


def added(tree: ast.AST) -> Iterator[int]:
    """Lines of Python that glue a translated text by + or in an f-string with other words."""
    for node in ast.walk(tree):
        parts: list[ast.expr] = []
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            parts = [node.left, node.right]
        elif isinstance(node, ast.JoinedStr):
            worded = any(
                isinstance(p, ast.Constant) and LETTER.search(p.value) for p in node.values
            )
            parts = [p.value for p in node.values if worded and isinstance(p, ast.FormattedValue)]
        if any(speaks(part) for part in parts):
            yield parts[0].lineno


def speaks(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPEAKING
    )


@source.every(source.python_files("portal"))
def test_no_code_glues_texts(path: Path) -> None:
    assert list(added(source.tree(path))) == []


def test_no_text_is_the_tail_of_another() -> None:
    assert [one.english for one in texts.texts("en") if re.match(r"\s|[,.;:)]", one.english)] == []


def test_glue_is_seen() -> None:
    template = """{{ _("a") ~ name }} <p>{{ _("Loans") }} {{ _("of a year") }}</p>
                  {{ _("One.") }} {{ _("Two.") }} <b>{{ _("x") }}</b> {{ _("y") }}"""
    assert len(list(glued(ENVIRONMENT.parse(template)))) == 2
    assert list(added(ast.parse('_("a") + b\nf"{_(1)}, c"\nf"{a}: {_(1)}"\n_("c", d=_("e"))'))) == [
        1,
        2,
    ]
