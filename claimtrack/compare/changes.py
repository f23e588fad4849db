"""What changed between the versions of a document: claims added, dropped, altered, reworded.

A claim with the same words, source and polarity is the same claim. Of the others, those that read alike but for their
numbers are one statement in two wordings (Indel similarity of RapidFuzz), unless they name nobody in common; the most
alike are matched first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from claimtrack.compare.differences import Difference, differences
from claimtrack.model import Claim, Extraction, Quantity, TimeExpression
from claimtrack.store import Store
from claimtrack.store.filters import document_key
from claimtrack.store.queries import widen
from claimtrack.store.rows import load_extraction, select

Kind = Literal["altered", "reworded", "dropped", "added"]
ALIKE = 70.0  # of 100; two different statements of one article seldom come near it, a rephrased one seldom falls below
MOST = 600  # claims of a version that are matched; those beyond come out as dropped and added
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")

VERSIONS = """SELECT v.key, v.number, v.document_key, d.id FROM versions v JOIN documents d ON d.key = v.document_key
WHERE v.kind IS NULL AND (:document IS NULL OR v.document_key = :document)
AND (SELECT count(*) FROM versions o WHERE o.document_key = v.document_key) > 1
ORDER BY v.document_key, v.number"""


@dataclass(frozen=True, slots=True)
class ClaimText:
    """A claim in a version of its document. Offsets are those of that version's text; ``passage`` is its paragraph."""

    id: str
    version: int
    start: int
    end: int
    text: str
    passage: str
    source: str | None
    polarity: str
    modality: str
    quantities: tuple[Quantity, ...]
    dates: tuple[TimeExpression, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a claim from one version to the next. ``before`` is None if it was added, ``after`` if dropped.

    "altered": the same statement with another figure, date, source, polarity or modality (``differences``);
    "reworded": other words alone. ``similarity`` in 0..1, numbers left aside; None for a claim without a partner.
    """

    document: str
    kind: Kind
    before: ClaimText | None
    after: ClaimText | None
    differences: tuple[Difference, ...] = ()
    similarity: float | None = None


def changes(store: Store, document: str | None = None) -> Iterator[Change]:
    """Changes between each version and the next, of one document (id, URL, path, how its id begins) or of all.

    In the order of documents, versions, and of the text. Raises StoreError where there is no such document.
    """
    wanted = None if document is None else document_key(store.db, document)
    rows = select(store.db, VERSIONS, {"document": wanted})
    for old, new in pairwise(rows):
        if old["document_key"] == new["document_key"]:
            before, after = (load_extraction(store.db, row["key"]) for row in (old, new))
            yield from between(before, after, old["number"], new["number"])


def between(before: Extraction, after: Extraction, old: int = 1, new: int = 2) -> list[Change]:
    """Changes from one extraction of a document to another, whose versions have these numbers."""
    pairs, dropped, added = match(before, after)
    found = [_pair(before, after, pair, (old, new)) for pair in pairs]
    found += (Change(before.article.id, "dropped", _claim(before, claim, old), None) for claim in dropped)
    found += (Change(after.article.id, "added", None, _claim(after, claim, new)) for claim in added)
    return sorted(found, key=_place)


Pair = tuple[Claim, Claim, float]


def match(before: Extraction, after: Extraction) -> tuple[list[Pair], list[Claim], list[Claim]]:
    """Claims that are one statement in two wordings, with their similarity; claims dropped; claims added."""
    kept = {claim.id for claim in before.claims} & {claim.id for claim in after.claims}
    old, new = ([claim for claim in side.claims if claim.id not in kept] for side in (before, after))
    pairs = _alike(before, after, old[:MOST], new[:MOST])
    matched = {claim.id for pair in pairs for claim in pair[:2]}
    dropped, added = ([claim for claim in side if claim.id not in matched] for side in (old, new))
    return pairs, dropped, added


def _alike(before: Extraction, after: Extraction, old: Sequence[Claim], new: Sequence[Claim]) -> list[Pair]:
    from rapidfuzz import fuzz, process

    scores = process.cdist([_plain(c) for c in old], [_plain(c) for c in new], scorer=fuzz.ratio, score_cutoff=ALIKE)
    ranked = sorted((-scores[i, j], abs(i - j), i, j) for i, j in zip(*scores.nonzero(), strict=True))
    pairs: list[Pair] = []
    used: set[tuple[str, int]] = set()
    for score, _, i, j in ranked:
        if used.isdisjoint({("old", i), ("new", j)}) and _may_be_one(before, after, old[i], new[j]):
            used |= {("old", i), ("new", j)}
            pairs.append((old[i], new[j], round(float(-score) / 100, 3)))
    return pairs


def _plain(claim: Claim) -> str:
    return _NUMBER.sub("0", " ".join(claim.text.casefold().split()))


def _may_be_one(before: Extraction, after: Extraction, old: Claim, new: Claim) -> bool:
    """Not if both name somebody or some place, and none of them is the same."""
    names = [{side.entities[i].name for i in claim.entities} for side, claim in ((before, old), (after, new))]
    return not (names[0] and names[1]) or not names[0].isdisjoint(names[1])


def _pair(before: Extraction, after: Extraction, pair: Pair, versions: tuple[int, int]) -> Change:
    old, new = _claim(before, pair[0], versions[0]), _claim(after, pair[1], versions[1])
    found = tuple(differences(old, new))
    return Change(after.article.id, "altered" if found else "reworded", old, new, found, pair[2])


def _claim(extraction: Extraction, claim: Claim, version: int) -> ClaimText:
    start, end = widen(extraction, claim.start, claim.end)
    return ClaimText(
        id=claim.id,
        version=version,
        start=claim.start,
        end=claim.end,
        text=claim.text,
        passage=extraction.article.text[start:end],
        source=claim.source,
        polarity=claim.polarity,
        modality=claim.modality,
        quantities=tuple(extraction.quantities[i] for i in claim.quantities),
        dates=tuple(extraction.dates[i] for i in claim.dates),
    )


def _place(change: Change) -> tuple[int, int, bool]:
    claim = change.after or change.before
    return (claim.start, claim.end, change.after is None) if claim else (0, 0, False)
