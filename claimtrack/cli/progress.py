"""The progress of long work: a bar on a terminal, a line a minute in a log."""

from __future__ import annotations

import json
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from claimtrack.cli.output import complain, console, on_terminal
from claimtrack.ingest import Summary

if TYPE_CHECKING:
    from rich import progress as rich_progress

Form = Literal["plain", "quiet", "json"]
MINUTE = 60.0
_CHUNK = 1 << 20


class Progress:
    """Tells how far an ingest has come; the last counts are ``summary``.

    ``form`` "plain": a bar with rate and time left on a terminal, else a line every ``interval`` seconds; "json": those
    lines as JSON objects; "quiet": nothing. How many articles there are is counted meanwhile, in a thread.
    """

    def __init__(self, paths: Iterable[str], form: Form = "plain", interval: float = MINUTE) -> None:
        self.summary = Summary()
        self.paths, self.form, self.interval = list(paths), form, interval
        self.total: int | None = None
        self.bar: rich_progress.Progress | None = None
        self.start = self.last = time.monotonic()
        self.before = 0

    def __enter__(self) -> Self:
        self.start = self.last = time.monotonic()
        if self.form == "plain" and on_terminal(sys.stderr):
            self.bar = _bar()
            self.task = self.bar.add_task("reading", total=None, rate=0.0, failed="")
            self.bar.start()
        if self.form != "quiet":
            threading.Thread(target=self._count, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self.bar is not None:
            self.bar.stop()

    def show(self, summary: Summary) -> None:
        """Show the counts so far."""
        self.summary = summary
        now = time.monotonic()
        if self.bar is not None:
            failed = f"{summary.failed:,} failed" if summary.failed else ""
            rate = summary.read / max(now - self.start, 1e-9)
            self.bar.update(self.task, completed=summary.read, total=self.total, rate=rate, failed=failed)
        elif self.form != "quiet" and now - self.last >= self.interval:
            self._line(now)

    def _line(self, now: float) -> None:
        rate = (self.summary.read - self.before) / (now - self.last)
        self.last, self.before = now, self.summary.read
        left = None if self.total is None or not rate else max(0, self.total - self.summary.read) / rate
        if self.form == "json":
            counts = {"read": self.summary.read, "of": self.total, "failed": self.summary.failed}
            tell("progress", counts | {"rate": round(rate, 2), "seconds_left": None if left is None else round(left)})
        else:
            complain(line_of(self.summary, self.total, rate, left))

    def _count(self) -> None:
        self.total = count_articles(self.paths)


def line_of(summary: Summary, total: int | None, rate: float, left: float | None) -> str:
    """One line of a log: time, counts, articles/s in the last minute, time left at that rate."""
    of = "" if total is None else f" of {total:,}"
    failed = f", {summary.failed:,} failed" if summary.failed else ""
    rest = "" if left is None else f", {timedelta(seconds=round(left))} left"
    return f"{_now()} {summary.read:,}{of} read{failed}, {rate:.1f} articles/s{rest}"


def tell(event: str, facts: dict[str, object]) -> None:
    """Print an event on standard error as a line of JSON, with its time."""
    complain(json.dumps({"time": _now(), "event": event} | facts, ensure_ascii=False))


@contextmanager
def warnings_as_json() -> Iterator[None]:
    """Warnings are told as events."""
    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_, **__: tell("warning", {"message": str(message)})
        yield


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _bar() -> rich_progress.Progress:
    from rich import progress as rich_progress

    return rich_progress.Progress(
        rich_progress.BarColumn(),
        rich_progress.MofNCompleteColumn(),
        rich_progress.TextColumn("{task.fields[rate]:.1f} articles/s"),
        rich_progress.TimeRemainingColumn(),
        rich_progress.TextColumn("{task.fields[failed]}"),
        console=console(errors=True),
        transient=True,
    )


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal; what it gives is called with (done, of)."""
    if not on_terminal(sys.stderr):
        yield lambda done, of: None
        return
    from rich import progress as rich_progress

    with rich_progress.Progress(console=console(errors=True), transient=True) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)


def count_articles(paths: Iterable[str]) -> int | None:
    """How many articles ``paths`` hold: one a file, one a line of JSON Lines; None where only reading tells."""
    from claimtrack.model import ReadFailure
    from claimtrack.read.inputs import find_inputs

    count = 0
    for found in find_inputs(paths):
        if isinstance(found, ReadFailure) or found.format in ("text", "html"):
            count += 1
        elif found.format == "jsonl" and found.path != "-":
            count += _count_lines(found.path)
        else:
            return None
    return count


def _count_lines(path: str) -> int:
    """Lines of a file; 1 for a file that cannot be read, which is one failure."""
    from claimtrack.read.streams import READ_ERRORS, open_stream

    lines, last = 0, b"\n"
    try:
        with open_stream(path) as stream:
            while chunk := stream.read(_CHUNK):
                lines += chunk.count(b"\n")
                last = chunk[-1:]
    except READ_ERRORS:
        return lines + 1
    return lines + (last != b"\n")
