"""Every export by its name: what the command line and the pages offer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from claimtrack.errors import ClaimtrackError
from claimtrack.export import annotation, claimreview, tabular
from claimtrack.export.reviewed import Item, Selection, select
from claimtrack.store import Store

COLLECTION = "urn:claimtrack:reviews"


@dataclass(frozen=True, slots=True)
class Form:
    """A format: what people call it, its media type, how its files end. ``reviews``: it holds reviewed claims only."""

    label: str
    media_type: str
    suffix: str
    reviews: bool = False


FORMS = {
    "claimreview": Form("ClaimReview (schema.org)", "application/ld+json", ".json", reviews=True),
    "annotation": Form("Web Annotation (W3C)", "application/ld+json", ".jsonld", reviews=True),
    "csv": Form("CSV", "text/csv; charset=utf-8", ".csv"),
    "jsonl": Form("JSON Lines", "application/jsonl; charset=utf-8", ".jsonl"),
    "parquet": Form("Parquet", "application/vnd.apache.parquet", ".parquet"),
}


@dataclass(slots=True)
class Counts:
    """What an export did: claims that came in question, and of their reviews those that were left out, by reason."""

    claims: int = 0
    reviews: int = 0
    lost: int = 0
    changed: int = 0

    def counted(self, items: Iterable[Item]) -> Iterator[Item]:
        """Pass items on, and count them."""
        for item in items:
            self.claims += 1
            self.reviews += len(item.now.reviews)
            self.lost += len(item.now.reviews) if item.claim is None else 0
            self.changed += sum(not review.counts for review in item.now.reviews)
            yield item


def export(
    store: Store, form: str, out: BinaryIO, wanted: Selection | None = None, *, publisher: str | None = None
) -> Counts:
    """Write the claims wanted to ``out`` in a form of ``FORMS``; how many there were.

    ``publisher``: who publishes the fact-checks (ClaimReview). Raises ClaimtrackError for an unknown form, or where
    a library is missing.
    """
    if form not in FORMS:
        raise ClaimtrackError(f"{form!r} is no format of an export.", f"Formats are: {', '.join(FORMS)}.")
    wanted = wanted or Selection()
    if FORMS[form].reviews:
        wanted = replace(wanted, reviewed=True)
    counts = Counts()
    items = counts.counted(select(store, wanted))
    if form == "parquet":
        tabular.write_parquet(items, out)
        return counts
    for text in _TEXTS[form](store, items, publisher):
        out.write(text.encode("utf8", "replace"))
    return counts


def _claimreview(store: Store, items: Iterable[Item], publisher: str | None) -> Iterator[str]:
    yield f'{{"@context": "{claimreview.CONTEXT}", "@graph": ['
    yield from _nodes(claimreview.claim_reviews(store, items, publisher=publisher))
    yield "\n]}\n"


def _annotation(store: Store, items: Iterable[Item], publisher: str | None) -> Iterator[str]:
    """A collection of one page, as the model wants it."""
    page = {"id": f"{COLLECTION}:1", "type": "AnnotationPage", "partOf": COLLECTION, "startIndex": 0}
    head = {"@context": annotation.CONTEXT, "id": COLLECTION, "type": "AnnotationCollection", "label": "Reviews"}
    yield f'{json.dumps(head)[:-1]}, "first": {json.dumps(page)[:-1]}, "items": ['
    total = 0
    for total, text in enumerate(_nodes(annotation.review_annotations(store, items)), 1):  # noqa: B007
        yield text
    yield f'\n]}}, "total": {total}}}\n'


def _nodes(nodes: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Members of a JSON list, a line a node; safe inside of an HTML script element."""
    for number, node in enumerate(nodes):
        text = json.dumps(node, ensure_ascii=False).replace("</", "<\\/").replace("<!--", "<\\u0021--")
        yield (",\n" if number else "\n") + text


_TEXTS: dict[str, Callable[[Store, Iterable[Item], str | None], Iterator[str]]] = {
    "claimreview": _claimreview,
    "annotation": _annotation,
    "csv": lambda store, items, publisher: tabular.csv_lines(items),
    "jsonl": lambda store, items, publisher: tabular.json_lines(store, items),
}
