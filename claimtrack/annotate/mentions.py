"""Mentions of names as the model found them, mended by what the whole document shows.

A model reads a window of sentences; the document knows more: a form has one label throughout, a title or an
apposition tells a person, a family name alone is that person's. What it changes are labels and borders, it finds
no new names. Worldwide Newswire, dev: entity F1 as ``pipelines/en_news`` reports it, with and without.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Doc, Span, Token

from claimtrack.annotate.lists import words
from claimtrack.annotate.states import state_named, state_of_capital, state_of_demonym

LISTS = "names.toml"
_NAMES = frozenset({"PERSON", "PER", "ORG", "LOC", "GPE", "FAC", "NORP", "MISC", "PRODUCT", "EVENT"})
_DASHES = frozenset({"–", "—", "―", "|"})
_MARKUP = frozenset("#*•_>|~`")
_OFTEN = 2  # times as often as its own label, for another label of the same form to win


def mended(doc: Doc) -> list[Span]:
    """The entities of ``doc.ents`` in order: none over a dash between spaces, without marks, labels made consistent."""
    spans = [part for ent in doc.ents for part in _parts(ent)]
    labels = [_told(span) or span.label_ for span in spans]
    labels = _by_form(spans, labels)
    labels = _by_family_name(spans, labels)
    return [
        span if span.label_ == label else Span(doc, span.start, span.end, label=label)
        for span, label in zip(spans, labels, strict=True)
    ]


def _parts(ent: Span) -> Iterator[Span]:
    """The pieces of an entity: "ARDAN - Norland" is two, a dateline's and a sentence's; marks at the ends go."""
    if ent.label_ not in _NAMES:
        yield ent
        return
    start = ent.start
    for token in (*ent, None):
        if token is None or _parts_names(token, ent) or "\n\n" in token.text:
            end = token.i if token is not None else ent.end
            yield from _trimmed(ent.doc, start, end, ent.label_)
            start = end + 1


def _parts_names(token: Token, ent: Span) -> bool:
    """A dash between spaces, and a hyphen between spaces behind the capitals of a dateline."""
    spaced = bool(token.i and token.doc[token.i - 1].whitespace_ and token.whitespace_)
    before = ent.doc[ent.start : token.i].text
    return spaced and (token.text in _DASHES or (token.text == "-" and len(before) > 2 and before.isupper()))


def without_marks(span: Span) -> Span:
    """A span without markup and white space at its ends; the span itself where nothing else is in it."""
    return next(_trimmed(span.doc, span.start, span.end, span.label_), span)


def _trimmed(doc: Doc, start: int, end: int, label: str) -> Iterator[Span]:
    while start < end and _is_mark(doc[start].text):
        start += 1
    while end > start and _is_mark(doc[end - 1].text):
        end -= 1
    if start < end:
        yield Span(doc, start, end, label=label)


def _is_mark(text: str) -> bool:
    return not text.strip() or set(text) <= _MARKUP


def _told(span: Span) -> str | None:
    """PERSON where a title stands before a name, or a noun for a person and a comma ("the governor, Jane Roe")."""
    if span.label_ not in _NAMES or span.label_ in ("PERSON", "PER"):
        return None
    before = span.doc[max(span.start - 2, 0) : span.start]
    if not len(before) or any(t.ent_type_ for t in before[-1:]):
        return None
    title = before[-1].lower_.strip(".")
    if before[-1].text[:1].isupper() and title in _personal_titles():
        return "PERSON"
    described = before.text.rstrip().endswith(",") and before[0].lower_ in words(LISTS, "roles.person")
    return "PERSON" if described and len(span) > 1 else None


@cache
def _personal_titles() -> frozenset[str]:
    return words(LISTS, "titles.male") | words(LISTS, "titles.female") | words(LISTS, "titles.personal")


def _by_form(spans: Sequence[Span], labels: Sequence[str]) -> list[str]:
    """The label that a form has most often in the document, where that is much oftener than its own."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for span, label in zip(spans, labels, strict=True):
        counts[span.text][label] += 1
    out = []
    for span, label in zip(spans, labels, strict=True):
        (common, count), *_ = counts[span.text].most_common(1)
        mend = label in _NAMES and common in _NAMES and count >= _OFTEN * counts[span.text][label]
        out.append(common if mend else label)
    return out


def _by_family_name(spans: Sequence[Span], labels: Sequence[str]) -> list[str]:
    """A single word that is the last word of a person's full name is that person, unless it names a place besides."""
    people = {s[-1].text for s, label in zip(spans, labels, strict=True) if label == "PERSON" and len(s) > 1}
    other = Counter(s.text for s, label in zip(spans, labels, strict=True) if label != "PERSON")
    return [
        "PERSON" if s.text in people and label in _NAMES and not _is_place(s.text) and other[s.text] < _OFTEN else label
        for s, label in zip(spans, labels, strict=True)
    ]


def _is_place(text: str) -> bool:
    return bool(state_named(text) or state_of_capital(text) or state_of_demonym(text))
