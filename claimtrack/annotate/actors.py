"""Who is who in a document: mentions of names put together under one canonical name each.

Short forms go to the full name ("Putin": "Vladimir Putin"), titles are split off, acronyms go to the name
that introduces them ("International Atomic Energy Agency (IAEA)"), demonyms and other names to their state.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from spacy.tokens import Doc, Span

from claimtrack.annotate.lists import rows, words
from claimtrack.annotate.states import bare, state_named, state_of_demonym

LISTS = "names.toml"
Gender = Literal["m", "f"]
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’]|['’])$", re.IGNORECASE)
_ACRONYM = re.compile(r"^[A-Z][A-Za-z&.-]*[A-Z]\.?s?$")
_PLACES = ("LOC", "GPE", "FAC")


@dataclass(slots=True)
class Actor:
    """Somebody or something named: its mentions, in the order of the text, and what they tell about it."""

    name: str
    label: str
    mentions: list[Span] = field(default_factory=list)
    gender: Gender | None = None
    roles: set[str] = field(default_factory=set)
    is_state: bool = False


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
    return sorted(people + others, key=lambda a: a.mentions[0].start)


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
    return _Mention(span, " ".join(parts), tuple(_plain(p) for p in parts), tuple(titles))


def clean(text: str) -> str:
    """A mention's text on one line, without a genitive ending and marks around it."""
    text = _POSSESSIVE.sub("", " ".join(text.split()))
    return text.strip(" \"“”‘’'(),;:")


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
    full = _full_names([m for m in mentions if len(m.words) > 1])
    actors = {key: Actor(_best_name(group), "PERSON") for key, group in full.items()}
    for key, group in full.items():
        for mention in group:
            _add(actors[key], mention)
        actors[key].gender = actors[key].gender or _gender_by_name(actors[key].name)
    for mention in (m for m in mentions if len(m.words) == 1):
        key = _owner(mention, actors) or mention.words
        actor = actors.setdefault(key, Actor(mention.text, "PERSON"))
        _add(actor, mention)
    for actor in actors.values():
        actor.mentions.sort(key=lambda s: s.start)
    return list(actors.values())


def _full_names(mentions: list[_Mention]) -> dict[tuple[str, ...], list[_Mention]]:
    """Full names by first and last word, so that a middle name or initial makes no other person."""
    groups: dict[tuple[str, ...], list[_Mention]] = {}
    for mention in sorted(mentions, key=lambda m: -len(m.words)):
        key = (mention.words[0], mention.words[-1])
        initial = next((k for k in groups if len(key[0]) == 1 and k[1] == key[1] and k[0][0] == key[0]), None)
        run = next((k for k, g in groups.items() if _is_run(mention.words, g[0].words)), None)
        groups.setdefault(key if key in groups else (initial or run or key), []).append(mention)
    return groups


def _is_run(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    size = len(short)
    return size < len(long) and any(long[i : i + size] == short for i in range(len(long) - size + 1))


def _best_name(group: list[_Mention]) -> str:
    """The most frequent full form, of these the longest, of these the first."""
    counts = Counter(m.text for m in group)
    return max(counts, key=lambda text: (not text.isupper(), counts[text], len(text)))


def _owner(mention: _Mention, actors: dict[tuple[str, ...], Actor]) -> tuple[str, ...] | None:
    """The full name that a single word stands for: by family name, else by first name where only one has it."""
    word = mention.words[0]
    gender = _gender_by_titles(mention.titles)
    fitting = {k: a for k, a in actors.items() if gender is None or a.gender in (None, gender)}
    family = [k for k in fitting if len(k) > 1 and k[-1] == word]
    first = [k for k in fitting if len(k) > 1 and word in fitting[k].name.lower().split()]
    keys = family or (first if len(first) == 1 else [])
    return max(keys, key=lambda k: len(actors[k].mentions), default=None)


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


def _gender_by_name(name: str) -> Gender | None:
    return _first_names().get(name.split()[0].lower().strip(".")) if " " in name else None


# ------------------------------------------------------------------------------------------- others


def _others(mentions: list[_Mention], doc: Doc) -> list[Actor]:
    long_form = _acronyms(mentions, doc)
    long_form.update(_short_forms(mentions))
    state_form = _state_forms(mentions)
    actors: dict[str, Actor] = {}
    for mention in mentions:
        name, is_state = _other_name(mention, long_form, state_form)
        actor = actors.setdefault(name.lower(), Actor(name, mention.span.label_, is_state=is_state))
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
    long_names = [m for m in mentions if len(m.words) > 1 and m.span.label_ != "NORP"]
    for mention in long_names:
        inside = re.fullmatch(r"(.+?)\s*\(([A-Z][\w&.-]+)\)", mention.text + (")" if "(" in mention.text else ""))
        if inside:
            out[inside[2]] = out[mention.text] = inside[1]
            continue
        after = re.match(r"['’s\s]*\(\s*[\"“]?([A-Z][\w&.-]*)[\"”]?\s*[,;)]", doc.text[mention.span.end_char :])
        if after and _fits(after[1], mention.text):
            out[after[1]] = mention.text
    for mention in mentions:
        if mention.text in out or not _ACRONYM.match(mention.text):
            continue
        owners = {m.text for m in long_names if _initials(m.text) == mention.text.replace(".", "")}
        if len(owners) == 1 and state_named(mention.text) is None:
            out[mention.text] = owners.pop()
    return out


def _initials(name: str) -> str:
    skipped = words(LISTS, "organizations.skipped")
    parts = [p for w in name.split() for p in w.split("-")]
    return "".join(p[0] for p in parts if p and p.lower() not in skipped and p[0].isupper())


def _fits(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym come in order in the name, its first letter first."""
    letters = [c.lower() for c in acronym if c.isalpha()]
    rest = iter(name.lower())
    return name[:1].lower() == letters[0] and all(c in rest for c in letters)


def _short_forms(mentions: list[_Mention]) -> dict[str, str]:
    """ "Samsung": "Samsung Electronics" where the rest is generic; "the Post": "Washington Post" after an article."""
    names = {m.text for m in mentions if m.span.label_ == "ORG" and len(m.words) > 1}
    generic = words(LISTS, "organizations.suffixes")
    out: dict[str, str] = {}
    for mention in mentions:
        if len(mention.words) != 1 or mention.span.label_ != "ORG" or mention.text.isupper():
            continue
        word = mention.text
        heads = {n for n in names if n.split()[0] == word and all(_plain(p) in generic for p in n.split()[1:])}
        tails = {n for n in names if n.split()[-1] == word} if _has_article(mention.span) else set()
        owners = heads or tails
        if len(owners) == 1:
            out[word] = owners.pop()
    return out


def _has_article(span: Span) -> bool:
    before = span.doc[span.start - 1].lower_ if span.start else ""
    return span[0].lower_ == "the" or before == "the"
