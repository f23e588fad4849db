"""What a model's attributions lack, by the parse and the words around: a source, a content, the right speaker."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise

from spacy.tokens import Span, Token

from claimtrack.annotate.cues import effects, is_agentless, lemma_of
from claimtrack.annotate.drafts import Draft, Layout, joined
from claimtrack.annotate.lists import words
from claimtrack.annotate.mentions import without_marks
from claimtrack.annotate.quotes import Quote, is_quoted
from claimtrack.annotate.speech import PASSIVE, SUBJECT, clause, draft_at, is_somebody, phrase, stripped, subject_phrase
from claimtrack.annotate.structure import dateline_end
from claimtrack.annotate.text import text_of

LISTS = "cues.toml"
_OPENERS = frozenset({"that", "whether", "if"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LONGEST = 12  # tokens that a source right before its cue has at most
_CLOSES = frozenset({'"', "”", "''", "»"})
_OTHER_CLAUSE = frozenset({"VERB", "AUX", "PRON"})
_NAMED = frozenset({"PERSON", "PER", "ORG"})
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
    draft.content = [part for content in draft.content if (part := _behind_dateline(content, layout)) is not None]
    _find_source(draft, layout)
    if draft.cue[0].dep:
        if _is_asked(draft):
            draft.source = None
            return
        _take_parenthesis(draft)
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


def _behind_dateline(content: Span, layout: Layout) -> Span | None:
    """A content without the dateline of its paragraph; None where it is nothing else."""
    block = layout.blocks[layout.block(content.start)] if layout.blocks else None
    if block is None or content.start_char > block.start:
        return content
    start = dateline_end(text_of(content.doc), block)
    if start <= content.start_char:
        return content
    rest = [t for t in content if t.idx >= start]
    return content.doc[rest[0].i : content.end] if rest else None


def _is_asked(draft: Draft) -> bool:
    """ "Asked about the dam, she said", "when told of it": whoever spoke there is not the subject of the sentence."""
    assert draft.cue is not None
    verb = draft.cue[0]
    if verb.lower_ not in words(LISTS, "rules.asked") or any(c.dep_ in (*SUBJECT, "aux") for c in verb.children):
        return False
    before = verb.nbor(-1) if verb.i > verb.sent.start else None
    if before is None or before.is_space:
        return verb.text[0].isupper()
    return before.lower_ in ("when", "if", "once", "being", "until")


def _find_source(draft: Draft, layout: Layout) -> None:
    """Of a cue without a source: the name right before it, where no verb stands between that and what comes before.

    Before comes the start of the sentence or a quotation: "..., co-founder Jane Roe said".
    """
    cue = draft.cue
    if cue is None or draft.source is not None or cue.root.tag_ not in ("VBD", "VBZ") or is_agentless(cue):
        return
    before = _words_before(cue, layout)
    if before is None or before[-1].ent_type_ not in _NAMED or any(t.pos_ in _OTHER_CLAUSE for t in before):
        return
    draft.source = before
    parts = ((c.start, min(c.end, before.start)) if c.start < before.start else (c.start, c.end) for c in draft.content)
    draft.content = [stripped(cue.doc[start:end]) for start, end in parts if start < end]


def _words_before(cue: Span, layout: Layout) -> Span | None:
    """What stands between a cue and the start of its sentence or the quotation before it, if that is short."""
    doc, start = cue.doc, cue.start
    while start > cue.sent.start and doc[start - 1].text not in _CLOSES:
        start -= 1
    within = 0 < cue.start - start <= _LONGEST and not doc[start].is_space
    return stripped(doc[start : cue.start]) if within and layout.block(start) == layout.block(cue.start) else None


def _keep_to_block(draft: Draft, layout: Layout) -> None:
    """No name goes on in the next paragraph: of a source over a border the part in the cue's paragraph counts."""
    if draft.source is None or draft.cue is None:
        return
    parts = layout.by_block(draft.source)
    if len(parts) > 1:
        draft.source = next(
            (stripped(p) for p in parts if layout.block(p.start) == layout.block(draft.cue.start)), None
        )


def _take_parenthesis(draft: Draft) -> None:
    """ "A report that, he said, had urged a halt": he says so, and what the model took for the cue is what he says."""
    assert draft.cue is not None
    source, cue = draft.source, draft.cue
    if source is None or not 1 < cue.start - source.end <= 3 or cue[0].tag_ not in _FINITE:
        return
    verb = source.doc[source.end]
    speech = words(LISTS, "rules.speech")
    if lemma_of(verb) in speech and verb.nbor().text == "," and lemma_of(cue.root) not in speech:
        draft.cue, draft.content = (source.doc[verb.i : verb.i + 1], joined([cue, *draft.content]))


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


def without_told(draft: Draft, outer: Sequence[Quote], layout: Layout) -> list[Span]:
    """The contents of a draft without those of other paragraphs that say themselves who speaks in them.

    ``outer``: the outermost quotations.
    """
    if draft.cue is None:
        return draft.content
    block = layout.block(draft.cue.start)
    if all(layout.block(c.start) == layout.block(c.end - 1) == block for c in draft.content):
        return draft.content
    parts = [part for content in draft.content for part in layout.by_block(content)]
    kept = [p for p in parts if layout.block(p.start) == block or not any(_tells(t, outer) for t in p)]
    return draft.content if len(kept) == len(parts) else [stripped(p) for p in kept]


def _tells(token: Token, outer: Sequence[Quote]) -> bool:
    """Whether a verb of speech with somebody as its subject stands outside of the quotations."""
    if token.pos_ != "VERB" or lemma_of(token) not in words(LISTS, "rules.speech") or is_quoted(outer, token.idx):
        return False
    return any(c.dep_ in SUBJECT and is_somebody(phrase(c)) for c in token.children)


def share(drafts: Sequence[Draft]) -> None:
    """In "..., Roe said, according to the agency" Roe says it, and the agency says that he does.

    ``drafts``: in the order of the text.
    """
    for said, cited in pairwise(drafts):
        if said.content or said.source is None or said.cue is None or cited.cue is None or not cited.content:
            continue
        if cited.cue[0].lower_ == "according" and 0 <= cited.cue.start - said.cue.end <= 1:
            said.content = list(cited.content)
            first, last = sorted((said.source, said.cue), key=lambda s: s.start)
            cited.content = joined([*cited.content, said.cue.doc[first.start : last.end]])


def fill(draft: Draft, outer: Sequence[Quote], taken: Set[int]) -> None:
    """Gives a cue that a model found no content for the content that the parse shows, if it is free.

    ``outer``: the outermost quotations; ``taken``: the tokens of what was found already.
    """
    if draft.cue is None or not draft.cue[0].dep:
        return
    if len(draft.content) == 1 and draft.content[0].text.lower() in _OPENERS:
        draft.content = clause(draft.cue.root) or draft.content  # "claimed that, according to a memo, ..."
    if draft.content:
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
