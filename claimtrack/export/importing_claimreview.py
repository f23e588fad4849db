"""ClaimReview, as this program exports it, back into events of the review."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from claimtrack.errors import InputError
from claimtrack.export.claimreview import PREFIX
from claimtrack.read.verdicts import rating_of

Node = Mapping[str, Any]


def is_one(text: str) -> bool:
    """Whether a file is a JSON-LD document of ClaimReview, and not JSON Lines."""
    head = text.lstrip()[:200]
    return head.startswith("{") and '"@context"' in head


def events(text: str, path: Path) -> Iterator[tuple[str, Node]]:
    """An event for each ClaimReview that leads back to a claim, with its place in the file. Raises InputError."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is no JSON: {error}.", "Export the reviews again as claimreview.") from error
    nodes = found.get("@graph", [found])
    for number, node in enumerate(nodes if isinstance(nodes, list) else [nodes], 1):
        yield f"review {number}", _event(node, path) if isinstance(node, dict) else {}


def _event(node: Node, path: Path) -> Node:
    item = _node(node.get("itemReviewed"))
    where = {str(i.get("propertyID")): i.get("value") for i in _nodes(item.get("identifier"))}
    if f"{PREFIX}claim" not in where:
        raise InputError(
            f"{path} holds a ClaimReview that is not of this program.",
            "Read it with `claimtrack ingest`, as a fact-check.",
        )
    rating = _node(node.get("reviewRating"))
    return {
        "uid": node.get("identifier"),
        "at": node.get("dateCreated"),
        "reviewer": _node(node.get("author")).get("name"),
        "action": "review",
        "text": item.get("text"),
        **{name: where.get(PREFIX + name) for name in ("claim", "document", "start", "end")},
        "after": _said(node, item, rating),
        "label": rating.get("alternateName"),
        "rating": rating_of(
            rating.get("alternateName"), *(rating.get(n) for n in ("ratingValue", "bestRating", "worstRating"))
        ),
    }


def _said(node: Node, item: Node, rating: Node) -> Node:
    fixed = {str(part.get("name")): part.get("text") for part in _nodes(item.get("correction"))}
    spans = {name: int(str(fixed[name])) for name in ("start", "end") if str(fixed.get(name)).isdecimal()}
    return {
        "verdict": rating.get("name"),
        "note": node.get("reviewBody") or "",
        "evidence": [part.get("url") for part in _nodes(node.get("citation"))],
        "corrections": fixed | spans,
    }


def _node(value: object) -> Node:
    return value if isinstance(value, dict) else {}


def _nodes(value: object) -> list[Node]:
    return [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, dict)]
