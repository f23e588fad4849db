"""What goes wrong with a database, said in a way that a user can mend."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from claimtrack.errors import StoreError
from claimtrack.store import Store
from claimtrack.store.schema import MIGRATIONS
from tests.store.extractions import flood


def a_text_file(path: Path) -> None:
    path.write_text("This is a letter, not a database. " * 100)


def somebody_elses_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def a_newer_schema(path: Path) -> None:
    with Store(path) as store:
        row = {"migration_set": "claimtrack", "name": "m999_from_the_future", "applied_at": "2030-01-01"}
        store.db.table("_sqlite_migrations").insert(row)


def a_folder(path: Path) -> None:
    path.mkdir()


def a_damaged_file(path: Path) -> None:
    with Store(path) as store:
        store.add(flood())
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096 * 8)


@pytest.mark.parametrize(
    ("prepare", "message", "remedy"),
    [
        (a_text_file, "is not a database", "--db"),
        (somebody_elses_database, "is not a claimtrack database", "--db"),
        (a_newer_schema, "newer claimtrack", "Upgrade"),
        (a_folder, "is a folder", "--db"),
        (a_damaged_file, "is damaged", "recover"),
    ],
)
@pytest.mark.parametrize("readonly", [False, True])
def test_what_cannot_be_used(
    prepare: Callable[[Path], None], message: str, remedy: str, readonly: bool, path: Path
) -> None:
    prepare(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(StoreError) as caught, Store(path, readonly=readonly) as store:
        list(store.claims())
    assert message in caught.value.message
    assert remedy in caught.value.remedy
    assert (path.read_bytes() if path.is_file() else b"") == before, "it is left as it is"


def test_reading_what_is_not_there(path: Path) -> None:
    with pytest.raises(StoreError, match="There is no database"):
        Store(path, readonly=True)
    assert not path.exists()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no folder"):
        Store(tmp_path / "missing" / "claims.db")


def test_another_writer_is_named_by_its_process(path: Path) -> None:
    code = f"""
        import sys
        from claimtrack.store import Store
        store = Store({str(path)!r})
        store.start_run()
        store.db.conn.execute("BEGIN IMMEDIATE")
        print("locked", flush=True)
        sys.stdin.read()
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        with Store(path, timeout=0.1) as store:
            with pytest.raises(StoreError, match=rf"locked by another ingest \(pid {other.pid}\)"):
                store.add(flood())
            assert list(store.claims()) == [], "reading goes on"
        other.communicate("")


def test_a_lock_without_a_run_is_another_process(path: Path) -> None:
    with Store(path, timeout=0.1) as store:
        other = sqlite3.connect(path)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another process"):
            store.start_run()
        other.close()
        store.start_run()


def test_a_full_disk_keeps_what_was_stored(path: Path) -> None:
    with Store(path) as store:
        run = store.start_run()
        store.add(flood(), run)
        pages = store.db.execute("PRAGMA page_count").fetchone()[0]
        store.db.execute(f"PRAGMA max_page_count = {pages + 2}")
        big = flood("d", identity="big", text=flood().article.text + " And so on." * 50_000)
        with pytest.raises(StoreError, match="The disk is full") as caught:
            store.add(big, run)
        assert "Free some space" in caught.value.remedy
        assert store.extraction(flood().article.id) == flood()
        assert store.counts()["documents"] == 1
        assert list(store.verify()) == []


def test_writing_to_what_was_opened_for_reading(path: Path) -> None:
    Store(path).close()
    with Store(path, readonly=True) as store, pytest.raises(StoreError, match="read-only"):
        store.add(flood())


def _without_rights(code: str) -> str:
    """What Python code prints without the rights of root, to whom nothing is read-only."""
    head = """
        import os
        from claimtrack.errors import StoreError
        from claimtrack.store import Store
        Store(":memory:").start_run()
        if os.getuid() == 0:
            os.setuid(65534)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(head) + textwrap.dedent(code)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    """A folder that every user may enter."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o055)
    return tmp_path


def test_a_readonly_file_can_be_read_and_says_why_not_written(open_folder: Path) -> None:
    path = open_folder / "claims.db"
    with Store(path) as store:
        store.add(flood())
    path.chmod(0o444)
    open_folder.chmod(0o555)
    try:
        printed = _without_rights(f"""
            with Store({str(path)!r}, readonly=True) as store:
                print(len(list(store.claims())), "claims")
            try:
                with Store({str(path)!r}) as store:
                    store.start_run()
            except StoreError as error:
                print(error)
        """)
    finally:
        open_folder.chmod(0o755)
    assert printed.startswith("2 claims\n")
    assert "cannot be written: the file or its folder is read-only. Change its permissions" in printed


def test_a_new_file_in_a_readonly_folder(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    try:
        printed = _without_rights(f"""
            try:
                Store({str(open_folder / "new.db")!r})
            except StoreError as error:
                print(error)
        """)
    finally:
        open_folder.chmod(0o755)
    assert "cannot be opened. Check that you may read it and write in its folder" in printed


def test_an_older_schema_is_brought_up_to_date_when_read(path: Path) -> None:
    Store(path).close()
    applied = [migration.name for migration in MIGRATIONS.applied(Store(path, readonly=True).db)]
    assert applied == sorted(applied, key=lambda name: name.partition("_")[0]), "in the order of their numbers"
    assert applied[-1] == Store(path, readonly=True).schema


def test_a_run_whose_process_is_gone_is_interrupted(path: Path) -> None:
    code = f"import os; from claimtrack.store import Store; Store({str(path)!r}).start_run(); os._exit(9)"
    subprocess.run([sys.executable, "-c", code], check=False)
    with Store(path) as store:
        store.start_run()
        assert [run.status for run in store.runs()] == ["interrupted", "running"]


def test_tables_are_strict_and_references_are_kept(store: Store) -> None:
    names = [table.name for table in store.db.tables if "_fts" not in table.name and table.name[0] not in "_s"]
    assert names and all(store.db.table(name).strict for name in names)
    assert store.db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    store.add(flood())
    with pytest.raises(sqlite3.IntegrityError):
        store.db.execute("DELETE FROM versions")


def test_a_store_in_memory() -> None:
    with Store(":memory:") as store:
        assert store.add(flood()) == "stored"


@pytest.mark.parametrize("name", ["with space.db", "odd?#%41.db", "ünï.db"])
def test_names_of_files_are_taken_as_they_are(name: str, tmp_path: Path) -> None:
    with Store(tmp_path / name) as store:
        store.add(flood())
    with Store(tmp_path / name, readonly=True) as store:
        assert len(list(store.claims())) == 2
    assert (tmp_path / name).exists()


def test_two_processes_can_write_in_turn(path: Path) -> None:
    with Store(path) as first, Store(path) as second:
        first.add(flood())
        second.add(flood("d", identity="other"))
        first.add(flood("e", identity="third"))
        assert len(list(second.claims())) == 6
