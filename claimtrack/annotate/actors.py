"""Who is who in a document: mentions of names put together under one canonical name each.

Short forms go to the full name ("Putin": "Vladimir Putin"), titles are split off, acronyms go to the name
that introduces them ("International Atomic Energy Agency (IAEA)"), demonyms and other names to their state.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from spacy.tokens import Doc, Span

from claimtrack.annotate.lists import rows, words
from claimtrack.annotate.states import bare, state_named, state_of_demonym
from claimtrack.annotate.text import text_of
from claimtrack.annotate.variants import key_of

LISTS = "names.toml"
Gender = Literal["m", "f"]
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’]|['’])$", re.IGNORECASE)
_ACRONYM = re.compile(r"^[A-Z][A-Za-z&.-]*[A-Z]\.?s?$")
_BRACKET_INSIDE = re.compile(r"(.+?)\s*\(([A-Z][\w&.-]+)\)?")
_BRACKET_AFTER = re.compile(r"['’s\s]*\(\s*[\"“]?([A-Z][\w&.-]*)[\"”]?\s*[,;)]")
_PLACES = ("LOC", "GPE", "FAC")
_NEARBY, _LONG_AGO = 80, 300  # tokens before a family name that two people share


@dataclass(slots=True)
class Actor:
    """Somebody or something named: its mentions, in the order of the text, and what they tell about it.

    ``roles``: nouns that it is called by, and phrases of those that it is to somebody ("his lawyer"); ``marks``:
    capitalised words before them ("the Norlandic minister"), in lower case; ``papers``: documents that it wrote.
    """

    name: str
    label: str
    mentions: list[Span] = field(default_factory=list)
    gender: Gender | None = None
    roles: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)
    papers: set[str] = field(default_factory=set)
    is_state: bool = False
    wikidata: str | None = None


@dataclass(slots=True)
class _Mention:
    span: Span
    text: str
    words: tuple[str, ...]
    titles: tuple[str, ...]


def find_actors(doc: Doc) -> list[Actor]:
    """The named people, organizations, places, groups and things of ``doc.ents``, each once, by first mention."""
    mentions = [_mention(ent) for ent in doc.ents if ent.label_ not in ("DATE", "MONEY")]
    people = _people([m for m in mentions if m.span.label_ in ("PERSON", "PER") and m.words])
    others = _others([m for m in mentions if m.span.label_ not in ("PERSON", "PER") and m.words], doc)
    return sorted(_with_known([*people, *others]), key=lambda a: a.mentions[0].start)


def _with_known(actors: list[Actor]) -> list[Actor]:
    """The actors, those of the user's gazetteer under its names: each of them once, whatever it is called."""
    kept: list[Actor] = []
    known: dict[str, Actor] = {}
    for actor in actors:
        mention = next((m for m in actor.mentions if m.id), None)
        if mention is None:
            kept.append(actor)
            continue
        actor.name, actor.wikidata = mention.id_, mention.kb_id_ or None
        same = known.setdefault(actor.name, actor)
        if same is not actor:
            same.mentions = sorted([*same.mentions, *actor.mentions], key=lambda m: m.start)
            same.roles |= actor.roles
            same.marks |= actor.marks
            same.gender = same.gender or actor.gender
    return [*kept, *known.values()]


def _mention(span: Span) -> _Mention:
    text = clean(span.text)
    parts = [w for w in text.split() if w]
    titles = _titles_before(span)
    if span.label_ in ("PERSON", "PER"):
        while len(parts) > 1 and _plain(parts[0]) in all_titles():
            titles.append(_plain(parts.pop(0)))
        while len(parts) > 1 and _plain(parts[-1]) in words(LISTS, "titles.suffixes"):
            parts.pop()
        parts = [p.rstrip(",") for p in parts]
    else:
        parts = bare(text).split()
    return _Mention(span, " ".join(parts), tuple(_spelling(p) for p in parts), tuple(titles))


def clean(text: str) -> str:
    """A mention's text on one line, without a genitive ending and marks around it."""
    text = _POSSESSIVE.sub("", " ".join(text.split()))
    return text.strip(" \"“”‘’'(),;:#*_|>•")


def _spelling(word: str) -> str:
    """What all spellings of a word have in common."""
    return "".join(key_of(word)) or _plain(word)


def _plain(word: str) -> str:
    return word.strip(".,").lower()


@cache
def all_titles() -> frozenset[str]:
    """Every title, in lower case and without its point."""
    return words(LISTS, "titles.male") | words(LISTS, "titles.female") | words(LISTS, "titles.any")


def _titles_before(span: Span) -> list[str]:
    """The titles that stand before a name in the text, outermost first: "Foreign Minister" Lavrov."""
    titles: list[str] = []
    for token in reversed(span.doc[max(0, span.start - 5) : span.start]):
        word = token.text.rstrip(".")
        if word.lower() not in all_titles() or (
            word.islower() and not titles and word.lower() in ("first", "state", "us")
        ):
            break
        titles.insert(0, word.lower())
    return titles


# ------------------------------------------------------------------------------------------- people


