"""Reading: what the user names comes out as articles and failures, one at a time, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BufferedReader
from typing import Protocol

from claimtrack.errors import InputError
from claimtrack.model import Article, FactCheck, ReadFailure
from claimtrack.read.article import Defaults
from claimtrack.read.dates import parse_published
from claimtrack.read.feeds import read_feed
from claimtrack.read.inputs import Format, Input, find_inputs
from claimtrack.read.jsonl import read_jsonl
from claimtrack.read.streams import READ_ERRORS, failure, open_stream, printable
from claimtrack.read.text import read_text

Item = Article | FactCheck | ReadFailure


class _Reader(Protocol):
    def __call__(self, stream: BufferedReader, path: str, defaults: Defaults) -> Iterator[Item]: ...


def _read_html(stream: BufferedReader, path: str, defaults: Defaults) -> Iterator[Item]:
    from claimtrack.read.html import read_html  # trafilatura takes most of a second, and plain text needs none of it

    return read_html(stream, path, defaults)


def _read_json(stream: BufferedReader, path: str, defaults: Defaults) -> Iterator[Item]:
    return read_feed(stream, path)


_READERS: dict[Format, _Reader] = {"text": read_text, "html": _read_html, "jsonl": read_jsonl, "json": _read_json}


def read_articles(
    paths: Iterable[str], *, published: str | None = None, publisher: str | None = None
) -> Iterator[Item]:
    """All articles and fact-checks that ``paths`` name, and a failure for each that cannot be read.

    A path is a file (.txt, .md, .html, .jsonl, .ndjson, .json, each also .gz), a folder, a glob, or "-" for
    standard input (JSON Lines if it starts with "{", HTML if it starts as a page does, else text).
    Fact-checks are ClaimReview in pages, in lines, and in JSON files.
    ``published`` and ``publisher`` hold for articles that do not say theirs. Articles are read when
    they are asked for, and only one is in memory. Raises ``InputError`` at once if ``published`` is
    no date.
    """
    date = parse_published(published) if published else None
    if published and date is None:
        raise InputError(f"The publication date {published!r} is no date.", "Write it as 2025-07-07, 2025-07 or 2025.")
    return _read(paths, Defaults(date, publisher or None))


def _read(paths: Iterable[str], defaults: Defaults) -> Iterator[Item]:
    for found in find_inputs(paths):
        if isinstance(found, ReadFailure):
            yield found
        else:
            yield from _read_input(found, defaults)


def _read_input(source: Input, defaults: Defaults) -> Iterator[Item]:
    path = printable(source.path)
    try:
        with open_stream(source.path) as stream:
            form = source.format if source.format not in ("sniff", "text") else _sniff(stream, source.format)
            yield from _READERS[form](stream, path, defaults)
    except (InputError, *READ_ERRORS) as error:
        yield failure(path, error)


def _sniff(stream: BufferedReader, named: Format) -> Format:
    """The format of standard input; a text file that is a list of scripts (as fact-checks are published) is HTML."""
    start = stream.peek(1000).lstrip(b"\xef\xbb\xbf \t\r\n")[:1000].lower()
    if start.startswith(b"<script") and b"ld+json" in start[:100]:
        return "html"
    if named == "text":
        return "text"
    if start.startswith(b"[") or (start.startswith(b"{") and b"datafeed" in start):
        return "json"
    if start.startswith(b"{"):
        return "jsonl"
    return "html" if start.startswith((b"<!doctype html", b"<html")) else "text"
