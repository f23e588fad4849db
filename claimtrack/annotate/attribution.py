"""Attributions: source, cue and content, direct, indirect, mixed or by citation (Pareti 2015).

On the model's spans and links where a Doc has them (see ``drafts``), else by rules over the parse (see
``speech``). Above both: borders at quotation marks, quotations that go on without a cue, citations, nesting,
and who each source is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from claimtrack.annotate.citations import find_citations
from claimtrack.annotate.cues import effect_of
from claimtrack.annotate.drafts import Draft, Layout, has_spans, joined, linked_drafts
from claimtrack.annotate.floating import give_floating, give_lists
from claimtrack.annotate.mending import fill, is_act, repair, share, without_told
from claimtrack.annotate.names import Resolution, resolution_in
from claimtrack.annotate.nested import nested_drafts
from claimtrack.annotate.press import layout_drafts, with_layout
from claimtrack.annotate.quotes import Quote, find_quotes, outermost, overlapping
from claimtrack.annotate.snapping import snap
from claimtrack.annotate.sources import source_of
from claimtrack.annotate.speech import missed_drafts, ruled_drafts
from claimtrack.annotate.structure import blocks_of
from claimtrack.annotate.text import text_of
from claimtrack.model import Attribution, AttributionKind, Block, Part, Source
from claimtrack.records import keep

_MOSTLY = 0.9  # share of a content's letters in quotation marks that makes it direct
_QUOTED = 0.02
_NEAR = 40  # attributions before and after among which a parent is looked for


def find_attributions(doc: Doc, resolution: Resolution | None = None) -> list[Attribution]:
    """The attributions of ``doc``, sorted by their first character.

    ``resolution``: who names and pronouns stand for; by default what ``claimtrack_names`` stored, else found
    anew. ``parent`` is the index of the innermost attribution in whose content another lies as a whole.
    A source is None where the cue names none ("is believed to"); anonymous where it names nobody in person.
    """
    blocks = blocks_of(doc)
    outer = outermost(find_quotes(text_of(doc), blocks))
    resolution = resolution or resolution_in(doc)
    found = [_record(draft, doc, outer, resolution) for draft in _drafts(doc, blocks, outer)]
    found += _citations(doc, blocks, resolution)
    return _with_speakers(_with_parents(sorted(found, key=_order)))


def _drafts(doc: Doc, blocks: Sequence[Block], outer: Sequence[Quote]) -> list[Draft]:
    layout = Layout(doc, blocks)
    drafts = _tagged(doc, outer, layout) if has_spans(doc) else ruled_drafts(doc, outer)
    drafts = with_layout(drafts, layout_drafts(doc, outer, layout), layout)
    drafts = give_floating(sorted(drafts, key=lambda d: d.start), doc, outer, layout)
    give_lists(drafts, doc, layout)
    drafts += nested_drafts(doc, drafts)
    return [d for d in drafts if d.content and not is_act(d)]


def _tagged(doc: Doc, outer: Sequence[Quote], layout: Layout) -> list[Draft]:
    """The drafts of the model's spans, with those that the rules find where it found nothing."""
    drafts = linked_drafts(doc, layout)
    cues = sorted(d.cue.start_char for d in drafts if d.cue is not None)
    for draft in drafts:
        draft.content = joined(snap(content, outer, cues) for content in draft.content)
        repair(draft, layout)
        draft.content = without_told(draft, outer, layout)
    share(drafts)
    drafts = [draft for draft in drafts if not is_act(draft)]
    taken = _tokens(drafts)
    for draft in drafts:
        fill(draft, outer, taken)
    return drafts + missed_drafts(doc, outer, _tokens(drafts))


def _tokens(drafts: Sequence[Draft]) -> set[int]:
    return {t for d in drafts for s in (d.cue, *d.content) if s is not None for t in range(s.start, s.end)}


