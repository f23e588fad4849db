"""What must hold in an extraction: offsets cut the very text, indices point into their lists, ids are unique."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache

from claimtrack.model import Article, Attribution, Extraction


def content_hash(article: Article) -> str:
    """Hash that names a version: the text and the metadata that extraction depends on (date, title, publisher)."""
    return _sha256([article.text, article.published, article.title, article.publisher])


def checksum(extraction: Extraction) -> str:
    """Hash over everything found in an article, with which ``verify`` sees whether a row was altered.

    Fields that have their default are left out, so that a field added later does not change the hash.
    """
    return _sha256([_plain(getattr(extraction, layer.name)) for layer in fields(extraction) if layer.name != "article"])


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if not is_dataclass(value):
        return value
    given = ((name, getattr(value, name), default) for name, default in _fields(value.__class__))
    return {name: _plain(content) for name, content, default in given if content != default}


@cache
def _fields(record: type) -> tuple[tuple[str, object], ...]:
    """Names and defaults: a whole article has thousands of records of a few kinds."""
    return tuple((field.name, field.default) for field in fields(record))


def _sha256(value: object) -> str:
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def problems(extraction: Extraction) -> list[str]:
    """Everything that contradicts the text or itself, in words; an empty list if all is well."""
    return [
        *_encoding(extraction.article),
        *_offsets(extraction),
        *_indices(extraction),
        *_numbers(extraction),
        *_repeated_ids(extraction),
    ]


def rejection(extraction: Extraction) -> tuple[str, str] | None:
    """Why an extraction must not be stored, and the remedy, in words; None if all is well."""
    wrong = problems(extraction)
    if not wrong:
        return None
    more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
    return (
        f"{extraction.article.id} was not stored: {wrong[0]}{more}.",
        "This is a fault of the pipeline or of the input's encoding: please report it with the text.",
    )


def _encoding(article: Article) -> Iterator[str]:
    names = ("id", "text", "title", "author", "publisher", "url", "path", "published", "language")
    given = {name: getattr(article, name) or "" for name in names} | {"notes": "".join(article.notes)}
    for name, value in given.items():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            yield f"the {name} is not valid Unicode at character {error.start} (half of a surrogate pair)"


def _offsets(extraction: Extraction) -> Iterator[str]:
    text = extraction.article.text
    for what, start, end, piece in _pieces(extraction):
        if not 0 <= start <= end <= len(text):
            yield f"{what} {start}-{end} lies outside of the text of {len(text)} characters"
        elif piece is not None and text[start:end] != piece:
            yield f"{what} {start}-{end} is {piece!r}, but the text there is {text[start:end]!r}"


def _pieces(extraction: Extraction) -> Iterator[tuple[str, int, int, str | None]]:
    """Everything with a place: what it is, its start and end, and the text it should have (None: none kept)."""
    yield from (("block", block.start, block.end, None) for block in extraction.article.blocks)
    yield from (("entity", x.start, x.end, x.text) for x in extraction.entities)
    yield from (("date", x.start, x.end, x.text) for x in extraction.dates)
    yield from (("claim", x.start, x.end, x.text) for x in extraction.claims)
    for quantity in extraction.quantities:
        yield "quantity", quantity.start, quantity.end, quantity.text
        if quantity.counted_start is not None and quantity.counted_end is not None:
            yield "counted noun", quantity.counted_start, quantity.counted_end, None
    for attribution in extraction.attributions:
        yield from _attribution_pieces(attribution)


def _attribution_pieces(attribution: Attribution) -> Iterator[tuple[str, int, int, str | None]]:
    if attribution.cue is not None:
        yield "cue", attribution.cue.start, attribution.cue.end, attribution.cue.text
    if attribution.source is not None:
        yield "source", attribution.source.start, attribution.source.end, attribution.source.text
    yield from (("content", x.start, x.end, x.text) for x in attribution.content)


def _indices(extraction: Extraction) -> Iterator[str]:
    attributions = len(extraction.attributions)
    for index, attribution in enumerate(extraction.attributions):
        yield from _beyond(f"parent of attribution {index}", _given(attribution.parent), attributions)
    for claim in extraction.claims:
        yield from _beyond(f"attribution of claim {claim.id}", _given(claim.attribution), attributions)
        yield from _beyond(f"a quantity of claim {claim.id}", claim.quantities, len(extraction.quantities))
        yield from _beyond(f"a date of claim {claim.id}", claim.dates, len(extraction.dates))
        yield from _beyond(f"an entity of claim {claim.id}", claim.entities, len(extraction.entities))


def _given(index: int | None) -> tuple[int, ...]:
    return () if index is None else (index,)


def _beyond(what: str, indices: Iterable[int], size: int) -> Iterator[str]:
    yield from (f"{what} is number {index} of a list of {size}" for index in indices if not 0 <= index < size)


def _numbers(extraction: Extraction) -> Iterator[str]:
    for quantity in extraction.quantities:
        if not all(value.is_finite() for value in (quantity.value, quantity.high) if value is not None):
            yield f"quantity {quantity.start}-{quantity.end} has no finite value"
    for claim in extraction.claims:
        if not (isinstance(claim.checkworthiness, float) and 0 <= claim.checkworthiness <= 1):
            yield f"the check-worthiness of claim {claim.id} is no float in 0..1: {claim.checkworthiness!r}"


def _repeated_ids(extraction: Extraction) -> Iterator[str]:
    counts = Counter(claim.id for claim in extraction.claims)
    yield from (f"{count} claims have the id {name}" for name, count in counts.items() if count > 1)
