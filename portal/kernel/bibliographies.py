"""A bibliography that the settings name: where it is, how it is asked, and by which words."""

from __future__ import annotations

from dataclasses import dataclass

SRU, FINNA = KINDS = ("sru", "finna")
SRU_VERSIONS = ("1.1", "1.2", "2.0")


@dataclass(frozen=True)
class Source:
    """One bibliography. Nothing but its own `url` is ever asked, whatever an answer says.

    `inside` allows addresses of the own network, as the settings say of its host. `isbn_index`,
    `name_index` and `identifier_index` are SRU's indexes; an empty one is never asked by.
    """

    name: str
    kind: str
    url: str
    inside: bool = False
    isbn_index: str = "bath.isbn"
    name_index: str = "dc.creator"
    identifier_index: str = ""
    version: str = "1.1"
    schema: str = "marcxml"


@dataclass(frozen=True)
class Bibliographies:
    """All bibliographies in the order in which they are asked, and whom they may write to."""

    sources: tuple[Source, ...] = ()
    contact: str = ""

    def named(self, name: str) -> Source | None:
        """The source of a name."""
        return next((one for one in self.sources if one.name == name), None)
