"""What a figure counts or measures: the noun phrase, through the parse where there is one, else from the words behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimtrack.annotate.lists import table, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_NOUNS = ("NOUN", "PROPN", "SYM")
_PRONOUNS = frozenset("it they them this that these those he she him her which who whom".split())


@dataclass(frozen=True, slots=True)
class Counted:
    """The thing counted: where its phrase stands, its phrase, and the lemma that names a count's unit.

    ``head_end``: where its head noun ends. ``pronoun``: it is a pronoun whose antecedent is still to be found.
    """

    start: int
    end: int
    text: str
    unit: str | None
    head_end: int
    pronoun: bool = False


def singular(noun: str) -> str:
    """The singular of an English noun in lower case ("people": "person", "countries": "country")."""
    word = noun.lower()
    irregular = table("nouns.toml")["singular"]
    if word in irregular:
        return str(irregular[word])
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def lemma(token: Token) -> str:
    """The token's lemma as the tagger gives it, people as persons; the rule of ``singular`` where it gives none."""
    if token.lemma_ and token.lemma_.lower() not in ("_", "people"):
        return token.lemma_.lower() if token.lemma_.islower() or token.pos_ != "PROPN" else token.lemma_
    return singular(token.text)


def counted_by_parse(span: Span) -> Counted | None:
    """The noun that the numeral ``span`` counts: the head of its nummod, or the noun of its "of" phrase."""
    root = span.root
    if of := _of_phrase(root, span):
        return of
    head = root.head
    while span.start <= head.i < span.end and head.head.i != head.i:
        head = head.head
    modifier = root.dep_.split(":")[0] in ("nummod", "compound", "amod", "nmod", "det")
    if modifier and head.i >= span.end and head.pos_ in (*_NOUNS, "ADJ", "X"):
        return phrase_of(head, after=span.end)
    return None


def _of_phrase(root: Token, span: Span) -> Counted | None:
    for child in root.rights:
        if child.dep_.startswith(("nmod", "obl")) and any(c.lower_ == "of" for c in child.lefts):
            if child.i - span.end > 8:
                continue
            if child.pos_ == "PRON":
                return Counted(child.idx, child.idx + len(child), child.text, None, child.idx + len(child), True)
            return phrase_of(child)
    return None


def phrase_of(head: Token, after: int = 0) -> Counted:
    """The noun phrase of ``head`` without determiner and number, and without what follows but a bare conjunct.

    Tokens before the index ``after`` (the number's end) are left out.
    """
    if head.pos_ == "PRON" and head.lower_ in _PRONOUNS:
        return Counted(head.idx, head.idx + len(head), head.text, None, head.idx + len(head), True)
    last = _conjunct(head) or head
    start = _word_start(head)
    for child in head.lefts:
        if child.dep_.split(":")[0] in _MODIFIERS and _is_plain(child, head, after):
            start = _word_start(head.doc[max(child.left_edge.i, after)])
            break
    end = last.idx + len(last)
    unit = _unit(head, after) if last.i == head.i else f"{_unit(head, after)} and {_unit(last, 0)}"
    return Counted(start, end, head.doc.text[start:end], unit, end)


_MODIFIERS = ("amod", "compound", "nmod", "flat")


def _is_plain(child: Token, head: Token, after: int) -> bool:
    """May the modifier and what stands between it and the head be quoted: no number, preposition, bracket, other phrase?"""
    first = child.left_edge.i
    if head.i - first > 8 or child.i < after or (first < after and child.dep_ != "nmod:poss"):
        return False
    return not any(t.pos_ in ("NUM", "ADP", "SCONJ", "PUNCT") and t.text not in "-,'’\"“”" for t in head.doc[first : head.i])


_WORD_HEAD = re.compile(r"(?:[^\W\d_]+-)+$")


def _word_start(token: Token) -> int:
    """Where the written word of the token begins: "push-ups" is one word though it is three tokens."""
    match = _WORD_HEAD.search(token.doc.text, max(0, token.idx - 30), token.idx)
    return match.start() if match else token.idx


def _conjunct(head: Token) -> Token | None:
    """A second noun joined by a bare "and" ("deminers and construction workers"), which the number counts too."""
    for child in head.rights:
        if child.dep_ == "conj" and child.pos_ == "NOUN" and child.tag_ == head.tag_ and child.tag_ == "NNS":
            inner = {c.dep_.split(":")[0] for c in child.lefts}
            if inner <= {"cc", "compound", "amod"} and any(c.lower_ == "and" for c in child.lefts):
                return child
    return None