def _record(draft: Draft, doc: Doc, outer: Sequence[Quote], resolution: Resolution) -> Attribution:
    content = tuple(_part(span) for span in draft.content)
    return Attribution(
        kind="direct" if draft.spoken else _kind(content, text_of(doc), outer),
        cue=_part(draft.cue) if draft.cue is not None else None,
        source=source_of(draft.source, resolution) if draft.source is not None else None,
        content=content,
        effect=effect_of(draft.cue),
        inferred=draft.inferred,
    )


def _part(span: Span) -> Part:
    return Part(span.start_char, span.end_char, span.text)


def _kind(content: Sequence[Part], text: str, outer: Sequence[Quote]) -> AttributionKind:
    """Direct: all of it in quotation marks; mixed: some of it; else indirect."""
    letters = inside = 0
    for part in content:
        letters += sum(c.isalnum() for c in part.text)
        for quote in overlapping(outer, part.start, part.end):
            inside += sum(c.isalnum() for c in text[max(quote.start, part.start) : min(quote.end, part.end)])
    share = inside / letters if letters else 0.0
    return "direct" if share >= _MOSTLY else "mixed" if share > _QUOTED else "indirect"


def _citations(doc: Doc, blocks: Sequence[Block], resolution: Resolution) -> list[Attribution]:
    out = []
    for citation in find_citations(text_of(doc), blocks):
        span = doc.char_span(*citation.source, alignment_mode="expand")
        start, end = citation.source
        named = source_of(span, resolution) if span is not None else None
        text = text_of(doc)[start:end]
        kind = (named and named.kind) or "organization"
        name = (named and named.name) or (None if kind == "anonymous" else text)
        source = Source(start, end, text, name, kind)
        parts = tuple(Part(s, e, text_of(doc)[s:e]) for s, e in citation.content)
        cue = Part(*citation.cue, text_of(doc)[slice(*citation.cue)])
        out.append(Attribution("citation", cue, source, parts))
    return out


def _spans(attribution: Attribution) -> list[tuple[int, int]]:
    named = [attribution.cue] if attribution.cue else []
    source = attribution.source
    outer = [(source.start, source.end)] if source and not attribution.inferred else []
    return outer + [(p.start, p.end) for p in (*named, *attribution.content)]


def _order(attribution: Attribution) -> tuple[int, int]:
    spans = _spans(attribution)
    return min(s for s, _ in spans), -max(e for _, e in spans)


def _with_parents(found: Sequence[Attribution]) -> list[Attribution]:
    """Sets ``parent`` to the innermost attribution in whose content cue and content lie. ``found`` is in order."""
    out: list[Attribution] = []
    lengths = [_length(one) for one in found]
    for index, inner in enumerate(found):
        spans = [(p.start, p.end) for p in ((inner.cue,) if inner.cue else ()) + inner.content]
        near = range(max(0, index - _NEAR), min(len(found), index + _NEAR))
        longer = (i for i in near if lengths[i] > lengths[index])
        around = [(lengths[i], i) for i in longer if _holds(found[i], spans)]
        out.append(replace(inner, parent=min(around)[1] if around else None))
    return out


def _with_speakers(found: Sequence[Attribution]) -> list[Attribution]:
    """Who says "I" within somebody's direct speech is that somebody."""
    out: list[Attribution] = []
    for inner in found:
        outer = found[inner.parent] if inner.parent is not None else None
        said_by = outer.source if outer is not None and outer.kind in ("direct", "mixed") else None
        if inner.source is not None and said_by is not None and inner.source.text.lower() == "i":
            inner = replace(inner, source=replace(inner.source, name=said_by.name, kind=said_by.kind))
        out.append(inner)
    return out


def _length(attribution: Attribution) -> int:
    return sum(p.end - p.start for p in attribution.content)


def _holds(outer: Attribution, spans: Sequence[tuple[int, int]]) -> bool:
    return all(any(p.start <= s and e <= p.end for p in outer.content) for s, e in spans)


@Language.component("claimtrack_attribution")
def claimtrack_attribution(doc: Doc) -> Doc:
    """Keep the attributions of ``doc`` in ``doc.user_data["claimtrack.attributions"]``."""
    keep(doc, "attributions", find_attributions(doc))
    return doc
