"""From an annotated Doc to its claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from spacy.tokens import Doc

from claimtrack.claims.checkworthiness import reasons_of, score
from claimtrack.claims.context import add_dates
from claimtrack.claims.datelines import dateline_end, drop_dateline
from claimtrack.claims.drafts import Draft, find_drafts
from claimtrack.claims.identity import Identity
from claimtrack.claims.layers import Layers
from claimtrack.claims.modality import modality_of
from claimtrack.claims.place import Place, is_there, place_of
from claimtrack.claims.plain import modality_of_text, polarity_of_text
from claimtrack.claims.polarity import polarity_of
from claimtrack.claims.repair import mend
from claimtrack.claims.select import in_scope, is_checkable_text
from claimtrack.claims.standalone import Reader, Reading
from claimtrack.claims.subject import (
    Referents,
    Subject,
    gapped_subject,
    object_of,
    predicate_of,
    span_text,
    subject_of,
)
from claimtrack.claims.tree import Tree
from claimtrack.claims.units import Unit, find_units
from claimtrack.model import Attribution, Claim, Entity, Modality, Polarity, Quantity, TimeExpression


def find_claims(
    doc: Doc,
    entities: Sequence[Entity],
    quantities: Sequence[Quantity],
    times: Sequence[TimeExpression],
    attributions: Sequence[Attribution],
    *,
    document_id: str,
) -> list[Claim]:
    """The checkable statements of ``doc``, in the order of the text.

    The records are those of the earlier layers, sorted by start; the claims hold indices into them.
    ``doc.user_data`` may hold "claimtrack.blocks", "claimtrack.referents" and "claimtrack.checkworthiness".
    Without a parse there is one claim a sentence. ``document_id`` goes into the ids, which are unique in
    the document and the same on every run. Never raises on odd text.
    """
    tree = Tree.of(doc)
    parsed = doc.has_annotation("DEP")
    if parsed:
        for first, last in pairwise([*tree.pieces, len(tree.heads)]):
            drop_dateline(tree, first, last)
        mend(tree)
    layers = Layers(tree, entities, quantities, times, attributions)
    units = [_past_dateline(tree, unit) for unit in find_units(doc, tree.starts)]
    build = _Builder(doc, tree, layers, document_id)
    if not parsed:
        return [build.plain(unit) for unit in units if _is_plain_claim(tree, unit)]
    drafts = find_drafts(tree, units, layers)
    add_dates(tree, drafts, layers)
    return [build.parsed(draft) for draft in drafts]


def _past_dateline(tree: Tree, unit: Unit) -> Unit:
    bulleted = unit.kind == "list_item" and unit.first > 0 and tree.sentence(unit.first)[0] < unit.first
    body = dateline_end(tree, unit.first - bulleted, unit.last)
    return replace(unit, first=body) if unit.first < body < unit.last else unit


def _is_plain_claim(tree: Tree, unit: Unit) -> bool:
    text = tree.text[tree.starts[unit.first] : tree.ends[unit.last - 1]]
    return in_scope(unit, cited=False) and len(text.split()) > 2 and is_checkable_text(text)


class _Builder:
    """Fills the fields of claims of one document."""

    def __init__(self, doc: Doc, tree: Tree, layers: Layers, document_id: str) -> None:
        self.doc, self.tree, self.layers = doc, tree, layers
        self.identity = Identity(document_id)
        self.referents = Referents(doc.user_data.get("claimtrack.referents") or ())
        self.reader = Reader(tree, self.referents, layers.times)
        self.model_scores: Sequence[float] = doc.user_data.get("claimtrack.checkworthiness") or ()
        self.last_place: tuple[int, str] | None = None
        self.has_vectors = doc.tensor.ndim == 2 and len(doc.tensor) == len(doc) > 0

    def parsed(self, draft: Draft) -> Claim:
        """The claim of ``draft``."""
        tree, clause = self.tree, draft.clause
        subject = subject_of(tree, clause, draft.clauses, self.referents)
        predicate: str | None = None
        object_: str | None = None
        if draft.label is not None and draft.said is not None:
            subject = Subject(*draft.label, span_text(tree, *draft.label), filled=False)
            predicate, object_ = "be", span_text(tree, *draft.said)
        elif clause.kind != "presupposed":
            predicate, token = predicate_of(tree, draft.host, self.layers.marks.cue)
            object_ = self._object(draft, token)
        places = self._places(draft.unit)
        there = self._there(draft)
        place = place_of(tree, clause, draft.host, draft.first, draft.last, places) or there
        if place is not None:
            self.last_place = (draft.unit.block, place)
        return self._claim(
            draft.unit,
            draft.first,
            draft.last,
            attribution=draft.attribution,
            polarity=self._polarity(draft),
            modality=self._modality(draft),
            quantities=tuple(sorted(draft.quantities)),
            dates=tuple(sorted(draft.dates)),
            subject=None if subject is None else subject.name or self._speaker(draft, subject),
            predicate=predicate,
            object_=object_,
            reading=self.reader.read(clause, draft.host, subject, draft.first, draft.last, there),
            place=place,
        )

    def _there(self, draft: Draft) -> str | None:
        """The place that "there" of ``draft`` takes up: the last one that a claim of its block was placed at."""
        if self.last_place is None or self.last_place[0] != draft.unit.block:
            return None
        says = any(is_there(self.tree, token) for token in range(draft.first, draft.last))
        return self.last_place[1] if says else None

    def _object(self, draft: Draft, token: int) -> str | None:
        """What the draft says of its subject; a figure split off the object of its host is an object itself."""
        split_off = draft.clause.kind == "figure" and not draft.first <= draft.host.head < draft.last
        gapped = gapped_subject(self.tree, draft.clause, draft.clauses)
        if gapped is not None:
            return span_text(self.tree, gapped[1], draft.last) or None
        if split_off and self.tree.bases[draft.clause.head] in ("conj", "obj", "root"):
            return span_text(self.tree, draft.first, draft.last)
        return object_of(self.tree, draft.host, token, self.referents, draft.last)

    def plain(self, unit: Unit) -> Claim:
        """The claim of a sentence without a parse."""
        start, end = self.tree.starts[unit.first], self.tree.ends[unit.last - 1]
        text = self.tree.text[start:end]
        return self._claim(
            unit,
            unit.first,
            unit.last,
            attribution=self.layers.attribution_of(start, end),
            polarity=polarity_of_text(text),
            modality=modality_of_text(text),
            quantities=self.layers.within("quantities", start, end),
            dates=self.layers.within("times", start, end),
        )

    def _claim(
        self,
        unit: Unit,
        first: int,
        last: int,
        *,
        attribution: int | None,
        polarity: Polarity,
        modality: Modality,
        quantities: tuple[int, ...],
        dates: tuple[int, ...],
        subject: str | None = None,
        predicate: str | None = None,
        object_: str | None = None,
        reading: Reading | None = None,
        place: str | None = None,
    ) -> Claim:
        start, end = self.tree.starts[first], self.tree.ends[last - 1]
        text = self.tree.text[start:end]
        source = self._source(attribution)
        entities = self.layers.within("entities", start, end)
        reasons = reasons_of(
            quantities=len(quantities),
            dates=len(dates),
            actors=len(entities),
            lemmas=self.tree.lemmas[first:last],
            modality=modality,
            attributed=attribution is not None,
            model=self._model_score(unit),
        )
        return Claim(
            id=self.identity.next_id(text, source, polarity),
            start=start,
            end=end,
            text=text,
            subject=subject,
            predicate=predicate,
            object=object_,
            polarity=polarity,
            modality=modality,
            attribution=attribution,
            source=source,
            quantities=quantities,
            dates=dates,
            entities=entities,
            checkworthiness=score(reasons),
            standalone=None if reading is None else reading.text,
            vector=self._vector(first, last),
            place=place,
            reasons=reasons,
            filled=() if reading is None else reading.filled,
        )

    def _places(self, unit: Unit) -> list[Place]:
        start, end = self.tree.starts[unit.first], self.tree.ends[unit.last - 1]
        found = (self.layers.entities[i] for i in self.layers.within("entities", start, end))
        return [(*self.layers.tokens(e.start, e.end), e.name) for e in found if e.label in ("LOC", "GPE", "FAC")]

    def _polarity(self, draft: Draft) -> Polarity:
        if draft.clause.kind == "presupposed":
            return "affirmed"
        return polarity_of(self.tree, draft.host, denied=self._is_denied(draft))

    def _is_denied(self, draft: Draft) -> bool:
        """Is it what a cue denies; not what a relative clause in it takes for granted ("denied killing Marsh, who")?"""
        presupposes = draft.host.kind in ("relative", "reduced", "apposition")
        return self._effect(draft) == "denies" and not presupposes

    def _modality(self, draft: Draft) -> Modality:
        if draft.clause.kind == "presupposed":
            return "asserted"
        return modality_of(self.tree, draft.host, effect=self._effect(draft), reported=self._is_reported(draft))

    def _effect(self, draft: Draft) -> str | None:
        """What the cue does, where the draft is its content and not the cue's own clause."""
        if draft.attribution is None or draft.host.head not in self.layers.marks.content:
            return None
        return self.layers.attributions[draft.attribution].effect

    def _is_reported(self, draft: Draft) -> bool:
        """Is the draft the content of a cue in the past tense, or of the article's narrative about one?

        A quotation keeps the tenses of who speaks.
        """
        if draft.attribution is None:
            return False
        cue = self.layers.attributions[draft.attribution].cue
        if cue is None or self.layers.attributions[draft.attribution].kind == "direct":
            return False
        tokens = range(*self.layers.tokens(cue.start, cue.end))
        return any(self.tree.tags[t] in ("VBD", "VBN") for t in tokens)

    def _source(self, attribution: int | None) -> str | None:
        source = None if attribution is None else self.layers.attributions[attribution].source
        return None if source is None or source.kind == "anonymous" else source.name

    def _speaker(self, draft: Draft, subject: Subject) -> str | None:
        """Who says "I" in the words of one person."""
        if draft.attribution is None or self.tree.lower[subject.first : subject.last] != ["i"]:
            return None
        said = self.layers.attributions[draft.attribution]
        start = self.tree.starts[subject.first]
        quoted = said.kind in ("direct", "mixed") and any(c.start <= start < c.end for c in said.content)
        return said.source.name if quoted and said.source is not None and said.source.kind == "person" else None

    def _model_score(self, unit: Unit) -> float | None:
        if unit.sentence is None or unit.sentence >= len(self.model_scores):
            return None
        return float(self.model_scores[unit.sentence])

    def _vector(self, first: int, last: int) -> bytes | None:
        if not self.has_vectors:
            return None
        mean = np.asarray(self.doc.tensor[first:last], dtype="float32").mean(axis=0)
        norm = float(np.linalg.norm(mean))
        if not norm or not np.isfinite(norm):
            return None
        return bytes((mean / norm).astype("<f2").tobytes())
