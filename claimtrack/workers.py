"""Extraction in worker processes: bounded, in order, and no article lost when a worker dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing.sharedctypes import Synchronized
from types import TracebackType
from typing import Self, TypeVar

from claimtrack.errors import ModelError
from claimtrack.model import Article, Extraction

Item = TypeVar("Item")
Extractor = Callable[[Article, str | None], Extraction]

AHEAD = 4  # articles in the works for each worker: enough that none waits, few enough that memory stays small
SMALL = 16  # a batch of no more articles is not worth the start of other processes
MAX_DEATHS = 10  # workers that die in a row, each on another article, before the run is given up


@dataclass(frozen=True, slots=True)
class WorkFailure:
    """An article whose extraction raised, or killed its worker."""

    article: Article
    message: str
    remedy: str


def extract_all(
    items: Iterable[Item], extractor: Extractor, model: str | None, workers: int | None = None
) -> Iterator[tuple[Item, Extraction | WorkFailure | None]]:
    """Each item with the extraction of the article that it is, in order; None for an item that is no Article.

    ``workers``: number of processes; 1 stays in this one; None takes one for each processor, or none for a small
    batch. The extractor must be importable by name. Raises ModelError if the model cannot be loaded.
    """
    stream = iter(items)
    if workers is None:
        head = list(islice(stream, SMALL + 1))
        workers = _processors() if len(head) > SMALL else 1
        stream = chain(head, stream)
    if workers > 1:
        return _in_parallel(stream, extractor, model, workers)
    return ((item, _here(item, extractor, model)) for item in stream)


def _here(item: object, extractor: Extractor, model: str | None) -> Extraction | WorkFailure | None:
    return _checked(_attempt(extractor, item, model)) if isinstance(item, Article) else None


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _attempt(extractor: Extractor, article: Article, model: str | None) -> Extraction | WorkFailure | ModelError:
    """Extract; an error comes back as a plain record, because not every exception survives the way to the parent."""
    try:
        return extractor(article, model)
    except ModelError as error:
        return error
    except Exception as error:
        message = f"Extraction failed ({type(error).__name__}: {error})."
        return WorkFailure(article, message, "Please report it with the text; the other articles are not touched.")


def _checked(result: Extraction | WorkFailure | ModelError) -> Extraction | WorkFailure:
    if isinstance(result, ModelError):
        raise result
    return result


def _in_parallel(
    items: Iterable[Item], extractor: Extractor, model: str | None, workers: int
) -> Iterator[tuple[Item, Extraction | WorkFailure | None]]:
    waiting: deque[tuple[Item, _Task | None]] = deque()
    with _Workers(extractor, model, workers) as pool:
        for item in items:
            waiting.append((item, pool.submit(item) if isinstance(item, Article) else None))
            if len(waiting) >= AHEAD * workers:
                yield _next(waiting, pool)
        while waiting:
            yield _next(waiting, pool)


def _next(waiting: deque[tuple[Item, _Task | None]], pool: _Workers) -> tuple[Item, Extraction | WorkFailure | None]:
    item, task = waiting.popleft()
    return item, None if task is None else pool.result(task)


@dataclass(frozen=True, slots=True)
class _Task:
    article: Article
    answer: Future[Extraction | WorkFailure | ModelError]


class _Workers:
    """A pool that is started again when a worker dies; the articles in its hands are tried one by one."""

    def __init__(self, extractor: Extractor, model: str | None, workers: int) -> None:
        self.extractor, self.model, self.workers = extractor, model, workers
        self.pool = _start(workers)
        self.alone: ProcessPoolExecutor | None = None
        self.deaths = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for pool in (self.pool, self.alone):
            if pool is not None:
                _stop(pool, at_once=error is not None)

    def submit(self, article: Article) -> _Task:
        try:
            return self._submit(self.pool, article)
        except (BrokenProcessPool, OSError):  # OSError: the pool broke while it was starting another process
            _stop(self.pool, at_once=True)
            self.pool = _start(self.workers)
            return self._submit(self.pool, article)

    def _submit(self, pool: ProcessPoolExecutor, article: Article) -> _Task:
        return _Task(article, pool.submit(_attempt, self.extractor, article, self.model))

    def result(self, task: _Task) -> Extraction | WorkFailure:
        try:
            return _checked(task.answer.result())
        except BrokenProcessPool:
            return self._retry(task.article)

    def _retry(self, article: Article) -> Extraction | WorkFailure:
        """Try an article whose pool broke in a process of its own: if that dies too, it is this article's fault."""
        if self.alone is None:
            self.alone = _start(1)
        try:
            result = _checked(self._submit(self.alone, article).answer.result())
        except (BrokenProcessPool, OSError):
            _stop(self.alone, at_once=True)
            self.alone = None
            return self._death(article)
        self.deaths = 0
        return result

    def _death(self, article: Article) -> WorkFailure:
        self.deaths += 1
        if self.deaths >= MAX_DEATHS:
            raise ModelError(
                f"{self.deaths} workers died one after the other.", "Try --workers 1, or look for a lack of memory."
            )
        return WorkFailure(
            article,
            "The worker process died on this article, twice (out of memory, or a fault in a library).",
            "Run it alone with --workers 1 and more memory, or split it; the other articles are not touched.",
        )


def _start(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, _set_up_worker, (context.Value("b", 0),))


def _set_up_worker(has_speaker: Synchronized[int]) -> None:
    """Leave Ctrl-C to the parent, which stops its workers; of all workers let one alone print warnings."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.showwarning = show_warning
    with has_speaker.get_lock():
        if has_speaker.value:
            warnings.simplefilter("ignore")
        has_speaker.value = 1


def show_warning(message: Warning | str, *_: object, **__: object) -> None:
    """Print a warning without the place in the code, which means nothing to a user."""
    print(f"Warning: {message}", file=sys.stderr, flush=True)


def _stop(pool: ProcessPoolExecutor, *, at_once: bool) -> None:
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=not at_once, cancel_futures=True)
    if at_once:
        for process in processes:
            process.kill()
