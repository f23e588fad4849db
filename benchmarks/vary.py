"""Invented articles by varying real ones: names, figures and days change, in the text and in all that was found in it.

A story takes one article of the sample corpus, renames whom and what it names, draws its figures anew, puts it on
another day, and puts invented words for most of its own: no two stories are copies of one text. Some outlets cover it:
each has words of its own, leaves some claims out, rounds a figure here and there, gives another one, or writes later,
when it has grown; a tenth copy the first. Names are drawn so that a few are in very many stories, as in the news.
Vectors move with the story, so that documents of one story are near each other and most of two stories are not. All of
it follows from the seed.

What a comparison costs depends on how many near documents share the names and telling words without which nothing is
compared (``topics.may_match``). Of 1,290 real news articles in three collections one near pair in 60 to 100 does (1.0,
1.5 and 1.7 %; the median cosine of telling words is 0.04 to 0.05). Of two stories it is one in 30 (3.4 % of 10,000
claims; 0.06), so that what is measured here is rather too slow than too fast. The share of other words decides it: 7 %
pass where 75 % of the words are others, 1 % where 85 % are.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimtrack.claims.identity import Identity
from claimtrack.model import Attribution, Claim, Extraction, Part, Quantity, Source, TimeExpression

Floats = NDArray[np.float32]
MOVED, APART = 0.55, 0.4
"""Length of what a story, and each of its documents, adds to the vectors of claims, which have length 1. With these
2 % of the pairs of two stories are near, as in a newswire of many topics, and most of one story."""
OUTLETS = 3.0
"""Documents of a story, on average."""
LEFT_OUT, ROUNDED, OTHER, GROWN, COPIED = 0.15, 0.1, 0.08, 0.1, 0.1
"""How often an outlet leaves a claim out, rounds a figure, gives another, writes of a later state, copies the text."""
OTHER_WORDS, OWN_WORDS, VOCABULARY = 0.8, 0.35, 30_000
"""Share of a story's, and of an outlet's words of four letters and more that are invented ones, and how many of these
there are (see above)."""
OFTEN = ("United States", "China", "Europe", "Reuters", "London")
"""Names that very many stories have."""
_SYLLABLES = tuple(map("".join, product("bdfghjklmnprstvz", "aeiou", "klmnrst")))
"""Two of them have the six letters by which the comparison knows a word: some 300,000 words that it tells apart."""
_END = ("a", "en", "ic", "in", "ir", "ola", "on", "ova", "or", "ovic", "sk", "ten", "us", "ya", "ek", "and")
_WORD = re.compile(r"\b[a-z]{4,}\b")
_NUMBER = re.compile(r"\d[\d ,.\u00a0\u202f]*\d|\d")


@dataclass(frozen=True, slots=True)
class Story:
    """What is the same in all documents of a story. ``days``: by how many its days are later than the article's."""

    number: int
    base: Extraction
    names: Mapping[str, str]
    words: Mapping[str, str]
    figures: Mapping[int, float]
    days: int
    vector: Floats
    outlets: int


def story(bases: Sequence[Extraction], number: int, seed: int = 0, names: int = 20_000) -> Story:
    """One story; ``names``: how many there are to draw from."""
    chance = random.Random(f"{seed} {number}")
    base = bases[chance.randrange(len(bases))]
    vector = np.random.default_rng([seed, number]).normal(size=256).astype(np.float32)
    return Story(
        number,
        base,
        {name: _name(chance, names) for name in sorted({e.name for e in base.entities})},
        _other_words(base, OTHER_WORDS, chance),
        {i: chance.lognormvariate(0, 0.8) for i in range(len(base.quantities))},
        chance.randrange(-3650, 0),
        vector / np.linalg.norm(vector),
        1 + min(int(chance.expovariate(1 / (OUTLETS - 1))), 30),
    )


def _other_words(base: Extraction, share: float, chance: random.Random) -> dict[str, str]:
    words = sorted(set(_WORD.findall(base.article.text)))
    return {word: _invented(chance.randrange(VOCABULARY)) for word in words if chance.random() < share}


@lru_cache(maxsize=VOCABULARY)
def _invented(number: int) -> str:
    drawn = random.Random(number)
    return drawn.choice(_SYLLABLES) + drawn.choice(_SYLLABLES) + drawn.choice(_END)


def _name(chance: random.Random, many: int) -> str:
    if chance.random() < 0.08:
        return OFTEN[int(len(OFTEN) * chance.random() ** 2)]
    drawn = VOCABULARY + 2 * int(many * chance.random() ** 2)  # the first ones far more often
    return f"{_invented(drawn)} {_invented(drawn + 1)}".title()


Kept = Sequence[int]
"""The claims of the base article that a document has."""


