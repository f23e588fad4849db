"""JSON Lines: one object a line, with "text" and any of id, url, title, author, publisher, published.

``Options.columns`` gives other keys for them. A line may be ClaimReview instead, or hold such objects: they are
fact-checks; or it may be a ninjs item.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BufferedReader

from claimtrack.errors import InputError
from claimtrack.read.article import Item, Options
from claimtrack.read.claimreview import read_reviews
from claimtrack.read.columns import row_article
from claimtrack.read.decode import decode
from claimtrack.read.ninjs import is_ninjs, read_item
from claimtrack.read.streams import AT_ONCE, MAX_BYTES, READ_ERRORS, failure, printable, too_long

_ONE_LINE = 'Write one object a line, with the article in "text".'


def read_jsonl(stream: BufferedReader, path: str, options: Options, after: int | None = None) -> Iterator[Item]:
    """An article, fact-checks or a failure for each line that is not blank; a bad line does not stop the next.

    ``after``: how many lines of the file come before the stream, which then is a part of it and may be empty.
    """
    empty = after is None
    for number, line in _lines(stream, after or 0):
        if isinstance(line, Exception):
            yield failure(path, line, number)
            empty = False
        elif line.strip():
            if empty and is_no_jsonl(line):
                raise InputError(
                    "It is one JSON document, not JSON Lines.", "Convert it: jq -c '.[]' FILE > FILE.jsonl"
                )
            empty = False
            yield from _read_line(line, path, number, options)
    if empty:
        raise InputError("There are no lines in it.", _ONE_LINE)


def _lines(stream: BufferedReader, number: int) -> Iterator[tuple[int, bytes | Exception]]:
    """Lines numbered from the next; an exception stands for a line that is too long, or where reading breaks off."""
    while True:
        number += 1
        try:
            line = stream.readline(MAX_BYTES + 1)
            if len(line) > MAX_BYTES:
                yield number, InputError(*too_long("The line"))
                while line and not line.endswith(b"\n"):
                    line = stream.readline(AT_ONCE)
                continue
        except READ_ERRORS as error:
            yield number, error
            return
        if not line:
            return
        yield number, line


def is_no_jsonl(first: bytes) -> bool:
    """Whether the first line that is not blank shows that the file is one JSON document."""
    return first.lstrip(b"\xef\xbb\xbf \t").startswith(b"[") or first.strip(b"\xef\xbb\xbf \t\r\n") == b"{"


def _read_line(line: bytes, path: str, number: int, options: Options) -> Iterator[Item]:
    try:
        text, note = decode(line)
        fields = _parse(text)
        checks = list(read_reviews(fields, path, str(number))) if "ClaimReview" in text else []
        yield from checks
        named = {**fields, **{field: fields.get(key) for field, key in options.columns.items()}}
        if isinstance(named.get("text"), str) or "html" in options.columns:
            yield row_article(named, f"{printable(path)}:{number}", options, [note] if note else [])
        elif is_ninjs(fields):
            yield from read_item(fields, path, str(number), options)
        elif not checks:
            key = options.columns.get("text", "text")
            raise InputError(f'The object has no "{key}" that is a string.', _ONE_LINE)
    except InputError as error:
        yield failure(path, error, number)


def _parse(line: str) -> dict[str, object]:
    try:
        value = json.loads(line.strip("\ufeff \t\r\n"))
    except json.JSONDecodeError as error:
        raise InputError(f"The line is no JSON ({error.msg} at column {error.colno}).", _ONE_LINE) from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"The line is no usable JSON ({error}).", _ONE_LINE) from None
    if not isinstance(value, dict):
        raise InputError("The line is JSON, but no object.", _ONE_LINE)
    return value
