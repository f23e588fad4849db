"""Reading: what the user names comes out as articles and failures, one at a time, in order."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from io import BufferedReader
from pathlib import PurePosixPath
from typing import Protocol
from urllib.parse import urlsplit

from claimtrack.errors import InputError
from claimtrack.model import ReadFailure
from claimtrack.read.article import Item, Options
from claimtrack.read.dates import parse_published
from claimtrack.read.feeds import is_ours, read_feed
from claimtrack.read.inputs import Format, Input, find_inputs, format_of
from claimtrack.read.jsonl import read_jsonl
from claimtrack.read.later import Page
from claimtrack.read.streams import READ_ERRORS, SNIFFED, Budget, failure, open_stream, printable, read_whole, unpacked
from claimtrack.read.tables import read_csv, read_tsv
from claimtrack.read.text import read_text

_DEEPEST = 3  # archives inside of archives
_TYPES: dict[str, Format] = {
    **dict.fromkeys(("text/html", "application/xhtml+xml"), "html"),
    **dict.fromkeys(("application/json", "application/ld+json"), "json"),
    **dict.fromkeys(("application/rss+xml", "application/atom+xml", "application/xml", "text/xml"), "feed"),
    **dict.fromkeys(("application/x-ndjson", "application/jsonl"), "jsonl"),
    "text/csv": "csv",
}
_MAGIC: tuple[tuple[bytes, Format], ...] = ((b"pk\x03\x04", "zip"), (b"par1", "parquet"), (b"warc/1.", "warc"))


class _Reader(Protocol):
    def __call__(self, stream: BufferedReader, path: str, options: Options) -> Iterator[Item | Page]: ...


def _read_html(stream: BufferedReader, path: str, options: Options) -> Iterator[Page]:
    yield Page(read_whole(stream), path, None, options)


# The formats below are loaded when they are met: feedparser, pyarrow and fastwarc take their time.
def _read_syndication(stream: BufferedReader, path: str, options: Options) -> Iterator[Item]:
    from claimtrack.read.syndication import read_syndication

    return read_syndication(stream, path, options)


def _read_parquet(stream: BufferedReader, path: str, options: Options) -> Iterator[Item]:
    from claimtrack.read.parquet import read_parquet

    return read_parquet(stream, path, options)


def _read_warc(stream: BufferedReader, path: str, options: Options) -> Iterator[Item | Page]:
    from claimtrack.read.warc import read_warc

    return read_warc(stream, path, options)


_READERS: dict[Format, _Reader] = {
    "text": read_text,
    "html": _read_html,
    "jsonl": read_jsonl,
    "json": read_feed,
    "csv": read_csv,
    "tsv": read_tsv,
    "feed": _read_syndication,
    "parquet": _read_parquet,
    "warc": _read_warc,
}


def read_articles(
    paths: Iterable[str],
    *,
    published: str | None = None,
    publisher: str | None = None,
    columns: Mapping[str, str] | None = None,
    fetch: bool = False,
) -> Iterator[Item]:
    """All articles, fact-checks and withdrawals that ``paths`` name, and a failure for each that cannot be read.

    A path is a file of a known format (see docs/inputs.md), a folder, a glob, an address, or "-" for standard input,
    whose format its first bytes tell. ``published`` and ``publisher`` hold for articles that do not say theirs.
    ``columns``: the column of a table, or the key of JSON Lines, that holds a field ({"text": "body"}). ``fetch``
    allows to read from the network: addresses, and the pages that feeds link to. Articles are read when they are
    asked for, and only one is in memory. Raises ``InputError`` at once if ``published`` is no date.
    """
    return _flat(read_raw(paths, published=published, publisher=publisher, columns=columns, fetch=fetch))


def _flat(items: Iterable[Item | Page]) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Page):
            yield from item.read()
        else:
            yield item


def read_raw(
    paths: Iterable[str],
    *,
    published: str | None = None,
    publisher: str | None = None,
    columns: Mapping[str, str] | None = None,
    fetch: bool = False,
) -> Iterator[Item | Page]:
    """As ``read_articles``, but HTML pages come as they are: the caller has them read (``Page.read``)."""
    return _read(paths, options_of(published=published, publisher=publisher, columns=columns, fetch=fetch))


def options_of(
    *,
    published: str | None = None,
    publisher: str | None = None,
    columns: Mapping[str, str] | None = None,
    fetch: bool = False,
) -> Options:
    """What the user says about the reading; see ``read_articles``. Raises ``InputError`` for what is no date."""
    date = parse_published(published) if published else None
    if published and date is None:
        raise InputError(f"The publication date {published!r} is no date.", "Write it as 2025-07-07, 2025-07 or 2025.")
    options = Options(date, publisher or None, dict(columns or {}))
    if fetch:
        from claimtrack.read.fetch import shared_fetcher

        options = Options(date, publisher or None, dict(columns or {}), shared_fetcher())
    return options


def _read(paths: Iterable[str], options: Options) -> Iterator[Item | Page]:
    for found in find_inputs(paths):
        if isinstance(found, ReadFailure):
            yield found
        elif found.format == "network":
            yield from _read_network(found.path, options)
        else:
            yield from _read_input(found, options)


def _read_input(source: Input, options: Options) -> Iterator[Item | Page]:
    budget = Budget()
    path = printable(source.path)
    try:
        with open_stream(source.path, budget) as stream:
            form = source.format if source.format not in ("sniff", "text") else _sniff(stream, source.format)
            yield from _read_stream(stream, path, form, options, budget)
    except READ_ERRORS as error:
        yield failure(path, error)


def _read_network(address: str, options: Options) -> Iterator[Item | Page]:
    path = printable(address)
    try:
        if options.fetcher is None:
            raise InputError("It is an address on the network.", "Add --fetch to read from the network.")
        got = options.fetcher.get(address)
        if got.type in ("text/html", "application/xhtml+xml"):
            yield Page(got.data, path, None, options, {"url": got.url}, got.charset)
            return
        budget = Budget(packed=len(got.data))
        name = PurePosixPath(urlsplit(got.url).path).name
        stream = unpacked(BufferedReader(io.BytesIO(got.data)), name, budget)
        form = format_of(name) or _TYPES.get(got.type) or _sniff(stream, "sniff")
        yield from _read_stream(stream, path, form, options, budget)
    except READ_ERRORS as error:
        yield failure(path, error)


def _read_stream(
    stream: BufferedReader, path: str, form: Format, options: Options, budget: Budget, depth: int = 0
) -> Iterator[Item | Page]:
    if form in ("zip", "tar"):
        yield from _read_archive(stream, path, form, options, budget, depth + 1)
    else:
        yield from _READERS[form](stream, path, options)


def _read_archive(
    stream: BufferedReader, path: str, form: Format, options: Options, budget: Budget, depth: int
) -> Iterator[Item | Page]:
    """What is in an archive; a member that fails does not stop the next, but a zip bomb stops the archive."""
    from claimtrack.read.archives import members

    if depth > _DEEPEST:
        raise InputError(f"It lies {depth} archives deep.", "Unpack it yourself, and read the folder.")
    empty = True
    for member in members(stream, path, form, budget):
        empty = False
        if isinstance(member, ReadFailure):
            yield member
        else:
            try:
                yield from _read_stream(member.stream, member.path, member.format, options, budget, depth)
            except READ_ERRORS as error:
                yield failure(member.path, error)
        if budget.is_spent:
            return
    if empty:
        raise InputError("There are no articles in it.", "Look whether it holds files of a known format.")


def _sniff(stream: BufferedReader, named: Format) -> Format:
    """The format of standard input; a text file that is a list of scripts (as fact-checks are published) is HTML."""
    start = stream.peek(1000).lstrip(b"\xef\xbb\xbf \t\r\n")[:1000].lower()
    if start.startswith(b"<script") and b"ld+json" in start[:100]:
        return "html"
    if named == "text":
        return "text"
    for magic, form in _MAGIC:
        if start.startswith(magic):
            return form
    if start[257:262] == b"ustar":
        return "tar"
    return _sniff_words(start, stream.peek(SNIFFED)[:SNIFFED])


def _sniff_words(start: bytes, head: bytes) -> Format:
    if start.startswith(b"[") or (start.startswith(b"{") and b"datafeed" in start):
        return "json"
    if start.startswith(b"{"):
        return "jsonl"
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) and is_ours("feed", head):
        return "feed"
    return "html" if start.startswith((b"<!doctype html", b"<html")) else "text"
