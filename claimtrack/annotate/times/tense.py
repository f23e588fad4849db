"""The tense around an expression: from the parse or the tags where the Doc has them, else from words of a list."""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.tokens import Doc, Token

from claimtrack.annotate.text import text_of
from claimtrack.annotate.times.context import Tense
from claimtrack.annotate.times.lexicon import context_words

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?|[’']ll\b")
_END = re.compile(r"(?<=[.!?”\"’'])\s+(?=[A-Z“\"‘'])|\n\s*\n")
_LEAD = re.compile(r"([^\W\d_]+) (?:on |in |the )?$")
_NEAR = 24
_REACH = 300
_CLIMB = 8
_WILL = frozenset({"would", "will", "'ll", "’ll", "shall", "wo"})
_PERFECT = frozenset({"has", "have", "'ve", "’ve", "having"})


def pos_reader(doc: Doc) -> Callable[[int], str | None]:
    """A function (offset) -> the UPOS of the token there, "PERSON" inside a person's name, None if not known."""
    if not (doc.has_annotation("POS") or doc.has_annotation("ENT_IOB")):
        return lambda start: None
    return lambda start: _pos(_token_at(doc, start))


def _pos(token: Token | None) -> str | None:
    if token is None:
        return None
    return "PERSON" if token.ent_type_ == "PERSON" else token.pos_ or None


def tense_reader(doc: Doc) -> Callable[[int, int], Tense | None]:
    """A function (start, end) -> "past", "future" or None, for spans of the document's text."""
    text = text_of(doc)
    parsed = doc.has_annotation("DEP") and doc.has_annotation("TAG")

    def tense_at(start: int, end: int) -> Tense | None:
        lead = _LEAD.search(text, max(0, start - _NEAR), start)
        told = _lead_tense(lead[1].lower()) if lead else None
        tense = told or (_parsed_tense(doc, start) if parsed else None) or lexical_tense(text, start, end)
        return tense or ("future" if lead and lead[1].lower() in context_words("deadline_leads") else None)

    return tense_at


def _lead_tense(word: str) -> Tense | None:
    """What the word just before a time tells whatever the verb: "since May", "payable Dec. 15"."""
    if word in context_words("past_leads"):
        return "past"
    return "future" if word in context_words("future_leads") else None


def _token_at(doc: Doc, start: int) -> Token | None:
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    return span[0] if span is not None and len(span) else None


def _parsed_tense(doc: Doc, start: int) -> Tense | None:
    """The tense of the first verb above the token that shows one; an infinitive leaves it to what governs it."""
    token, infinitive = _token_at(doc, start), False
    for _ in range(_CLIMB):
        if token is None:
            return None
        tense = _verb_tense(token, infinitive)
        if tense or token.head is token:
            return tense
        infinitive = token.tag_ == "VB"
        token = token.head
    return None


def _verb_tense(token: Token, infinitive: bool) -> Tense | None:
    """What a verb with its auxiliaries, or an adjective such as "due", shows; ``infinitive``: it governs one."""
    helpers = [child for child in token.children if child.pos_ == "AUX"]
    words = {helper.lower_ for helper in helpers}
    if words & _WILL:
        return "future"
    if token.tag_ == "VBD" or any(helper.tag_ == "VBD" for helper in helpers):
        return "past"
    if token.lower_ in context_words("future_words"):
        return "future"
    if infinitive and token.lower_ in context_words("future_infinitives"):
        return "future"
    return "past" if token.tag_ == "VBN" and (not helpers or words & _PERFECT) else None


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Rough bounds of the sentence that holds a span, at most 300 characters to either side."""
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    first = low
    for match in _END.finditer(text, low, start):
        first = match.end()
    after = _END.search(text, end, high)
    return first, after.start() if after else high


def lexical_tense(text: str, start: int, end: int) -> Tense | None:
    """The tense of the nearest word that shows one, in the sentence; words before the span count as nearer."""
    first, last = sentence_around(text, start, end)
    best: tuple[int, Tense] | None = None
    words = [
        (match.start(), match.end(), match[0].lower().replace("’", "'")) for match in _WORD.finditer(text, first, last)
    ]
    for i, (begin, stop, word) in enumerate(words):
        if start <= begin < end:
            continue
        before, after = words[i - 1][2] if i else "", words[i + 1][2] if i + 1 < len(words) else ""
        tense = word_tense(word, before, after)
        if tense:
            gap = start - stop if stop <= start else 2 * (begin - end)
            if best is None or gap < best[0]:
                best = gap, tense
    return best[1] if best else None


def word_tense(word: str, before: str, after: str) -> Tense | None:
    """What one word shows: "will" future, "is to" future, "rose" and "-ed" past."""
    if word in context_words("future_words"):
        return "future"
    if after == "to" and word in context_words("future_infinitives"):
        return "past" if before in ("was", "were", "been") else "future"
    if word in context_words("past_words") or (word.endswith("ed") and len(word) > 4):
        return "past"
    return None