def _people(mentions: list[_Mention]) -> list[Actor]:
    groups = _full_names([m for m in mentions if len(m.words) > 1])
    people = _Register()
    for group in groups:
        actor = Actor(_best_name(group), "PERSON")
        for mention in group:
            _add(actor, mention)
        actor.gender = actor.gender or _gender_by_name(actor.name)
        people.add(actor, {w for m in group for w in m.words}, {m.words[-1] for m in group})
    for mention in (m for m in mentions if len(m.words) == 1):
        _add(_owner(mention, people) or people.bare(mention), mention)
    for actor in people.actors:
        actor.mentions.sort(key=lambda s: s.start)
    return people.actors


class _Register:
    """Actors by the words of their names, and by their last words."""

    def __init__(self) -> None:
        self.actors: list[Actor] = []
        self.by_word: dict[str, list[Actor]] = defaultdict(list)
        self.by_last: dict[str, list[Actor]] = defaultdict(list)
        self._bare: dict[str, Actor] = {}

    def bare(self, mention: _Mention) -> Actor:
        """Somebody known by one word only; where that is the family name of two, neither of them."""
        word = mention.words[0]
        actor = self._bare.setdefault(word, Actor(mention.text, "PERSON"))
        if not actor.mentions:
            self.actors.append(actor)
            if not self.by_last[word]:
                self.by_word[word].append(actor)
                self.by_last[word].append(actor)
        return actor

    def add(self, actor: Actor, parts: Iterable[str], last: Iterable[str]) -> None:
        self.actors.append(actor)
        for word in parts:
            self.by_word[word].append(actor)
        for word in last:
            self.by_last[word].append(actor)


def _full_names(mentions: list[_Mention]) -> list[list[_Mention]]:
    """Mentions with two words or more, those of one person together: a middle name or initial makes no other."""
    groups: list[list[_Mention]] = []
    by_last: dict[str, list[int]] = defaultdict(list)
    by_word: dict[str, list[int]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda m: -len(m.words)):
        same = (i for i in by_last[mention.words[-1]] if _same_first(mention.words[0], groups[i][0].words[0]))
        inside = [i for i in by_word[mention.words[0]] if _is_run(mention.words, groups[i][0].words)]
        unclear = len(inside) > 1 and mention.words[0] in words(LISTS, "names.particles")  # "De Wit", of two sisters
        index = next(same, len(groups) if unclear or not inside else inside[0])
        if index == len(groups):
            groups.append([])
            by_last[mention.words[-1]].append(index)
            for word in set(mention.words):
                by_word[word].append(index)
        groups[index].append(mention)
    return groups


def _same_first(a: str, b: str) -> bool:
    return a == b or (1 in (len(a), len(b)) and a[0] == b[0])


