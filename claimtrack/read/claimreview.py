"""ClaimReview (schema.org) to ``FactCheck``: from any JSON value in which reviews stand, at any depth.

Publishers fill the vocabulary in many ways: names as strings or objects, lists where one value is meant, references
by ``@id``. What is not understood is left out; a review without a claim is a failure.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from claimtrack.errors import InputError
from claimtrack.model import Article, Block, FactCheck, ReadFailure
from claimtrack.read.article import check_text, date_or_none, text_or_none
from claimtrack.read.language import detect_language
from claimtrack.read.streams import failure, printable
from claimtrack.read.verdicts import rating_of

Node = Mapping[str, Any]
_DEEPEST = 30  # objects inside of objects in which a review is looked for
_TAG = re.compile(r"</?(?:p|br|em|strong|i|b|u|a|span|div|blockquote|q)\b[^<>]{0,500}>", re.IGNORECASE)
_FILL = 'Give the claim in "claimReviewed", as schema.org/ClaimReview says.'


def read_reviews(
    value: object, path: str, place: str, nodes: Mapping[str, Node] | None = None
) -> Iterator[FactCheck | ReadFailure]:
    """All reviews in a JSON value, in order; a failure for each that has no usable claim.

    ``path`` and ``place`` say where the value was read. ``nodes``: objects by their ``@id``, which others refer to.
    """
    for number, review in enumerate(reviews(value), 1):
        spot = place if number == 1 else f"{place}, review {number}"
        try:
            yield fact_check(review, f"{printable(path)}:{spot}", nodes or {})
        except InputError as error:
            yield failure(path, error, spot)


def reviews(value: object) -> Iterator[Node]:
    """The objects of type ClaimReview in a JSON value, in order, however deep (but for nesting that is an attack)."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, dict) and "ClaimReview" in _types(item):
            yield item
        elif isinstance(item, dict | list) and depth < _DEEPEST:
            inside = list(item.values()) if isinstance(item, dict) else item
            waiting += ((part, depth + 1) for part in reversed(inside))


def fact_check(review: Node, place: str, nodes: Mapping[str, Node]) -> FactCheck:
    """One review, read at ``place``. Raises ``InputError`` if it has no claim that can be stored."""
    doubts: list[str] = []
    item, rating = _node(review.get("itemReviewed"), nodes), _node(review.get("reviewRating"), nodes)
    claim = _claim(review, item)
    verdict = text_or_none("verdict", _verdict(rating), doubts)
    reviewer = _name(review.get("publisher"), nodes) or _name(review.get("author"), nodes)
    reviewer = text_or_none("reviewer", reviewer, doubts)
    url = text_or_none("url", _first(review.get("url")), doubts)
    return FactCheck(
        id=_identity(url or reviewer or "", claim),
        claim=claim,
        claimant=text_or_none("claimant", _claimant(item, nodes), doubts),
        claim_date=_date("claim date", item.get("datePublished"), doubts),
        verdict=verdict,
        rating=rating_of(verdict, *(_first(rating.get(name)) for name in ("ratingValue", "bestRating", "worstRating"))),
        reviewer=reviewer,
        url=url,
        date=_date("date", review.get("datePublished"), doubts),
        path=place,
        notes=tuple(doubts),
    )


def claim_article(check: FactCheck) -> Article:
    """The claim of a fact-check as a text to extract from: said by the claimant, on the day of the claim."""
    return Article(
        id=f"factcheck:{check.id}",
        text=check.claim,
        author=check.claimant,
        published=check.claim_date,
        language=detect_language(check.claim),
        path=check.path,
        blocks=(Block("paragraph", 0, len(check.claim)),),
        notes=check.notes,
        kind="fact_check",
    )


def _claim(review: Node, item: Node) -> str:
    given = (review.get("claimReviewed"), item.get("text"), item.get("name"), item.get("headline"))
    for value in map(_first, given):
        if isinstance(value, str) and value.strip():
            claim = " ".join(_TAG.sub(" ", html.unescape(value)).split())
            check_text(claim)
            return claim
    raise InputError("This ClaimReview says nowhere which claim it reviews.", _FILL)


def _verdict(rating: Node) -> str | None:
    """The verdict in words: the rating's name, or a value that is no number."""
    for name in ("alternateName", "name", "ratingValue"):
        value = _first(rating.get(name))
        if isinstance(value, str) and any(c.isalpha() for c in value):
            return " ".join(_TAG.sub(" ", html.unescape(value)).split())
    return None


def _claimant(item: Node, nodes: Mapping[str, Node]) -> str | None:
    """Who made the claim: the item's author, or that of the work in which it first appeared."""
    places = (item, _node(item.get("firstAppearance"), nodes), _node(item.get("appearance"), nodes))
    return next((name for place in places if (name := _name(place.get("author"), nodes))), None)


def _name(value: object, nodes: Mapping[str, Node]) -> str | None:
    """Name of a person or organization, or several, given as text, object, reference or list."""
    parts = value if isinstance(value, list) else [value]
    names = (part if isinstance(part, str) else _first(_node(part, nodes).get("name")) for part in parts)
    return "; ".join(html.unescape(name.strip()) for name in names if isinstance(name, str) and name.strip()) or None


def _date(name: str, value: object, doubts: list[str]) -> str | None:
    return date_or_none(name, text_or_none(name, _first(value), doubts), doubts)


def _node(value: object, nodes: Mapping[str, Node]) -> Node:
    """An object: the first of a list, or the one that a reference names; an empty one where there is none."""
    value = _first(value)
    if not isinstance(value, dict):
        return {}
    named = nodes.get(str(value.get("@id")))
    return named if named is not None and len(value) <= 2 else value


def _first(value: object) -> Any:
    return (value[0] if value else None) if isinstance(value, list) else value


def _types(node: Node) -> list[str]:
    """Types of an object, without the vocabulary before their names ("schema:ClaimReview")."""
    given = node.get("@type")
    kinds = given if isinstance(given, list) else [given]
    return [re.split(r"[/:#]", kind)[-1] for kind in kinds if isinstance(kind, str)]


def _identity(origin: str, claim: str) -> str:
    data = "\0".join((origin, " ".join(claim.casefold().split())))
    return hashlib.blake2b(data.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
