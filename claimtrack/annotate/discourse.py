"""What a reader of the text knows at one place: who was named before, where last, and how often."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Token

from claimtrack.annotate.actors import Actor, Gender
from claimtrack.annotate.lists import words

SUBJECT = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})
_WINDOW = 6  # sentences that a pronoun looks back
_AS_SUBJECT, _AS_OTHER = 1.0, 0.2  # weight of a mention by its grammatical role
_PER_SENTENCE = 0.8  # lost with each sentence between
_PER_MENTION, _MOST_MENTIONS = 0.1, 12  # won with each mention in all, up to this many
_OTHER_VOICE = 1.0  # lost where the mention lies in a quotation and the pronoun does not


@dataclass(slots=True)
class Seen:
    """A mention that was read: its head, the number of its sentence, whether it lies in a quotation."""

    token: Token
    sentence: int
    quoted: bool


@dataclass(slots=True)
class Discourse:
    """The actors of a document by index, with their mentions so far, and people that were only described."""

    actors: Sequence[Actor]
    sources: set[int] = field(default_factory=set)
    seen: dict[int, list[Seen]] = field(default_factory=dict)
    strangers: list[tuple[Seen, Gender | None]] = field(default_factory=list)
    _ordered: list[int] = field(default_factory=list)

    def see(self, actor: int, seen: Seen) -> None:
        """Notes a mention of an actor."""
        self.seen.setdefault(actor, []).append(seen)

    def last(self, actor: int) -> int:
        """The token of an actor's last mention."""
        return self.seen[actor][-1].token.i

    def only_recent(self, candidates: Sequence[int], sentence: int) -> int | None:
        """The one candidate of this sentence and the two before; None where there are more."""
        near = [i for i in candidates if sentence - self.seen[i][-1].sentence <= 2]
        return near[0] if len(near) == 1 else None

    def speaks_on(self, actor: int, at: Seen) -> bool:
        """Whether a source comes after a source that named this actor, with no other source between."""
        if len(self._ordered) != len(self.sources):
            self._ordered = sorted(self.sources)
        place = bisect_left(self._ordered, at.token.i - 1)
        before = self._ordered[place - 1] if place else -1
        return at.token.i in self.sources and any(abs(m.token.i - before) <= 3 for m in self.seen[actor][-2:])

    def is_person(self, actor: int) -> bool:
        """Whether an actor is a human being."""
        return self.actors[actor].label in ("PERSON", "PER")


def is_near(mention: Seen, at: Seen) -> bool:
    """Whether a mention is near enough for a pronoun to mean it."""
    return at.sentence - mention.sentence <= _WINDOW


def salience(mentions: Sequence[Seen], at: Seen) -> float:
    """How present somebody is: by last place and grammatical role, and how often named in all."""
    best = -99.0
    for mention in reversed(mentions[-8:]):
        if not is_near(mention, at):
            break
        distance = at.sentence - mention.sentence
        role = _AS_SUBJECT if mention.token.dep_ in SUBJECT else _AS_OTHER
        other_voice = _OTHER_VOICE if mention.quoted and not at.quoted else 0.0
        best = max(best, role - _PER_SENTENCE * distance - other_voice)
    return best + _PER_MENTION * min(len(mentions), _MOST_MENTIONS)


def noun_gender(lemma: str) -> Gender | None:
    """The gender that a noun tells: "actress" f, "minister" None."""
    if lemma in words("names.toml", "gender.male"):
        return "m"
    return "f" if lemma in words("names.toml", "gender.female") else None


@cache
def person_nouns() -> frozenset[str]:
    """Lemmas of nouns for people."""
    keys = ("roles.person", "gender.male", "gender.female")
    return frozenset().union(*(words("names.toml", key) for key in keys))
