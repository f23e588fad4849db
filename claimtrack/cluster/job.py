"""The whole job on a Ray cluster: shards in, Parquet out, each shard once.

Ray Data reads the shards, as fast as they are wanted; a pool of actors annotates what it reads, and writes each shard
that is complete. ``out`` and local inputs must be on a disk that every node sees.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ray

from claimtrack import worker
from claimtrack.cluster import committing, manifest
from claimtrack.cluster.annotating import Done, Work, annotate, make_work
from claimtrack.cluster.chunks import Chunk, read_shard
from claimtrack.cluster.manifest import Counts, Entry, Shard
from claimtrack.cluster.pool import Pool
from claimtrack.cluster.shards import find_shards, numbered
from claimtrack.errors import ClaimtrackError
from claimtrack.ingest import Extractor, Summary
from claimtrack.read import read_articles
from claimtrack.workers import Limits

BLOCK = 2 * 2**20
"""Bytes of chunks that Ray Data passes on together; its own 128 MB would keep all actors waiting for the first."""
READERS = 8
"""Actors for each task that reads."""
MOST_READS = 5000
"""Tasks that read; of more shards each task reads several."""


def ingest(
    inputs: Iterable[str],
    out: str,
    *,
    address: str | None = None,
    workers: int | None = None,
    published: str | None = None,
    publisher: str | None = None,
    columns: Mapping[str, str] | None = None,
    model: str | None = None,
    gazetteer: str | os.PathLike[str] | None = None,
    limits: Limits | None = None,
    progress: Callable[[Summary], None] | None = None,
    extractor: Extractor | None = None,
) -> Summary:
    """Annotate articles on a Ray cluster; claims go to Parquet in the folder ``out`` (a path or a URL of fsspec).

    ``inputs``: files, folders, globs and URLs. ``address``: of a running cluster ("auto", "HOST:6379"); None starts
    Ray on this machine. ``workers``: actors (None: one for each processor of the cluster). The other arguments as in
    ``claimtrack.ingest``. The counts are of inputs: ``unchanged`` are those of shards that were finished before.
    A second run goes on where one was stopped. Raises InputError, ModelError, ClaimtrackError.
    """
    given: dict[str, Any] = {"published": published, "publisher": publisher, "columns": dict(columns or {})}
    reading = {name: value for name, value in given.items() if value}
    read_articles([], **reading)  # options that are wrong are said before anything is done
    shards = find_shards(inputs)
    names = None if gazetteer is None else str(Path(gazetteer).absolute())
    work = make_work(out, reading, model=model, gazetteer=names, extractor=extractor, limits=limits)
    with cluster(address):
        job = _Job(work, progress)
        processors = int(ray.cluster_resources().get("CPU", 1))  # type: ignore[no-untyped-call]
        job.go(shards, workers or processors)
    return job.summary


@contextmanager
def cluster(address: str | None) -> Iterator[None]:
    """A connection to Ray, or Ray on this machine; one that is there is used and left alone."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # else Ray warns of a change to come
    if ray.is_initialized():
        yield
        return
    try:
        ray.init(address=address or "local", include_dashboard=False, logging_level=logging.ERROR, log_to_driver=False)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise ClaimtrackError(
            f"The Ray cluster at {address or 'this machine'} cannot be used: {error}", "Check `ray status` there."
        ) from error
    try:
        yield
    finally:
        ray.shutdown()


@dataclass(frozen=True, slots=True)
class _Shard:
    """The task to write a shard that is complete. ``before``: its entry until now."""

    parts: tuple[Done, ...]
    before: Entry | None


