"""What a figure counts or measures: a noun phrase, through the parse where there is one, else from the words behind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimtrack.annotate.lists import table, words
from claimtrack.annotate.text import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_NOUNS = ("NOUN", "PROPN", "SYM")
_FILE = "nouns.toml"


@dataclass(frozen=True, slots=True)
class Counted:
    """The thing counted: where its phrase stands, its phrase, and the lemma that names a count's unit.

    ``head_end``: where its head noun ends. ``pronoun``: it is a pronoun whose antecedent is still to be found.
    ``plural``: its head is; "the 2 billion deficit" is a sum, no count of deficits.
    """

    start: int
    end: int
    text: str
    unit: str | None
    head_end: int
    pronoun: bool = False
    plural: bool = True


def singular(noun: str) -> str:
    """The singular of an English noun in lower case ("people": "person", "countries": "country")."""
    word = noun.lower()
    irregular = table(_FILE)["singular"]
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
    """The singular of the noun in lower case (names keep their case): the tagger's lemma where it fits the word."""
    word, given = token.lower_, token.lemma_.lower()
    if word in table(_FILE)["singular"]:
        return str(table(_FILE)["singular"][word])
    by_rule = singular(word) if is_plural(token) else word
    if word.endswith(("ies", "ches", "shes", "sses", "xes")):
        given = by_rule
    fits = given.isalpha() and word.startswith(given[:-2] or given) and word in (given, f"{given}s", f"{given}es")
    found = given if fits and (given != word or not is_plural(token)) else by_rule
    return found if token.pos_ != "PROPN" or not token.text[:1].isupper() else found[:1].upper() + found[1:]


def counted_by_parse(span: Span) -> Counted | None:
    """The noun that the numeral ``span`` counts: the head of its nummod, or the noun of its "of" phrase."""
    root = span.root
    if of := _of_phrase(root, span):
        return of
    head = root.head
    while span.start <= head.i < span.end and head.head.i != head.i:
        head = head.head
    modifier = root.dep_.split(":")[0] in ("nummod", "compound", "amod", "nmod", "det")
    if head.lower_ in words(_FILE, "words.not_counted"):
        return None
    if modifier and head.i >= span.end and head.pos_ in ("NOUN", "PROPN", "ADJ") and _reaches(span.end, head):
        return phrase_of(head, after=span.end)
    return None


def _reaches(first: int, head: Token) -> bool:
    """May a noun phrase run from the token ``first`` to the head: no verb form, preposition, number or stop between?"""
    between = head.doc[first : head.i]
    finite = any(t.pos_ in ("AUX", "ADP", "NUM", "SYM", "SCONJ", "PRON") and t.lower_ != "of" for t in between)
    verbs = any(t.pos_ == "VERB" and t.tag_ not in ("", "VBN", "VBG", "JJ") for t in between)
    stops = any(t.pos_ == "PUNCT" and t.text not in "-,'’\"“”" for t in between)
    return head.is_alpha and not (finite or verbs or stops)


def _of_phrase(root: Token, span: Span) -> Counted | None:
    for child in root.rights:
        if child.dep_.startswith(("nmod", "obl")) and any(c.lower_ == "of" for c in child.lefts):
            if child.i - span.end > 8 or child.pos_ == "NUM":
                continue
            if child.lower_ in words(_FILE, "stated.people") and child.pos_ != "PRON":  # "eleven of the dead"
                return Counted(child.idx, child.idx + len(child), child.text, "person", child.idx + len(child))
            if child.pos_ == "PRON":
                return Counted(child.idx, child.idx + len(child), child.text, None, child.idx + len(child), True)
            return phrase_of(child)
    return None


