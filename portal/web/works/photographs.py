"""Photographs of back covers: many at once, more after these, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import MultipleFileField

from portal.kernel.isbn import NotAnIsbn
from portal.kernel.isbn_text import extract
from portal.services.adding import photographs
from portal.services.adding.photographs import Photographed, Picture
from portal.services.base.texts import shown
from portal.web.access import allow
from portal.web.acting import objections
from portal.web.forms import PortalForm
from portal.web.limits import PHOTOGRAPHS, limiter
from portal.web.transaction import reads_only
from portal.web.uploads import takes_file
from portal.web.works import reviewing
from portal.wording import formats, sentence

_NAME_SHOWN = 60


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/photos", "photos", photos)
    blueprint.add_url_rule("/photos", "look", look, methods=["POST"])


class PhotosForm(PortalForm):
    """Any number of pictures; nothing of them is stored."""

    photos = MultipleFileField(_l("Photos of bar codes"))

    def pictures(self) -> Iterator[Picture]:
        """The pictures that were sent, one at a time; a browser sends one without a name for
        none.
        """
        for one in self.photos.data or ():
            if getattr(one, "filename", ""):
                yield Picture(shown(one.filename)[-_NAME_SHOWN:], one.read())

    def validate(self, extra_validators: Any = None) -> bool:
        """Also refuses a form that was opened for somebody else."""
        filled = super().validate(extra_validators)
        self.form_errors.extend(objections())
        return filled and not self.form_errors

    def accept(self, seen: Photographed) -> bool:
        """Whether any ISBN is there to be reviewed; else the field says what to do."""
        if seen.found.isbns:
            return True
        nothing = _("Choose a photo, or take one of a bar code.")
        self.refuse("photos", " ".join(notes(seen)[:3]) or nothing)
        return False


@allow("works.change")
def photos() -> ResponseReturnValue:
    return _page(PhotosForm())


@allow("works.change")
@reads_only
@takes_file(photographs.LARGEST_TOGETHER)
@limiter.limit(PHOTOGRAPHS, methods=["POST"])
def look() -> ResponseReturnValue:
    form = PhotosForm()
    if not form.validate_on_submit():
        return _page(form)
    before = extract(request.form.get("isbns", "").replace(" ", "\n")).isbns
    seen = photographs.look(form.pictures(), before)
    if not form.accept(seen):
        return _page(form)
    return reviewing.page(seen.found, notes=notes(seen, with_failed=False), more_photos=True)


def notes(seen: Photographed, *, with_failed: bool = True) -> list[str]:
    """What to say of pictures in which no ISBN was found."""
    said = [sentence(one) for one in seen.refused]
    if with_failed:
        said += [sentence(NotAnIsbn(text=one.text, reason=one.reason)) for one in seen.found.failed]
    if seen.empty:
        said.append(_without_code(seen.empty))
    return said


def _without_code(names: tuple[str, ...]) -> str:
    listed = formats.listed([formats.quoted(name) for name in names])
    return ngettext(
        "No bar code could be read in %(names)s. Go closer, in good light, with the whole code "
        "in the photo. Or type the number under it.",
        "No bar code could be read in %(names)s. Go closer, in good light, with the whole codes "
        "in the photos. Or type the numbers under them.",
        len(names),
        names=listed,
    )


def _page(form: PhotosForm) -> str:
    return render_template(
        "works/photos.html", form=form, most=photographs.MOST_PICTURES,
        largest=photographs.LARGEST // 1024**2,
    )  # fmt: skip
