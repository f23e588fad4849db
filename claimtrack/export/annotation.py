"""Reviews as annotations of their articles, in the W3C Web Annotation Data Model (2017), JSON-LD.

Each review is an annotation: its verdict, note, corrections and links are bodies, its target is the passage, by its
words (TextQuoteSelector) and its place (TextPositionSelector, code points of the article's text as it was read).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from claimtrack.export.reviewed import Item, Quote, quote, standing, uids
from claimtrack.review.checks import is_link
from claimtrack.review.events import Judgement
from claimtrack.review.records import Review
from claimtrack.review.scales import scale
from claimtrack.store import ClaimRow, Store

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
Node = dict[str, Any]


def review_annotations(store: Store, items: Iterable[Item]) -> Iterator[Node]:
    """An annotation for each review that counts, of a claim that is found."""
    labels = {verdict.name: verdict.label for verdict in scale(store.db.conn, retired=True)}
    for item, claim, review in standing(items):
        place = quote(store, item, review)
        if place is not None:
            yield _annotation(uids(store, [review])[review.event], claim, review, labels, place)


def _annotation(uid: str, claim: ClaimRow, review: Review, labels: dict[str, str], place: Quote) -> Node:
    return {
        "id": f"urn:claimtrack:review:{uid}",
        "type": "Annotation",
        "motivation": "assessing" if review.verdict else "commenting",
        "creator": {"type": "Person", "name": review.reviewer},
        "created": review.at,
        "body": list(_bodies(review, labels)),
        "target": {"source": _source(claim), "selector": _selectors(place)},
    }


def _bodies(review: Review, labels: dict[str, str]) -> Iterator[Node]:
    if review.verdict:
        yield _text("assessing", labels.get(review.verdict, review.verdict))
    if review.note:
        yield _text("commenting", review.note)
    fixed = (Judgement(corrections=review.corrections).plain() or {}).get("corrections", {})
    for name, value in fixed.items():
        if name not in ("start", "end"):
            yield _text("editing", f"{name}: {value}")
    for link in review.evidence:
        yield {"type": "SpecificResource", "source": link, "purpose": "linking"}


def _text(purpose: str, value: str) -> Node:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _source(claim: ClaimRow) -> str:
    """The article's address; without one, a name that says which document of the database it is."""
    from urllib.parse import quote as percent

    return (
        claim.url if claim.url and is_link(claim.url) else f"urn:claimtrack:document:{percent(claim.document, safe='')}"
    )


def _selectors(place: Quote) -> list[Node]:
    return [
        {"type": "TextQuoteSelector", "exact": place.exact, "prefix": place.prefix, "suffix": place.suffix},
        {"type": "TextPositionSelector", "start": place.start, "end": place.end},
    ]
