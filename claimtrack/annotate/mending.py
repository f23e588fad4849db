"""What a model's attributions lack, by the parse and the words around: a source, a content, the right speaker."""

from __future__ import annotations

from collections.abc import Sequence, Set

from spacy.tokens import Span, Token

from claimtrack.annotate.cues import effects, is_agentless, lemma_of
from claimtrack.annotate.drafts import Draft, Layout, joined
from claimtrack.annotate.lists import words
from claimtrack.annotate.mentions import without_marks
from claimtrack.annotate.quotes import Quote
from claimtrack.annotate.speech import PASSIVE, SUBJECT, clause, draft_at, is_somebody, phrase, stripped, subject_phrase
from claimtrack.annotate.structure import dateline_end
from claimtrack.annotate.text import text_of

LISTS = "cues.toml"
_SHORT = 6  # tokens: of longer subjects the borders are less sure than the model's silence


def repair(draft: Draft, layout: Layout) -> None:
    """Gives a draft the source that its words show, where the model linked another or none.

    A dateline is no part of a source. The subject of a passive without an agent is part of what is said ("supplies
    are assessed to last"). A cue whose verb has a subject of its own takes that one rather than none or one of
    another paragraph. In "X cited Y as saying" Y speaks.
    """
    if draft.cue is None:
        return
    _cut_dateline(draft, layout)
    _keep_to_block(draft, layout)
    if draft.cue[0].dep:
        _take_subject(draft, layout)
        _go_to_cited(draft)


def _cut_dateline(draft: Draft, layout: Layout) -> None:
    """A source without the dateline or the mark of a heading before it; none where nothing else is left."""
    if draft.source is None:
        return
    draft.source = without_marks(draft.source)
    block = layout.blocks[layout.block(draft.source.start)] if layout.blocks else None
    if block is None or draft.source.start_char > block.start:
        return
    start = dateline_end(text_of(draft.source.doc), block)
    rest = [t for t in draft.source if t.idx >= start]
    draft.source = draft.source.doc[rest[0].i : draft.source.end] if rest else None


def _keep_to_block(draft: Draft, layout: Layout) -> None:
    """No name goes on in the next paragraph: of a source over a border the part in the cue's paragraph counts."""
    if draft.source is None or draft.cue is None:
        return
    parts = layout.by_block(draft.source)
    if len(parts) > 1:
        draft.source = next(
            (stripped(p) for p in parts if layout.block(p.start) == layout.block(draft.cue.start)), None
        )


def _take_subject(draft: Draft, layout: Layout) -> None:
    assert draft.cue is not None
    verb, source = draft.cue.root, draft.source
    if is_agentless(draft.cue):
        if source is not None and (source.end == draft.cue.start or _is_subject(source, verb)):
            draft.source, draft.content = None, joined([source, *draft.content])
    elif verb.pos_ == "VERB" and (source is None or layout.block(source.start) != layout.block(verb.i)):
        draft.source = _subject(verb, inherits=source is None) or source


def _is_subject(source: Span, verb: Token) -> bool:
    return source.root.head == verb and source.root.dep_ in PASSIVE


def _subject(verb: Token, *, inherits: bool) -> Span | None:
    """The subject of a verb that is somebody; of a verb of speech also that of the verb it hangs on."""
    own = next((c for c in verb.children if c.dep_ in SUBJECT - PASSIVE), None)
    subject = phrase(own) if own is not None else None
    if own is None and inherits and lemma_of(verb) in words(LISTS, "rules.speech"):
        subject = subject_phrase(verb)
    return subject if subject is not None and len(subject) <= _SHORT and is_somebody(subject) else None


def _go_to_cited(draft: Draft) -> None:
    """ "X cited Y as saying that Z": the source is Y, and the content is what stands around or behind."""
    cited = words(LISTS, "rules.cited")
    verb = next((t for t in draft.cue or () if t.lower_ in cited), None)
    if verb is None:
        return
    doc, last = verb.doc, verb.sent.end - 1
    at = next((i for i in range(verb.i + 1, last) if doc[i].lower_ == "as" and doc[i + 1].tag_ == "VBG"), None)
    if at is not None and at > verb.i + 1:
        draft.source = stripped(doc[verb.i + 1 : at])
        parts = (_behind(content, verb.i, at + 2) for content in draft.content)
        draft.content = joined(part for part in parts if part is not None) or clause(verb)


def _behind(content: Span, verb: int, end: int) -> Span | None:
    """A content without "Y as saying"; None where nothing but whom it was said to, or when, is left."""
    if content.end <= verb:
        return content
    rest = content.doc[max(content.start, end) : content.end]
    return None if not len(rest) or rest[0].pos_ == "ADP" else rest


def fill(draft: Draft, outer: Sequence[Quote], taken: Set[int]) -> None:
    """Gives a cue that a model found no content for the content that the parse shows, if it is free.

    ``outer``: the outermost quotations; ``taken``: the tokens of what was found already.
    """
    if draft.content or draft.cue is None or not draft.cue[0].dep:
        return
    first = draft.cue.root if draft.cue.root.lower_ != "to" else draft.cue[0]
    ruled = draft_at(first, outer)
    if ruled is not None and taken.isdisjoint(t for c in ruled.content for t in range(c.start, c.end)):
        draft.content = ruled.content
        draft.source = draft.source or ruled.source


def is_act(draft: Draft) -> bool:
    """Whether the cue does something instead of saying it: "signed a treaty", "wrote off the debt".

    By the verbs of the lists, where no clause and no quotation is their content; and a request of the source that
    concerns itself ("asked not to be named").
    """
    if draft.cue is None or not draft.content or not draft.cue[0].dep:
        return False
    if "_".join(t.lower_ for t in draft.content[0]) in words(LISTS, "rules.unnamed"):
        return True
    verb = draft.cue.root
    particle = next((t.lower_ for t in verb.rights if t.dep_ == "compound:prt"), "")
    acts = words(LISTS, "rules.acts")
    if lemma_of(verb) not in acts and f"{lemma_of(verb)}_{particle}" not in acts:
        return False
    goes_on = draft.cue[-1] != verb and draft.cue[-1].lower_ != particle
    if lemma_of(verb) in effects() and (goes_on or draft.content[0][0].lower_ == "to"):
        return False  # "agreed to lend", "agreed with the minister", but "agreed a deal"
    return not any(_says(content) for content in draft.content)


def _has_figure(content: Span) -> bool:
    """ "(put) the toll at 31"."""
    after = (content.doc[t.i + 1 : t.i + 4] for t in content if t.lower_ == "at")
    return any(token.like_num for tokens in after for token in tokens)


def _says(content: Span) -> bool:
    """Whether a content is a clause or a quotation."""
    if any(c in content.text for c in '"“”«»') or content[0].lower_ == "that" or _has_figure(content):
        return True
    root = content.root
    return root.tag_ in ("VBZ", "VBP", "VBD", "MD") or any(c.dep_ in (*SUBJECT, "aux", "cop") for c in root.children)
