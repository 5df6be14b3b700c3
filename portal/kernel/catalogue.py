"""The catalogue's fixed words: roles, media, classes, kinds. Source: the contract's formats."""

from __future__ import annotations

AUTHOR = "author"
ORIGINAL_AUTHOR = "original_author"
TRANSLATOR = "translator"
ILLUSTRATOR = "illustrator"
NARRATOR = "narrator"
ROLES = (AUTHOR, ORIGINAL_AUTHOR, TRANSLATOR, ILLUSTRATOR, NARRATOR)
WRITER_ROLES = (AUTHOR, ORIGINAL_AUTHOR)
TEXT_ROLES = (AUTHOR, ORIGINAL_AUTHOR, TRANSLATOR)

PHYSICAL_MEDIUM = "physical"
EBOOK = "ebook"
EAUDIOBOOK = "eaudiobook"
MEDIA = (PHYSICAL_MEDIUM, EBOOK, EAUDIOBOOK)

OTHER = "other"
STORY_BOOK = "story_book"
PICTURE_BOOK = "picture_book"
COMIC = "comic"
CLASSES = (OTHER, STORY_BOOK, PICTURE_BOOK, COMIC)

PHYSICAL = "physical"
ELECTRONIC = "e"
KINDS = (PHYSICAL, ELECTRONIC)

HEADS_MIN = 1
HEADS_MAX = 999


def kind_of(medium: str) -> str:
    """The kind a medium belongs to: physical, or e for e-books and e-audiobooks together."""
    return PHYSICAL if medium == PHYSICAL_MEDIUM else ELECTRONIC