def _unit(head: Token, after: int) -> str:
    """The lemma of the head with the nouns compounded with it: "fighter jet"; names are left off."""
    parts = [
        child.lower_
        for child in head.lefts
        if child.dep_ == "compound" and child.pos_ == "NOUN" and child.i >= after and child.text.isalpha()
    ]
    start = _word_start(head)
    name = head.doc.text[start : head.idx].lower() + lemma(head)
    return " ".join([*(part for part in parts if f"{part}-" not in name), name])


_OR_SO = re.compile(r"[\s-](?:or (?:so|more|fewer|less)|odd)(?=\s)")
_WORDS = re.compile(r"[\s\u00a0]((?:[A-Z]\.)+|[^\W\d_]+(?:[-'’][^\W\d_]+)*)")


def counted_by_words(text: str, end: int, one: bool) -> Counted | None:
    """The noun behind a number that ends at ``end``, without a parse: the first plural of the next five words.

    After "one" the next word is taken. Function words, marks and digits end the search.
    """
    stop, irregular = words("nouns.toml", "words.stop"), table("nouns.toml")["singular"]
    of = re.match(r"[\s\u00a0]of(?: the| these| those| its| their| his| her| our)?(?=\s)", text[end : end + 12])
    vague = _OR_SO.match(text, end)
    at = first = vague.end() if vague else end + (of.end() if of else 0)
    for _ in range(5):
        match = _WORDS.match(text, at)
        if match is None or (match[1].lower() in stop and match[1] != "US"):
            return None
        word, at = match[1].lower(), match.end()
        plural = word in irregular or (word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s")) and len(word) > 3)
        if plural or one:
            start = first + 1
            unit = singular(word)
            return Counted(start, at, text[start:at], unit.title() if match[1].istitle() and "-" not in word else unit, at)
    return None


def measured_by_parse(span: Span, timed: bool = False) -> Counted | None:
    """What a sum or measure belongs to: "a debt of $10 billion", "90% of the debt", "a $500 billion project",
    "trade reached $5 million", "That was about $10 billion". A length of time (``timed``) measures only what it modifies.
    """
    root = span.root
    if of := _of_phrase(root, span):
        return of
    for child in root.rights:
        if child.dep_.startswith("nmod") and any(c.lower_ == "in" for c in child.lefts) and child.i - span.end < 3:
            return phrase_of(child)
    head = root.head
    cases = {c.lower_ for c in root.lefts if c.dep_ == "case"}
    kind = root.dep_.split(":")[0]
    if kind in ("nummod", "compound", "amod", "nmod") and head.i >= span.end and head.pos_ in ("NOUN", "PROPN", "ADJ"):
        return phrase_of(head, after=span.end)
    if timed:
        return None
    if kind == "nmod" and head.i < span.start and head.pos_ == "NOUN" and cases & {"of", "at"}:
        return phrase_of(head)
    return _subject(root, kind, cases)


_MEASURE_VERBS = frozenset(
    "be cost total reach exceed weigh measure amount average stand hit go fall rise grow increase drop decline climb "
    "span soar plunge jump surge shrink plummet slump worth".split()
)


def _subject(root: Token, kind: str, cases: set[str]) -> Counted | None:
    verb = root if kind == "root" or any(c.dep_ == "cop" for c in root.lefts) else root.head
    if verb is not root and lemma(verb) not in _MEASURE_VERBS:
        return None
    if kind == "obl" and not cases & {"to", "from", "at", "by"}:
        return None
    for child in verb.lefts:
        if child.dep_.startswith("nsubj") and child.pos_ in (*_NOUNS, "PRON"):
            return phrase_of(child)
    return None


def antecedent_subject(doc: Doc, at: int) -> Counted | None:
    """What "it" or "that" at the character ``at`` stands for when no figure says so: the subject of the sentence before."""
    span = doc.char_span(at, at + 1, alignment_mode="expand")
    if span is None or not doc.has_annotation("SENT_START"):
        return None
    start = span.sent.start
    if start == 0:
        return None
    for token in doc[start - 1].sent:
        if token.dep_.startswith("nsubj") and token.pos_ in _NOUNS and token.head.dep_ == "root":
            return phrase_of(token)
    return None
