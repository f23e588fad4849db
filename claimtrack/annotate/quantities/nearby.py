"""The noun behind a number by the tags of the words, or by the words alone, where a parse is missing or astray."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimtrack.annotate.lists import table, words
from claimtrack.annotate.quantities.counted import Counted, is_plural, phrase_between, singular
from claimtrack.annotate.text import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_FILE = "nouns.toml"


def counted_by_tags(span: Span, one: bool) -> Counted | None:
    """The last noun of the run of adjectives and nouns that follows the numeral, or the pronoun of its "of" phrase.

    ``one``: the number is 1, so that the noun may be singular.
    """
    doc, first = span.doc, _behind(span)
    if first < len(doc) and doc[first].pos_ == "PRON" and doc[first].lower_ in words(_FILE, "words.pronouns"):
        token = doc[first]
        return Counted(token.idx, token.idx + len(token), token.text, None, token.idx + len(token), True)
    head = _head(doc, first)
    if head is None or not (one or is_plural(head) or _looks_plural(head, first)):
        return None
    return _coordination(span, first, head) or phrase_between(first, head)


def _looks_plural(noun: Token, first: int) -> bool:
    """An irregular plural, or a noun right behind the number that ends in -s, tagged as it may be ("three wards")."""
    word = noun.lower_
    ends = word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3
    return word in table(_FILE)["singular"] or (noun.i == first and ends and noun.pos_ == "NOUN")


def _coordination(span: Span, first: int, head: Token) -> Counted | None:
    """ "600 cooks and helpers came": before the first verb of a sentence "and" can only join two things counted."""
    doc = span.doc
    if not doc.has_annotation("SENT_START") or head.i + 1 >= len(doc) or head.nbor().lower_ != "and":
        return None
    if any(token.pos_ in ("VERB", "AUX") for token in doc[head.sent.start : span.start]):
        return None
    other = _head(doc, head.i + 2)
    if other is None or not is_plural(other) or not is_bare_subject(doc[head.i : other.i + 1]):
        return None
    one, two = phrase_between(first, head), phrase_between(head.i + 2, other)
    text = text_of(doc)[one.start : two.end]
    return Counted(one.start, two.end, text, f"{one.unit} and {two.unit}", two.end)


def _behind(span: Span) -> int:
    """The index of the first token of the noun phrase: "or so", "of", articles and possessives are passed over."""
    doc, i = span.doc, span.end
    if doc[i : i + 2].text.lower() in ("or so", "or more", "or fewer", "or less"):
        i += 2
    if i < len(doc) and doc[i].lower_ == "of":
        i += 1
        while i < len(doc) and (doc[i].pos_ == "DET" or doc[i].tag_ == "PRP$"):
            i += 1
    return i


def _head(doc: Doc, first: int) -> Token | None:
    head: Token | None = None
    for token in doc[first : first + 9]:
        if token.lower_ in words(_FILE, "words.not_counted"):
            break
        if (
            head is not None
            and head.tag_ == "NNS"
            and not is_plural(token)
            and token.tag_ != "POS"
            and token.text != "-"
        ):
            break
        if token.pos_ in ("NOUN", "PROPN") and len(token) > 1 and not token.tag_.startswith(("VB", "MD")):
            head = token
        elif head is None and _may_modify(token):
            continue
        elif head is not None and token.tag_ == "POS":
            head = None
        elif head is None or token.text != "-" or token.whitespace_ or head.whitespace_:
            break
    named = head is not None and head.pos_ == "PROPN" and not is_plural(head)
    return None if named else head


def _may_modify(token: Token) -> bool:
    if token.pos_ == "ADJ" or token.tag_ in ("VBN", "VBG", "JJ"):
        return True
    if token.pos_ == "ADV":
        return token.i + 1 < len(token.doc) and token.nbor().pos_ in ("ADJ", "VERB", "ADV")
    return token.text in ("-", ",", "'", '"', "“", "”", "‘", "’")


def is_bare_subject(span: Span) -> bool:
    """Does a verb follow the number directly ("thousands are working"), so that the number stands for its thing?"""
    after = span.doc[span.end : span.end + 1]
    return bool(len(after)) and (after[0].pos_ == "AUX" or after[0].tag_ in ("VBD", "VBP", "VBZ", "MD"))


_OR_SO = re.compile(r"[\s-](?:or (?:so|more|fewer|less)|odd)(?=\s)")
_WORDS = re.compile(r"[\s\u00a0]((?:[A-Z]\.)+|[^\W\d_]+(?:[-'’][^\W\d_]+)*)")


def counted_by_words(text: str, end: int, one: bool) -> Counted | None:
    """The noun behind a number that ends at ``end``, without a parse: the first plural of the next five words.

    After "one" the next word is taken. Function words, marks and digits end the search.
    """
    stop = words(_FILE, "words.stop") | words(_FILE, "words.not_counted")
    irregular = table(_FILE)["singular"]
    of = re.match(r"[\s\u00a0]of(?: the| these| those| its| their| his| her| our)?(?=\s)", text[end : end + 12])
    vague = _OR_SO.match(text, end)
    at = first = vague.end() if vague else end + (of.end() if of else 0)
    for _ in range(5):
        match = _WORDS.match(text, at)
        if match is None or (match[1].lower() in stop and match[1] != "US"):
            return None
        word, at = match[1].lower(), match.end()
        plural = word in irregular or (
            word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s")) and len(word) > 3
        )
        if plural or one:
            start = first + 1
            unit = singular(word)
            return Counted(
                start, at, text[start:at], unit.title() if match[1].istitle() and "-" not in word else unit, at
            )
    return None
