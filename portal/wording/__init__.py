"""Words for people: refusals as sentences, money and days in the reader's language.

The web, the terminal and the queue share this room; outside a web request it speaks English.
"""

from __future__ import annotations

from portal.wording.sentence import sentence

__all__ = ["sentence"]