def phrase_of(head: Token, after: int = 0) -> Counted:
    """The noun phrase of ``head`` without determiner and number, and without what follows but a bare conjunct.

    Tokens before the index ``after`` (the number's end) are left out.
    """
    if head.pos_ == "PRON" and head.lower_ in words(_FILE, "words.pronouns"):
        return Counted(head.idx, head.idx + len(head), head.text, None, head.idx + len(head), True)
    last = _conjunct(head) or head
    start = _word_start(head)
    for child in head.lefts:
        if child.dep_.split(":")[0] in _MODIFIERS and _is_plain(child, head, after):
            start = _word_start(head.doc[max(child.left_edge.i, after)])
            break
    end = last.idx + len(last)
    unit = _unit(head, after) if last.i == head.i else f"{_unit(head, after)} and {_unit(last, 0)}"
    return Counted(start, end, text_of(head.doc)[start:end], unit, end, plural=is_plural(head))


def phrase_between(first: int, head: Token) -> Counted:
    """The noun phrase from the token ``first`` to its head, as tags alone show it."""
    nouns: list[str] = []
    for token in reversed(head.doc[first : head.i]):
        if token.pos_ != "NOUN" or not token.is_alpha:
            break
        nouns.insert(0, token.lower_)
    start, end = head.doc[first].idx, head.idx + len(head)
    unit = " ".join([*nouns, lemma(head)])
    return Counted(start, end, text_of(head.doc)[start:end], unit, end, plural=is_plural(head))


_MODIFIERS = ("amod", "compound", "nmod", "flat")


def _is_plain(child: Token, head: Token, after: int) -> bool:
    """May the modifier and what lies between it and the head be quoted: no number, preposition, bracket?"""
    first = child.left_edge.i
    if (
        head.doc[first].pos_ in ("PUNCT", "CCONJ")
        or head.i - first > 8
        or child.i < after
        or (first < after and child.dep_ != "nmod:poss")
    ):
        return False
    return not any(
        t.pos_ in ("NUM", "ADP", "SCONJ", "PUNCT") and t.text not in "-,'’\"“”" for t in head.doc[first : head.i]
    )


_WORD_HEAD = re.compile(r"(?:[^\W\d_]+-)+$")


def _word_start(token: Token) -> int:
    """Where the written word of the token begins: "push-ups" is one word though it is three tokens."""
    match = _WORD_HEAD.search(text_of(token.doc), max(0, token.idx - 30), token.idx)
    return match.start() if match else token.idx


def _conjunct(head: Token) -> Token | None:
    """A second noun joined by a bare "and" ("deminers and construction workers"), which the number counts too."""
    for child in head.rights:
        if child.dep_ == "conj" and child.pos_ == "NOUN" and is_plural(child) and is_plural(head):
            inner = {c.dep_.split(":")[0] for c in child.lefts}
            counted = any(token.pos_ == "NUM" for token in child.subtree)  # "employees and debts of 900 million"
            if inner <= {"cc", "compound", "amod"} and any(c.lower_ == "and" for c in child.lefts) and not counted:
                return child
    return None


def is_plural(noun: Token) -> bool:
    """Is the noun in the plural, by its tag, the table of irregular nouns, or its lemma?"""
    if noun.tag_ in ("NNS", "NNPS") or noun.lower_ in table(_FILE)["singular"]:
        return True
    return not noun.tag_ and noun.lower_ != noun.lemma_.lower()


def _unit(head: Token, after: int) -> str:
    """The lemma of the head with the nouns compounded with it: "fighter jet"; names are left off."""
    parts = [
        child.lower_
        for child in head.lefts
        if child.dep_ == "compound" and child.pos_ == "NOUN" and child.i >= after and child.text.isalpha()
    ]
    start = _word_start(head)
    name = text_of(head.doc)[start : head.idx].lower() + lemma(head)
    return " ".join([*(part for part in parts if f"{part}-" not in name), name])


