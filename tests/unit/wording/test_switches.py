"""What pages can refuse is mended on pages: switches of the terminal help nobody there."""

from __future__ import annotations

import re

from portal.wording.sentence import SENTENCES

# Refused by commands alone: pages do not offer what these forbid.
OF_THE_TERMINAL = {
    "demo_port_taken", "grouping_not_decided", "not_an_officer", "tier_missing",
}  # fmt: skip


def test_no_sentence_of_a_page_names_a_switch() -> None:
    switches = {code for code, text in SENTENCES.items() if re.search(r"(?<!\w)--[a-z]", text)}
    assert switches <= OF_THE_TERMINAL


def test_a_value_that_does_not_fit_is_mended_where_it_was_written() -> None:
    """A proposal is a form: there is no file to import again."""
    said = (SENTENCES["parameter_unreadable"], SENTENCES["parameter_unreadable.range"])
    assert not [text for text in said if "file" in text]
