"""The inputs of an ingest, file by file: those that are as they were when they were stored are not read again."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from claimtrack.model import Article, FactCheck, ReadFailure, Withdrawal

if TYPE_CHECKING:
    from claimtrack.read.later import Page
    from claimtrack.store import Run, Store


@dataclass(frozen=True, slots=True)
class Known:
    """Articles that are stored as they are read: nothing is left to find. ``count`` of a whole file; one otherwise."""

    article: Article | None
    count: int = 1


@dataclass(slots=True)
class File:
    """An input file that is being read: what came of it, by which it is known the next time."""

    path: str
    mark: bytes | None = None
    stamp: object = None
    versions: array[int] = field(default_factory=lambda: array("q"))

    def note(self, article: Article, store: Store, run: Run) -> None:
        """Keep the version that an article of the file has; a file with fact-checks is read again each time."""
        key = None if self.mark is None or article.kind else store.version_key(article, run)
        if key is None:
            self.mark = None
        else:
            self.versions.append(key)


@dataclass(frozen=True, slots=True)
class End:
    """The end of a file."""


Record = Article | FactCheck | Withdrawal | ReadFailure
Readers = Callable[[Iterable[tuple[Any, Any]]], Iterator[tuple[Any, Any]]]
"""What has pages read: items with the page of each, or None, to the same items with what the page came to, in order."""


class Source:
    """The inputs, file by file."""

    def __init__(self, paths: list[str], reading: Mapping[str, Any]) -> None:
        self.paths, self.reading = paths, dict(reading)
        self.read(paths)  # options that are wrong are said before anything is done

    def read(self, paths: list[str]) -> Iterator[Record]:
        """What is in these files."""
        from claimtrack.read import read_articles

        return read_articles(paths, **self.reading)

    def items(self, store: Store, run: Run, readers: Readers) -> Iterator[tuple[File, Record | Known | End]]:
        """All records with the file that they come from; a file that was read before is one record, a `Known`."""
        from claimtrack.read.later import Page

        raw = self._raw(store, run)
        steps = (((file, item), item.alone() if isinstance(item, Page) else None) for file, item in raw)
        for (file, item), found in readers(steps):
            if not isinstance(item, Page):
                yield file, item
            elif isinstance(found, list):
                yield from ((file, record) for record in found)
            else:
                yield file, item.failed(found.message, found.remedy)

    def _raw(self, store: Store, run: Run) -> Iterator[tuple[File, Record | Page | Known | End]]:
        """The same with pages as they come."""
        from claimtrack.read import read_raw
        from claimtrack.read.inputs import find_inputs

        for found in find_inputs(self.paths):
            if isinstance(found, ReadFailure):
                yield File(found.path), found
                continue
            file = self._file(found.path, str(found.format), run)
            count = None if file.mark is None else store.known_file(file.mark, run)
            if count is not None:
                yield file, Known(None, count)
                continue
            for item in read_raw([found.path], **self.reading):
                yield file, item
            yield file, End()

    def _file(self, path: str, form: str, run: Run) -> File:
        """The file, with its fingerprint if its articles depend on nothing but its bytes."""
        from claimtrack.read.inputs import NOT_ALONE
        from claimtrack.read.streams import printable
        from claimtrack.store import inputs

        file = File(printable(path))
        if form not in NOT_ALONE and os.path.isfile(path):  # noqa: PTH113 - paths stay as they were given
            with suppress(OSError):
                file.stamp = inputs.stamp(path)
                file.mark = inputs.fingerprint(path, [self.reading, form], run)
        return file

    def remember(self, file: File, store: Store, run: Run) -> None:
        """Note a file of which every article is stored, unless it was changed while it was read."""
        from claimtrack.store import inputs

        with suppress(OSError):
            if file.mark is not None and file.stamp == inputs.stamp(file.path):
                store.remember_file(file.path, file.mark, file.versions, run)
