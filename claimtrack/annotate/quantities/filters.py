"""Is a figure a quantity at all? Years, names with numbers, pronoun "one", fractions that are no shares are not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimtrack.annotate.lists import words
from claimtrack.annotate.quantities import exclusions
from claimtrack.annotate.quantities.comparators import comparator_of
from claimtrack.annotate.quantities.figures import Figure
from claimtrack.annotate.quantities.numbers import Numeral
from claimtrack.annotate.text import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FILE = "not_quantities.toml"


def is_quantity(doc: Doc, figure: Figure) -> bool:
    """False for a figure that is a year, a label, part of a name or word, a pronoun, a point in time."""
    text, low = text_of(doc), figure.low
    if figure.prefix is not None:
        return True
    if exclusions.is_glued(text, low) or _runs_on(text, figure) or _is_past_time(text, figure):
        return False
    if low.kind == "fraction":
        return _is_share(text, figure)
    if low.kind == "vague":
        return _is_vague_amount(text, low)
    if figure.unit is None and (exclusions.is_labelled(text, low) or exclusions.is_named(text, low)):
        return False
    if exclusions.looks_like_year(low, text) and figure.unit is None and figure.high is None:
        return _is_round_count(text, low)
    if low.value == 1 and low.kind == "words" and not figure.high:
        return _is_number_one(doc, figure)
    return not _is_odd_word(text, figure)


def _runs_on(text: str, figure: Figure) -> bool:
    """A letter or digit goes on directly behind the number ("11a", "24703m212", "38th", "1990s")."""
    after = text[figure.end : figure.end + 1]
    if figure.unit is None and figure.low.kind == "digits":
        return bool(re.match(r"[^\W_]|_|-\d|/\w|-[A-Z]\d", text[figure.number_end : figure.number_end + 3]))
    return after.isdigit() or (
        (figure.end - figure.unit.start == 1 if figure.unit else False)
        and bool(re.match(r"-\w", text[figure.end : figure.end + 2]))
    )


def _is_past_time(text: str, figure: Figure) -> bool:
    """ "three years ago" is a date."""
    return figure.unit_kind == "time" and bool(re.match(r"\s+ago\b", text[figure.end : figure.end + 6]))


_SHARE_AFTER = re.compile(
    r"\s+(?:of|the|its|their|his|her|our|my|your|all|that|this|these|those|as|majority|share|stake|cut|off)\b"
)
_NOT_HALF = re.compile(
    r"(?i)\b(?:first|second|other|latter|former|last|final|next|each|this|that|top|bottom|lower|upper|early|late)[\s-]+$"
)
_NOT_QUARTER = re.compile(
    r"(?i)\b(?:first|second|third|fourth|final|last|next|this|that|each|per|same|previous|current|fiscal|the|every"
    r"|latest|prior|year-ago|ended|holiday)[\s-]+$"
)
_BY = re.compile(r"(?i)\b(?:by|than|and|to|be|is|was|were|are|account(?:s|ed)? for)\s+$")
_SIMPLE = re.compile(r"(?:an? )?(?:half|quarter|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)")
_ORDINAL = re.compile(r"third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|twentieth|hundredth|thousandth")


def _is_share(text: str, figure: Figure) -> bool:
    """ "half of it", "over half", "a third of", "half an hour", but not "the first half", "a third man"."""
    low = figure.low
    word, before = text[low.start : low.end].lower(), text[max(0, low.start - 24) : low.start]
    if _ORDINAL.fullmatch(word) or word in ("quarters", "halves", "thirds"):
        return False
    if word.endswith("half") and _NOT_HALF.search(before):
        return False
    if figure.unit is not None:
        return not (word.startswith("quarter") and _NOT_QUARTER.search(before))
    if text[low.end : low.end + 1] == "-" or re.search(r"[^\W\d_]-$", before):
        return False
    if not _SIMPLE.fullmatch(word):
        return True
    compared = comparator_of(text, low.start) != "=" or bool(_BY.search(before))
    of = re.match(r"\s+(?:of|more|less|fewer|higher|lower)\b", text[low.end : low.end + 8]) is not None
    if word.endswith("half"):
        return compared or bool(_SHARE_AFTER.match(text, low.end))
    return (of and not (word == "quarter" and _NOT_QUARTER.search(before))) or (compared and word.startswith("a"))


def _is_vague_amount(text: str, low: Numeral) -> bool:
    """ "tens of", "scores of" need their "of"; "the hundreds" is a column, not an amount."""
    word = text[low.start : low.end].lower()
    if word in ("tens", "scores"):
        return text.startswith(" of", low.end)
    return text[low.start : low.end].islower() or not re.match(r"\s[A-Z]", text[low.end : low.end + 2])


def _is_round_count(text: str, low: Numeral) -> bool:
    """A number that could be a year counts when a noun in the plural follows and nothing makes it a year."""
    if not re.match(r"\s(?:people|(?:[a-z]+\s)?[a-z]{2,}s)\b(?!['’])", text[low.end : low.end + 40]):
        return False
    if re.search(
        r"(?i)\b(?:in|of|by|since|until|till|from|the|during|for|mid|early|late|summer|winter|spring|autumn|fall|its|their|his|her|[^\W\d_]+['’]s)[\s-]+$",
        text[max(0, low.start - 16) : low.start],
    ):
        return False
    if re.search(r"(?i)\b(?:below|above|under)\s$", text[max(0, low.start - 8) : low.start]):
        return False
    return comparator_of(text, low.start) != "=" or low.value % 50 == 0


def _is_number_one(doc: Doc, figure: Figure) -> bool:
    """ "one dealer", "one mile", but not "one of them", "no one", "this one", "one another"."""
    text, low = text_of(doc), figure.low
    if figure.unit is not None:
        return True
    before = re.search(r"([^\W\d_]+)[\s-]+$", text[max(0, low.start - 16) : low.start])
    after = re.match(r"[\s]+([^\W\d_]+)", text[low.end : low.end + 20])
    if before and before[1].lower() in words(_FILE, "pronoun_before"):
        return False
    if after is None or after[1].lower() in words("nouns.toml", "words.stop") | {"another", "such", "thing"}:
        return False
    span = doc.char_span(low.start, low.end, alignment_mode="expand")
    if span is None or not doc.has_annotation("POS"):
        return True
    return span.root.pos_ != "PRON" and span.doc[span.end].pos_ in ("NOUN", "ADJ", "PROPN", "VERB")


_HYPHEN = re.compile(r"\s?-\s?(?P<word>[a-z]+)")


def _is_odd_word(text: str, figure: Figure) -> bool:
    """ "two-way", "three-dimensional", "five-star": an adjective, no amount."""
    match = _HYPHEN.match(text, figure.number_end)
    return figure.unit is None and match is not None and match["word"] in words(_FILE, "hyphen_words")
