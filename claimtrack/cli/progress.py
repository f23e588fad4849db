"""The progress of long work, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from claimtrack.cli.output import console, on_terminal
from claimtrack.ingest import Summary

if TYPE_CHECKING:
    from rich import progress as rich_progress

_CHUNK = 1 << 20


class Progress:
    """A bar with articles/s and the time that is left, on a terminal only; the last counts are ``summary``."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.summary = Summary()
        self.paths = list(paths)
        self.bar: rich_progress.Progress | None = None

    def __enter__(self) -> Self:
        if on_terminal(sys.stderr):
            self.bar = _bar()
            self.task = self.bar.add_task("reading", total=count_articles(self.paths), rate=0.0, failed="")
            self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self.bar is not None:
            self.bar.stop()

    def show(self, summary: Summary) -> None:
        """Show the counts so far."""
        self.summary = summary
        if self.bar is None:
            return
        elapsed = self.bar.tasks[0].elapsed or 0.0
        failed = f"{summary.failed:,} failed" if summary.failed else ""
        rate = summary.read / elapsed if elapsed else 0.0
        self.bar.update(self.task, completed=summary.read, rate=rate, failed=failed)


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
        if isinstance(found, ReadFailure):
            count += 1
        elif found.path == "-" or found.format == "json":
            return None
        else:
            count += _count_lines(found.path) if found.format == "jsonl" else 1
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
