"""Reviews as ClaimReview, the vocabulary of schema.org for published fact-checks, in JSON-LD.

Only what was reviewed, and only verdicts that rate something: one ClaimReview for each reviewer who stands by one.
Doubt stays doubt: "unverifiable" and "misleading" have no number, a claim whose reviewers differ says so
(``creativeWorkStatus``), so does one that was found again in a changed article; a claimant is named where the article
names one, and has a type where that is known. What a claim may be misread for is in ``disambiguatingDescription``.
``datePublished`` and ``url`` of the review are left to who publishes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from claimtrack.export.reviewed import Item, quote, source_kind, standing, uids
from claimtrack.review.checks import is_link
from claimtrack.review.events import Judgement
from claimtrack.review.records import Corrections, Review, Verdict
from claimtrack.review.scales import scale
from claimtrack.store import ClaimRow, Store

CONTEXT = "https://schema.org"
VALUES = {"true": 5, "mostly true": 4, "mixed": 3, "mostly false": 2, "false": 1}
"""Numbers of the scale from 1, the worst, to 5, that schema.org takes for granted."""
PREFIX = "claimtrack:"
"""Before the names of identifiers that lead back to the claim: claim, document, start, end."""
STATUS = {
    "reviewed": "reviewed by one person",
    "disputed": "disputed: reviewers differ",
    "settled": "settled by several reviewers",
}
_TYPES = {"person": "Person", "organization": "Organization", "state": "Organization", "publication": "Organization"}
Node = dict[str, Any]


def claim_reviews(store: Store, items: Iterable[Item], *, publisher: str | None = None) -> Iterator[Node]:
    """A ClaimReview for each review that rates a claim. ``publisher``: the organization that publishes them."""
    verdicts = {verdict.name: verdict for verdict in scale(store.db.conn, retired=True)}
    for item, claim, review in standing(items):
        verdict = verdicts.get(review.verdict or "")
        if verdict is not None and verdict.rating is not None:
            yield _review(store, item, claim, review, verdict, publisher)


def _review(store: Store, item: Item, claim: ClaimRow, review: Review, verdict: Verdict, publisher: str | None) -> Node:
    node = {
        "@type": "ClaimReview",
        "identifier": uids(store, [review])[review.event],
        "claimReviewed": _wording(store, item, claim, review),
        "dateCreated": review.at,
        "author": {"@type": "Person", "name": review.reviewer},
        "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
        "reviewRating": _rating(verdict),
        "reviewBody": review.note or None,
        "citation": [{"@type": "CreativeWork", "url": link} for link in review.evidence] or None,
        "creativeWorkStatus": _status(item),
        "itemReviewed": _claim(store, claim, review.corrections),
    }
    return _given(node)


def _rating(verdict: Verdict) -> Node:
    value = VALUES.get(verdict.rating or "")
    node: Node = {"@type": "Rating", "name": verdict.name, "alternateName": verdict.label}
    return node if value is None else node | {"ratingValue": value, "bestRating": 5, "worstRating": 1}


def _wording(store: Store, item: Item, claim: ClaimRow, review: Review) -> str:
    """The claim as the reviewer selected it anew, else as it reads outside of its article."""
    reselected = quote(store, item, review) if review.corrections.start is not None else None
    return reselected.exact if reselected else claim.standalone or claim.text


def _status(item: Item) -> str:
    moved = "" if item.now.moved is None else f"; found again in a changed text (likeness {item.now.moved:.2f})"
    withdrawn = "; the article was withdrawn" if item.claim is not None and item.claim.withdrawn is not None else ""
    return STATUS[item.now.status] + moved + withdrawn


def _claim(store: Store, claim: ClaimRow, fixed: Corrections) -> Node:
    where = {"claim": claim.id, "document": claim.document, "start": claim.start, "end": claim.end}
    corrections = (Judgement(corrections=fixed).plain() or {}).get("corrections", {})
    node = {
        "@type": "Claim",
        "identifier": [
            {"@type": "PropertyValue", "propertyID": PREFIX + name, "value": value} for name, value in where.items()
        ],
        "text": claim.text,
        "author": _claimant(store, claim, fixed),
        "datePublished": claim.published,
        "appearance": _article(claim),
        "correction": [{"@type": "CorrectionComment", "name": n, "text": str(v)} for n, v in corrections.items()]
        or None,
        "disambiguatingDescription": _doubts(claim),
    }
    return _given(node)


def _claimant(store: Store, claim: ClaimRow, fixed: Corrections) -> Node | None:
    """Who made the claim, as the reviewer or the article has it; a document or somebody unnamed is nobody."""
    if fixed.speaker is not None:
        return {"name": fixed.speaker}
    kind = source_kind(store, claim)
    if claim.source is None or kind in ("document", "anonymous"):
        return None
    return _given({"@type": _TYPES.get(kind or ""), "name": claim.source})


def _article(claim: ClaimRow) -> Node:
    published_by = {"@type": "Organization", "name": claim.publisher} if claim.publisher else None
    node = {
        "@type": "Article",
        "identifier": claim.document,
        "url": claim.url if claim.url and is_link(claim.url) else None,
        "headline": claim.title,
        "publisher": published_by,
        "datePublished": claim.published,
    }
    return _given(node)


def _doubts(claim: ClaimRow) -> str | None:
    doubts = [f"The figure {q.text} can be read in two ways." for q in claim.quantities if q.ambiguous]
    if claim.modality != "asserted":
        doubts.append(f"The claim is not asserted as a fact, but as {claim.modality}.")
    return " ".join(doubts) or None


def _given(node: Mapping[str, Any]) -> Node:
    """A node without what is not known."""
    return {name: value for name, value in node.items() if value is not None}
