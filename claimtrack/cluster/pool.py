"""A pool of Ray actors that work through tasks; what a lost one had in hand goes to another.

Ray Data's own pool of actors is not used: it waits for a lost actor to come back instead of giving its work away, and
it tries without end what kills every actor. Here each task has two tries, then guarded ones, in which an article that
kills its process is a failure and no more.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import ray
from ray.exceptions import RayError, RayTaskError

from claimtrack.errors import ClaimtrackError

Task = TypeVar("Task")
UNGUARDED: Final = 2
"""Tries of a task before it is guarded."""
TRIES: Final = 6
"""Tries of a task before the job is given up."""
LOST: Final = 20
"""Actors lost in a row, without a task done, before the job is given up."""
WAIT: Final = 0.5
"""Seconds between two looks for something to do, while all are busy."""
_AGAIN: Final = "Look at the nodes' memory and at Ray's logs, then run the same command again to go on."


@dataclass(slots=True)
class _Try(Generic[Task]):
    task: Task
    number: int = 0


class Pool(Generic[Task]):
    """Actors with the methods ``ready()`` and ``do(task, guarded=...)``, and the tasks that they have in hand.

    ``do`` answers with the outcome, and whether the actor is tired (``worker.is_tired``): then another takes its place.
    """

    def __init__(self, make: Callable[[], Any], size: int) -> None:
        self.make = make
        self.idle: list[Any] = []
        self.starting: dict[Any, Any] = {}
        self.busy: dict[Any, tuple[Any, _Try[Task]]] = {}
        self.waiting: deque[_Try[Task]] = deque()
        self.is_ended = False
        self.lost = 0
        for _ in range(size):
            self._start()

    def add(self, task: Task) -> None:
        """A task that goes before those of ``run``."""
        self.waiting.append(_Try(task))

    def run(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Any]]:
        """Each task with its outcome, as they come. Raises what an actor raises; ClaimtrackError if they keep dying.

        Of ``tasks`` one is taken when there is an actor for it, and no sooner.
        """
        while not self.is_ended or self.busy or self.waiting:
            while self.idle and (work := self._next(tasks)) is not None:
                actor = self.idle.pop()
                self.busy[actor.do.remote(work.task, guarded=work.number >= UNGUARDED)] = actor, work
            yield from self._collect()

    def _next(self, tasks: Iterator[Task]) -> _Try[Task] | None:
        if self.waiting:
            return self.waiting.popleft()
        for task in () if self.is_ended else tasks:
            return _Try(task)
        self.is_ended = True
        return None

    def _start(self) -> None:
        actor = self.make()
        self.starting[actor.ready.remote()] = actor

    def _collect(self) -> Iterator[tuple[Task, Any]]:
        """Wait for an answer, and take all that are there."""
        asked = [*self.busy, *self.starting]
        if not asked:
            return
        answers = ray.wait(asked, num_returns=len(asked), timeout=0)[0] or ray.wait(asked, timeout=WAIT)[0]
        for answer in answers:
            if answer in self.starting:
                self._welcome(answer)
            else:
                yield from self._take(answer)

    def _welcome(self, answer: Any) -> None:
        actor = self.starting.pop(answer)
        try:
            _result(answer)
        except RayError as error:
            self._replace(error)
        else:
            self.idle.append(actor)

    def _take(self, answer: Any) -> Iterator[tuple[Task, Any]]:
        actor, work = self.busy.pop(answer)
        try:
            result, is_tired = _result(answer)
        except RayError as error:
            work.number += 1
            if work.number == TRIES:
                raise ClaimtrackError(f"{TRIES} workers died on one task: {error}", _AGAIN) from error
            self.waiting.append(work)
            self._replace(error)
        else:
            self.lost = 0
            if is_tired:
                ray.kill(actor)
                self._start()
            else:
                self.idle.append(actor)
            yield work.task, result

    def _replace(self, error: RayError) -> None:
        """Put another actor in the place of one that is lost."""
        self.lost += 1
        if self.lost == LOST:
            raise ClaimtrackError(f"{LOST} workers died one after the other: {error}", _AGAIN) from error
        self._start()


def _result(answer: Any) -> Any:
    """What an actor answers. Raises what it raised, and RayError if it is lost."""
    try:
        return ray.get(answer)
    except RayTaskError as error:
        if isinstance(error.cause, Exception):
            raise error.cause from None
        raise ClaimtrackError(f"A worker failed: {error}", _AGAIN) from error
