"""From an article to all that the pipeline finds in it, as records and as the public JSON."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from claimtrack.model import Article, Attribution, Extraction
from claimtrack.pipeline import load_pipeline
from claimtrack.records import LAYERS, records

if TYPE_CHECKING:
    from spacy.tokens import Doc


def extract(
    text: str | Article,
    *,
    published: str | None = None,
    model: str | None = None,
    gazetteer: str | os.PathLike[str] | None = None,
) -> Extraction:
    """All that the pipeline finds in a text or an article.

    ``published``: the ISO date that relative dates of a plain text refer to. ``model``: another spaCy pipeline.
    ``gazetteer``: a file of names to know (see ``claimtrack.gazetteer``).
    """
    article = text if isinstance(text, Article) else Article(id="text", text=text, published=published)
    return extract_article(article, model, None if gazetteer is None else os.fspath(gazetteer))


def extract_article(article: Article, model: str | None = None, gazetteer: str | None = None) -> Extraction:
    """All that the pipeline finds in an article."""
    nlp = load_pipeline(model, gazetteer)
    with nlp.memory_zone():
        doc = nlp.make_doc(article.text)
        for key in ("id", "published", "title", "publisher"):
            doc.user_data[f"claimtrack.{key}"] = getattr(article, key)
        if article.blocks:
            doc.user_data["claimtrack.blocks"] = [[block.kind, block.start, block.end] for block in article.blocks]
        return extraction_of(nlp(doc), article)


def extraction_of(doc: Doc, article: Article) -> Extraction:
    """The records of an annotated Doc."""
    return Extraction(article, **{layer: records(doc, layer) for layer in LAYERS})


def to_json(extraction: Extraction) -> dict[str, Any]:
    """The public format: plain values, numbers as JSON numbers, lists sorted by start."""
    article = extraction.article
    head = {name: getattr(article, name) for name in ("id", "url", "title", "publisher", "published")}
    return head | {
        "entities": [_plain(entity) for entity in extraction.entities],
        "quantities": [_plain(quantity) for quantity in extraction.quantities],
        "dates": [_plain(date) for date in extraction.dates],
        "attributions": [_attribution(attribution) for attribution in extraction.attributions],
        "claims": [_plain(claim, leave_out=("vector",)) for claim in extraction.claims],
    }


def _attribution(attribution: Attribution) -> dict[str, Any]:
    return _plain(attribution) | {
        "cue": None if attribution.cue is None else _plain(attribution.cue),
        "source": None if attribution.source is None else _plain(attribution.source),
        "content": [{"start": part.start, "end": part.end} for part in attribution.content],
    }


def _plain(record: Any, leave_out: tuple[str, ...] = ()) -> dict[str, Any]:
    return {field.name: _json(getattr(record, field.name)) for field in fields(record) if field.name not in leave_out}


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, tuple):
        return [_plain(item) if is_dataclass(item) else item for item in value]
    return dict(value) if isinstance(value, Mapping) else value
