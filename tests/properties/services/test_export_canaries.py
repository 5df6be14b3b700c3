"""The export holds every text of the person, and none of anybody else's, whatever the texts are."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.app import resources
from portal.kernel.identity import Actor, Identity
from portal.services.privacy import export
from portal.services.privacy.export_tables import NAMED, OWN, WITHHELD
from portal.store.session import engine_for
from portal.web.details.packed import PAGE, STYLE, packed
from portal.wording import exported
from tests.factories import canaries


@pytest.fixture(scope="module")
def app() -> Flask:
    made = Flask("export", template_folder=str(resources() / "templates"))
    made.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    Babel(made)
    made.context_processor(lambda: {"language_tag": "en"})
    return made


def taken(session: Session, app: Flask, folder: Path, party_id: int) -> dict[str, str]:
    """The files of the ZIP as texts."""
    found = export.export(session, folder, Identity(Actor("Kaisa"), party_id))
    with app.test_request_context():
        content = b"".join(packed(found, resources() / "static" / "css" / STYLE))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


@hypothesis.given(seed=st.integers(min_value=0, max_value=10**9))
@hypothesis.settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
)
def test_all_of_hers_and_nothing_of_anothers(
    sqlite_url: str, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(export, "_lines", lambda *_: ())
    engine = engine_for(sqlite_url)
    with Session(engine) as session:
        hers, others, party = canaries.two(session, seed)
        files = taken(session, app, tmp_path, party.id)
        session.rollback()
    engine.dispose()
    in_json = "\n".join(text for name, text in files.items() if name.startswith("json/"))
    said = "\n".join(files.values())
    for (table, column), mark in hers.marks.items():
        kept = (table, column) not in WITHHELD and table in {*OWN, *NAMED}
        assert (json.dumps(mark, ensure_ascii=False)[1:-1] in in_json) is kept, (table, column)
        if kept and column not in exported.TECHNICAL:
            escaped = mark.replace("&", "&amp;").replace("<", "&lt;")
            assert escaped in files[PAGE], (table, column)
    assert [place for place, mark in others.marks.items() if mark in said] == []
    assert "<&å" not in files[PAGE]
