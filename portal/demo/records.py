"""Records of a bibliography for the demo: real ones of the National Library of Finland."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel.identity import SYSTEM
from portal.services.bibliographies import bibliography_files

SOURCE = "National Library of Finland"
FILE = Path(__file__).parent / "data" / "bibliographic" / "fennica.alephseq"


def keep(session: Session, today: date) -> None:
    """Keeps the records as a person of the office would, by their file."""
    moment = datetime.combine(today, time(3, 15), UTC)
    bibliography_files.import_file(session, FILE, SOURCE, today=today, moment=moment, actor=SYSTEM)