def documents(story: Story) -> Iterator[tuple[Extraction, Kept]]:
    """The documents of a story, in the order in which they come."""
    chance = random.Random(f"{story.number} outlets")
    first: tuple[Extraction, Kept] | None = None
    for outlet in range(story.outlets):
        later = chance.randrange(6) if outlet else 0
        if first is not None and chance.random() < COPIED:
            yield _named(first[0], story, outlet, later), first[1]
            continue
        grown = 1.0 + 0.1 * later if chance.random() < GROWN else 1.0
        factors = {i: factor * grown * _told(chance) for i, factor in story.figures.items()}
        made = _moved(_varied(_reworded(story, chance) if outlet else story, factors), story, chance)
        kept = [i for i in range(len(made.claims)) if chance.random() >= LEFT_OUT]
        made = _named(replace(made, claims=tuple(made.claims[i] for i in kept)), story, outlet, later)
        first = first or (made, kept)
        yield made, kept


def _reworded(story: Story, chance: random.Random) -> Story:
    """A story with some other words."""
    return replace(story, words={**story.words, **_other_words(story.base, OWN_WORDS, chance)})


def _told(chance: random.Random) -> float:
    """By what an outlet's figure differs from the story's."""
    kind = chance.random()
    return (
        chance.choice((0.7, 1.25, 1.5))
        if kind < OTHER
        else 1.0 + chance.uniform(-0.02, 0.02) * (kind < OTHER + ROUNDED)
    )


def _named(made: Extraction, story: Story, outlet: int, later: int) -> Extraction:
    """A document with its own id, outlet and day, and the ids of its claims."""
    article = made.article
    name = f"story-{story.number}/{outlet}"
    day = _later(article.published, later) if outlet else article.published
    identity = Identity(name)
    claims = [replace(c, id=identity.next_id(c.text, c.source, c.polarity)) for c in made.claims]
    publisher = f"Outlet {random.Random(f'{story.number} {outlet}').randrange(400)}"
    article = replace(article, id=name, url=None, path=None, publisher=publisher, published=day, notes=())
    return replace(made, article=article, claims=tuple(claims))


def _moved(made: Extraction, story: Story, chance: random.Random) -> Extraction:
    """Claims with vectors that have moved with the story, and a little by themselves."""
    own = np.random.default_rng([story.number, chance.randrange(2**31)]).normal(size=(len(made.claims) + 1, 256)) / 16
    moves = zip(made.claims, own[1:] + own[0], strict=True)
    return replace(made, claims=tuple(replace(c, vector=moved(c.vector, story, APART * x)) for c, x in moves))


def moved(vector: bytes | None, story: Story, own: Floats | float = 0.0) -> bytes:
    """A vector of the base article as it is in a story, of unit length, as bytes. ``own``: what comes to it."""
    found = np.frombuffer(vector or bytes(512), "<f2").astype(np.float32) + MOVED * story.vector + own
    return (found / np.linalg.norm(found)).astype("<f2").tobytes()


# ------------------------------------------------------------------ the text and what was found in it
@dataclass(frozen=True, slots=True)
class _Edits:
    """Pieces of a text with what takes their place: (start, end, new), in order, none over another."""

    pieces: Sequence[tuple[int, int, str]]

    @classmethod
    def of(cls, wanted: Iterable[tuple[int, int, str]]) -> _Edits:
        kept: list[tuple[int, int, str]] = []
        for start, end, new in sorted(wanted):
            if not kept or start >= kept[-1][1]:
                kept.append((start, end, new))
        return cls(kept)

    def text(self, text: str) -> str:
        out, begin = [], 0
        for start, end, new in self.pieces:
            out += [text[begin:start], new]
            begin = end
        return "".join(out) + text[begin:]

    def places(self, length: int) -> list[int]:
        """The new place of each place of the text; within a piece that of its start."""
        out, shift, begin = [], 0, 0
        for start, end, new in self.pieces:
            out += [i + shift for i in range(begin, start)] + [start + shift] * (end - start)
            shift += len(new) - (end - start)
            begin = end
        return out + [i + shift for i in range(begin, length + 1)]


def _varied(story: Story, factors: Mapping[int, float]) -> Extraction:
    """The story's article with its names, figures and days."""
    base = story.base
    figures = [_figure(q, factors[i]) for i, q in enumerate(base.quantities)]
    edits = _Edits.of([*_figure_edits(base, figures), *_name_edits(base, story), *_word_edits(base, story)])
    text, at = edits.text(base.article.text), edits.places(len(base.article.text))

    def place(start: int, end: int) -> dict[str, Any]:
        return {"start": at[start], "end": at[end], "text": text[at[start] : at[end]]}

    swap = _swapper(base, story, figures)
    published = _later(base.article.published, story.days)
    blocks = tuple(replace(b, start=at[b.start], end=at[b.end]) for b in base.article.blocks)
    article = replace(base.article, text=text, published=published, blocks=blocks, title=swap(base.article.title))
    return Extraction(
        article,
        tuple(replace(e, name=story.names[e.name], **place(e.start, e.end)) for e in base.entities),
        tuple(_placed_figure(new, place, at) for new in figures),
        tuple(_dated(t, story.days, place(t.start, t.end)) for t in base.dates),
        tuple(_attributed(a, place, swap) for a in base.attributions),
        tuple(_claimed(c, place, swap) for c in base.claims),
    )


