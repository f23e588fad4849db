"""The Parquet of a job holds all that a run on one machine would have stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimtrack.cluster import chunks, committing, manifest
from claimtrack.cluster import merge as merging
from claimtrack.cluster.annotating import annotate, make_work
from claimtrack.cluster.chunks import read_shard
from claimtrack.cluster.committing import commit
from claimtrack.cluster.merge import merge
from claimtrack.cluster.query import query
from claimtrack.cluster.shards import find_shards
from claimtrack.cluster.storage import Folder
from claimtrack.errors import InputError
from claimtrack.ingest import Summary, ingest
from claimtrack.store import Store
from tests.cluster.jobs import counts, dump, news, run_here, with_accidents
from tests.extractors import by_sentence


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK", 10)


def test_the_store_is_that_of_one_machine_row_by_row(tmp_path: Path) -> None:
    folder = news(tmp_path / "news")
    one = ingest([folder, "missing.txt"], tmp_path / "one.db", extractor=by_sentence, workers=0)
    entries = run_here([folder, "missing.txt"], tmp_path / "out")
    many = merge(str(tmp_path / "out"), str(tmp_path / "many.db"))
    assert one == many
    assert (one.read, one.failed, one.skipped, one.fact_checks) == (107, 3, 1, 1)
    assert counts(entries).read == 107
    assert dump(tmp_path / "one.db") == dump(tmp_path / "many.db")


def test_parquet_lies_by_day(tmp_path: Path) -> None:
    run_here([news(tmp_path / "news")], tmp_path / "out")
    days = {path.name for path in (tmp_path / "out" / "claims").iterdir()}
    assert days == {"day=2025-09-01", "day=2025-09-02", "day=2025-09-03", "day=__HIVE_DEFAULT_PARTITION__"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "claims",
        "documents",
        "failures",
        "manifest",
        "staging",
    }
    assert not list((tmp_path / "out" / "staging").iterdir())


def test_a_shard_that_is_larger_than_memory_is_written_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = news(tmp_path / "news")
    monkeypatch.setattr(committing, "ROOM", 4000)
    (entry,) = run_here([folder], tmp_path / "out")
    assert len(entry.parquet) > 20
    ingest([folder], tmp_path / "one.db", extractor=by_sentence, workers=0)
    merge(str(tmp_path / "out"), str(tmp_path / "many.db"))
    assert dump(tmp_path / "one.db") == dump(tmp_path / "many.db")


def test_merged_again_nothing_changes(tmp_path: Path) -> None:
    run_here([news(tmp_path / "news")], tmp_path / "out")
    db = tmp_path / "claims.db"
    first = merge(str(tmp_path / "out"), str(db))
    before = dump(db)
    second = merge(str(tmp_path / "out"), str(db))
    assert second == Summary(read=first.read, unchanged=first.read)
    assert dump(db) == before
    with Store(db) as store:
        assert len(store.runs()) == 1


class StopError(Exception):
    """Stands for a power cut: it goes through all code."""


@pytest.mark.parametrize("at", [0, 9, 50, 102])
def test_stopped_anywhere_a_second_merge_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    out, db, whole = (tmp_path / name for name in ("out", "claims.db", "whole.db"))
    run_here([news(tmp_path / "news")], out)
    monkeypatch.setattr(merging, "TOGETHER", 8)
    merge(str(out), str(whole))
    written = merging.write
    left = [at]

    def stopping(*arguments: object) -> object:
        if not left[0]:
            raise StopError
        left[0] -= 1
        return written(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(merging, "write", stopping)
    with pytest.raises(StopError):
        merge(str(out), str(db))
    monkeypatch.setattr(merging, "write", written)
    summary = merge(str(out), str(db))
    assert summary.read == 106
    assert dump(db, runs=False) == dump(whole, runs=False)
    with Store(db, readonly=True) as store:
        assert list(store.verify()) == []


def test_a_shard_that_changed_replaces_its_files(tmp_path: Path) -> None:
    folder, out, db = news(tmp_path / "news"), tmp_path / "out", tmp_path / "claims.db"
    run_here([folder], out)
    merge(str(out), str(db))
    (folder / "1.txt").write_text("The dam lost no gates at all.")
    run_here([folder], out)
    files = {str(path.relative_to(out)) for path in out.rglob("*.parquet")}
    assert files == {file for entry in manifest.entries(Folder(str(out))) for file in entry.parquet}
    summary = merge(str(out), str(db))
    assert (summary.changed, summary.stored, summary.unchanged) == (1, 1, 103)


def test_what_has_the_same_bytes_is_not_annotated_again(tmp_path: Path) -> None:
    """A file that was only touched, or copied, gets a new entry in the manifest and nothing else."""
    folder, out = news(tmp_path / "news"), tmp_path / "out"
    (first,) = run_here([folder], out)
    (folder / "1.txt").touch()
    (second,) = run_here([folder], out)
    assert second.shard.files != first.shard.files
    assert second.finished == first.finished
    assert (second.result, second.counts, second.parquet) == (first.result, first.counts, first.parquet)


def test_a_shard_written_by_a_worker_that_died_then_is_done(tmp_path: Path) -> None:
    """The entry is there, the chunks are gone, and another worker is told to write the shard."""
    folder, out = news(tmp_path / "news", 20), Folder(str(tmp_path / "out"))
    work = make_work(out.path, {}, extractor=by_sentence)
    (shard,) = find_shards([str(folder)])
    done = [annotate(work, chunk, guarded=False) for chunk in read_shard(shard, work.maker)]
    first = commit(out, done, work.maker, None)
    assert commit(out, done, work.maker, None) == first


def test_a_file_more_in_a_row_of_small_ones_leaves_nothing_twice(tmp_path: Path) -> None:
    """The row is another shard then; the one that it was goes when all its files are in others."""
    folder, out, db = news(tmp_path / "news"), tmp_path / "out", tmp_path / "claims.db"
    run_here([folder], out)
    merge(str(out), str(db))
    (folder / "00.txt").write_text("The dam lost all its gates.")
    run_here([folder], out)
    assert [entry.counts.read for entry in manifest.entries(Folder(str(out)))] == [107]
    summary = merge(str(out), str(db))
    assert (summary.stored, summary.unchanged, summary.failed) == (1, 104, 2)
    assert list(query(str(out), "SELECT count(*) FROM documents")[1]) == [(105,)]


def test_an_extraction_that_raises_is_a_failure_as_on_one_machine(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained. raise!")
    (tmp_path / "b.jsonl").write_text(
        '{"id": "half", "text": "\\ud800 It snowed."}\n{"id": "b", "text": "It rained."}\n'
    )
    inputs = [tmp_path / "a.txt", tmp_path / "b.jsonl"]
    ingest(inputs, tmp_path / "one.db", extractor=with_accidents, workers=0)
    run_here(inputs, tmp_path / "out", with_accidents)
    merge(str(tmp_path / "out"), str(tmp_path / "many.db"))
    assert dump(tmp_path / "one.db") == dump(tmp_path / "many.db")


def test_urls_keep_their_names(tmp_path: Path) -> None:
    folder = news(tmp_path / "news")
    run_here([f"file://{folder}"], tmp_path / "out")
    merge(str(tmp_path / "out"), str(tmp_path / "claims.db"))
    with Store(tmp_path / "claims.db") as store:
        paths = {row.path for row in store.documents()} | {row.path for row in store.failures()}
    assert {f"file://{folder}/0.txt", f"file://{folder}/empty.txt", f"file://{folder}/wire.jsonl:1"} <= paths
    assert all(path and path.startswith("file:///") for path in paths)


def test_results_can_lie_behind_a_url(tmp_path: Path) -> None:
    """What is written through fsspec is what is written to a disk."""
    folder, url = news(tmp_path / "news"), f"file://{tmp_path}/out"
    run_here([folder], url)
    run_here([folder], url)
    ingest([folder], tmp_path / "one.db", extractor=by_sentence, workers=0)
    merge(url, str(tmp_path / "many.db"))
    assert dump(tmp_path / "one.db") == dump(tmp_path / "many.db")
    assert list(query(url, "SELECT count(*) FROM documents")[1]) == [(104,)]


def test_a_folder_without_a_manifest_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no finished shard"):
        merge(str(tmp_path), str(tmp_path / "claims.db"))
