"""WARC, as Common Crawl's CC-NEWS has it: each HTML page that the crawler got is an article.

The date of a record says when the page was fetched, never when it was published: that is what the page says, or
nobody knows.
"""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Iterator
from io import BufferedReader
from typing import TYPE_CHECKING

from claimtrack.errors import InputError
from claimtrack.model import ReadFailure
from claimtrack.read.article import Options
from claimtrack.read.extras import need
from claimtrack.read.later import Page
from claimtrack.read.streams import MAX_BYTES, READ_ERRORS, failure, printable, too_long

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_PAGES = frozenset(["text/html", "application/xhtml+xml"])
_CUT = "The file ends inside of this record: it is cut off."
_AGAIN = "Fetch it again; what came before is kept."


def read_warc(stream: BufferedReader, path: str, options: Options) -> Iterator[Page | ReadFailure]:
    """Each HTML page that was answered with 200, as it came, or a failure.

    The place of a page is the number of its response record. Raises ``InputError`` for what is no WARC and for one
    without a page.
    """
    others: Counter[str] = Counter()
    empty = True
    for number, record in _records(stream, path):
        if isinstance(record, ReadFailure):
            yield record
            empty = False
        elif _is_page(record):
            empty = False
            yield _page(record, path, number, options)
        else:
            others[_kind(record)] += 1
    if empty:
        raise InputError(f"There are no HTML pages in it ({_listed(others)}).", "Leave it out.")


def _records(stream: BufferedReader, path: str) -> Iterator[tuple[int, WarcRecord | ReadFailure]]:
    """Numbered response records; last, a failure where reading breaks off."""
    warc = need("fastwarc.warc", "WARC")
    number = 0
    try:
        for record in warc.ArchiveIterator(
            _Forward(stream), record_types=warc.WarcRecordType.response, stream_detect=False, fsspec_args=False
        ):
            number += 1
            yield number, record
    except READ_ERRORS as error:
        if number == 0 and "WARC header" in str(error):
            raise InputError("It is no WARC file.", "Rename it to what it is, or leave it out.") from None
        yield number + 1, failure(path, _damaged(error), f"{number + 1}")
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a fault inside of the library comes out so
            raise
        yield number + 1, failure(path, InputError(f"The record breaks the WARC reader ({error}).", _AGAIN), number + 1)


def _damaged(error: Exception) -> Exception:
    if isinstance(error, OSError) and "WARC" in str(error):
        return InputError(f"The record is damaged ({error}).", _AGAIN)
    return error


def _page(record: WarcRecord, path: str, number: int, options: Options) -> Page | ReadFailure:
    notes = ("the crawler cut the page off",) if record.headers.get("WARC-Truncated") else ()
    given = {"url": (record.headers.get("WARC-Target-URI") or "").strip("<> ") or None}
    try:
        return Page(_payload(record), printable(path), number, options, given, record.http_charset, notes)
    except InputError as error:
        return failure(path, error, number)


def _payload(record: WarcRecord) -> bytes:
    """The page of a response, unpacked as its HTTP headers say."""
    data = record.reader.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(*too_long("The page"))
    if len(data) < record.content_length:
        raise InputError(_CUT, _AGAIN)
    headers = record.http_headers
    if "chunked" in (headers.get("Transfer-Encoding") or "").lower():
        data = _unchunked(data)
    return _unpacked(data, (headers.get("Content-Encoding") or "").lower().strip())


def _unchunked(data: bytes) -> bytes:
    from fastwarc.stream_io import ChunkedReader

    try:
        return ChunkedReader(io.BytesIO(data)).read(MAX_BYTES)
    except OSError:
        return data  # crawlers keep the header and unpack the body


def _unpacked(data: bytes, encoding: str) -> bytes:
    """The body behind a content encoding; as it is where it is not packed, whatever the header says."""
    try:
        if encoding in ("gzip", "x-gzip", "deflate") and (found := _inflated(data)) is not None:
            data = found
        elif encoding == "br":
            from fastwarc.stream_io import BrotliReader

            data = BrotliReader(io.BytesIO(data)).read(MAX_BYTES + 1)
    except OSError:
        return data
    if len(data) > MAX_BYTES:
        raise InputError(*too_long("The page"))
    return data


def _inflated(data: bytes) -> bytes | None:
    for window in (
        zlib.MAX_WBITS | 32,
        -zlib.MAX_WBITS,
    ):  # with a header of gzip or zlib; bare, as some servers send it
        try:
            return zlib.decompressobj(window).decompress(data, MAX_BYTES + 1)
        except zlib.error:
            continue
    return None


def _is_page(record: WarcRecord) -> bool:
    return _status(record) == 200 and record.http_content_type in _PAGES


def _status(record: WarcRecord) -> int | None:
    return record.http_headers.status_code if record.is_http and record.is_http_parsed else None


def _kind(record: WarcRecord) -> str:
    """What a record without a page is, in words."""
    status = _status(record)
    if status is None:
        return "without an HTTP answer"
    return record.http_content_type or "of no type" if status == 200 else f"answered with {status}"


def _listed(others: Counter[str]) -> str:
    if not others:
        return "no responses at all"
    return ", ".join(f"{count:,} {kind}" for kind, count in others.most_common(5))


class _Forward:
    """The stream for fastwarc, which asks where it is; reads give what is there, so that an error loses nothing."""

    def __init__(self, stream: BufferedReader) -> None:
        self.stream, self.at = stream, 0

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read1(size)
        self.at += len(data)
        return data

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = 0) -> int:
        if (offset, whence) not in ((0, 1), (self.at, 0)):
            raise io.UnsupportedOperation("seek")
        return self.at
