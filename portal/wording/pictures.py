"""Sentences about photographs that cannot be read."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "picture_unusable": _("“%(file)s” cannot be read as a photo. Take it again, or type the ISBN."),
    "picture_unusable.empty": _(
        "“%(file)s” is empty. The photo did not reach us; choose it again."
    ),
    "picture_unusable.large": _(
        "“%(file)s” is larger than %(most)s MB. Take the photo at a smaller size and send it again."
    ),
    "picture_unusable.many": _(
        "Only the photos before “%(file)s” were looked at: %(most)s of them. Send the others "
        "afterwards."
    ),
    "picture_unusable.kind": _(
        "“%(file)s” is not a photo in JPEG, PNG or WebP. Save it as one of these and send it again."
    ),
    "picture_unusable.heic": _(
        "“%(file)s” is a photo in the HEIC format, which cannot be read here. Choose “Most "
        "compatible” in the telephone’s camera settings, or send the photo as JPEG."
    ),
    "picture_unusable.no_picture": _(
        "“%(file)s” is not a photo, whatever its name says. Send a photo in JPEG, PNG or WebP."
    ),
    "picture_unusable.pixels": _(
        "“%(file)s” has more than %(most)s million pixels. Take the photo at a smaller size."
    ),
    "picture_unusable.damaged": _(
        "“%(file)s” is damaged: a part of it is missing. Take the photo again, or type the ISBN."
    ),
}
