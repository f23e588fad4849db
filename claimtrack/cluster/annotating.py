"""A chunk annotated, by the function of one machine, and laid aside until its shard is complete."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from claimtrack.cluster.chunks import Chunk, Item
from claimtrack.cluster.manifest import Counts, Maker, Shard, result_name
from claimtrack.cluster.rows import Outcome, tables
from claimtrack.cluster.storage import Folder
from claimtrack.extract import extract_article
from claimtrack.ingest import Extractor, Found, find
from claimtrack.model import Article, Extraction, FactCheck, ReadFailure, Withdrawal
from claimtrack.pipeline import load_pipeline, model_identity
from claimtrack.read.claimreview import claim_article
from claimtrack.store.check import rejection
from claimtrack.worker import WorkFailure, seconds_for
from claimtrack.workers import Limits, extract_all

STAGING: Final = "staging"


@dataclass(frozen=True, slots=True)
class Work:
    """What is done with each chunk. ``model``: as ``load_pipeline`` takes it. ``extractor``: importable by name.

    ``prepare`` warms a process up. ``limits``: what one article may take.
    """

    out: Folder
    maker: Maker
    model: str | None
    extractor: Extractor
    prepare: Callable[[str | None], object] | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Done:
    """A chunk whose outcome lies in ``staging``: its files by table, its counts. The rest as in ``Chunk``."""

    shard: Shard
    sha256: str
    first: int
    last: bool
    counts: Counts
    files: dict[str, str]


def make_work(
    out: str,
    reading: dict[str, Any],
    *,
    model: str | None = None,
    gazetteer: str | None = None,
    extractor: Extractor | None = None,
    limits: Limits | None = None,
) -> Work:
    """The work of a job. ``reading``: options of ``read_articles``. The others as in ``claimtrack.ingest``."""
    folder = Folder(out if "://" in out else str(Path(out).absolute()))
    if extractor is not None:
        maker = Maker(version("claimtrack"), f"{extractor.__module__}.{extractor.__qualname__}", None, reading)
        return Work(folder, maker, model, extractor, limits=limits or Limits())
    maker = Maker(version("claimtrack"), *model_identity(model, gazetteer), reading)
    extract = partial(extract_article, gazetteer=gazetteer)
    return Work(folder, maker, model, extract, partial(load_pipeline, gazetteer=gazetteer), limits or Limits())


def staging(shard: Shard, sha256: str, maker: Maker) -> str:
    """The folder of a shard's chunks."""
    return f"{STAGING}/{result_name(shard, sha256, maker)}"


def annotate(work: Work, chunk: Chunk, *, guarded: bool) -> Done:
    """Find what is in a chunk and lay it aside, unless that was done before.

    ``guarded``: in a process of its own, so that an article that kills it is a failure and no more. Raises ModelError.
    """
    note = f"{staging(chunk.shard, chunk.sha256, work.maker)}/{chunk.first:09}-{len(chunk.items)}.json"
    if work.out.exists(note):
        row = work.out.read_json(note)
        return _done(chunk, Counts(**row["counts"]), row["files"])
    found = list(outcomes(work, chunk, guarded=guarded))
    files = {}
    for name, table in tables(found).items():
        if table.num_rows:
            files[name] = note.removesuffix("json") + f"{name}.parquet"
            work.out.write_table(files[name], table)
    counts = count(found)
    work.out.write_json(note, {"counts": asdict(counts), "files": files})
    return _done(chunk, counts, files)


def _done(chunk: Chunk, counts: Counts, files: dict[str, str]) -> Done:
    return Done(chunk.shard, chunk.sha256, chunk.first, chunk.last, counts, files)


def outcomes(work: Work, chunk: Chunk, *, guarded: bool) -> Iterator[Outcome]:
    """What became of each input of a chunk. Raises ModelError."""
    steps = ((step, _text_of(step[1])) for step in chunk.items)
    task = partial(find, work.extractor if guarded else partial(_within_time, work.extractor, work.limits.timeout))
    workers = 1 if guarded else 0
    results = extract_all(steps, task, work.model, workers, prepare=work.prepare, limits=work.limits)
    for position, ((name, item), result) in enumerate(results, chunk.first):
        yield _outcome(position, name, item, result)


def _text_of(item: Item) -> Article | None:
    """What there is to annotate: an English article, or the claim of a fact-check."""
    if isinstance(item, FactCheck):
        return claim_article(item)
    return item if isinstance(item, Article) and item.is_english else None


def _within_time(extractor: Extractor, limit: float | None, article: Article, model: str | None) -> Extraction:
    """The extraction. An article that takes too long ends this worker; guarded, it is a failure."""
    if limit is None or not hasattr(signal, "setitimer"):
        return extractor(article, model)
    signal.setitimer(signal.ITIMER_REAL, seconds_for(article, limit))
    try:
        return extractor(article, model)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _outcome(position: int, name: str, item: Item, result: Found | WorkFailure | None) -> Outcome:
    if isinstance(item, ReadFailure | Withdrawal):
        return Outcome(position, name, item)
    check = item if isinstance(item, FactCheck) else None
    article = item if isinstance(item, Article) else claim_article(item)
    if isinstance(result, WorkFailure):
        return Outcome(position, name, _failure(article, result.message, result.remedy), document=article.id)
    found = result or Found(Extraction(article), None, 0.0)
    if wrong := rejection(found.extraction):
        return Outcome(position, name, _failure(article, *wrong), document=article.id)
    return Outcome(position, name, found, check)


def _failure(article: Article, message: str, remedy: str) -> ReadFailure:
    return ReadFailure(article.path or article.id, None, message, remedy)


def count(found: list[Outcome]) -> Counts:
    """The counts of some outcomes."""
    stored = [o.result.extraction for o in found if isinstance(o.result, Found)]
    return Counts(
        read=len(found),
        stored=len(stored),
        failed=sum(isinstance(o.result, ReadFailure) for o in found),
        withdrawn=sum(isinstance(o.result, Withdrawal) for o in found),
        skipped=sum(not x.article.is_english for x in stored),
        fact_checks=sum(o.check is not None for o in found),
        claims=sum(len(x.claims) for x in stored),
    )
