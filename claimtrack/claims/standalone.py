"""A reading of a claim that stands by itself: pronouns named, shared subjects and verbs filled in, days dated."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claimtrack.claims.clause import Clause
from claimtrack.claims.figures import softened
from claimtrack.claims.modality import auxiliaries
from claimtrack.claims.place import is_there
from claimtrack.claims.subject import Referents, Subject
from claimtrack.claims.tree import Tree
from claimtrack.claims.words import words
from claimtrack.model import Filled, TimeExpression

_CALENDAR = re.compile(r"\d{4}(-\d\d(-\d\d)?)?$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a reading: ``text`` for the article's characters ``start`` to ``end``; ``filled``: not the claim's."""

    text: str
    start: int
    end: int
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A standalone reading and its filled parts."""

    text: str
    filled: tuple[Filled, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes the readings of the claims of one document. ``times``: its dates, sorted by start."""

    tree: Tree
    referents: Referents
    times: Sequence[TimeExpression] = ()

    def read(
        self, clause: Clause, host: Clause, subject: Subject | None, first: int, last: int, there: str | None = None
    ) -> Reading | None:
        """The words of tokens ``first`` to ``last`` (exclusive) with what ``clause`` leaves to context filled in.

        ``host``: the clause whose predicate it shares. ``there``: the place that "there" stands for. None where
        the subject is unknown, or where the words cannot be joined to one without rewriting.
        """
        if subject is None or subject.name is None:
            return None
        pieces = self._pieces(clause, host, subject, first, last)
        return None if pieces is None else _joined([*self._placed(pieces, first, last, there)])

    def _placed(self, pieces: Sequence[Piece], first: int, last: int, there: str | None) -> Iterator[Piece]:
        """``pieces`` with "there" replaced by "in" its place."""
        tree = self.tree
        token = next((t for t in range(first, last) if there is not None and is_there(tree, t)), None)
        for piece in pieces:
            if token is None or piece.filled or not piece.start <= tree.starts[token] < piece.end:
                yield piece
                continue
            start, end = tree.starts[token], tree.ends[token]
            yield Piece(" ".join(tree.text[piece.start : start].split()), piece.start, start)
            yield Piece(f"in {there}", start, end, filled=True)
            yield Piece(" ".join(tree.text[end : piece.end].split()), end, piece.end)

    def _pieces(self, clause: Clause, host: Clause, subject: Subject, first: int, last: int) -> list[Piece] | None:
        own = list(self._own(first, last, subject))
        if clause.kind == "presupposed":
            return own
        if first <= subject.first and subject.last <= last:
            if clause.kind == "relative":
                return None
            shares = clause.kind == "figure" and not first <= host.head < last
            return self._gapped(host, subject, first, last) if shares else own
        if clause.kind == "figure":
            return self._figure(clause, host, subject, own, first)
        if clause.kind == "relative":
            return self._relative(clause, subject, last)
        if clause.kind in ("reduced", "apposition", "participial"):
            return [self._name(subject), Piece(",", subject.last, subject.last), *own]
        if clause.kind == "conjunct" and self.tree.subject(clause.head) is None:
            return [self._name(subject), *self._shared(clause), *own]
        return None

    def _name(self, subject: Subject) -> Piece:
        start, end = self.tree.starts[subject.first], self.tree.ends[subject.last - 1]
        return Piece(subject.name or "", start, end, filled=True)

    def _words(self, first: int, last: int) -> Piece:
        start, end = self.tree.starts[first], self.tree.ends[last - 1]
        return Piece(" ".join(self.tree.text[start:end].split()), start, end, filled=True)

    def _own(self, first: int, last: int, subject: Subject) -> Iterator[Piece]:
        """The words themselves, with pronouns replaced and relative dates followed by the day in brackets."""
        tree = self.tree
        at, end = tree.starts[first], tree.ends[last - 1]
        for piece in sorted(self._changes(first, last, subject), key=lambda change: (change.start, change.end)):
            if piece.start < at:
                continue
            yield Piece(" ".join(tree.text[at : piece.start].split()), at, piece.start)
            yield piece
            at = piece.end
        yield Piece(" ".join(tree.text[at:end].split()), at, end)

    def _changes(self, first: int, last: int, subject: Subject) -> Iterator[Piece]:
        tree = self.tree
        start, end = tree.starts[first], tree.ends[last - 1]
        if subject.filled and first <= subject.first and subject.last <= last:
            yield self._name(subject)
        for a, b, name in self.referents.pronouns(start, end):
            possessive = tree.text[a:b].lower() in words("subjects", "possessives") and self._owns(a, b)
            yield Piece(f"{name}’s" if possessive else name, a, b, filled=True)
        for i in range(bisect_left(self.times, start, key=lambda time: time.start), len(self.times)):
            time = self.times[i]
            if time.start >= end:
                break
            if time.end <= end and time.anchor != "none" and _CALENDAR.match(time.value):
                yield Piece(f"{' '.join(time.text.split())} ({time.value})", time.start, time.end, filled=True)

    def _owns(self, start: int, end: int) -> bool:
        """Is the pronoun at these characters no object ("forgave her")?"""
        token = bisect_right(self.tree.ends, start)
        return self.tree.lower[token] != "her" or self.tree.bases[token] not in ("obj", "iobj", "obl", "nsubj", "conj")

    def _gapped(self, host: Clause, subject: Subject, first: int, last: int) -> list[Piece] | None:
        """ "teachers an extra 14 euros": the verb of the host between the subject and the rest."""
        verb = self._verb(host)
        if verb is None or subject.last >= last:
            return None
        return [*self._own(first, subject.last, subject), verb, *self._own(subject.last, last, subject)]

    def _verb(self, host: Clause) -> Piece | None:
        led = [c for c in self.tree.children[host.head] if self.tree.bases[c] in ("aux", "cop") and c < host.head]
        first = min([host.head, *led])
        return self._words(first, host.head + 1) if host.first <= first else None

    def _figure(
        self, clause: Clause, host: Clause, subject: Subject, own: list[Piece], first: int
    ) -> list[Piece] | None:
        """The words of the host that the figure shares, from its subject on, before it; all before a comparison.

        "Trade grew" before "to $9 million", "Trade grew to" before "9 million euros in all", the second conjunct.
        """
        tree = self.tree
        if not host.first <= subject.first < subject.last <= host.head < first:
            return None
        compares = tree.lower[first] in words("clauses", "comparing_participles") | {"against", "versus"}
        begin, until = (
            (host.first, min(host.last, first)) if compares else (subject.first, self._shared_end(clause, host))
        )
        lead = [replace(piece, filled=True) for piece in self._own(begin, until, subject)]
        comma = [Piece(",", own[0].start, own[0].start)] if compares else []
        return [*lead, *comma, *own]

    def _shared_end(self, clause: Clause, host: Clause) -> int:
        """Where the words end that a figure shares with its host: before the phrase that it is coordinated with.

        A preposition of its own ("to $9 million") is not shared.
        """
        tree, at = self.tree, clause.head
        while tree.bases[at] == "conj" and tree.heads[at] != host.head:
            at = tree.heads[at]
        verb = max([host.head, *(c for c in tree.children[host.head] if tree.labels[c] == "compound:prt")]) + 1
        if at == clause.head or tree.left[at] <= host.head:
            return verb
        if _pairs(tree, clause, at):
            return verb
        start = next((t for t in range(tree.left[at], at + 1) if tree.bases[t] not in ("case", "cc", "punct")), at)
        led = tree.bases[clause.first] == "case"
        return max(verb, tree.left[at] if led else softened(tree, start))

    def _relative(self, clause: Clause, subject: Subject, last: int) -> list[Piece] | None:
        """ "which opened late" with its antecedent: only where the pronoun is the subject."""
        pronoun = self.tree.subject(clause.head)
        if pronoun is None or pronoun != clause.first or pronoun + 1 >= last:
            return None
        return [self._name(subject), *self._own(pronoun + 1, last, subject)]

    def _shared(self, clause: Clause) -> list[Piece]:
        """The auxiliaries that a conjunct takes from the first: "will" of "will come and stay"."""
        tree, own = self.tree, set(self.tree.children[clause.head])
        found = [t for t in auxiliaries(tree, clause) if t not in own]
        participle = tree.tags[clause.head] == "VBN" and tree.child(clause.head, "aux", "cop") is None
        if not found and participle and clause.governor is not None:
            before = tree.children[clause.governor]
            found = [t for t in before if tree.bases[t] == "aux" and t < clause.governor]
        return [self._words(t, t + 1) for t in found]


def _pairs(tree: Tree, clause: Clause, first: int) -> bool:
    """ "put the Union on 28% and the Greens on 9%": a pair beside a pair; ``first``: the share of the first."""
    cases = {tree.lower[c] for c in tree.children[first] if tree.bases[c] == "case"}
    return any(tree.lower[t] in cases for t in range(clause.head + 1, clause.last))


def _joined(pieces: Sequence[Piece]) -> Reading:
    text, filled = "", []
    for piece in pieces:
        if not piece.text:
            continue
        close = not text or piece.text[0] in ",.;:!?)’'" or text.endswith(("(", "“", "‘"))
        text += "" if close else " "
        if piece.filled:
            filled.append(Filled(len(text), len(text) + len(piece.text), piece.start, piece.end))
        text += piece.text
    return Reading(text, tuple(filled))
