"""Attributions beside their gold: exact borders of each role, and whole relations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from claimtrack.evaluate.names import same_name
from claimtrack.evaluate.tally import Tally

Row = Mapping[str, Any]

_BEFORE = " \n\t“”‘’\"',;:"
_BEHIND = _BEFORE + ".!?"
SHARED = 0.5
"""Jaccard overlap of two contents, in characters that are no white space, from which they are one (PolNeAR)."""


def attributions(tally: Tally, gold: Sequence[Row], found: Sequence[Row], text: str) -> None:
    """Sources, cues and contents with exact borders; relations: sources overlap and contents are one; their names.

    Borders are compared without quotation marks and closing punctuation, after pieces of one content that only white
    space parts are joined: the measure of CofeNet (COLING 2022) on spans of characters.
    """
    for role in ("source", "cue", "content"):
        tally.exact("attributions", f"{role} exact", _spans(gold, role, text), _spans(found, role, text))
    whole_gold, whole_found = ([a for a in rows if a.get("source") and a["content"]] for rows in (gold, found))
    pairs = _relations(whole_gold, whole_found, text)
    tally.count("attributions", "relation", len(pairs), len(whole_gold), len(whole_found))
    paired = {id(row) for pair in pairs for row in pair}
    for row in whole_gold:
        if id(row) not in paired:
            tally.miss("attributions", "relation", "missed", _extent(row, text), row["source"]["text"])
    for row in whole_found:
        if id(row) not in paired:
            tally.miss("attributions", "relation", "spurious", _extent(row, text), None, row["source"]["text"])
    _count_names(tally, [(g, f) for g, f in pairs if g["source"].get("name")], text)


def _count_names(tally: Tally, pairs: Sequence[tuple[Row, Row]], text: str) -> None:
    for g, f in pairs:
        wanted, got = g["source"]["name"], f["source"]["name"]
        right = same_name(wanted, got)
        tally.count("attributions", "name of source", right, 1, 1)
        if not right:
            tally.miss("attributions", "name of source", "wrong", _extent(g, text), wanted, got)


def _relations(gold: Sequence[Row], found: Sequence[Row], text: str) -> list[tuple[Row, Row]]:
    gold_contents, found_contents = ([_letters(a["content"], text) for a in rows] for rows in (gold, found))
    sources = [[_letters([a["source"]], text) for a in rows] for rows in (gold, found)]
    options = [
        (len(g & f) / len(g | f), -i, -j)
        for i, g in enumerate(gold_contents)
        for j, f in enumerate(found_contents)
        if g & f and sources[0][i] & sources[1][j]
    ]
    pairs: dict[int, int] = {}
    for shared, i, j in sorted(options, reverse=True):
        if shared >= SHARED and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(gold[-i], found[-j]) for i, j in sorted(pairs.items(), reverse=True)]


def _letters(parts: Sequence[Row], text: str) -> set[int]:
    return {i for part in parts for i in range(part["start"], part["end"]) if not text[i].isspace()}


def _spans(rows: Sequence[Row], role: str, text: str) -> Iterator[dict[str, Any]]:
    for row in rows:
        parts = row["content"] if role == "content" else [row[role]] if row.get(role) else []
        joined: list[list[int]] = []
        for start, end in sorted((p["start"], p["end"]) for p in parts):
            if joined and not text[joined[-1][1] : start].strip():
                joined[-1][1] = max(joined[-1][1], end)
            else:
                joined.append([start, end])
        yield from filter(None, (_trimmed(start, end, text) for start, end in joined))


def _trimmed(start: int, end: int, text: str) -> dict[str, Any] | None:
    while start < end and text[start] in _BEFORE:
        start += 1
    while start < end and text[end - 1] in _BEHIND:
        end -= 1
    return {"start": start, "end": end, "text": text[start:end]} if start < end else None


def _extent(row: Row, text: str) -> dict[str, Any]:
    start = min(part["start"] for part in row["content"])
    end = max(part["end"] for part in row["content"])
    return {"start": start, "end": end, "text": text[start:end]}
