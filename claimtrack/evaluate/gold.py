"""The gold format: annotated articles as files. ``docs/gold.md`` describes it.

What is read comes out in the public JSON form (``claimtrack extract``), so that gold and found look alike: every
span has ``start``, ``end`` and ``text``, and the figures and dates of claims are indices into the document's lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimtrack.errors import InputError
from claimtrack.evaluate.places import located, span_of
from claimtrack.model import Article, ReadFailure

Row = dict[str, Any]

LAYERS = ("entities", "quantities", "dates", "attributions", "claims")
_INLINE = ("quantities", "dates")
_REMEDY = "docs/gold.md describes the format."


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated article.

    ``layers``: the annotated lists, in the public JSON form; a layer that is missing was not annotated.
    ``within``: for a layer that is annotated in places only, these places (start, end); what is found elsewhere is
    not counted. ``partial``: not every claim was noted, so that a claim beside them is no error.
    """

    article: Article
    layers: Mapping[str, list[Row]]
    within: Mapping[str, list[tuple[int, int]]] = field(default_factory=dict)
    partial: bool = False


def read_gold(paths: Iterable[str | Path]) -> Iterator[Gold]:
    """The annotated articles of gold files (.jsonl or .json), in order. Raises InputError, with file and line."""
    for path in map(Path, paths):
        for place, row in _rows(path):
            try:
                yield _gold(row, path, place)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise InputError(f"{place}: a field is missing or of the wrong kind ({error}).", _REMEDY) from error


def _rows(path: Path) -> Iterator[tuple[str, Row]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".json":
            for name, noted in json.loads(text).items():
                row = {"claims": noted, "partial": True} if isinstance(noted, list) else noted
                yield f"{path}:{name}", {"path": name, **row}
            return
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                yield f"{path}:{number}", json.loads(line)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", "Name a gold file, .jsonl or .json.") from error
    except (UnicodeDecodeError, json.JSONDecodeError, AttributeError) as error:
        raise InputError(f"{path} is no gold file: {error}.", _REMEDY) from error


def _gold(row: Row, path: Path, place: str) -> Gold:
    article = _article(row, path, place)
    layers = {name: located(row[name], article.text, place) for name in LAYERS if row.get(name) is not None}
    within: dict[str, list[tuple[int, int]]] = {}
    for name in _INLINE:
        claims = layers.get("claims", [])
        if name not in layers and any(name in claim for claim in claims):
            layers[name] = _collected(name, claims, article.text, place)
            within[name] = [span_of(claim) for claim in claims]
    return Gold(article, layers, within, bool(row.get("partial")))


def _collected(name: str, claims: list[Row], text: str, place: str) -> list[Row]:
    """The figures or dates that stand in the claims themselves, as a list of the document; claims keep indices."""
    out: list[Row] = []
    for claim in claims:
        indices = []
        for item in located(claim.get(name, []), text, place, span_of(claim)):
            known = next((i for i, other in enumerate(out) if span_of(other) == span_of(item)), None)
            indices.append(len(out) if known is None else known)
            if known is None:
                out.append(item)
        claim[name] = indices
    return out


def _article(row: Row, path: Path, place: str) -> Article:
    from claimtrack.read.article import Options, build_article

    if isinstance(row.get("text"), str):
        return build_article(row["text"], place, row, Options())
    if not isinstance(row.get("path"), str):
        raise InputError(f'{place}: the row has neither "text" nor "path".', _REMEDY)
    return _read_article(path.parent, row["path"], row.get("published"))


def _read_article(folder: Path, name: str, published: str | None) -> Article:
    """The article at ``name``: a file of ``folder``, one of its lines ("wire.jsonl:2"), or in it ("week.zip/a.txt")."""
    from claimtrack.read import read_articles

    file, _, line = name.rpartition(":")
    file = file if file and line.isdigit() else name
    wanted = str(folder / name)
    place = folder / file
    there = next((path for path in (place, *place.parents) if path.is_file()), place)
    for item in read_articles([str(there)], published=published):
        if isinstance(item, ReadFailure):
            raise InputError(f"{item.path}: {item.message}", item.remedy)
        if isinstance(item, Article) and item.path == wanted:
            return item
    raise InputError(f"There is no article at {wanted}.", "A gold file names articles by their path beside it.")
