"""Names of the user's gazetteer in a text: a component that runs before the names are put together.

A match carries the canonical name as its span id and the Wikidata id as its knowledge-base id, which spaCy stores
with ``doc.ents``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from claimtrack.gazetteer import LABELS, Known


class Gazetteer:
    """Marks the names of ``entries`` in ``doc.ents``: the longest form first, letters and case as written there.

    A match within a longer entity is left alone ("Paris" in "Paris Hilton"); others replace what they touch.
    """

    def __init__(self, nlp: Language, entries: Iterable[Known]) -> None:
        self.entries = list(entries)
        self.matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        for number, entry in enumerate(self.entries):
            self.matcher.add(str(number), [nlp.make_doc(form) for form in entry.forms])

    def __call__(self, doc: Doc) -> Doc:
        """Add the known names to ``doc.ents``."""
        found = [self._span(match) for match in self.matcher(doc, as_spans=True)]
        known = [span for span in filter_spans(found) if not _is_inside(span, doc.ents)]
        taken = {token for span in known for token in range(span.start, span.end)}
        kept = [ent for ent in doc.ents if taken.isdisjoint(range(ent.start, ent.end))]
        doc.ents = [*kept, *known]
        return doc

    def _span(self, match: Span) -> Span:
        entry = self.entries[int(match.label_)]
        label, kb_id, span_id = LABELS[entry.kind], entry.wikidata or "", entry.name
        return Span(match.doc, match.start, match.end, label=label, kb_id=kb_id, span_id=span_id)


def _is_inside(span: Span, ents: Sequence[Span]) -> bool:
    return any(ent.start <= span.start and span.end <= ent.end and len(span) < len(ent) for ent in ents)


@Language.factory("claimtrack_gazetteer", default_config={"entries": []}, requires=["doc.ents"], assigns=["doc.ents"])
def make_gazetteer(nlp: Language, name: str, entries: list[dict[str, object]]) -> Gazetteer:
    """Make the component. ``entries``: the fields of each ``Known``."""
    return Gazetteer(nlp, (_known(entry) for entry in entries))


def _known(entry: dict[str, object]) -> Known:
    variants = entry.get("variants") or ()
    assert isinstance(variants, list | tuple)
    wikidata = entry.get("wikidata")
    forms = tuple(str(form) for form in variants)
    return Known(str(entry["name"]), str(entry["kind"]), forms, None if wikidata is None else str(wikidata))
