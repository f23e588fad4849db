"""Mentions of names as the model found them, mended by what the whole document shows.

A model reads a window of sentences; the document knows more: a form has one label throughout, a title or an
apposition tells a person, a family name alone is that person's. What it changes are labels and borders; it finds
no new names, only further mentions of the same. On Worldwide Newswire's dev part entity F1 rises from 0.864 to 0.881.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from functools import cache

from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from claimtrack.annotate.actors import is_acronym, is_first_name
from claimtrack.annotate.lists import words
from claimtrack.annotate.states import state_named, state_of_capital, state_of_demonym

LISTS = "names.toml"
_NAMES = frozenset({"PERSON", "PER", "ORG", "LOC", "GPE", "FAC", "NORP", "MISC", "PRODUCT", "EVENT"})
_DASHES = frozenset({"–", "—", "―", "|"})
_MARKUP = frozenset("#*•_>|~`")
_PLACES = ("LOC", "GPE")
_OFTEN = 2  # times as often as its own label, for another label of the same form to win


def mended(doc: Doc) -> list[Span]:
    """The entities of ``doc.ents`` in order: none over a dash between spaces, without marks, labels made consistent.

    Those of the user's gazetteer (with a span id) stay as they are.
    """
    spans = [piece for ent in doc.ents for part in _parts(ent) for piece in _pieces(part)]
    spans = _apart([_grown(span) for span in spans if not _is_common(span)])
    spans = _with_missed(doc, spans)
    labels = [_told(span) or span.label_ for span in spans]
    labels = _by_long_form(spans, labels)
    labels = _by_form(spans, labels)
    labels = _by_family_name(spans, labels)
    return [
        span if span.id or span.label_ == label else Span(doc, span.start, span.end, label=label)
        for span, label in zip(spans, labels, strict=True)
    ]


def _parts(ent: Span) -> Iterator[Span]:
    """The pieces of an entity: "ARDAN - Norland" is two, a dateline's and a sentence's; marks at the ends go."""
    if ent.label_ not in _NAMES or ent.id:
        yield ent
        return
    start = ent.start
    for token in (*ent, None):
        if token is None or _parts_names(token, ent) or "\n\n" in token.text:
            end = token.i if token is not None else ent.end
            yield from _trimmed(ent.doc, start, end, ent.label_)
            start = end + 1


def _pieces(span: Span) -> Iterator[Span]:
    """Two names side by side: "Kuwaiti Al-Enezi", a nation and a person; "Makkah, Saudi Arabia", two places."""
    doc, start = span.doc, span.start
    if span.id:
        yield span
        return
    if span.label_ in ("PERSON", "PER") and len(span) > 1 and _is_nationality(span[0].text):
        yield Span(doc, start, start + 1, label="NORP")
        start += 1
    if span.label_ in _PLACES:
        for comma in (t.i for t in span[1:-1] if t.text == "," and t.i > start):
            yield Span(doc, start, comma, label=span.label_)
            start = comma + 1
    yield Span(doc, start, span.end, label=span.label_) if start > span.start else span


def _is_common(span: Span) -> bool:
    """Whether what a model took for an organization is a common noun for one: "the congress"."""
    nouns = words("sources.toml", "kinds.organization")
    return span.label_ == "ORG" and not span.id and span.text.islower() and span[-1].text in nouns


def _grown(span: Span) -> Span:
    """A place with the capitalised word that says what it is: "Nicoya Territory", "City of Norfold"."""
    if span.label_ not in _PLACES or span.id:
        return span
    doc, start, end = span.doc, span.start, span.end
    if end < len(doc) and doc[end].text in words(LISTS, "places.after") and span[-1].text != doc[end].text:
        end += 1
    of = start - 1 - (start > 0 and doc[start - 1].lower_ == "the")
    if of > 0 and doc[of].lower_ == "of" and doc[of - 1].text in words(LISTS, "places.before"):
        start = of - 1
    return span if (start, end) == (span.start, span.end) else Span(doc, start, end, label=span.label_)


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, without those that lie in one that has grown over them: of two that overlap the longer."""
    return sorted(filter_spans(spans), key=lambda span: span.start)