def _is_run(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    size = len(short)
    return size < len(long) and any(long[i : i + size] == short for i in range(len(long) - size + 1))


def _best_name(group: list[_Mention]) -> str:
    """The most frequent full form, of these the longest, of these the first; none that begins with a particle."""
    counts = Counter(m.text for m in group)
    particles = words(LISTS, "names.particles")
    return max(counts, key=lambda t: (t.split()[0].lower() not in particles, not t.isupper(), counts[t], len(t)))


def _owner(mention: _Mention, people: _Register) -> Actor | None:
    """Whom a single word stands for: by family name, else by first name where only one has it.

    Somebody whom the text has introduced comes before somebody whom it has yet to introduce. Of two of one family
    name it is the one whom the text is about, or speaks of just there; None where both may be meant.
    """
    word, gender = mention.words[0], _gender_by_titles(mention.titles)
    family = [a for a in people.by_last[word] if gender is None or a.gender in (None, gender)]
    first = [a for a in people.by_word[word] if gender is None or a.gender in (None, gender)]
    known = [[a for a in some if _is_introduced(a, mention)] for some in (family, first)]
    fitting = next((f for f in (known[0], _alone(known[1]), family, _alone(first)) if f), [])
    return _meant(mention, sorted(fitting, key=lambda a: -len(a.mentions)))


def _meant(mention: _Mention, actors: list[Actor]) -> Actor | None:
    """Of actors of one family name, those with most mentions first, the one who is meant.

    The first, unless that one was named long ago and another just now; None where two are named as often, both nearby.
    """
    if len(actors) < 2:
        return next(iter(actors), None)
    first, second = actors[:2]
    if _since(first, mention) > _LONG_AGO:
        return next((a for a in actors[1:] if _since(a, mention) < _NEARBY), first)
    tie = len(first.mentions) == len(second.mentions)
    return None if tie and max(_since(first, mention), _since(second, mention)) < _NEARBY else first


def _since(actor: Actor, mention: _Mention) -> int:
    """How many tokens before a mention somebody was named last; of somebody named later only, a large number."""
    before = [mention.span.start - known.start for known in actor.mentions if known.start < mention.span.start]
    return min(before, default=sys.maxsize)


def _is_introduced(actor: Actor, mention: _Mention) -> bool:
    return any(known.start < mention.span.start for known in actor.mentions)


def _alone(actors: list[Actor]) -> list[Actor]:
    return actors if len(actors) == 1 else []


def _add(actor: Actor, mention: _Mention) -> None:
    actor.mentions.append(mention.span)
    actor.roles.update(mention.titles)
    actor.gender = actor.gender or _gender_by_titles(mention.titles)


def _gender_by_titles(titles: Iterable[str]) -> Gender | None:
    for title in titles:
        if title in words(LISTS, "titles.male") or title in words(LISTS, "gender.male"):
            return "m"
        if title in words(LISTS, "titles.female") or title in words(LISTS, "gender.female"):
            return "f"
    return None


@cache
def _first_names() -> dict[str, Gender]:
    return {row[0].lower(): "m" if row[1] == "m" else "f" for row in rows("first_names.tsv")}


def is_first_name(word: str) -> bool:
    """Whether a word is in use as a first name."""
    return word.lower() in _first_names()


def _gender_by_name(name: str) -> Gender | None:
    return _first_names().get(name.split()[0].lower().strip(".")) if " " in name else None


# ------------------------------------------------------------------------------------------- others


def _others(mentions: list[_Mention], doc: Doc) -> list[Actor]:
    long_form = _acronyms(mentions, doc)
    long_form.update(_short_forms(mentions))
    state_form = _state_forms(mentions)
    actors: dict[tuple[str, ...], Actor] = {}
    for mention in mentions:
        name, is_state = _other_name(mention, long_form, state_form)
        actor = actors.setdefault(key_of(name) or (name,), Actor(name, mention.span.label_, is_state=is_state))
        if actor.label == "NORP" and mention.span.label_ != "NORP":
            actor.label = mention.span.label_
        actor.mentions.append(mention.span)
    return list(actors.values())


def _other_name(mention: _Mention, long_form: dict[str, str], state_form: dict[str, str]) -> tuple[str, bool]:
    name = long_form.get(mention.text, mention.text)
    state = state_named(name) if mention.span.label_ != "NORP" else state_of_demonym(name)
    if state is None and mention.span.label_ in ("NORP", *_PLACES, "MISC"):
        state = state_of_demonym(name) or state_named(name)
    return (state_form.get(state.code, state.name), True) if state else (name, False)


def _state_forms(mentions: list[_Mention]) -> dict[str, str]:
    """State code -> the name that the document itself gives it, its longest."""
    forms: dict[str, str] = {}
    for mention in mentions:
        state = state_named(mention.text)
        if state and len(mention.text) > len(forms.get(state.code, "")):
            forms[state.code] = mention.text
    return forms


def _acronyms(mentions: list[_Mention], doc: Doc) -> dict[str, str]:
    """Acronym -> long name: introduced in brackets beside it, or the initials of one name of the document alone."""
    out: dict[str, str] = {}
    by_initials: dict[str, set[str]] = defaultdict(set)
    for mention in (m for m in mentions if len(m.words) > 1 and m.span.label_ != "NORP"):
        inside = _BRACKET_INSIDE.fullmatch(mention.text)
        after = _BRACKET_AFTER.match(text_of(doc), mention.span.end_char)
        if inside:
            out[inside[2]] = out[mention.text] = inside[1]
        elif after and is_acronym(after[1], mention.text):
            out[after[1]] = mention.text
        by_initials[_initials(mention.text)].add(mention.text)
    for text in {m.text for m in mentions if _ACRONYM.match(m.text)} - set(out):
        owners = by_initials.get(text.replace(".", ""), set())
        if len(owners) == 1 and state_named(text) is None:
            out[text] = next(iter(owners))
    return out


def _initials(name: str) -> str:
    skipped = words(LISTS, "organizations.skipped")
    parts = [p for w in name.split() for p in w.split("-")]
    return "".join(p[0] for p in parts if p and p.lower() not in skipped and p[0].isupper())


def is_acronym(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym come in order in the name, its first letter first."""
    letters = [c.lower() for c in acronym if c.isalpha()]
    rest = iter(name.lower())
    return bool(letters) and name[:1].lower() == letters[0] and all(c in rest for c in letters)


def _short_forms(mentions: list[_Mention]) -> dict[str, str]:
    """ "Samsung": "Samsung Electronics" where the rest is generic; "the Post": "Washington Post" after an article."""
    generic = words(LISTS, "organizations.suffixes")
    heads: dict[str, set[str]] = defaultdict(set)
    tails: dict[str, set[str]] = defaultdict(set)
    for mention in (m for m in mentions if m.span.label_ == "ORG" and len(m.words) > 1):
        first, *rest = mention.text.split()
        tails[rest[-1]].add(mention.text)
        if all(_plain(part) in generic for part in rest):
            heads[first].add(mention.text)
    out: dict[str, str] = {}
    for mention in (m for m in mentions if m.span.label_ == "ORG" and len(m.words) == 1 and not m.text.isupper()):
        owners = heads[mention.text] or (tails[mention.text] if _has_article(mention.span) else set())
        if len(owners) == 1:
            out[mention.text] = next(iter(owners))
    return out


def _has_article(span: Span) -> bool:
    before = span.doc[span.start - 1].lower_ if span.start else ""
    return span[0].lower_ == "the" or before == "the"