class _Job:
    """One run: what is finished, what is under way, and the counts."""

    def __init__(self, work: Work, progress: Callable[[Summary], None] | None) -> None:
        self.work, self.progress = work, progress
        self.known = {entry.shard.key: entry for entry in manifest.entries(work.out)}
        self.parts: dict[str, list[Done]] = {}
        self.summary = Summary()

    def go(self, shards: list[Shard], workers: int) -> None:
        """Do what is not done yet."""
        shards = numbered(shards, self.known)
        waiting = [shard for shard in shards if not self._is_finished(shard)]
        if waiting:
            pool: Pool[Chunk | _Shard] = Pool(lambda: Annotator.remote(self.work), workers)  # type: ignore[attr-defined]
            for task, result in pool.run(self._chunks(waiting, workers)):
                if isinstance(task, _Shard):
                    self._finish(task, result)
                elif (whole := self._whole(result)) is not None:
                    pool.add(whole)
        committing.retire(self.work.out, list(self.known.values()), shards)

    def _is_finished(self, shard: Shard) -> bool:
        entry = self.known.get(shard.key)
        if entry is None or not entry.holds(shard, self.work.maker):
            return False
        self._count(Counts(), unchanged=entry.counts.read)
        return True

    def _chunks(self, shards: list[Shard], workers: int) -> Iterator[Chunk]:
        """What Ray Data reads of the shards; several are read at once, and no more than there is room for."""
        import ray.data

        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.target_max_block_size = BLOCK
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        blocks = min(len(shards), MOST_READS)
        rows = ray.data.from_items([{"shard": pickle.dumps(s)} for s in shards], override_num_blocks=blocks)
        maker, base = self.work.maker, str(Path.cwd())
        known = {key: entry.sha256 for key, entry in self.known.items() if entry.maker == maker}

        def read(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
            shard = pickle.loads(row["shard"])
            for chunk in read_shard(shard, maker, base, known.get(shard.key)):
                yield {"chunk": pickle.dumps(chunk)}

        chunks = rows.flat_map(
            read,
            num_cpus=0,  # the actors have all processors: a read that waited for one would wait for ever
            compute=ray.data.TaskPoolStrategy(1 + workers // READERS),
        )
        for row in chunks.iter_rows():
            yield pickle.loads(row["chunk"])

    def _whole(self, done: Done) -> _Shard | None:
        """Take a chunk; the task that it leads to, if it completes its shard."""
        self._count(done.counts)
        parts = self.parts.setdefault(done.shard.key, [])
        parts.append(done)
        read = sum(part.counts.read for part in parts)
        if not any(part.last and part.first + part.counts.read == read for part in parts):
            return None
        return _Shard(tuple(self.parts.pop(done.shard.key)), self.known.get(done.shard.key))

    def _finish(self, task: _Shard, entry: Entry) -> None:
        """Count what was not read again, because its bytes are the same still."""
        read = sum(part.counts.read for part in task.parts)
        self._count(Counts(), unchanged=entry.counts.read - read)

    def _count(self, counts: Counts, unchanged: int = 0) -> None:
        old = self.summary
        self.summary = replace(
            old,
            read=old.read + counts.read + unchanged,
            stored=old.stored + counts.stored,
            unchanged=old.unchanged + unchanged,
            failed=old.failed + counts.failed,
            withdrawn=old.withdrawn + counts.withdrawn,
            skipped=old.skipped + counts.skipped,
            fact_checks=old.fact_checks + counts.fact_checks,
        )
        if self.progress is not None:
            self.progress(self.summary)


@ray.remote(num_cpus=1, max_restarts=0)
class Annotator:
    """A process with a warm pipeline."""

    def __init__(self, work: Work) -> None:
        self.work = work
        if work.prepare is not None:
            work.prepare(work.model)

        self.enough = worker.enough_now()

    def ready(self) -> bool:
        """Whether it is up."""
        return True

    def do(self, task: Chunk | _Shard, *, guarded: bool) -> tuple[Done | Entry, bool]:
        """Annotate a chunk (``annotating.annotate``), or write a shard (``committing.commit``). See ``Pool``."""
        return self._done(task, guarded=guarded), worker.is_tired(self.enough)

    def _done(self, task: Chunk | _Shard, *, guarded: bool) -> Done | Entry:
        if isinstance(task, Chunk):
            return annotate(self.work, task, guarded=guarded)
        return committing.commit(self.work.out, task.parts, self.work.maker, task.before)
