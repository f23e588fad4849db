"""Claims with their reviews, as every export takes them from the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from claimtrack.model import SourceKind
from claimtrack.review.events import rows
from claimtrack.review.records import Current, Review
from claimtrack.review.work import current
from claimtrack.store import ClaimRow, Store

BATCH = 500
CONTEXT = 32
"""Characters before and after a quoted passage, by which it is found again."""
STATES = "SELECT claim FROM review_states ORDER BY claim"
PLACE = "SELECT * FROM review_places WHERE shown = ? ORDER BY claim = shown DESC, claim LIMIT 1"
VERSION = """SELECT v.text FROM versions v JOIN documents d ON d.key = v.document_key
WHERE d.id = ? AND v.number = ?"""
SOURCE = """SELECT a.source_kind FROM claims c JOIN versions v ON v.key = c.version_key
JOIN documents d ON d.key = v.document_key JOIN attributions a ON a.key = c.attribution_key
WHERE c.id = ? AND d.id = ? AND v.number = ?"""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which claims to export; every condition that is given must hold.

    ``reviewed``: those alone that somebody reviewed. ``status``, ``verdict``: what the reviews come to; ``reviewer``:
    who reviewed. ``text``, ``source``, ``document`` as in ``Store.claims``.
    """

    reviewed: bool = False
    status: str | None = None
    verdict: str | None = None
    reviewer: str | None = None
    text: str | None = None
    source: str | None = None
    document: str | None = None
    limit: int | None = None

    def fits(self, now: Current) -> bool:
        """Whether the reviews of a claim are as wanted."""
        return (
            (not self.reviewed or bool(now.reviews))
            and self.status in (None, now.status)
            and self.verdict in (None, now.verdict)
            and (self.reviewer is None or any(review.reviewer == self.reviewer for review in now.reviews))
        )


@dataclass(frozen=True, slots=True)
class Item:
    """A claim and what its reviews come to. ``claim`` None: no version has the claim that was reviewed any more.

    ``document``, ``version``, ``start``, ``end``, ``text``: where the claim is, or, of one that is gone, was.
    """

    claim: ClaimRow | None
    now: Current
    document: str
    version: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of a version's text with what stands before and after it."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


def select(store: Store, wanted: Selection) -> Iterator[Item]:
    """The claims wanted: those of the articles in order, or, if only reviewed ones are, by their ids.

    Reviewed claims that are no longer found come too, unless something is asked of the claim itself.
    """
    found = (item for item in _candidates(store, wanted) if wanted.fits(item.now))
    return islice(found, wanted.limit)


def _candidates(store: Store, wanted: Selection) -> Iterator[Item]:
    of_claim = any((wanted.text, wanted.source, wanted.document))
    of_review = wanted.reviewed or wanted.verdict or wanted.reviewer or wanted.status not in (None, "open")
    if of_review and not of_claim:
        yield from _reviewed(store)
        return
    claims, seen = store.claims(text=wanted.text, source=wanted.source, document=wanted.document), set()
    while batch := list(islice(claims, BATCH)):
        states = current(store.db.conn, [claim.id for claim in batch])
        seen |= {claim for claim, now in states.items() if now.version}
        yield from (_item(claim, states[claim.id]) for claim in batch)
    if not of_claim:  # reviews of what the table of claims leaves out: gone, withdrawn, of a fact-check
        yield from (item for item in _reviewed(store) if item.now.claim not in seen)


def _reviewed(store: Store) -> Iterator[Item]:
    ids = [row["claim"] for row in rows(store.db.conn, STATES)]
    for start in range(0, len(ids), BATCH):
        for identity, now in current(store.db.conn, ids[start : start + BATCH]).items():
            claim = store.claim(identity)
            yield _item(claim, now) if claim is not None and claim.latest else _lost(store, now)


def _item(claim: ClaimRow, now: Current) -> Item:
    return Item(claim, now, claim.document, claim.version, claim.start, claim.end, claim.text)


def _lost(store: Store, now: Current) -> Item:
    place = rows(store.db.conn, PLACE, [now.claim])[0]
    spot = (place["document"], place["version"], place["start_char"], place["end_char"], place["text"])
    return Item(None, now, *spot)


def standing(items: Iterable[Item]) -> Iterator[tuple[Item, ClaimRow, Review]]:
    """Each review that counts, of claims that are found, with its claim."""
    for item in items:
        for review in item.now.reviews:
            if item.claim is not None and review.counts:
                yield item, item.claim, review


def quote(store: Store, item: Item, review: Review) -> Quote | None:
    """The passage that a review is about: the span that it corrected, or the claim's; None if the text is not there."""
    found = rows(store.db.conn, VERSION, [item.document, item.version])
    if not found:
        return None
    text, fixed = found[0]["text"], review.corrections
    start, end = (item.start, item.end) if fixed.start is None or fixed.end is None else (fixed.start, fixed.end)
    return Quote(start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def source_kind(store: Store, claim: ClaimRow) -> SourceKind | None:
    """What the claim's source is: a person, an organization ...; None if it is not known."""
    found = rows(store.db.conn, SOURCE, [claim.id, claim.document, claim.version])
    return found[0]["source_kind"] if found else None


def uids(store: Store, reviews: Iterable[Review]) -> dict[int, str]:
    """The ids by which the events of reviews are known everywhere."""
    found = {}
    for review in reviews:
        row: Any = rows(store.db.conn, "SELECT uid FROM review_events WHERE id = ?", [review.event])[0]
        found[review.event] = row["uid"]
    return found
