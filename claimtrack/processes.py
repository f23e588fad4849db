"""One worker process, seen from the parent: started, asked, replaced when it dies.

A thread of its own hands it one article at a time and waits for the answer. So it is always known which article a
process died of, and no lock or queue is shared with one that may be killed.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import PriorityQueue
from typing import TYPE_CHECKING, Any

from claimtrack.errors import ModelError
from claimtrack.worker import Job, OutOfMemory, WorkFailure, seconds_for

if TYPE_CHECKING:
    from claimtrack.worker import Piece

TRIES = 3  # for an article that a process dies of, and for its start


@dataclass(frozen=True, slots=True)
class Task:
    """An article or a page, and the answer to come."""

    article: Piece
    answer: Future[Any]


Tasks = PriorityQueue[tuple[int, int, Task | None]]
"""What there is to do: the lowest of the first number goes first, then that of the second, which no two have."""


class GoneError(Exception):
    """The process ended, or its memory is used up; says how."""

    def __init__(self, how: str, *, late: bool = False, memory: bool = False) -> None:
        super().__init__(how)
        self.late, self.memory = late, memory


class Worker:
    """A thread with a process that does its work; the process is replaced when it dies."""

    def __init__(self, job: Job, tasks: Tasks) -> None:
        self.job, self.tasks = job, tasks
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.process: subprocess.Popen[bytes] | None = None
        self.lock = threading.Lock()
        self.stopped = False
        self.error: ModelError | None = None

    def _serve(self) -> None:
        with suppress(GoneError, ModelError):  # the first article tells
            self._started()
        while (task := self.tasks.get()[2]) is not None and not self.stopped:
            try:
                task.answer.set_result(self._answer(task.article))
            except BaseException as error:  # it is raised where the answer is asked for
                task.answer.set_exception(error)
        self._end()

    def kill(self) -> None:
        """End the process at once, whatever it is doing."""
        with self.lock:
            self.stopped = True
            if self.process is not None:
                self.process.kill()

    def _answer(self, article: Piece) -> Any:
        """What the process answers; an article that it dies of is tried again, in a new process each time."""
        for _ in range(TRIES):
            try:
                return self._ask(article)
            except GoneError as error:
                gone = error
                self._end()
                if gone.late or self.stopped:
                    break
        return self._failure(article, gone)

    def _failure(self, article: Piece, gone: GoneError) -> WorkFailure:
        if gone.late:
            seconds = f"{seconds_for(article, self.job.timeout or 0):,.0f}"
            remedy = "Give it more time with --timeout SECONDS, or split it; the other articles are not touched."
            return WorkFailure(article, f"It took more than {seconds} seconds.", remedy)
        if gone.memory:
            return out_of_memory(article, "a worker", self.job.memory)
        return WorkFailure(
            article,
            f"The worker process died on this article, {TRIES} times ({gone}).",
            "A library has a fault, or memory ran out: please report it with the text, or give less --memory to "
            "each worker; the other articles are not touched.",
            died=True,
        )

    def _ask(self, article: Piece) -> Any:
        process = self._started()
        answer, is_tired = self._exchange(process, article)
        if is_tired or isinstance(answer, OutOfMemory):
            self._end()
        if isinstance(answer, OutOfMemory):
            raise GoneError("out of memory", memory=True)
        if isinstance(answer, ModelError):
            raise answer
        return answer

    def _exchange(self, process: subprocess.Popen[bytes], article: Piece | None = None) -> tuple[Any, bool]:
        """Send an article, if there is one, and take an answer. Raises GoneError if the process is no more."""
        assert process.stdin is not None and process.stdout is not None
        try:
            if article is not None:
                process.stdin.write(pickle.dumps(article, pickle.HIGHEST_PROTOCOL))
                process.stdin.flush()
            answer: tuple[Any, bool] = pickle.load(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError, ValueError):
            code = _exit_code(process)
            raise GoneError(_ending(code), late=hasattr(signal, "SIGALRM") and code == -signal.SIGALRM) from None
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        """The process, which is started and has the model loaded. Raises ModelError."""
        if self.error is not None:
            raise self.error
        if self.process is not None:
            return self.process
        for _ in range(TRIES):
            process = self._start()
            try:
                self.error, _ = self._exchange(process)
            except GoneError as gone:
                self._end()
                if self.stopped:
                    raise
                self.error = ModelError(f"A worker process could not start ({gone}).", "Look for a lack of memory.")
            else:
                break
        if self.error is not None:
            raise self.error
        return process

    def _start(self) -> subprocess.Popen[bytes]:
        with self.lock:
            if self.stopped:
                raise GoneError("stopped")
            process = self.process = subprocess.Popen(
                [sys.executable, "-P", "-c", "from claimtrack.worker import main; main()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)},
                process_group=0 if os.name == "posix" else None,  # Ctrl-C is for the parent, which stops its workers
            )
        with suppress(OSError):  # if the process is gone, the first exchange tells
            assert process.stdin is not None
            process.stdin.write(pickle.dumps(self.job))
            process.stdin.flush()
        return process

    def _end(self) -> None:
        """End the process, which has nothing to lose."""
        with self.lock:
            process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        process.wait()


def _exit_code(process: subprocess.Popen[bytes]) -> int:
    """The code of a process whose pipes broke: it ends soon, or is ended."""
    try:
        return process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def out_of_memory(article: Piece, whose: str, memory: int | None = None) -> WorkFailure:
    """The failure of an article that needs more memory (bytes) than there is."""
    limit = "" if memory is None else f" ({memory / 2**30:.1f} GiB)"
    return WorkFailure(
        article,
        f"It needs more memory than {whose} has{limit}.",
        "Give it more with --memory, or split it; the other articles are not touched.",
    )
