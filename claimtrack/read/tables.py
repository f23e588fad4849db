"""CSV and TSV: a header line, then an article a row.

Rows are read as bytes and each is decoded on its own, because tables that were put together from several sources
often mix encodings. Latin-1 stands for the bytes meanwhile: each byte is one of its characters, and the signs that
CSV needs are ASCII.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from io import BufferedReader, TextIOWrapper

from claimtrack.errors import InputError
from claimtrack.model import Article, ReadFailure
from claimtrack.read.article import Options
from claimtrack.read.columns import find_columns, row_article
from claimtrack.read.decode import decode
from claimtrack.read.streams import AT_ONCE, MAX_BYTES, READ_ERRORS, failure, printable, too_long

_DELIMITERS = ",;\t|"
_BETWEEN = "\x0b\x0c\x0b"  # between the fields of a row while it is decoded
_RAGGED = "Look for a quote mark that is not closed, or a delimiter in a field without quotes; the other rows are kept."


def read_csv(stream: BufferedReader, path: str, options: Options) -> Iterator[Article | ReadFailure]:
    """An article or a failure for each row of a CSV file; a bad row does not stop the next.

    The delimiter is the one of , ; tab | that the header has most of. Raises ``InputError`` if the header names no
    text column.
    """
    return _read(stream, path, options, None)


def read_tsv(stream: BufferedReader, path: str, options: Options) -> Iterator[Article | ReadFailure]:
    """The same for a table whose delimiter is the tab."""
    return _read(stream, path, options, "\t")


def _read(
    stream: BufferedReader, path: str, options: Options, delimiter: str | None
) -> Iterator[Article | ReadFailure]:
    csv.field_size_limit(MAX_BYTES)  # of the whole process; the default is too small for news
    lines = _Lines(stream)
    rows = lines.rows(delimiter)
    header = _header(rows)
    columns = find_columns(header, options.columns)
    places = {field: header.index(column) for field, column in columns.items()}
    while True:
        start = lines.number + 1
        try:
            row = next(rows, None)
            if row is None:
                return
            if row:
                yield _article(row, header, places, f"{printable(path)}:{start}", options)
        except InputError as error:
            yield failure(path, error, start)
            rows = lines.rows(lines.delimiter) if lines.is_broken else rows
        except csv.Error as error:
            yield failure(path, InputError(f"The row is no sound CSV ({error}).", _RAGGED), start)
            rows = lines.rows(lines.delimiter)
        except READ_ERRORS as error:
            yield failure(path, error, start)
            return


def _header(rows: Iterator[list[str]]) -> list[str]:
    try:
        header = [_decoded([name])[0][0].strip() for name in next(rows, [])]
    except csv.Error as error:
        raise InputError(f"The header is no sound CSV ({error}).", _RAGGED) from None
    if not header:
        raise InputError("There is no header line in it.", "Name the columns in the first line.")
    return header


def _article(row: list[str], header: list[str], places: dict[str, int], place: str, options: Options) -> Article:
    if len(row) != len(header):
        raise InputError(f"The row has {len(row)} fields, and the header {len(header)}.", _RAGGED)
    values, note = _decoded([row[i] for i in places.values()])
    fields: dict[str, object] = dict(zip(places, values, strict=True))
    return row_article(fields, place, options, [note] if note else [])


def _decoded(values: list[str]) -> tuple[list[str], str | None]:
    """Fields as text, and a note on their encoding unless it is UTF-8; one encoding holds for a whole row."""
    text, note = decode(_BETWEEN.join(values).encode("latin-1"))
    decoded = text.split(_BETWEEN)
    if len(decoded) != len(values):
        raise InputError("The row has control characters in it.", "Take them out; the other rows are kept.")
    return decoded, note


class _Recoded:
    """A stream in UTF-16, which its byte order mark says, as lines in UTF-8."""

    def __init__(self, stream: BufferedReader) -> None:
        self.text = TextIOWrapper(stream, "utf-16", errors="replace", newline="\n")

    def readline(self, size: int, /) -> bytes:
        return self.text.readline(size).encode("utf-8", "replace")


def _plain(stream: BufferedReader) -> BufferedReader | _Recoded:
    """The stream behind a byte order mark."""
    if stream.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return _Recoded(stream)
    if stream.peek(3)[:3] == codecs.BOM_UTF8:
        stream.read(3)
    return stream


class _Lines:
    """The lines of the stream for ``csv.reader``, each byte a character; a row that is too long is stopped."""

    def __init__(self, stream: BufferedReader) -> None:
        self.stream, self.delimiter = _plain(stream), ","
        self.number, self.size, self.is_broken = 0, 0, False

    def rows(self, delimiter: str | None) -> Iterator[list[str]]:
        """The rows from here on."""
        self.size, self.is_broken = 0, False
        lines = iter(self)
        first = next(lines, "")
        self.delimiter = delimiter or max(_DELIMITERS, key=first.count)
        for row in csv.reader(self._again(first, lines), delimiter=self.delimiter):
            self.size = 0
            yield row

    def _again(self, first: str, lines: Iterator[str]) -> Iterator[str]:
        yield first
        yield from lines

    def __iter__(self) -> Iterator[str]:
        while line := self.stream.readline(MAX_BYTES + 1 - self.size):
            self.size += len(line)
            if self.size > MAX_BYTES:
                self._skip(line)
                raise InputError(*too_long("The row"))
            self.number += 1
            yield line.decode("latin-1")

    def _skip(self, line: bytes) -> None:
        self.is_broken = True
        while line and not line.endswith(b"\n"):
            line = self.stream.readline(AT_ONCE)
        self.number, self.size = self.number + 1, 0