def measured_by_parse(span: Span, timed: bool = False) -> Counted | None:
    """What a sum or measure belongs to: "a debt of $10 billion", "90% of the debt", "a $500 billion project",
    "trade reached $5 million", "That was about $10 billion". A length of time (``timed``) measures only what it
    modifies.
    """
    root = span.root
    if of := _of_phrase(root, span):
        return of
    for child in root.rights:
        near = child.dep_.startswith("nmod") and child.i - span.end < 3 and child.ent_type_ != "DATE"
        if near and any(c.lower_ == "in" for c in child.lefts):
            return phrase_of(child)
    head = root.head
    cases = {c.lower_ for c in root.lefts if c.dep_ == "case"}
    kind = root.dep_.split(":")[0]
    if kind in ("nummod", "compound", "amod", "nmod") and head.i >= span.end and head.pos_ in ("NOUN", "PROPN", "ADJ"):
        return phrase_of(head, after=span.end)
    if timed:
        return None
    if beside := _noun_before_of(span):
        return phrase_of(beside)
    if kind == "nmod" and head.i < span.start and head.pos_ == "NOUN" and cases & {"of", "at"}:
        return phrase_of(head)
    return _subject(root, kind, cases)


def _noun_before_of(span: Span) -> Token | None:
    """The noun of "a deficit of about $14 billion", wherever the parse hangs the sum."""
    at = span.start - 1
    while at > 0 and span.start - at < 4 and span.doc[at].pos_ in ("ADV", "DET", "ADJ") and span.doc[at].lower_ != "of":
        at -= 1
    if at < 1 or span.doc[at].lower_ != "of":
        return None
    noun = span.doc[at - 1]
    return noun if noun.pos_ == "NOUN" and noun.dep_ != "conj" else None


def _subject(root: Token, kind: str, cases: set[str]) -> Counted | None:
    verb = root if kind == "root" or any(c.dep_ == "cop" for c in root.lefts) else root.head
    if verb is not root and verb.lemma_.lower() not in words(_FILE, "words.measure_verbs"):
        return None
    if kind == "obl" and not cases & {"to", "from", "at", "by"}:
        return None
    for child in verb.lefts:
        if child.dep_.startswith("nsubj") and child.pos_ in (*_NOUNS, "PRON"):
            if child.tag_ in ("WDT", "WP") and verb.dep_.startswith("acl") and verb.head.pos_ in _NOUNS:
                return phrase_of(verb.head)  # "fraud, which rose by a quarter"
            return phrase_of(child) if child.pos_ == "PRON" else _whole_phrase(child, verb)
    return None


def _whole_phrase(noun: Token, verb: Token) -> Counted:
    """The phrase of a subject, with the nouns right behind that a parse has cut off ("headline | inflation rose")."""
    found, last = phrase_of(noun), noun.i
    while last + 1 < verb.i and noun.doc[last + 1].pos_ == "NOUN" and noun.doc[last + 1].tag_ != "NNP":
        last += 1
    if last == noun.i or found.head_end != noun.idx + len(noun):
        return found
    whole = phrase_of(noun.doc[last])
    return Counted(found.start, whole.end, text_of(noun.doc)[found.start : whole.end], whole.unit, whole.head_end)


def antecedent_subject(doc: Doc, at: int) -> Counted | None:
    """What "it" or "that" at ``at`` stands for when no figure says so: the subject of the clause that its own hangs on
    ("meat was kept at 14C when it should ..."), else that of the sentence before. "It" is no plural."""
    span = doc.char_span(at, at + 1, alignment_mode="expand")
    if span is None or not doc.has_annotation("SENT_START"):
        return None
    pronoun, start = span[0], span.sent.start
    for verb in pronoun.head.ancestors:
        for child in verb.lefts:
            if child.dep_.startswith("nsubj") and child.pos_ in _NOUNS and child.i < pronoun.i:
                return None if is_plural(child) or child.ent_type_ == "PERSON" else phrase_of(child)
    if start == 0:
        return None
    for token in doc[start - 1].sent:
        if token.dep_.startswith("nsubj") and token.pos_ in _NOUNS and token.head.dep_ == "root":
            return None if pronoun.lower_ == "it" and is_plural(token) else phrase_of(token)
    return None
