"""What a clause is, and what the other layers say of its words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

ClauseKind = Literal[
    "main",
    "content",
    "conjunct",
    "adverbial",
    "participial",
    "relative",
    "reduced",
    "apposition",
    "figure",
    "presupposed",
]


@dataclass(slots=True)
class Clause:
    """A clause that states a fact.

    ``head``: its predicate (for an apposition, the noun that describes). ``first``/``last``: its
    tokens, ``last`` exclusive. ``own``: the tokens that are its and no other clause's. ``governor``:
    the clause head it hangs on. ``antecedent``: the noun that a relative clause, a participle or an
    apposition is about. ``silent``: a frame such as "he said", no claim of its own.
    """

    head: int
    kind: ClauseKind
    governor: int | None = None
    antecedent: int | None = None
    silent: bool = False
    own: list[int] = field(default_factory=list)
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Marks:
    """What the other layers say of single tokens.

    ``cue``: tokens of cues with the numbers of their attributions; ``heads``: the highest tokens of each
    content with the numbers of theirs, ``heads_of`` the reverse; ``content``: all tokens of contents; ``figure``
    and ``date`` are sorted.
    """

    cue: Mapping[int, Sequence[int]] = field(default_factory=dict)
    heads: Mapping[int, Sequence[int]] = field(default_factory=dict)
    heads_of: Mapping[int, Sequence[int]] = field(default_factory=dict)
    source: Collection[int] = frozenset()
    content: Collection[int] = frozenset()
    name: Collection[int] = frozenset()
    figure: Sequence[int] = ()
    date: Sequence[int] = ()
