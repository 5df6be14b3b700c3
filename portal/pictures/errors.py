"""Why a photograph cannot be read."""

from __future__ import annotations

from portal.kernel.errors import Refusal


class PictureUnusable(Refusal):
    """`file` is its name; `reason`: empty, large, many, kind, heic, no_picture, pixels, damaged.

    `most` where a limit was passed: megabytes, or millions of pixels.
    """

    code = "picture_unusable"
