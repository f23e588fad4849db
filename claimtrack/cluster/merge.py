"""From the Parquet of a job into a store, as a run on one machine would have filled it."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import asdict, replace
from itertools import groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Final

import pyarrow.parquet as pq

from claimtrack.cluster import manifest
from claimtrack.cluster.manifest import Entry, Maker
from claimtrack.cluster.rows import OUTCOMES, Outcome, outcomes
from claimtrack.cluster.storage import Folder
from claimtrack.errors import ClaimtrackError, InputError, StoreError
from claimtrack.ingest import SLOWEST, Summary, write
from claimtrack.model import ReadFailure, Withdrawal
from claimtrack.store import Store
from claimtrack.store.place import one_ingest
from claimtrack.store.schema_merged import note, position

if TYPE_CHECKING:
    from claimtrack.store.records import Status

BATCH: Final = 32
"""Rows of a file that are in memory at a time; a shard has a file for each day."""
TOGETHER: Final = 64
"""Inputs that are stored in one transaction."""


def merge(folder: str, db: str, *, progress: Callable[[int, int], None] | None = None) -> Summary:
    """Store the finished shards of a job's folder, in the order of the input; what is stored is left alone.

    The rows are those of a run on one machine over the same input. What was merged before is passed over, and counts
    as unchanged; stopped at any moment, the next call goes on. ``progress`` is called with (done, of). Raises
    InputError, StoreError.
    """
    out = Folder(folder)
    entries = manifest.entries(out)
    if not entries:
        raise InputError(f"There is no finished shard in {folder}.", "Name the folder of `ingest --engine ray --out`.")
    summary, whole = Summary(), sum(entry.counts.read for entry in entries)

    def show(done: int) -> None:
        if progress is not None:
            progress(done, whole)

    with Store(db) as store, one_ingest(db):
        for maker, group in groupby(entries, key=attrgetter("maker")):
            summary = _merge_all(store, out, maker, list(group), summary, show)
    return summary


def _merge_all(
    store: Store,
    out: Folder,
    maker: Maker,
    entries: list[Entry],
    before: Summary,
    show: Callable[[int], None],
) -> Summary:
    """Merge the shards of one maker, as one run; no run if there is nothing left to do."""
    left = [entry for entry in entries if position(store.db, entry.result) < entry.counts.read]
    done = sum(entry.counts.read for entry in entries) - sum(entry.counts.read for entry in left)
    before = _more(before, read=done, unchanged=done)
    if not left:
        return before
    job = _Merge(store, out, maker, before, show)
    status: Status = "failed"
    try:
        for entry in left:
            job.add(entry)
        status = "finished"
    except KeyboardInterrupt:
        status = "interrupted"
        raise
    finally:
        with suppress(StoreError):
            job.close(status)
    return job.total()


class _Merge:
    """One run: shards in, and the counts of what became of them."""

    def __init__(self, store: Store, out: Folder, maker: Maker, before: Summary, show: Callable[[int], None]) -> None:
        self.store, self.out, self.before, self.show = store, out, before, show
        made = {"model": maker.model, "model_hash": maker.model_hash, "package_version": maker.package_version}
        self.run = store.start_run(**made, asked=[out.path], options=maker.reading)
        self.summary = Summary(run=self.run.id)
        self.slowest: list[tuple[float, str, int]] = []

    def add(self, entry: Entry) -> None:
        """Store what is left of a shard; how far it is stored is noted in the same transactions."""
        at = position(self.store.db, entry.result)
        self._count(at, ["unchanged"])
        with ExitStack() as files:
            rows = islice(_outcomes(self.out, entry, files), at, None)
            while batch := list(islice(rows, TOGETHER)):
                at += len(batch)
                with self.store.transaction():
                    for outcome in batch:
                        self._count(1, self._write(outcome))
                    note(self.store.db, entry.result, at, self.run.id)
                    self.store.count(self.run, _counts(self.summary))
                self.show(self.total().read)
        if at != entry.counts.read:
            raise ClaimtrackError(
                f"{entry.shard.files[0].path} had {entry.counts.read} inputs, but its Parquet has {at}.",
                f"Remove {entry.name} and run the ingest again.",
            )

    def _write(self, outcome: Outcome) -> Iterable[str]:
        """Store one input; the answer names the counts that it is in."""
        if isinstance(outcome.result, ReadFailure):
            self.store.add_failure(outcome.result, self.run, outcome.document, outcome.input)
            return ["failed"]
        if isinstance(outcome.result, Withdrawal):
            self.store.withdraw(outcome.result, self.run)
            return ["withdrawn"]
        article = outcome.result.extraction.article
        timed = (round(outcome.result.seconds, 2), article.id, len(article.text))
        self.slowest = heapq.nlargest(SLOWEST, [*self.slowest, timed])
        return write(self.store, outcome.result, self.run, outcome.check)

    def _count(self, by: int, names: Iterable[str]) -> None:
        self.summary = _more(self.summary, read=by, **dict.fromkeys(names, by))

    def close(self, status: Status) -> None:
        """Close the run."""
        slowest = [(name, seconds, size) for seconds, name, size in self.slowest]
        self.store.finish_run(self.run, status, slowest=slowest, **_counts(self.summary))

    def total(self) -> Summary:
        """The counts together with those before."""
        return replace(_more(self.before, **_counts(self.summary)), run=self.run.id)


def _outcomes(out: Folder, entry: Entry, files: ExitStack) -> Iterator[Outcome]:
    """What became of the inputs of a shard, in their order; each file of it is in that order."""
    streams = [_rows(out, name, files) for name in entry.parquet if name.split("/")[0] in OUTCOMES]
    return heapq.merge(*streams, key=attrgetter("position"))


def _rows(out: Folder, name: str, files: ExitStack) -> Iterator[Outcome]:
    parquet = pq.ParquetFile(files.enter_context(out.open(name)))
    for batch in parquet.iter_batches(BATCH):
        yield from outcomes(name.split("/")[0], batch.to_pylist())


def _more(summary: Summary, **counts: int) -> Summary:
    return replace(summary, **{name: getattr(summary, name) + by for name, by in counts.items()})


def _counts(summary: Summary) -> dict[str, int]:
    return {name: count for name, count in asdict(summary).items() if name != "run"}
