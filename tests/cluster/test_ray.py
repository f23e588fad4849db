"""A real Ray cluster of two nodes on this machine: whatever is lost on the way, the result is that of one machine."""

from __future__ import annotations

import json
import logging
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from claimtrack.cli import main
from claimtrack.cluster import chunks, manifest, parts, shards
from claimtrack.cluster.merge import merge
from claimtrack.cluster.storage import Folder
from claimtrack.compare import facts, update
from claimtrack.ingest import Summary
from claimtrack.ingest import ingest as ingest_here
from claimtrack.store import Store
from tests.cluster.jobs import dump, hoarding, news, processes, slowly, with_accidents
from tests.extractors import by_sentence

ray = pytest.importorskip("ray", reason="the extra cluster is not installed")
from ray.cluster_utils import Cluster  # noqa: E402

from claimtrack.cluster.job import ingest  # noqa: E402

LIMIT = 240
"""Seconds until a test is given up. Each takes some ten, but processors may be busy with other things."""
ROOT = Path(__file__).parents[2]
NODE = {"num_cpus": 2, "object_store_memory": 80 * 2**20}  # with one processor each, actors would leave none for reads


@pytest.fixture(autouse=True)
def limit() -> Iterator[None]:
    """A test that hangs fails."""

    def give_up(*_: object) -> None:
        raise TimeoutError(f"not done after {LIMIT} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LIMIT)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])  # the nodes read the extractors above
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", path)
        patch.setenv("RAY_worker_niceness", "0")  # Ray gives its workers little of a processor that others want too
        made = Cluster(initialize_head=True, head_node_args=NODE | {"include_dashboard": False})
        try:
            ray.init(address=made.address, logging_level=logging.ERROR, log_to_driver=False)
            yield made
        finally:
            ray.shutdown()
            made.shutdown()


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK", 8)


def test_a_worker_and_a_node_lost_in_mid_run_leave_no_trace(cluster: Cluster, tmp_path: Path) -> None:
    """A process is killed, then a whole node: their chunks are done by others, and nothing is there twice."""
    folder = news(tmp_path / "news", 100)
    (folder / "again.jsonl").write_text((folder / "wire.jsonl").read_text().replace("wire-", "again-"))
    node = cluster.add_node(**NODE)
    lost: list[str] = []

    def disturb(summary: Summary) -> None:
        if summary.read > 24 and not lost:
            lost.append(max(processes(folder).iterdir(), key=lambda path: path.stat().st_mtime_ns).name)
            os.kill(int(lost[0]), signal.SIGKILL)
        if summary.read > 72 and len(lost) == 1:
            lost.append("node")
            cluster.remove_node(node)

    made = ingest([str(folder)], str(tmp_path / "out"), workers=4, extractor=slowly, progress=disturb)
    assert len(lost) == 2
    one = ingest_here([folder], tmp_path / "one.db", extractor=slowly, workers=0)
    assert (made.read, made.failed) == (one.read, one.failed)
    assert merge(str(tmp_path / "out"), str(tmp_path / "many.db")) == one
    assert dump(tmp_path / "many.db") == dump(tmp_path / "one.db")


def test_a_part_of_a_large_file_is_done_again_alone(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts are shards: with a worker killed in the midst of one, the others are not read again, and nothing twice."""
    monkeypatch.setattr(shards, "BIG", 1000)
    monkeypatch.setattr(parts, "PART", 2500)
    folder = news(tmp_path / "news", 150)
    rows = [{"text": f"Number {n} of the dams broke. It rained.", "published": "2025-09-02"} for n in range(120)]
    pq.write_table(pa.Table.from_pylist(rows), folder / "dams.parquet", row_group_size=20, compression="none")
    lost: list[int] = []
    chunks_in_hand = 32  # articles: the tasks that read know nothing of ``small_chunks``

    def disturb(summary: Summary) -> None:
        if summary.read > 40 and not lost:
            lost.append(int(max(processes(folder).iterdir(), key=lambda path: path.stat().st_mtime_ns).name))
            os.kill(lost[0], signal.SIGKILL)

    made = ingest([str(folder)], str(tmp_path / "out"), workers=2, extractor=slowly, progress=disturb)
    assert lost
    assert sum(entry.shard.files[0].end is not None for entry in manifest.entries(Folder(str(tmp_path / "out")))) > 6
    had = [line for path in processes(folder).iterdir() for line in path.read_text().splitlines()]
    assert len(had) <= len(set(had)) + chunks_in_hand  # what the worker had in hand
    one = ingest_here([folder], tmp_path / "one.db", extractor=slowly, workers=0)
    assert (made.read, made.failed) == (one.read, one.failed)
    assert merge(str(tmp_path / "out"), str(tmp_path / "many.db")) == one
    assert dump(tmp_path / "many.db") == dump(tmp_path / "one.db")


def test_a_document_that_kills_every_worker_is_a_failure(cluster: Cluster, tmp_path: Path) -> None:
    folder = news(tmp_path / "news", 20)
    (folder / "poison.txt").write_text("It rained. die!")
    ingest([str(folder)], str(tmp_path / "out"), workers=2, extractor=with_accidents)
    one = ingest_here([folder], tmp_path / "one.db", extractor=with_accidents, workers=1)
    assert merge(str(tmp_path / "out"), str(tmp_path / "many.db")) == one
    assert dump(tmp_path / "many.db") == dump(tmp_path / "one.db")


def test_a_worker_that_grows_is_replaced(cluster: Cluster, tmp_path: Path) -> None:
    """After each chunk: memory stays bounded, and nothing is lost or done twice."""
    folder, chunk = news(tmp_path / "news", 100), 32  # the tasks that read know nothing of ``small_chunks``
    ingest([str(folder)], str(tmp_path / "out"), workers=1, extractor=hoarding)
    had = [path.read_text().split() for path in processes(folder).iterdir()]
    assert len(had) >= 3 and all(len(articles) <= chunk for articles in had)
    assert len({article for articles in had for article in articles}) == sum(map(len, had))
    merge(str(tmp_path / "out"), str(tmp_path / "many.db"))
    one = ingest_here([folder], tmp_path / "one.db", extractor=by_sentence, workers=1)
    with Store(tmp_path / "many.db") as many:
        assert many.counts()["documents"] == one.stored


class StopError(BaseException):
    """Stands for Ctrl-C."""


def test_a_job_that_was_stopped_goes_on(cluster: Cluster, tmp_path: Path) -> None:
    """Finished shards are passed over, and of an unfinished one the chunks that were annotated."""
    folder, out = news(tmp_path / "news", 60), str(tmp_path / "out")

    def stop(summary: Summary) -> None:
        if summary.read > 30:
            raise StopError

    with pytest.raises(StopError):
        ingest([str(folder)], out, workers=1, extractor=slowly, progress=stop)
    done = sum(entry.counts.read for entry in manifest.entries(Folder(out)))  # none, unless the driver was slow
    second = ingest([str(folder)], out, workers=1, extractor=slowly)
    assert (second.read, second.unchanged) == (66, done)
    had = [line for path in processes(folder).iterdir() for line in path.read_text().splitlines()]
    assert len(had) < 64 + 2 * 8  # but for the chunks in hand, each article was annotated once
    third = ingest([str(folder)], out, workers=1, extractor=slowly)
    assert third == Summary(read=66, unchanged=66)
    ingest_here([folder], tmp_path / "one.db", extractor=slowly, workers=0)
    merge(out, str(tmp_path / "many.db"))
    assert dump(tmp_path / "many.db") == dump(tmp_path / "one.db")


def test_the_command_line_finds_and_compares_the_same_on_a_cluster(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The pipeline itself, from the shell: in Parquet, in a database, and with the facts of one machine."""
    monkeypatch.chdir(ROOT)
    inputs = ["corpus/wire.jsonl", "corpus/flood-toll.html", "corpus/flood-damage.md", "corpus/bad"]
    out, db = str(tmp_path / "out"), str(tmp_path / "many.db")
    assert run(["ingest", *inputs, "--engine", "ray", "--out", out, "--workers", "1"]) == 1  # some of bad/ fail
    assert run(["merge", out, "--db", db]) == 0
    one = ingest_here(inputs, tmp_path / "one.db", workers=0)
    assert one.stored > 5
    assert dump(Path(db)) == dump(tmp_path / "one.db")
    assert run(["compare-shards", out, "--workers", "1"]) == 0
    capsys.readouterr()
    assert run(["query", out, "SELECT fact AS id, label FROM facts ORDER BY fact"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    with Store(tmp_path / "one.db") as store:
        update(store)
        assert found == [{"id": fact.id, "label": fact.label} for fact in sorted(facts(store.db), key=lambda f: f.id)]


def run(arguments: list[str]) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as end:
        main(arguments)
    return int(end.value.code or 0)
