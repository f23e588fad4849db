"""JSON files of ClaimReview: feeds of many reviews as Data Commons publishes them, lists, single objects.

A feed is a DataFeed whose dataFeedElement is a list of DataFeedItem, each with its reviews in "item". Elements are
read one at a time by ijson, so that a feed of any size is read in little memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from claimtrack.errors import InputError
from claimtrack.model import FactCheck, ReadFailure
from claimtrack.read.claimreview import read_reviews
from claimtrack.read.streams import MAX_BYTES, READ_ERRORS, failure, open_stream, too_long

_SNIFFED = 65_536
_LISTS = ("dataFeedElement", "@graph")  # where an object of many reviews has them
_NO_REVIEW = InputError(
    "There is no ClaimReview in it.", "Only fact-checks are read from .json; write articles as JSON Lines (.jsonl)."
)


def read_feed(stream: BufferedReader, path: str) -> Iterator[FactCheck | ReadFailure]:
    """The reviews of a JSON file, and a failure for each element that is none. Raises ``InputError`` if it has none."""
    import ijson

    empty = True
    source = _Metered(stream)
    try:
        for place, value in _elements(source):
            found = read_reviews(value, path, place)
            if not isinstance(value, dict | list):
                found = iter([failure(path, InputError("The element is no object.", "Leave it out."), place)])
            for item in found:
                empty = False
                yield item
    except (ijson.JSONError, ValueError) as error:  # a number of thousands of digits is a ValueError
        if source.is_too_long:
            raise InputError(*too_long("An element of it")) from None
        what = " ".join(str(error).split())[:120]
        raise InputError(f"It is no sound JSON ({what}).", "Fetch it again; what came before is kept.") from None
    if empty:
        raise _NO_REVIEW


def has_reviews(path: str) -> bool:
    """Whether the beginning of a JSON file speaks of reviews; in folders, other JSON files are left alone."""
    try:
        with open_stream(path) as stream:
            return b"ClaimReview" in stream.read(_SNIFFED)
    except READ_ERRORS:
        return True  # reading it says what is wrong


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
