"""The whole job: read, extract in workers, write one article a transaction, and account for every input."""

from __future__ import annotations

import heapq
import os
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.errors import ClaimtrackError, StoreError
from claimtrack.intake import End, File, Known, Record, Source
from claimtrack.model import Article, Extraction, FactCheck, ReadFailure, Withdrawal

if TYPE_CHECKING:
    from claimtrack.compare.sketch import Sketch
    from claimtrack.read import Item
    from claimtrack.read.later import Page
    from claimtrack.store import Run, Store
    from claimtrack.store.records import Status
    from claimtrack.worker import WorkFailure
    from claimtrack.workers import Limits, Pool

Extractor = Callable[[Article, str | None], Extraction]
SLOWEST = 10  # documents that the run's summary names


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of the inputs: ``read == stored + unchanged + failed + withdrawn``, always.

    ``skipped``: those of the stored that are in another language and so are kept without claims.
    ``run``: number of the run, under which the store has its failures.
    ``fact_checks``: those of the stored and unchanged that are published fact-checks, and no articles.
    ``changed``: those of the stored that are new versions of known documents; ``copies``: those that are copies of
    other documents. ``withdrawn``: inputs that took a document back.
    """

    read: int = 0
    stored: int = 0
    unchanged: int = 0
    failed: int = 0
    skipped: int = 0
    run: int = 0
    fact_checks: int = 0
    changed: int = 0
    copies: int = 0
    withdrawn: int = 0


def ingest(
    paths: Iterable[str | os.PathLike[str]],
    db: str | os.PathLike[str] = "claims.db",
    *,
    workers: int | None = None,
    published: str | None = None,
    publisher: str | None = None,
    columns: Mapping[str, str] | None = None,
    fetch: bool = False,
    model: str | None = None,
    gazetteer: str | os.PathLike[str] | None = None,
    limits: Limits | None = None,
    progress: Callable[[Summary], None] | None = None,
    extractor: Extractor | None = None,
) -> Summary:
    """Read articles and store what is found in them; a text that is stored as it is read is left alone.

    Fact-checks (ClaimReview) are stored too, with what is found in the claims that they review.

    ``paths``: files, folders, globs, or "-". ``published``, ``publisher``: for articles that do not say theirs;
    ``columns``, ``fetch``: see ``read_articles``. ``workers``: processes (None: one a processor; 0: in this one); the
    database is the same at any number of them. ``limits``: what one article may take (``workers.Limits``).
    ``gazetteer``: a file of names to know (see ``claimtrack.gazetteer``).
    ``progress`` is called with the counts so far after each input. ``extractor`` replaces
    ``claimtrack.extract.extract_article``; it must be importable by name, which tells its results apart.
    An input that cannot be read or extracted becomes a failure row, and the rest goes on. Raises StoreError,
    ModelError, InputError. Ended by KeyboardInterrupt, or in any other way, the store holds whole articles only, and
    another run of the same goes on where it was.
    """
    from claimtrack.extract import extract_article
    from claimtrack.pipeline import load_pipeline, model_identity
    from claimtrack.store import Store
    from claimtrack.store.place import one_ingest
    from claimtrack.workers import Pool

    reading = {"published": published, "publisher": publisher, "columns": columns, "fetch": fetch}
    source = Source([os.fspath(path) for path in paths], {name: value for name, value in reading.items() if value})
    known = None if gazetteer is None else os.fspath(gazetteer)
    if extractor is None:
        name, model_hash = model_identity(model, known)
    else:
        name, model_hash = f"{extractor.__module__}.{extractor.__qualname__}", None
    options = (
        source.reading
        | {"model": model, "gazetteer": known, "workers": workers}
        | ({} if limits is None else asdict(limits))
    )
    asked = {name: value for name, value in options.items() if value is not None}
    prepare = partial(load_pipeline, gazetteer=known) if extractor is None else None
    extract = extractor or partial(extract_article, gazetteer=known)
    with Pool(partial(work, extract), model, workers, prepare=prepare, limits=limits) as pool:
        if not Path(db).exists():
            pool.warm()  # nothing is known, so there will be something to do
        with Store(db) as store, one_ingest(db):
            _warn_of_network(store.path)
            run = store.start_run(model=name, model_hash=model_hash, asked=source.paths, options=asked)
            return _Job(store, run, source, progress).do(pool)


class Found(NamedTuple):
    """What a worker sends of an article: what is in it, the sketch by which copies are known, and its seconds.

    ``checksum``: of what is in it (``store.check.checksum``), if it was taken.
    """

    extraction: Extraction
    sketch: Sketch | None
    seconds: float
    checksum: str | None = None


def find(extractor: Extractor, article: Article, model: str | None) -> Found:
    """All that is stored of an article."""
    from claimtrack.compare.sketch import sketch_of
    from claimtrack.store.check import checksum

    start = time.perf_counter()
    extraction = extractor(article, model)
    sketch = None if article.kind else sketch_of(article.text, article.blocks)
    digest = None
    with suppress(UnicodeEncodeError):  # not storable: the store says why
        digest = checksum(extraction)
    return Found(extraction, sketch, time.perf_counter() - start, digest)


def work(extractor: Extractor, piece: Article | Page, model: str | None) -> Found | list[Item]:
    """What a worker does: all that is stored of an article, or the articles of a page."""
    return find(extractor, piece, model) if isinstance(piece, Article) else list(piece.read())


def write(store: Store, found: Found, run: Run, check: FactCheck | None = None) -> tuple[str, ...]:
    """Store what was found in one article, or in the claim of a fact-check; the answer names the counts that it is in.

    Raises RejectedError for an extraction that contradicts its text.
    """
    from claimtrack.compare import copies

    article = found.extraction.article
    if check is None:
        outcome = store.add(found.extraction, run, found.sketch, found.checksum)
    else:
        outcome = store.add_fact_check(check, found.extraction, run)
    is_new = outcome not in ("unchanged", "reverted")
    key = store.version_key(article, run) if outcome in ("stored", "new_version") else None
    counts = {
        "stored": is_new,
        "unchanged": not is_new,
        "skipped": is_new and not article.is_english,
        "changed": outcome == "new_version",
        "copies": key is not None and copies.has_other(store.db, key),
        "fact_checks": check is not None,
    }
    return tuple(name for name, holds in counts.items() if holds)


def _warn_of_network(path: str) -> None:
    from claimtrack.store.place import network_filesystem

    kind = network_filesystem(path)
    if kind is not None:
        warnings.warn(
            f"{path} lies on a network share ({kind}), where a second machine that opens it can damage it. "
            "Name a file on a disk of this machine with --db, and copy it there when the run has ended.",
            stacklevel=2,
        )


@dataclass(frozen=True, slots=True)
class _Step:
    """One record on its way: the file that it comes from, and for a fact-check the text that is its claim."""

    file: File
    record: Record | Known | End
    claim: Article | None = None


class _Job:
    """One run: a stream of inputs and the counts of what became of them."""

    def __init__(self, store: Store, run: Run, source: Source, progress: Callable[[Summary], None] | None) -> None:
        self.store, self.run, self.source, self.progress = store, run, source, progress
        self.summary = Summary(run=run.id)
        self.taken = 0
        self.slowest: list[tuple[float, str, int]] = []

    def do(self, pool: Pool) -> Summary:
        """Take every input, and close the run, however it ends."""
        try:
            for step, result in pool.extract(self._steps(pool)):
                self._take(step, result)
        except BaseException as error:
            self._close("failed" if isinstance(error, Exception) else "interrupted")
            raise
        self._check()
        self._close("finished")
        return self.summary

    def _steps(self, pool: Pool) -> Iterator[tuple[_Step, Article | None]]:
        """Each record, with the article to extract from if there is one."""
        from claimtrack.read.claimreview import claim_article

        for file, record in self.source.items(self.store, self.run, pool.extract):
            self.taken += record.count if isinstance(record, Known) else not isinstance(record, End)
            if isinstance(record, FactCheck):
                claim = claim_article(record)
                known = self.store.knows_fact_check(record, claim, self.run)
                yield (_Step(file, Known(claim)), None) if known else (_Step(file, record, claim), claim)
            elif isinstance(record, Article) and self.store.knows(record, self.run):
                yield _Step(file, Known(record)), None
            else:
                yield _Step(file, record), record if isinstance(record, Article) and record.is_english else None

    def _take(self, step: _Step, result: Found | WorkFailure | None) -> None:
        """Write what became of one record, together with the counts that it is in."""
        if isinstance(step.record, End):
            self.source.remember(step.file, self.store, self.run)
        elif isinstance(step.record, Known):
            self._keep(step.file, step.record)
        else:
            with self.store.transaction():
                self._count(*self._write(step, result))
                self.store.count(self.run, _counts(self.summary))
        if self.progress is not None and not isinstance(step.record, End):
            self.progress(self.summary)

    def _keep(self, file: File, known: Known) -> None:
        """Articles that are stored as they were read; one whose text came back is its document's latest again."""
        if known.article is not None:
            self.store.keep(known.article, self.run)
            file.note(known.article, self.store, self.run)
        elif file.mark is not None and self.store.known_file(file.mark, self.run) is None:
            self._keep_all(file)
        is_check = known.article is not None and known.article.kind is not None
        self._count("unchanged", *(["fact_checks"] if is_check else []), by=known.count)

    def _keep_all(self, file: File) -> None:
        """A file that was as it was: what came before it in this run has changed one of its articles since."""
        for record in self.source.read([file.path]):
            if isinstance(record, Article) and self.store.knows(record, self.run):
                self.store.keep(record, self.run)

    def _write(self, step: _Step, result: Found | WorkFailure | None) -> tuple[str, ...]:
        """Write one record's outcome; the answer names the counts that it is in."""
        if isinstance(step.record, ReadFailure):
            return self._fail(step, step.record)
        if isinstance(step.record, Withdrawal):
            step.file.mark = None
            self.store.withdraw(step.record, self.run)
            return ("withdrawn",)
        article = step.record if isinstance(step.record, Article) else step.claim
        assert article is not None and not isinstance(step.record, Known | End)
        if result is not None and not isinstance(result, Found):
            return self._fail(step, ReadFailure(article.path or article.id, None, result.message, result.remedy))
        return self._add(step, result or Found(Extraction(article), None, 0.0))

    def _add(self, step: _Step, found: Found) -> tuple[str, ...]:
        from claimtrack.store import RejectedError

        article = found.extraction.article
        try:
            outcome = write(self.store, found, self.run, step.record if isinstance(step.record, FactCheck) else None)
        except RejectedError as error:
            return self._fail(step, ReadFailure(article.path or article.id, None, error.message, error.remedy))
        self._time(found)
        step.file.note(article, self.store, self.run)
        return outcome

    def _fail(self, step: _Step, failure: ReadFailure) -> tuple[str, ...]:
        step.file.mark = None
        article = step.record if isinstance(step.record, Article) else step.claim
        self.store.add_failure(failure, self.run, None if article is None else article.id, step.file.path)
        return ("failed",)

    def _time(self, found: Found) -> None:
        """Keep the documents that took longest."""
        article = found.extraction.article
        if found.seconds:
            heapq.heappush(self.slowest, (round(found.seconds, 2), article.id, len(article.text)))
        if len(self.slowest) > SLOWEST:
            heapq.heappop(self.slowest)

    def _count(self, *names: str, by: int = 1) -> None:
        self.summary = replace(self.summary, **{n: getattr(self.summary, n) + by for n in ("read", *names)})

    def _check(self) -> None:
        """Every input that was taken is accounted for."""
        done = self.summary
        if not self.taken == done.read == done.stored + done.unchanged + done.failed + done.withdrawn:
            raise ClaimtrackError(f"{self.taken} inputs were read, but the outcome is {done}.", "Please report it.")

    def _close(self, status: Status) -> None:
        """Close the run with its counts; on a database that cannot be written any more, leave it open."""
        slowest = [(name, seconds, size) for seconds, name, size in sorted(self.slowest, reverse=True)]
        with suppress(StoreError):
            self.store.roll_back()
            self.store.finish_run(self.run, status, slowest=slowest, **_counts(self.summary))


def _counts(summary: Summary) -> dict[str, int]:
    return {field.name: getattr(summary, field.name) for field in fields(summary) if field.name != "run"}