def _is_nationality(word: str) -> bool:
    return state_of_demonym(word) is not None and not is_first_name(word)


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
    """PERSON where a title stands before a name, or a noun for a person and a comma ("the governor, Jane Roe").

    ORG for one word after an article that is no modifier: "the Xeneize won" names no person.
    """
    if span.label_ in ("PERSON", "PER"):
        if len(span) == 1 and _is_only_place(span):
            return "LOC"
        company = len(span) > 1 and span[-1].text in words(LISTS, "organizations.legal")
        return "ORG" if company or (len(span) == 1 and _has_own_article(span[0])) else None
    if span.label_ not in _NAMES:
        return None
    before = span.doc[max(span.start - 2, 0) : span.start]
    if not len(before) or any(t.ent_type_ for t in before[-1:]):
        return None
    title = before[-1].lower_.strip(".")
    if before[-1].text[:1].isupper() and title in _personal_titles():
        return "PERSON"
    described = before.text.rstrip().endswith(",") and before[0].lower_ in words(LISTS, "roles.person")
    return "PERSON" if described and len(span) > 1 else None


def _is_only_place(span: Span) -> bool:
    """Whether a word names a state or capital, and is no first name and nobody's family name in the document."""
    place = state_named(span.text) or state_of_capital(span.text)
    full = (e for e in span.doc.ents if e.label_ in ("PERSON", "PER") and len(e) > 1)
    return place is not None and not is_first_name(span.text) and all(e[-1].text != span.text for e in full)


def _has_own_article(token: Token) -> bool:
    """Whether "the" stands right before a singular name that is the head of its phrase."""
    before = token.nbor(-1) if token.i else token
    heads = before.head == token and token.dep_ not in ("compound", "amod", "nmod:poss")
    return before.lower_ == "the" and token.tag_ == "NNP" and heads


@cache
def _personal_titles() -> frozenset[str]:
    return words(LISTS, "titles.male") | words(LISTS, "titles.female") | words(LISTS, "titles.personal")


def _by_long_form(spans: Sequence[Span], labels: Sequence[str]) -> list[str]:
    """An acronym in brackets is what the name before it is: "Bank of Ghana (BoG)" is an ORG, and so is every BoG."""
    told = {
        short.text: label
        for long, short, label in zip(spans, spans[1:], labels, strict=False)
        if label in _NAMES and len(long) > 1 and _in_brackets(long, short) and is_acronym(short.text, long.text)
    }
    return [told.get(s.text, label) if label in _NAMES else label for s, label in zip(spans, labels, strict=True)]


def _in_brackets(long: Span, short: Span) -> bool:
    after = short.doc[short.end].text if short.end < len(short.doc) else ""
    return short.doc[long.end : short.start].text.strip() == "(" and after[:1] == ")"


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


def _with_missed(doc: Doc, spans: list[Span]) -> list[Span]:
    """The spans, and other mentions of the same names, where a model saw a name twice and oftener than it did not."""
    seen = Counter(s.text for s in spans if s.label_ in _NAMES)
    forms = {text for text, count in seen.items() if count > 1 and len(text) > 1 and text[0].isupper()}
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for span in (s for s in spans if s.text in forms):
        labels[span.text][span.label_] += 1
    missed: dict[str, list[Span]] = defaultdict(list)
    for start, end in _occurrences(doc, spans, forms):
        text = doc[start:end].text
        missed[text].append(Span(doc, start, end, label=labels[text].most_common(1)[0][0]))
    more = [span for text, found in missed.items() if seen[text] > len(found) for span in found]
    return sorted([*spans, *more], key=lambda s: s.start) if more else spans


def _occurrences(doc: Doc, spans: Sequence[Span], forms: Set[str]) -> Iterator[tuple[int, int]]:
    """Tokens, first and last, of proper nouns that spell one of the forms and lie in no span."""
    sizes: dict[str, set[int]] = defaultdict(set)
    for span in (s for s in spans if s.text in forms):
        sizes[span[0].text].add(len(span))
    free, taken = 0, {t for s in spans for t in range(s.start, s.end)}
    for token in doc:
        for size in sorted(sizes.get(token.text, ()), reverse=True) if token.i >= free else ():
            span = doc[token.i : token.i + size]
            if span.text in forms and taken.isdisjoint(range(span.start, span.end)) and _are_names(span):
                yield span.start, span.end
                free = span.end
                break


def _are_names(span: Span) -> bool:
    return all(token.pos_ == "PROPN" for token in span if token.text[0].isupper())
