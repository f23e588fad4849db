"""Where gold items stand: spans that were written down, or the words to look for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from claimtrack.errors import InputError

Row = dict[str, Any]


def span_of(row: Mapping[str, Any]) -> tuple[int, int]:
    """Start and end of a located row."""
    return row["start"], row["end"]


def overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Characters that two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def located(rows: Iterable[Row], text: str, place: str, scope: tuple[int, int] | None = None) -> list[Row]:
    """``rows`` with ``start``, ``end`` and ``text``.

    A row without offsets stands where its words ("text", or "evidence") come next, from the start of the row before
    it on (behind it for the same words), or else for the first time, in ``scope`` (a span of ``text``). Raises
    InputError where they do not stand there.
    """
    out: list[Row] = []
    scope = scope or (0, len(text))
    for row in rows:
        last = _first(out[-1]) if out else None
        at = scope[0] if last is None else last["start"] + (_words(last) == _words(_first(row) or row))
        out.append(_located(row, text, place, scope, at))
    return out


def _first(row: Row) -> Row | None:
    """The row that says where ``row`` stands: of an attribution, the first piece of its content."""
    return row if "content" not in row else row["content"][0] if row["content"] else None


def _words(row: Row) -> str | None:
    return row.get("text", row.get("evidence"))


def _located(row: Row, text: str, place: str, scope: tuple[int, int], at: int) -> Row:
    if "content" in row:
        return _attribution(row, text, place, scope, at)
    words = _words(row)
    if "start" in row:
        start, end = row["start"], row["end"]
        if words is not None and text[start:end] != words:
            raise InputError(f"{place}: {start} to {end} is {text[start:end]!r}, not {words!r}.", "Mend the offsets.")
    else:
        start = _found(str(words), text, place, scope, at)
        end = start + len(str(words))
    return row | {"start": start, "end": end, "text": text[start:end]}


def _attribution(row: Row, text: str, place: str, scope: tuple[int, int], at: int) -> Row:
    """An attribution has no span of its own: source and cue stand where their words are nearest to the content."""
    content: list[Row] = []
    for piece in row["content"]:
        content.append(_located(piece, text, place, scope, content[-1]["end"] if content else at))
    begin, end = (content[0]["start"], content[-1]["end"]) if content else (at, at)
    nearest = {}
    for key in ("cue", "source"):
        if row.get(key):
            known = row[key] if "start" in row[key] else row[key] | {"start": _nearest(row[key], text, begin, end)}
            nearest[key] = _located(
                {"end": known["start"] + len(known.get("text", "")), **known}, text, place, scope, at
            )
    return row | nearest | {"content": content}


def _nearest(row: Row, text: str, begin: int, end: int) -> int:
    starts = [found.start() for found in re.finditer(re.escape(row["text"]), text)]
    return min(starts, key=lambda start: max(begin - start, start - end), default=0)


def _found(words: str, text: str, place: str, scope: tuple[int, int], at: int) -> int:
    for begin in (at, scope[0]):
        start = text.find(words, begin, scope[1])
        if start >= 0:
            return start
    raise InputError(f"{place}: {words!r} does not stand in the article.", "Gold words are the article's own.")
