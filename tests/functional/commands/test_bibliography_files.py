"""portal bibliography import, as an operator types it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from portal.demo.records import FILE
from portal.store.bibliography import BibliographicRecord
from tests.factories.console import Console
from tests.hostile.bibliography import GOOD, XML


def test_records_are_kept_once_and_the_rest_is_told(on_both: Console) -> None:
    first = on_both.told("bibliography", "import", FILE)
    assert (first["read"], first["added"], first["left_out"]) == (120, 113, 7)
    assert first["first_left_out"][0] == {"source_id": "004012937", "reason": "no_title"}
    again = on_both.run("bibliography", "import", FILE).stdout.splitlines()
    assert again[:4] == [
        "120 records read as “file:fennica.alephseq”.",
        "0 added, 0 changed, 113 as before.",
        "7 records left out:",
        "  004012937: the record has no title",
    ]
    assert on_both.count("bibliographic_record") == 113


def test_a_file_that_breaks_off_leaves_nothing_behind(console: Console, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xml"
    broken.write_bytes(XML[:-10])
    assert "breaks off or is damaged" in console.refusal("bibliography", "import", broken)
    assert console.count("bibliographic_record") == 0
    assert console.count("audit_event") == 0


def test_a_source_may_be_named_and_a_later_record_takes_the_place(
    console: Console, tmp_path: Path
) -> None:
    file = tmp_path / "a.mrc"
    file.write_bytes(GOOD)
    console.told("bibliography", "import", file, "--source", "A library")
    file.write_bytes(GOOD.replace(b"Talvi", b"Syksy"))
    told = console.told("bibliography", "import", file, "--source", "A library")
    assert (told["source"], told["added"], told["changed"]) == ("A library", 0, 1)
    with console.session() as session:
        assert session.scalars(select(BibliographicRecord.title)).all() == ["Syksy"]
