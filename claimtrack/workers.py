"""Extraction in worker processes: bounded, in order, and no article lost when a worker dies.

The pool hands articles to processes (``processes``), which find what is in them (``worker``).
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from itertools import count
from queue import PriorityQueue
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from claimtrack.errors import ModelError
from claimtrack.model import Article
from claimtrack.processes import Task, Tasks, Worker, out_of_memory
from claimtrack.worker import Job, OutOfMemory, WorkFailure, attempt, size_of

if TYPE_CHECKING:
    from claimtrack.worker import Piece

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 16  # articles in the works for each worker: enough that none waits for the slowest
AHEAD_CHARACTERS = 4_000_000  # of text in the works for each worker, so that memory stays small with long articles too
AN_ARTICLE = 5000  # characters: a longer text counts for several
ENOUGH = 4  # articles that wait before another process is started: the start costs as much as some ten articles
MAX_DEATHS = 5  # articles in a row that workers died of, before the run is given up
MEMORY = 4 * 2**30  # bytes that a worker may have at most, if not told otherwise


@dataclass(frozen=True, slots=True)
class Limits:
    """What one article may take. ``timeout``: seconds, for each million characters or part of one; ``memory``: bytes.

    ``memory`` None: 4 GiB, or as much less as there is for each worker.
    """

    timeout: float | None = 600.0
    memory: int | None = None


def extract_all(
    items: Iterable[tuple[Item, Article | None]],
    work: Callable[[Article, str | None], Result],
    model: str | None = None,
    workers: int | None = None,
    *,
    prepare: Callable[[str | None], object] | None = None,
    limits: Limits | None = None,
) -> Generator[tuple[Item, Result | WorkFailure | None], None, None]:
    """Each item with what ``work`` found in the article that comes with it, in order; None where none comes.

    ``workers``: number of processes (None: one a processor); they are started when there is something to do, and no
    more of them than that is worth. 0: in this process, where nothing guards against crashes and endless work.
    ``work`` and ``prepare`` (called once in each process) must be importable by name. Raises ModelError if the model
    cannot be loaded, or if five articles in a row kill their worker.
    """
    with Pool(work, model, workers, prepare=prepare, limits=limits) as pool:
        yield from pool.extract(items)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def default_memory(workers: int) -> int:
    """Bytes for each of so many workers: their share of three quarters of the machine's memory, 4 GiB at most."""
    if not hasattr(os, "sysconf"):
        return MEMORY
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(MEMORY, total * 3 // 4 // workers)


class Pool:
    """Worker processes, each with its thread; see ``extract_all``. Ended as a context, it leaves none behind."""

    def __init__(
        self,
        work: Callable[[Article, str | None], Any],
        model: str | None = None,
        workers: int | None = None,
        *,
        prepare: Callable[[str | None], object] | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.most = processors() if workers is None else workers
        limits = limits or Limits()
        self.job = Job(work, model, prepare, limits.timeout, limits.memory or default_memory(max(1, self.most)))
        self.tasks: Tasks = PriorityQueue()
        self.numbers = count()
        self.workers: list[Worker] = []
        self.deaths = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for worker in self.workers:  # which have nothing to lose: what they found was taken, or is not wanted
            worker.kill()
            self.tasks.put((0, next(self.numbers), None))
        for worker in self.workers:
            worker.thread.join()

    def warm(self) -> None:
        """Start the first process now, where it is known that there will be something to do."""
        if self.most:
            self._add()

    def extract(self, items: Iterable[tuple[Item, Piece | None]]) -> Generator[tuple[Item, Any], None, None]:
        """Each item with the outcome of the article or page that comes with it, in order.

        The items may come from another call of this method, which has the pages read. Those go first.
        """
        waiting: deque[tuple[Item, Task | None]] = deque()
        characters = 0
        for item, article in items:
            waiting.append((item, None if article is None else self._submit(article)))
            characters += size_of(article) if article else 0
            while waiting and (_is_done(waiting[0][1]) or self._is_full(len(waiting), characters)):
                done, task = waiting.popleft()
                yield done, self._result(task)
                characters -= size_of(task.article) if task else 0
        for done, task in waiting:
            yield done, self._result(task)

    def _is_full(self, count: int, characters: int) -> bool:
        return count >= AHEAD * self.most or characters > AHEAD_CHARACTERS * self.most

    def _add(self) -> Worker:
        worker = Worker(replace(self.job, warns=not self.workers), self.tasks)
        self.workers.append(worker)
        worker.thread.start()
        return worker

    def _submit(self, article: Piece) -> Task:
        task = Task(article, Future())
        if not self.most:
            task.answer.set_result(_here(self.job, article))
            return task
        is_article = isinstance(article, Article)
        self.tasks.put((int(is_article), next(self.numbers), task))
        waiting = self.tasks.qsize() * (1 + (size_of(article) // AN_ARTICLE if is_article else 0))
        if len(self.workers) < self.most and (not self.workers or waiting > ENOUGH):
            self._add()
        return task

    def _result(self, task: Task | None) -> Any:
        """The answer, when it is there. Raises ModelError."""
        if task is None:
            return None
        answer = task.answer.result()
        self.deaths = self.deaths + 1 if isinstance(answer, WorkFailure) and answer.died else 0
        if self.deaths >= MAX_DEATHS:
            raise ModelError(
                f"{self.deaths} workers died one after the other.", "Give them more --memory, or fewer --workers."
            )
        return answer


def _here(job: Job, article: Piece) -> Any:
    """The outcome of an article, in this process. Raises ModelError."""
    answer = attempt(job.work, article, job.model)
    if isinstance(answer, ModelError):
        raise answer
    return out_of_memory(article, "this process") if isinstance(answer, OutOfMemory) else answer


def _is_done(task: Task | None) -> bool:
    return task is None or task.answer.done()
