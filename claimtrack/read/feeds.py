"""JSON files of ClaimReview or ninjs: feeds of many, lists, single objects.

A feed of reviews is a DataFeed, as Data Commons publishes them, whose dataFeedElement is a list of DataFeedItem, each
with its reviews in "item". Elements are read one at a time by ijson, so that a feed of any size is read in little
memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from claimtrack.errors import InputError
from claimtrack.read.article import Item, Options
from claimtrack.read.claimreview import read_reviews
from claimtrack.read.ninjs import is_ninjs, read_item
from claimtrack.read.streams import MAX_BYTES, failure, too_long

_LISTS = ("dataFeedElement", "@graph", "items", "_items")  # where an object of many has them
_NOTHING = InputError(
    "There is neither a ClaimReview nor a ninjs item in it.",
    "Only fact-checks and ninjs are read from .json; write other articles as JSON Lines (.jsonl).",
)
_NINJS = re.compile(rb'"(?:body_\w+|bodies|pub[sS]tatus|version[cC]reated)"\s*:')
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|[a-z]+:feed)[\s>]")


def read_feed(stream: BufferedReader, path: str, options: Options) -> Iterator[Item]:
    """The reviews and news items of a JSON file, and a failure for each element that cannot be read.

    Raises ``InputError`` if it has none of them.
    """
    import ijson

    empty = True
    source = _Metered(stream)
    try:
        for place, value in _elements(source):
            for item in _read_element(value, path, place, options):
                empty = False
                yield item
    except (ijson.JSONError, ValueError) as error:  # a number of thousands of digits is a ValueError
        if source.is_too_long:
            raise InputError(*too_long("An element of it")) from None
        what = " ".join(str(error).split())[:120]
        raise InputError(f"It is no sound JSON ({what}).", "Fetch it again; what came before is kept.") from None
    if empty:
        raise _NOTHING


def _read_element(value: object, path: str, place: str, options: Options) -> Iterator[Item]:
    if not isinstance(value, dict | list):
        yield failure(path, InputError("The element is no object.", "Leave it out."), place)
    elif isinstance(value, dict) and is_ninjs(value):
        yield from read_item(value, path, place, options)
    else:
        yield from read_reviews(value, path, place)


def is_ours(form: str, head: bytes) -> bool:
    """Whether a JSON or XML file that begins with ``head`` may hold fact-checks, ninjs, or a feed."""
    if form == "json":
        return b"ClaimReview" in head or (b'uri"' in head and _NINJS.search(head) is not None)
    return _FEED.search(head.replace(b"\0", b"")) is not None


def _elements(source: _Metered) -> Iterator[tuple[str, Any]]:
    """Each element of the file's list with its place, then what the file is besides.

    The parser is ijson's in Python: the one in C crashes on some files that are cut off inside of deep nesting.
    """
    from ijson import ObjectBuilder
    from ijson.backends.python import basic_parse

    rest = ObjectBuilder()
    element: Any = None
    depth = number = inside = 0  # inside: depth of the list whose members are elements, 0 outside of it
    key = None
    for event, value in basic_parse(source):
        depth -= event in ("end_map", "end_array")
        inside = inside if depth >= inside else 0
        if inside and element is None:
            number += 1
            element = ObjectBuilder()
        (rest if element is None else element).event(event, value)
        depth += event in ("start_map", "start_array")
        if event == "map_key" and depth == 1:
            key = value
        if not inside and event == "start_array" and (depth == 1 or (depth == 2 and key in _LISTS)):
            inside = depth
        if element is not None and depth == inside:
            yield f"item {number}", element.value
            element, source.since = None, 0
    yield "1", getattr(rest, "value", {})


class _Metered:
    """The stream for ijson. At an element of more than ``MAX_BYTES`` it ends, before that fills the memory."""

    def __init__(self, stream: BufferedReader) -> None:
        self.stream, self.since = stream, 0
        if stream.peek(3)[:3] == b"\xef\xbb\xbf":
            stream.read(3)

    def read(self, size: int) -> bytes:
        """The next bytes."""
        data = b"" if self.is_too_long else self.stream.read(size)
        self.since += len(data)
        return b"" if self.is_too_long else data

    @property
    def is_too_long(self) -> bool:
        """Whether the element that is being read is longer than one is read."""
        return self.since > MAX_BYTES
