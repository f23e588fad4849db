"""Names: entities with their canonical name in the document, and whom pronouns and role nouns stand for.

``find_entities`` works on ``doc.ents`` alone; ``resolve`` needs a parse as well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from claimtrack.annotate.actors import Actor, clean, find_actors
from claimtrack.annotate.cues import effects, lemma_of
from claimtrack.annotate.groups import described_groups
from claimtrack.annotate.mentions import mended
from claimtrack.annotate.quotes import find_quotes, outermost
from claimtrack.annotate.referents import Referent, find_referents
from claimtrack.annotate.states import state_named, state_of_capital
from claimtrack.annotate.structure import blocks_of
from claimtrack.annotate.text import text_of
from claimtrack.model import Entity
from claimtrack.records import keep

ENTITIES, REFERENTS = "claimtrack.entities", "claimtrack.referents"
_PLACES = ("LOC", "GPE")
_SUBJECT = ("nsubj", "nsubj:pass")
_STAYS_CITY = frozenset(
    {"be", "lie", "have", "stand", "host", "grow", "see", "sit", "become", "remain", "wake", "burn", "get"}
)


@dataclass(frozen=True)
class Resolution:
    """Mentions in character offsets with the canonical name of whom they stand for, sorted by start.

    ``named``: mentions of names, ``referents``: pronouns and role nouns. What cannot be resolved is in neither.
    """

    named: tuple[Entity, ...] = ()
    referents: tuple[Referent, ...] = ()

    @cached_property
    def _names(self) -> dict[tuple[int, int], str]:
        names = {(e.start, e.end): e.name for e in self.named}
        return names | {(r.start, r.end): r.name for r in self.referents}

    @cached_property
    def _roles(self) -> dict[int, Referent]:
        return {r.end: r for r in self.referents if r.how in ("role", "group")}

    @cached_property
    def _groups(self) -> tuple[Referent, ...]:
        return tuple(r for r in self.referents if r.how == "group")

    @cached_property
    def _described(self) -> frozenset[str]:
        return frozenset(r.name for r in self._groups)

    @cached_property
    def _first(self) -> dict[str, Entity]:
        return {e.name: e for e in reversed(self.named)}

    def name_of(self, start: int, end: int) -> str | None:
        """The name of the very mention from ``start`` to ``end`` (a genitive ending apart), None if unknown."""
        return self._names.get((start, end))

    def role_ending(self, end: int) -> Referent | None:
        """The resolved role noun ("the minister") that ends at a character."""
        return self._roles.get(end)

    def described_within(self, start: int, end: int) -> list[Referent]:
        """The described organizations in a stretch of text."""
        return [r for r in self._groups if start <= r.start and r.end <= end]

    def described_at(self, offset: int) -> Referent | None:
        """The described organization that a character lies in."""
        return next((r for r in self._groups if r.start <= offset < r.end), None)

    def is_described(self, name: str) -> bool:
        """Whether a name is the description of an organization that the text does not name."""
        return name in self._described

    def first_mention(self, name: str) -> Entity | None:
        """The first entity of a canonical name."""
        return self._first.get(name)

    def within(self, start: int, end: int) -> list[Entity]:
        """The named mentions that lie inside of a stretch of text."""
        first = bisect_left(self.named, start, key=lambda e: e.start)
        last = bisect_left(self.named, end, key=lambda e: e.start)
        return [e for e in self.named[first:last] if e.end <= end]


def find_entities(doc: Doc) -> list[Entity]:
    """The named entities of ``doc.ents``, dates and sums left out, each with its canonical name in the document.

    ``text`` is without a genitive ending ("Putin's": "Putin"), ``name`` also without title and article.
    A capital that acts as a government ("Kyiv said") has the name of its state.
    """
    return _entities(doc, find_actors(doc))


def resolve(doc: Doc) -> Resolution:
    """The names, pronouns and role nouns of a document with the canonical name that each stands for."""
    actors = find_actors(doc)
    outer = outermost(find_quotes(text_of(doc), blocks_of(doc)))
    entities = _entities(doc, actors)
    everybody = [*actors, *described_groups(doc, actors)]
    referents = find_referents(doc, everybody, outer, doc.spans.get("attribution.source", ()))
    return Resolution(tuple(entities), tuple(sorted([*referents, *_described(doc, everybody)])))


def _described(doc: Doc, actors: Sequence[Actor]) -> list[Referent]:
    """The mentions of actors that are no entities, but descriptions."""
    named = {(ent.start, ent.end) for ent in doc.ents}
    spans = [(m, a.name) for a in actors for m in a.mentions if (m.start, m.end) not in named]
    return [Referent(m.start_char, m.end_char, name, "group") for m, name in spans]


def resolution_in(doc: Doc) -> Resolution:
    """The Resolution that the component stored in ``doc``, else a fresh one."""
    if ENTITIES not in doc.user_data:
        return resolve(doc)
    entities = [Entity(**row) for row in doc.user_data[ENTITIES]]
    return Resolution(tuple(entities), tuple(Referent(*row) for row in doc.user_data.get(REFERENTS, ())))


def _entities(doc: Doc, actors: Sequence[Actor]) -> list[Entity]:
    names = {(m.start, m.end): actor for actor in actors for m in actor.mentions}
    document_names = {s.code: a.name for a in actors if a.is_state and (s := state_named(a.name))}
    out = []
    for ent in doc.ents:
        actor = names.get((ent.start, ent.end))
        if actor is not None:
            start, end = _trimmed(ent)
            state = _government(ent, document_names) if actor.wikidata is None else None
            wikidata = actor.wikidata if state is None else None
            out.append(Entity(start, end, text_of(doc)[start:end], ent.label_, state or actor.name, wikidata))
    return out


def _trimmed(ent: Span) -> tuple[int, int]:
    """The character offsets of a mention without a genitive ending, outer marks and white space."""
    text = ent.text
    core = clean(text)
    at = text.find(core)
    if not core or at < 0:  # a line break within the mention
        core = core or text
        at = max(text.find(core.split()[0]), 0)
        core = text[at : text.rfind(core.split()[-1]) + len(core.split()[-1])]
    return ent.start_char + at, ent.start_char + at + len(core)


def _government(ent: Span, document_names: dict[str, str]) -> str | None:
    """The state, where a capital stands for its government: it speaks or acts ("Kyiv said", "talks with Moscow")."""
    state = state_of_capital(clean(ent.text))
    if state is None or ent.label_ not in (*_PLACES, "ORG", "FAC") or not acts_as_government(ent.root):
        return None
    return document_names.get(state.code, state.name)


def acts_as_government(root: Token) -> bool:
    """Whether a place name is used for those who govern from there, by its place in the parse."""
    while root.dep_ == "conj" and root.head != root:
        root = root.head
    head = root.head
    if root.dep_ in _SUBJECT and head.pos_ in ("VERB", "AUX"):
        passive = root.dep_ != "nsubj" and lemma_of(head) not in effects()
        return not passive and lemma_of(head) not in _STAYS_CITY and not _has_copula(head)
    if root.dep_ in ("obj", "iobj"):
        return lemma_of(head) in effects()
    case = next((c.lower_ for c in root.children if c.dep_ == "case"), None)
    return case in ("with", "against", "by", "between") and root.dep_ in ("obl", "nmod", "obl:agent")


def _has_copula(token: Token) -> bool:
    return any(c.dep_ == "cop" for c in token.children)


@Language.component("claimtrack_names", requires=["doc.ents"], assigns=["doc.ents"])
def claimtrack_names(doc: Doc) -> Doc:
    """Mends ``doc.ents``, and stores ``resolve`` as plain rows: ``claimtrack.entities``, ``claimtrack.referents``."""
    doc.ents = mended(doc)
    resolution = resolve(doc)
    keep(doc, "entities", resolution.named)
    doc.user_data[REFERENTS] = [list(referent) for referent in resolution.referents]
    return doc