def _name_edits(base: Extraction, story: Story) -> Iterator[tuple[int, int, str]]:
    for entity in base.entities:
        new = story.names[entity.name]
        yield entity.start, entity.end, new if entity.text == entity.name else new.split()[-1]


def _word_edits(base: Extraction, story: Story) -> Iterator[tuple[int, int, str]]:
    """Other words, but not where a figure, a date, a name or a cue is."""
    spans = [*base.quantities, *base.dates, *base.entities, *(a.cue for a in base.attributions if a.cue)]
    taken = {i for span in spans for i in range(span.start, span.end)}
    for found in _WORD.finditer(base.article.text):
        new = story.words.get(found[0])
        if new and found.start() not in taken and found.end() - 1 not in taken:
            yield found.start(), found.end(), new


def _figure_edits(base: Extraction, figures: Sequence[Quantity]) -> Iterator[tuple[int, int, str]]:
    for old, new in zip(base.quantities, figures, strict=True):
        if old.number and new.number != old.number and (at := old.text.find(old.number)) >= 0:
            yield old.start + at, old.start + at + len(old.number), new.number or ""


def _figure(old: Quantity, factor: float) -> Quantity:
    """A figure times a factor, to as many digits as it had, written as it was; one in words stays as it is."""
    found = _NUMBER.findall(old.number or "")
    if len(found) != 1 or old.high is not None or old.value == 0 or old.ambiguous:
        return old
    digits = re.sub(r"\D", "", found[0])
    kept = max(len(digits.rstrip("0")), 1)
    drawn = max(1, int(f"{int(digits or 1) * factor:.{kept - 1}e}".split("e")[0].replace(".", "")))
    new = str(drawn).ljust(kept, "0")[:kept] + "0" * (len(digits) - kept)
    written, left = "", list(new)
    for character in found[0]:
        written += left.pop(0) if character.isdigit() else character
    value = (old.value * int(new) / max(int(digits), 1)).normalize()
    return replace(old, number=(old.number or "").replace(found[0], written), value=Decimal(f"{value:f}"))


def _placed_figure(new: Quantity, place: Callable[[int, int], dict[str, Any]], at: Sequence[int]) -> Quantity:
    counted = [None if x is None else at[x] for x in (new.counted_start, new.counted_end)]
    return replace(new, counted_start=counted[0], counted_end=counted[1], **place(new.start, new.end))


def _dated(time: TimeExpression, days: int, place: dict[str, Any]) -> TimeExpression:
    if not (time.earliest and time.latest):
        return replace(time, **place)
    value = _later(time.value, days) if re.fullmatch(r"\d{4}-\d\d-\d\d", time.value) else time.value
    return replace(time, value=value, earliest=_later(time.earliest, days), latest=_later(time.latest, days), **place)


def _later(day: str | None, days: int) -> str | None:
    if day is None or not re.match(r"\d{4}-\d\d-\d\d", day):
        return day
    return (date.fromisoformat(day[:10]) + timedelta(days)).isoformat()


def _attributed(
    made: Attribution, place: Callable[[int, int], dict[str, Any]], swap: Callable[[str | None], str | None]
) -> Attribution:
    source = made.source
    return replace(
        made,
        cue=None if made.cue is None else Part(**place(made.cue.start, made.cue.end)),
        source=None
        if source is None
        else Source(**place(source.start, source.end), name=swap(source.name), kind=source.kind),
        content=tuple(Part(**place(part.start, part.end)) for part in made.content),
    )


def _claimed(
    claim: Claim, place: Callable[[int, int], dict[str, Any]], swap: Callable[[str | None], str | None]
) -> Claim:
    named = {name: swap(getattr(claim, name)) for name in ("subject", "object", "source", "place", "standalone")}
    return replace(claim, filled=(), **named, **place(claim.start, claim.end))


def _swapper(base: Extraction, story: Story, figures: Sequence[Quantity]) -> Callable[[str | None], str | None]:
    """What puts new names and figures into a text without places."""
    new = {entity.text: story.names[entity.name].split()[-1] for entity in base.entities}
    new |= story.names
    new |= {a.number: b.number or "" for a, b in zip(base.quantities, figures, strict=True) if a.number}
    longest = sorted(new, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in longest) or r"(?!)")

    def swap(text: str | None) -> str | None:
        if text is None:
            return None
        named = pattern.sub(lambda found: new[found[0]], text)
        return _WORD.sub(lambda found: story.words.get(found[0], found[0]), named)

    return swap
