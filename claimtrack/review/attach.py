"""Reviews stay with their claims when an article changes, or is read anew by another model.

A claim that is there with the same id is the same claim. Else its reviews go to the claim of the document that says
the same: in the same text the one whose span overlaps most, in another version the one whose words are most alike.
They are marked as moved, with the score; if figures, source or polarity are others, the old verdict does not count
any more. A claim without a successor keeps its reviews, as one that is no longer found. Each move is an event.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimtrack.review.events import SYSTEM, append, rows
from claimtrack.review.places import rebuild

ALIKE = 70.0
"""Least similarity in percent of the words, numbers left aside, in another version (see ``compare.changes``)."""
ALIKE_IN_PLACE = 40.0
"""... in the same text, where the span is the same claim's in all likelihood."""
LEAST_OVERLAP = 0.5
"""Share of the shorter of two spans that is in both."""
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")

WAITING = """SELECT p.*, v.key AS new_key, v.run AS new_run, v.number AS new_number FROM review_places p
LEFT JOIN documents d ON d.id = p.document LEFT JOIN versions v ON v.document_key = d.key AND v.latest = 1
WHERE {condition} AND (p.version_key IS NOT v.key OR p.extracted_by IS NOT v.run) ORDER BY p.document, p.claim"""
CLAIMS = "SELECT id, start_char, end_char, text, source, polarity FROM claims WHERE version_key = ? ORDER BY position"
Place = tuple[str, int, float | None, str | None]
"""shown, found, score, differs"""


def follow(conn: sqlite3.Connection, document: str | None = None) -> int:
    """Look for the reviewed claims of a document (by its id; None: of all) that was read anew; how many were moved.

    To be called inside the transaction that wrote the document.
    """
    condition = "1" if document is None else "p.document = ?"
    waiting = rows(conn, WAITING.format(condition=condition), [] if document is None else [document])
    claims: dict[int | None, list[sqlite3.Row]] = {None: []}
    touched: set[str] = set()
    for place in waiting:
        key = place["new_key"]
        if key not in claims:
            claims = {None: [], key: rows(conn, CLAIMS, [key])}
        touched |= _move(conn, place, _find(place, claims[key]))
    rebuild(conn, sorted(touched))
    return len(touched)


def _move(conn: sqlite3.Connection, place: sqlite3.Row, new: Place) -> set[str]:
    """Write where the claim is now; the claims whose reviews changed by that."""
    old = (place["shown"], place["found"], place["score"], place["differs"])
    sql = """UPDATE review_places SET shown = ?, found = ?, score = ?, differs = ?, version_key = ?, extracted_by = ?
    WHERE claim = ?"""
    conn.execute(sql, [*new, place["new_key"], place["new_run"], place["claim"]])
    if new == old:
        return set()
    append(conn, "attach", SYSTEM, place=dict(place), before=_plain(old), after=_plain(new))
    return {old[0], new[0]}


def _plain(place: Place) -> dict[str, Any]:
    shown, found, score, differs = place
    return {"claim": shown, "found": bool(found), "score": score, "differs": differs}


def _find(place: sqlite3.Row, claims: Sequence[sqlite3.Row]) -> Place:
    if any(claim["id"] == place["claim"] for claim in claims):
        return place["claim"], 1, None, None
    found = _in_place(place, claims) if place["version"] == place["new_number"] else _alike(place, claims)
    if found is None:
        return place["claim"], 0, None, None
    claim, score = found
    return (
        claim["id"],
        1,
        round(score / 100, 3),
        differing(place, claim, same_text=place["version"] == place["new_number"]),
    )


def _in_place(place: sqlite3.Row, claims: Iterable[sqlite3.Row]) -> tuple[sqlite3.Row, float] | None:
    """The claim that overlaps most, and how alike it is."""
    scored = ((_overlap(place, claim), _likeness(place, claim), claim) for claim in claims)
    likely = [(shared, like, claim) for shared, like, claim in scored if shared and like >= ALIKE_IN_PLACE]
    if not likely:
        return None
    _, like, claim = max(likely, key=lambda item: item[:2])
    return claim, like


def _overlap(place: sqlite3.Row, claim: sqlite3.Row) -> int:
    """Characters that two spans share; 0 if they are less than half of the shorter one."""
    shared = min(place["end_char"], claim["end_char"]) - max(place["start_char"], claim["start_char"])
    shorter = min(place["end_char"] - place["start_char"], claim["end_char"] - claim["start_char"])
    return shared if shared > 0 and shared >= LEAST_OVERLAP * shorter else 0


def _alike(place: sqlite3.Row, claims: Sequence[sqlite3.Row]) -> tuple[sqlite3.Row, float] | None:
    """The claim whose words are most alike; of equal ones that with the same numbers, then the nearest."""

    def rank(claim: sqlite3.Row) -> tuple[float, bool, int]:
        return _likeness(place, claim), not _numbers(place, claim), -abs(place["start_char"] - claim["start_char"])

    ranked = [(rank(claim), claim) for claim in claims]
    if not ranked:
        return None
    (like, _, _), claim = max(ranked, key=lambda item: item[0])
    return (claim, like) if like >= ALIKE else None


def _likeness(one: sqlite3.Row, other: sqlite3.Row) -> float:
    from rapidfuzz import fuzz

    return fuzz.ratio(*(_NUMBER.sub("0", " ".join(row["text"].casefold().split())) for row in (one, other)))


def differing(
    place: Mapping[str, Any] | sqlite3.Row, claim: Mapping[str, Any] | sqlite3.Row, *, same_text: bool
) -> str | None:
    """What the claim says otherwise than the one reviewed, in words; None if nothing that counts.

    Where the text is the same, another source or polarity is another reading of what the reviewer read himself.
    """
    found = [_numbers(place, claim)]
    if not same_text:
        found += [_change(place, claim, name) for name in ("source", "polarity")]
    return "; ".join(filter(None, found)) or None


def _numbers(place: Mapping[str, Any] | sqlite3.Row, claim: Mapping[str, Any] | sqlite3.Row) -> str:
    old, new = (Counter(_NUMBER.findall(row["text"])) for row in (place, claim))
    gone, come = (", ".join(sorted(side.elements())) or "none" for side in (old - new, new - old))
    return f"figure: {gone} → {come}" if old != new else ""


def _change(place: Mapping[str, Any] | sqlite3.Row, claim: Mapping[str, Any] | sqlite3.Row, name: str) -> str:
    old, new = place[name], claim[name]
    return f"{name}: {old or 'none'} → {new or 'none'}" if old != new and place["polarity"] is not None else ""
