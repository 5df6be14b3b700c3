"""After an import: the worker is woken, and counts by library system even when it was killed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from portal.jobs import loans, queue, tasks
from portal.kernel.identity import SYSTEM
from portal.services.loans import most_lent
from portal.services.usage import library_counts
from portal.store.session import engine_for
from portal.store.usage import UsageImport
from tests.factories.lending import Lending


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = engine_for(database_url)
    yield made
    made.dispose()


@pytest.fixture
def lending(engine: Engine, tmp_path: Path) -> Lending:
    return Lending(engine, tmp_path / "portal")


def paths(lending: Lending) -> list[str | None]:
    with lending.session(writes=False) as session:
        return list(session.scalars(select(UsageImport.libraries_path).order_by(UsageImport.id)))


def files(lending: Lending) -> list[str]:
    return sorted(f"counts/{one.name}" for one in lending.data_dir.glob("counts/*-libraries.*"))


def test_the_worker_is_woken_by_name(lending: Lending, database_url: str) -> None:
    lending.loans("1,2024,5")
    loans.wake(database_url, lending.data_dir)
    work = queue.queue_for(database_url, lending.data_dir)
    tasks.register(work, database_url, lending.data_dir)
    assert work.pending_count() == 1
    work.execute(work.dequeue())
    assert (work.pending_count(), len(files(lending))) == (0, 1)
    assert paths(lending) == files(lending)
    work.storage.close()


def test_killed_before_the_commit_it_counts_again(
    lending: Lending, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lending.loans("1,2024,5")

    def killed(*_arguments: object) -> bool:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(library_counts, "keep", killed)
        with pytest.raises(SystemExit):
            list(loans.count_libraries(database_url, lending.data_dir))
    [left] = files(lending)
    assert paths(lending) == [None]
    assert [one.import_id for one in loans.count_libraries(database_url, lending.data_dir)] == [1]
    assert paths(lending) == [name for name in files(lending) if name != left]


def test_of_two_at_once_the_first_counts(lending: Lending, database_url: str) -> None:
    lending.loans("1,2024,5")
    with lending.session(writes=False) as session:
        [waiting] = library_counts.uncounted(session)
    first, second = (library_counts.count(lending.data_dir, waiting) for _ in range(2))
    with lending.session() as session:
        assert library_counts.keep(session, first, SYSTEM)
    with lending.session() as session:
        assert not library_counts.keep(session, second, SYSTEM)
    library_counts.drop(lending.data_dir, second)
    assert paths(lending) == files(lending) == [first.path]


def test_the_most_lent_are_listed_for_each_year(lending: Lending, database_url: str) -> None:
    lending.loans("1,2024,5", "2,2024,9", "1,2023,7")
    lending.record((3, 4), 2024, 9)
    list(loans.count_libraries(database_url, lending.data_dir))
    with lending.session(writes=False) as session:
        found = most_lent.of_year(session, lending.data_dir, 2024).titles
    assert found is not None
    assert [(one.place, one.title, one.loans) for one in found] == [
        (1, "", 9), (1, "Talvi", 9), (3, "", 5),
    ]  # fmt: skip


def test_lists_of_older_counts_are_removed(lending: Lending, database_url: str) -> None:
    for year in (2023, 2024):
        lending.loans(f"1,{year},5")
        list(loans.count_libraries(database_url, lending.data_dir))
    assert len(list(lending.data_dir.glob("counts/most-lent-*"))) == 1
    with lending.session(writes=False) as session:
        assert most_lent.of_year(session, lending.data_dir, 2023).titles is not None


def test_lists_of_older_counts_are_not_shown(lending: Lending, database_url: str) -> None:
    lending.loans("1,2024,5")
    list(loans.count_libraries(database_url, lending.data_dir))
    lending.loans("1,2024,6")
    with lending.session(writes=False) as session:
        assert most_lent.of_year(session, lending.data_dir, 2024).titles is None
