"""The demo's folder: kept when whole, started over when half, left alone when it is another's."""

from pathlib import Path

import pytest

from portal.demo import folder
from portal.demo.folder import DemoAlreadyRuns, DemoFolderTaken


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    with folder.held(tmp_path / "var"):
        assert not folder.is_whole(tmp_path / "var")


def test_somebody_elses_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "portal.db").write_text("a real portal")
    with pytest.raises(DemoFolderTaken) as refused, folder.held(tmp_path):
        pass
    assert refused.value.arguments == {"folder": str(tmp_path)}
    assert [entry.name for entry in tmp_path.iterdir()] == ["portal.db"]


def test_a_whole_demo_is_kept(tmp_path: Path) -> None:
    with folder.held(tmp_path):
        folder.begin(tmp_path)
        (tmp_path / "portal.db").write_text("rows")
        folder.finish(tmp_path)
    with folder.held(tmp_path):
        assert folder.is_whole(tmp_path)
        assert (tmp_path / "portal.db").read_text() == "rows"


def test_a_half_built_demo_starts_over(tmp_path: Path) -> None:
    with folder.held(tmp_path):
        folder.begin(tmp_path)
        (tmp_path / "counts").mkdir()
        (tmp_path / "counts" / "half.parquet").write_text("half")
    with folder.held(tmp_path):
        assert not folder.is_whole(tmp_path)
        folder.begin(tmp_path)
        assert sorted(entry.name for entry in tmp_path.iterdir()) == ["demo.json", "demo.lock"]


def test_two_demos_do_not_share_a_folder(tmp_path: Path) -> None:
    with folder.held(tmp_path), pytest.raises(DemoAlreadyRuns), folder.held(tmp_path):
        pass
