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
_LEAD = re.compile(r"(?P<was>\b(?:was|were|been) )?(?P<word>[^\W\d_]+) (?:on |in |the )?$")
_NEAR = 24
_REACH = 300
_CLIMB = 8
_MAY = frozenset({"could", "may", "might", "can", "should", "must"})
_WILL = frozenset({"would", "will", "'ll", "’ll", "shall", "wo"})
_IS = frozenset({"is", "are", "'s", "’s"})
_COPULA = frozenset({"is", "are", "'s", "’s", "'re", "’re", "am"})
_PRESENT = ("VBZ", "VBP", "VBG")
_MODIFIERS = ("det", "amod", "compound")
_PLAIN_CASES = frozenset({"in", "on", "at", "during"})
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
        told = _lead_tense(lead)
        due = lead is not None and lead["word"].lower() in context_words("deadline_leads")
        tense = told or (_parsed_tense(doc, start) if parsed else None)
        return tense or (None if due and parsed else lexical_tense(text, start, end)) or ("future" if due else None)

    return tense_at


def _lead_tense(lead: re.Match[str] | None) -> Tense | None:
    """What the word just before a time tells whatever the verb: "since May", "payable Dec. 15", but not "was due"."""
    word = lead["word"].lower() if lead and not lead["was"] else ""
    if word in context_words("past_leads"):
        return "past"
    return "future" if word in context_words("future_leads") else None


def _token_at(doc: Doc, start: int) -> Token | None:
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    return span[0] if span is not None and len(span) else None


def _parsed_tense(doc: Doc, start: int) -> Tense | None:
    """The tense of the first verb above the token that shows one; an infinitive leaves it to what governs it.

    A verb just before the time comes first, whatever the parse: "said on Friday that it will".
    """
    first = _token_at(doc, start)
    if first is None:
        return None
    if (beside := _verb_before(first)) and (told := _verb_tense(beside, False)):
        return told
    token, infinitive = first, False
    for _ in range(_CLIMB):
        tense = None if _is_beyond(first, token) else _verb_tense(token, infinitive)
        if tense or token.head is token:
            return tense
        infinitive = token.tag_ == "VB"
        token = token.head
    return None


def _is_beyond(first: Token, verb: Token) -> bool:
    """Does the clause of the verb begin behind the time ("said in a letter on Friday that it will")?"""
    if any(child.dep_ == "mark" and first.i < child.i < verb.i for child in verb.lefts):
        return True
    between = verb.doc[first.i : verb.i] if first.i < verb.i else ()
    return any(t.tag_ == "VBD" and t.lemma_.lower() in context_words("report_verbs") for t in between)


def firm_reader(doc: Doc) -> Callable[[int], bool]:
    """A function (offset) -> is the tense there beyond doubt: at a verb that shows it, or after "due"?"""
    text = text_of(doc)
    parsed = doc.has_annotation("DEP") and doc.has_annotation("TAG")

    def is_firm(start: int) -> bool:
        lead = _LEAD.search(text, max(0, start - _NEAR), start)
        if _lead_tense(lead):
            return True
        token = _token_at(doc, start) if parsed else None
        while token is not None and token.dep_ in _MODIFIERS and token.head.i > token.i:
            token = token.head
        if token is None or not token.dep_.startswith("obl") or _is_beyond(token, token.head):
            return False
        cases = {child.lower_ for child in token.lefts if child.dep_ == "case"}
        return cases <= _PLAIN_CASES and _verb_tense(token.head, False) is not None

    return is_firm


def state_reader(doc: Doc) -> Callable[[int], bool]:
    """A function (offset) -> does the adverb there, before its predicate, tell of a state that holds: "Today, it has
    40 shops", "honey today comes from farms", but not "Police today arrested", "The talks begin today"?"""
    parsed = doc.has_annotation("DEP") and doc.has_annotation("TAG")

    def is_state(start: int) -> bool:
        token = _token_at(doc, start) if parsed else None
        if token is None or not token.dep_.startswith(("obl", "advmod", "nmod")) or token.head.i < token.i:
            return False
        told = token.i > 0 and token.nbor(-1).pos_ == "VERB"  # "said today it has"
        return not told and _holds(token.head)

    return is_state


def _holds(head: Token) -> bool:
    """Is the predicate a state in the present: a copula, "can", a verb of the list without auxiliaries?"""
    helpers = [child for child in head.children if child.dep_.startswith(("aux", "cop"))]
    if any(child.tag_ in ("VBD", "VBN", "VBG") for child in helpers) or head.tag_ in ("VBG", "VBD"):
        return False
    if head.tag_ == "VBN":  # "is owned by"
        present = any(child.lower_ in _COPULA for child in helpers)
        return present and head.lemma_.lower() in context_words("state_verbs")
    if any(child.lower_ == "can" for child in helpers):
        return True
    if any(child.dep_ == "cop" and child.lower_ in _COPULA for child in helpers):
        return not any(child.tag_ == "MD" for child in helpers)
    comes_from = head.lemma_.lower() == "come" and head.i + 1 < len(head.doc) and head.nbor().lower_ == "from"
    there = head.lemma_.lower() == "be" and any(child.dep_ == "expl" for child in head.children)
    stative = comes_from or there or head.lemma_.lower() in context_words("state_verbs")
    return stative and not any(child.tag_ == "MD" for child in helpers)


def _verb_before(token: Token) -> Token | None:
    """The verb that the time follows directly, or after a preposition or "late", "early"."""
    at = token.i - 1
    while at > token.i - 3 and at > 0 and token.doc[at].lower_ in context_words("between_verb"):
        at -= 1
    return token.doc[at] if at >= 0 and token.doc[at].pos_ == "VERB" else None


def _verb_tense(token: Token, infinitive: bool) -> Tense | None:
    """What a verb with its auxiliaries, or an adjective such as "due", shows; ``infinitive``: it governs one."""
    helpers = [child for child in token.children if child.pos_ == "AUX"]
    words = {helper.lower_ for helper in helpers}
    if words & _WILL or (token.tag_ == "VB" and words & _MAY) or _is_to_come(token, words):
        return "future"
    if token.tag_ == "VBD" or any(helper.tag_ == "VBD" for helper in helpers):
        return "past"
    if token.lower_ in context_words("future_words"):
        return "future"
    if infinitive and token.lower_ in context_words("future_infinitives"):
        return "future"
    if token.tag_ == "VBN" and words & _IS and token.lemma_.lower() in context_words("expecting_verbs"):
        return "future"
    if token.tag_ in _PRESENT and (told := _present_tense(token, helpers)):
        return told
    return "past" if token.tag_ == "VBN" and (not helpers or words & _PERFECT) else None


def _is_to_come(token: Token, helpers: set[str]) -> bool:
    """ "Is to appear"."""
    return token.tag_ == "VB" and bool(helpers & _IS) and any(child.lower_ == "to" for child in token.lefts)


def _present_tense(token: Token, helpers: list[Token]) -> Tense | None:
    """What a verb in the present tells: "the vote begins Friday" is to come, "as saying Friday" past."""
    lemma = token.lemma_.lower()
    if lemma in context_words("report_verbs"):
        return "past"
    if lemma in context_words("expecting_verbs"):
        return "future"
    scheduled = token.tag_ != "VBG" and not helpers and lemma in context_words("scheduled_verbs")
    return "future" if scheduled else None


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
