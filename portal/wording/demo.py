"""Sentences of the demo."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "demo_folder_taken": _(
        "The folder %(folder)s holds something that is not the demo’s, and it was left as it is. "
        "Name an empty folder with PORTAL_DATA_DIR and start the demo again."
    ),
    "demo_already_runs": _(
        "A demo already runs on the folder %(folder)s. Use that one, or stop it first."
    ),
    "demo_port_taken": _(
        "Another program already uses port %(port)s. Choose another one: PORT=%(other)s make demo, "
        "or portal demo --port %(other)s."
    ),
}
