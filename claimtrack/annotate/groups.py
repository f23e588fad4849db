"""Organizations that the text describes instead of naming: "the Norlandic General Staff", "the defence ministry".

They are no named entities, but they say things, and "the ministry" later in the text stands for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from spacy.tokens import Doc, Span, Token

from claimtrack.annotate.actors import Actor
from claimtrack.annotate.lists import string_ids, table, words
from claimtrack.annotate.states import state_named, state_of_demonym

LISTS = "sources.toml"
_NOUNS = frozenset({"NOUN", "PROPN"})
_BEFORE = frozenset({"NOUN", "PROPN", "ADJ"})
_GENITIVE = frozenset({"'s", "’s", "'", "’"})
_KNOWN = frozenset({"the", "this", "that"})
_NUMBER = frozenset({"NNS", "NNPS"})
_STEM = 4  # letters: of a longer name of a state the last one may change in its adjective
Key = tuple[str, ...]


def described_groups(doc: Doc, actors: Sequence[Actor]) -> list[Actor]:
    """The described organizations of a tagged Doc by first mention, each with its fullest description as its name.

    A description that an organization of ``actors`` is named by becomes a mention of that one instead. Only definite
    singular phrases with a word that says which organization is meant; a mention goes from the first word of the
    description, behind its article, to its last. Owners have canonical names ("Lind's party": "Anna Lind's party").
    """
    if not doc.has_annotation("POS"):
        return []
    spans = [span for token in _heads(doc) if (span := _description(token)) is not None]
    owners = {m.start: (m.end, a.name) for a in actors for m in a.mentions}
    texts = [_plain(span, owners, actors) for span in spans]
    keys = [key_of(text.split()) for text in texts]
    named = {key_of(a.name.split()): a for a in actors if a.label == "ORG"}
    every = {*keys, *named}
    fullest = {key: _fullest(key, every) for key in set(keys)}
    groups: dict[Key, Actor] = {}
    for span, text, key in zip(spans, texts, keys, strict=True):
        full = fullest[key]
        actor = named.get(full) or groups.setdefault(full, Actor("", "ORG"))
        actor.mentions.append(span)
        if full in groups and len(text) > len(actor.name):
            actor.name = text
    for actor in named.values():
        actor.mentions.sort(key=lambda s: s.start)
    return list(groups.values())


def _adjective(name: str, actors: Sequence[Actor]) -> str | None:
    """The adjective of a state: the usual one, else a word for a people that begins like the name ("Norlandic")."""
    state = state_named(name)
    if state is not None:
        return state.demonyms[0] if state.demonyms else None
    forms = (m.text for a in actors if a.label == "NORP" for m in a.mentions)
    stem = name[:-1] if len(name) > _STEM else name
    return next((f for f in forms if f.startswith(stem) and f != name and len(f) - len(name) <= 3), None)


def _plain(span: Span, owners: dict[int, tuple[int, str]], actors: Sequence[Actor]) -> str:
    """A description on one line, a name that it begins with in its canonical form."""
    end, name = owners.get(span.start, (span.end, ""))
    if name and end < span.end and span.doc[end].text in _GENITIVE:
        adjective = _adjective(name, actors)
        rest = span.doc[end + (adjective is not None) : span.end].text
        return " ".join((f"{adjective} {rest}" if adjective else name + rest).split())
    return " ".join(span.text.split())


def key_of(parts: Iterable[str]) -> Key:
    """What descriptions of one organization share: lower case, no genitive, one form for a state and its adjective."""
    spellings: dict[str, str] = table(LISTS)["spellings"]
    out = []
    for part in parts:
        word = next((part.removesuffix(g) for g in ("'s", "’s") if part.endswith(g)), part)
        state = state_of_demonym(word) or state_named(word)
        if word and word not in _GENITIVE and word.lower() not in _KNOWN:
            out.append(state.code if state else spellings.get(word.lower(), word.lower()))
    return tuple(out)


def _fullest(key: Key, keys: Iterable[Key]) -> Key:
    """The one longer description that ends with this one ("general staff"), else itself."""
    longer = {k for k in keys if len(k) > len(key) and k[-len(key) :] == key}
    longest = {k for k in longer if not any(len(o) > len(k) and o[-len(k) :] == k for o in longer)}
    return longest.pop() if len(longest) == 1 else key


def _heads(doc: Doc) -> Iterator[Token]:
    """Singular nouns for organizations that are in no entity."""
    numbers = string_ids(_nouns())
    for index in [i for i, lemma in enumerate(doc.to_array(["LEMMA"]).ravel().tolist()) if lemma in numbers]:
        token = doc[index]
        if token.pos_ in _NOUNS and not token.ent_type_ and token.tag_ not in _NUMBER:
            yield token


@cache
def _nouns() -> frozenset[str]:
    lower = words(LISTS, "kinds.organization") | words(LISTS, "groups.nouns") | words(LISTS, "groups.capitalised")
    return lower | {word.title() for word in lower}


def _description(head: Token) -> Span | None:
    """The head with what stands before it and an "of" behind it: "Norland's defence ministry", "ministry of trade".

    By parts of speech: of a noun phrase the order of its words is surer than their parse.
    """
    doc = head.doc
    if head.i + 1 < len(doc) and (doc[head.i + 1].pos_ in _NOUNS or doc[head.i + 1].text in _GENITIVE - {"'", "’"}):
        return None
    if head.lower_ in words(LISTS, "groups.capitalised") and not head.text[:1].isupper():
        return None
    start = _first(head)
    owned = any(t.text in _GENITIVE for t in doc[start : head.i])
    known = start > 0 and doc[start - 1].lower_ in _KNOWN
    known = known or doc[start : head.i + 1].text.lower() in words(LISTS, "groups.phrases")
    while start < head.i and doc[start].lower_ in words(LISTS, "groups.unspecific"):
        start += 1
    end = _behind(head)
    if end - start < 2 or not (owned or known or head.text[:1].isupper()):
        return None
    return doc[start:end]


def _first(head: Token) -> int:
    """Where the run of adjectives, nouns and genitives before the head begins."""
    doc, start = head.doc, head.i
    while start and start > head.i - 7:
        before = doc[start - 1]
        genitive = before.text in _GENITIVE and start - 1 and doc[start - 2].pos_ in _NOUNS
        if not genitive and (before.pos_ not in _BEFORE or before.ent_type_ == "DATE" or before.is_sent_end):
            break
        start -= 1
    return _owner(doc, start, head.i)


def _owner(doc: Doc, start: int, end: int) -> int:
    """The first token of the name that owns the head, where the run holds one; a name is not cut."""
    genitive = next((i for i in range(end - 1, start, -1) if doc[i].text in _GENITIVE), None)
    at = genitive - 1 if genitive is not None and doc[genitive - 1].ent_type_ else start
    while at and doc[at].ent_iob_ == "I":
        at -= 1
    return at


def _behind(head: Token) -> int:
    """The end of the description: behind "of" and the nouns that follow it."""
    doc, end = head.doc, head.i + 1
    if end + 1 < len(doc) and doc[end].lower_ == "of":
        at = end + 1
        while at < min(len(doc), end + 5) and (doc[at].pos_ in _BEFORE or doc[at].lower_ == "the"):
            at += 1
        return at if doc[at - 1].pos_ in _NOUNS else end
    return end
