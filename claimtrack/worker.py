"""A worker process: articles come in on its standard input, what was found in them goes out on its standard output.

It shares nothing with others, and keeps its own limits: the kernel ends it when an article takes too long, and
refuses it more memory than it may have. ``workers`` starts it.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from claimtrack.errors import ModelError
from claimtrack.model import Article

if TYPE_CHECKING:
    from claimtrack.read.later import Page

    Piece = Article | Page
    """What a worker is given: an article to find things in, or a page to read."""

Work = Callable[[Any, str | None], Any]
GROWTH: Final = 256 * 2**20
"""Bytes that a worker may grow by before a new one takes its place: spaCy's tables of words never shrink."""
_STATM = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class WorkFailure:
    """An article whose extraction (or a page whose reading) raised, took too long, or killed its worker (``died``)."""

    article: Piece
    message: str
    remedy: str
    died: bool = False


@dataclass(frozen=True, slots=True)
class OutOfMemory:
    """The answer to an article that needed more memory than the worker may have."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is to do with each article.

    ``work`` and ``prepare`` (called with the model's name before the first article) are importable by name.
    ``timeout``: seconds for an article of a million characters or less, as many again for each further million.
    ``memory``: bytes. ``warns``: whether this worker is the one that prints warnings.
    """

    work: Work
    model: str | None = None
    prepare: Callable[[str | None], object] | None = None
    timeout: float | None = None
    memory: int | None = None
    warns: bool = True


def size_of(piece: Piece) -> int:
    """Characters of an article, or bytes of a page."""
    return len(piece.text if isinstance(piece, Article) else piece.data)


def attempt(work: Work, article: Piece, model: str | None) -> Any:
    """The work's result; an error as a plain record, because not every exception survives the way to the parent."""
    try:
        return work(article, model)
    except ModelError as error:
        return error
    except MemoryError:
        return OutOfMemory()
    except Exception as error:
        message = f"Extraction failed ({type(error).__name__}: {error})."
        return WorkFailure(article, message, "Please report it with the text; the other articles are not touched.")


def seconds_for(article: Piece, timeout: float) -> float:
    """How long an article may take: ``timeout`` for each million characters or part of one."""
    return timeout * (1 + size_of(article) // 1_000_000)


def main() -> None:
    """Answer the articles on standard input until it ends."""
    answers = _take_standard_output()
    orders = sys.stdin.buffer
    job: Job = pickle.load(orders)
    _speak(job.warns)
    answer = _prepared(job)
    _send(answers, (answer, False))
    if isinstance(answer, ModelError):
        return
    enough = _limit_memory(job.memory)
    while (article := _next(orders)) is not None:
        _send(answers, (_timed(job, article), is_tired(enough)))


def _take_standard_output() -> IO[bytes]:
    """The way to the parent; what a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _speak(warns: bool) -> None:
    if warns:
        warnings.showwarning = show_warning
    else:
        warnings.simplefilter("ignore")


def show_warning(message: Warning | str, *_: object, **__: object) -> None:
    """Print a warning without the place in the code, which means nothing to a user."""
    print(f"Warning: {message}", file=sys.stderr, flush=True)


def _prepared(job: Job) -> ModelError | None:
    try:
        if job.prepare is not None:
            job.prepare(job.model)
    except ModelError as error:
        return error
    return None


def _next(orders: IO[bytes]) -> Piece | None:
    try:
        article: Piece = pickle.load(orders)
    except EOFError:
        return None
    return article


def _timed(job: Job, article: Piece) -> Any:
    """The answer; on an article that takes too long SIGALRM ends the process, whatever code it is in."""
    if job.timeout is None or not hasattr(signal, "setitimer"):
        return attempt(job.work, article, job.model)
    signal.setitimer(signal.ITIMER_REAL, seconds_for(article, job.timeout))
    try:
        return attempt(job.work, article, job.model)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _send(answers: IO[bytes], answer: object) -> None:
    try:
        answers.write(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
        answers.flush()
    except BrokenPipeError:  # the parent is gone
        os._exit(1)


def _limit_memory(limit: int | None) -> int | None:
    """Let the process grow to ``limit`` bytes: address space that is reserved but not used does not count.

    The answer is how much it may come to hold before a new process should take its place.
    """
    if not _STATM.exists():
        return None
    reserved, used = _bytes()
    if limit is None:
        return enough_now()
    import resource

    limit = max(limit, used + 2**26)
    most, hard = limit + reserved - used, resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    return min((used + limit) // 2, used + GROWTH)


def enough_now() -> int | None:
    """Bytes that this process may come to hold before a new one should take its place; None where it cannot be told."""
    return _bytes()[1] + GROWTH if _STATM.exists() else None


def is_tired(enough: int | None) -> bool:
    """Whether this process holds more than is enough."""
    return enough is not None and _bytes()[1] > enough


def _bytes() -> tuple[int, int]:
    """Address space and memory of this process."""
    size, resident = _STATM.read_text().split()[:2]
    page = os.sysconf("SC_PAGE_SIZE")
    return int(size) * page, int(resident) * page
