"""Reading: what the user names comes out as articles and failures, one at a time, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BufferedReader
from typing import Protocol

from claimtrack.errors import InputError
from claimtrack.model import Article, ReadFailure
from claimtrack.read.article import Defaults
from claimtrack.read.dates import parse_published
from claimtrack.read.inputs import Format, Input, find_inputs
from claimtrack.read.jsonl import read_jsonl
from claimtrack.read.streams import READ_ERRORS, failure, open_stream, printable
from claimtrack.read.text import read_text


class _Reader(Protocol):
    def __call__(self, stream: BufferedReader, path: str, defaults: Defaults) -> Iterator[Article | ReadFailure]: ...


def _read_html(stream: BufferedReader, path: str, defaults: Defaults) -> Iterator[Article | ReadFailure]:
    from claimtrack.read.html import read_html  # trafilatura takes most of a second, and plain text needs none of it

    return read_html(stream, path, defaults)


_READERS: dict[Format, _Reader] = {"text": read_text, "html": _read_html, "jsonl": read_jsonl}


def read_articles(
    paths: Iterable[str], *, published: str | None = None, publisher: str | None = None
) -> Iterator[Article | ReadFailure]:
    """All articles that ``paths`` name, and a failure for each that cannot be read.

    A path is a file (.txt, .md, .html, .jsonl, .ndjson, each also .gz), a folder, a glob, or "-" for
    standard input (JSON Lines if it starts with "{", HTML if it starts as a page does, else text).
    ``published`` and ``publisher`` hold for articles that do not say theirs. Articles are read when
    they are asked for, and only one is in memory. Raises ``InputError`` at once if ``published`` is
    no date.
    """
    date = parse_published(published) if published else None
    if published and date is None:
        raise InputError(f"The publication date {published!r} is no date.", "Write it as 2025-07-07, 2025-07 or 2025.")
    return _read(paths, Defaults(date, publisher or None))


def _read(paths: Iterable[str], defaults: Defaults) -> Iterator[Article | ReadFailure]:
    for found in find_inputs(paths):
        if isinstance(found, ReadFailure):
            yield found
        else:
            yield from _read_input(found, defaults)


def _read_input(source: Input, defaults: Defaults) -> Iterator[Article | ReadFailure]:
    path = printable(source.path)
    try:
        with open_stream(source.path) as stream:
            form = _sniff(stream) if source.format == "sniff" else source.format
            yield from _READERS[form](stream, path, defaults)
    except (InputError, *READ_ERRORS) as error:
        yield failure(path, error)


def _sniff(stream: BufferedReader) -> Format:
    start = stream.peek(1000).lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    if start.startswith(b"{"):
        return "jsonl"
    return "html" if start.startswith((b"<!doctype html", b"<html")) else "text"
