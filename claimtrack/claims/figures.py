"""Split a clause at its figures: one claim a figure where figures are coordinated, compared or presupposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from claimtrack.claims.clause import Clause, ClauseKind
from claimtrack.claims.tree import SUBJECTS, Tree
from claimtrack.claims.words import words


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity as tokens ``first`` to ``last`` (exclusive); ``unit`` as in its record; ``count``: of things."""

    first: int
    last: int
    unit: str | None
    count: bool = True


def split_figures(tree: Tree, clause: Clause, figures: Sequence[Figure]) -> list[Clause]:
    """``clause`` and the claims split off it, given the figures among its own words. ``clause`` may get shorter."""
    inside = [f for f in figures if clause.first <= f.first < clause.last]
    found = [c for f in inside if (c := _presupposed(tree, clause, f)) is not None]
    taken = {t for c in found for t in range(c.first, c.last)}
    left = [f for f in inside if f.first not in taken and not _is_age(tree, f)]
    if len(left) < 2:
        return [clause, *found]
    whole = _whole(tree, clause, left)
    if whole is not None:
        return [*split_figures(tree, clause, left[1:]), whole, *found]
    return [*_at_cuts(tree, clause, left), *found]


def _is_age(tree: Tree, figure: Figure) -> bool:
    """ "a 16-year-old boy and a girl aged 15": an age says who is meant, and parts no claim."""
    aged = figure.first > 0 and tree.lower[figure.first - 1] == "aged"
    return figure.unit == "year" and (aged or tree.lower[figure.last - 1] == "old")


def _is_one_length(tree: Tree, before: Figure, figure: Figure) -> bool:
    """ "four years and eight months" is one length of time."""
    units = words("clauses", "lengths")
    return before.unit in units and figure.unit in units and tree.lower[before.last : figure.first] == ["and"]


def _whole(tree: Tree, clause: Clause, figures: Sequence[Figure]) -> Clause | None:
    """ "Of the 40 on board, 12 died": the whole is a figure of its own; ``clause`` begins behind it."""
    if tree.lower[clause.first] != "of":
        return None
    noun = tree.heads[clause.first]
    end = tree.right[noun] + 1
    if not clause.first < figures[0].first < end <= figures[1].first:
        return None
    first, last = _bare(tree, clause.first + 1, end)
    clause.first = _bare(tree, end, clause.last)[0]
    return _figure(clause, noun, first, last, "presupposed")


def _at_cuts(tree: Tree, clause: Clause, figures: Sequence[Figure]) -> list[Clause]:
    cuts, overlapping = set(), []
    for before, figure in pairwise(figures):
        if _is_one_length(tree, before, figure):
            continue
        conjunct = _conjunct(tree, clause, before, figure)
        if conjunct is not None and _in_subject(tree, conjunct, clause.head):
            overlapping.append(conjunct)
        elif conjunct is not None:
            cuts.add(tree.left[conjunct])
        elif (
            cut := _comparison(tree, clause, figure, figures) or _after_and(tree, clause, before, figure)
        ) is not None:
            cuts.add(cut)
    pieces = _pieces(tree, clause, sorted(cuts))
    shared = [_figure(clause, token, _bare(tree, tree.left[token], token + 1)[0], clause.last) for token in overlapping]
    return [*pieces, *shared]


def _after_and(tree: Tree, clause: Clause, before: Figure, figure: Figure) -> int | None:
    """Where a figure right after "and" begins ("and 38 against"), or a gapped clause (", and teachers 14")."""
    start = softened(tree, figure.first)
    conjunction = start - 1
    while conjunction >= before.last and (
        tree.pos[conjunction] in ("NOUN", "PROPN", "ADJ", "DET", "NUM", "SYM") or tree.lower[conjunction] == "of"
    ):
        conjunction -= 1
    if conjunction < before.last or tree.lower[conjunction] not in words("clauses", "adding"):
        return None
    direct = conjunction == start - 1
    comma = tree.lower[conjunction - 1] == ","
    if not (direct or comma) or start <= clause.head <= figure.last or conjunction <= clause.first:
        return None
    return conjunction + 1 if tree.heads[before.last - 1] != figure.last - 1 else None


def softened(tree: Tree, first: int) -> int:
    """Where the words that bound or blur a figure at token ``first`` begin: "about", "more than", "at least"."""
    begin, _ = tree.sentence(first)
    at = first
    while at > begin and (
        tree.lower[at - 1] in words("clauses", "softeners") - {"a", "an", "the"}
        or " ".join(tree.lower[at - 2 : at]) in words("clauses", "softening_pairs")
    ):
        at -= 1 if tree.lower[at - 1] in words("clauses", "softeners") else 2
    return at


def _figure(clause: Clause, head: int, first: int, last: int, kind: ClauseKind = "figure") -> Clause:
    own = [t for t in clause.own if first <= t < last]
    return Clause(head, kind, governor=clause.head, own=own, first=first, last=last)


def _pieces(tree: Tree, clause: Clause, cuts: Sequence[int]) -> list[Clause]:
    borders = [*(cut for cut in cuts if clause.first < cut < clause.last), clause.last]
    pieces = []
    for cut, end in pairwise(borders):
        first, last = _bare(tree, cut, end)
        if first < last:
            pieces.append(_figure(clause, _top(tree, first, last), first, last))
    clause.last = _bare(tree, clause.first, borders[0])[1]
    return [clause, *pieces]


def _bare(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """Without conjunctions and punctuation at both ends."""
    while first < last and (tree.pos[first] in ("PUNCT", "SPACE") or tree.bases[first] == "cc"):
        first += 1
    while last > first and (tree.pos[last - 1] in ("PUNCT", "SPACE") or tree.bases[last - 1] == "cc"):
        last -= 1
    return first, last


def _top(tree: Tree, first: int, last: int) -> int:
    """A token of the range whose head lies outside of it."""
    for token in range(first, last):
        if not first <= tree.heads[token] < last and tree.bases[token] != "case":
            return token
    return first


def _conjunct(tree: Tree, clause: Clause, before: Figure, figure: Figure) -> int | None:
    """The conjunct that holds ``figure`` and not ``before``, where both stand in one coordination of nouns."""
    at = figure.last - 1
    while at != clause.head and tree.heads[at] != at:
        if tree.bases[at] == "conj" and tree.left[at] > before.first:
            first = tree.heads[at]
            while tree.bases[first] == "conj" and tree.heads[first] not in (clause.head, first):
                first = tree.heads[first]
            holds = tree.left[first] <= before.first
            return at if holds and not _is_or(tree, at) and not tree.is_predicate(at) else None
        at = tree.heads[at]
    return None


def _is_or(tree: Tree, token: int) -> bool:
    return any(tree.bases[c] == "cc" and tree.lower[c] == "or" for c in tree.children[token])


def _in_subject(tree: Tree, token: int, head: int) -> bool:
    at = token
    while tree.heads[at] not in (head, at):
        at = tree.heads[at]
    return tree.labels[at] in SUBJECTS


def _comparison(tree: Tree, clause: Clause, figure: Figure, figures: Sequence[Figure]) -> int | None:
    """The preposition of a second figure of the same unit: "from A to B", "to B from A", "against A"."""
    at = _preposition(tree, figure)
    if at is None or at <= clause.first:
        return None
    earlier = [f for f in figures if f.last <= at and (f.unit == figure.unit or None in (f.unit, figure.unit))]
    opposite = {"to": "from", "from": "to"}.get(tree.lower[at])
    if not earlier:
        return None
    if opposite is None:
        return _with_participle(tree, at) if tree.lower[at] != "than" else None
    paired = any((p := _preposition(tree, f)) is not None and tree.lower[p] == opposite for f in earlier)
    paired = paired or (tree.lower[at] == "to" and tree.lower[at - 1] == ",")
    if paired or tree.lower[at - 1] in words("clauses", "comparing_participles"):
        return _with_participle(tree, at)
    return None


def comparison(tree: Tree, figure: Figure) -> int | None:
    """Where the comparison that ``figure`` stands in begins: "against", "compared with", "up from"; else None."""
    at = _preposition(tree, figure)
    if at is None or tree.lower[at] in ("to", "than"):
        return None
    start = _with_participle(tree, at)
    return start if start < at or tree.lower[at] in ("against", "versus") else None


def _with_participle(tree: Tree, at: int) -> int:
    """Take "compared to" and "up from" whole."""
    return at - 1 if tree.lower[at - 1] in words("clauses", "comparing_participles") else at


def _preposition(tree: Tree, figure: Figure) -> int | None:
    at = figure.first - 1
    while at >= 0 and tree.lower[at] in words("clauses", "softeners"):
        at -= 1
    if at < 1 or (tree.lower[at] not in words("clauses", "comparing") and tree.lower[at - 1] != "compared"):
        return None
    return None if tree.lower[at] == "to" and tree.lower[at - 1] in words("clauses", "bound_to") else at


def _presupposed(tree: Tree, clause: Clause, figure: Figure) -> Clause | None:
    """ "its $500 billion project", "this 40 km road": what a definite noun phrase takes for granted is a fact too."""
    noun = figure.last - 1
    while (tree.heads[noun] != noun and tree.pos[noun] not in ("NOUN", "PROPN")) or _is_inside(tree, noun, figure):
        if tree.heads[noun] == noun or noun == clause.head:
            return None
        noun = tree.heads[noun]
    first = tree.left[noun]
    if noun == clause.head or not (clause.first <= first <= figure.first < noun) or noun not in clause.own:
        return None
    first = next((t for t in range(first, figure.first) if _defines(tree, t, noun, figure)), -1)
    verb = any(tree.pos[t] in ("VERB", "AUX") and tree.bases[t] != "amod" for t in range(max(first, 0), noun))
    if first < 0 or verb or (first == clause.first and noun + 1 == clause.last):
        return None
    if any(tree.pos[t] in ("NOUN", "PROPN") and not tree.is_above(noun, t) for t in range(first, noun)):
        return None
    return _figure(clause, noun, first, noun + 1, "presupposed")


def _is_inside(tree: Tree, noun: int, figure: Figure) -> bool:
    """Is ``noun`` the unit of the figure, and a modifier of another noun ("$500 billion" of "project")?"""
    modifies = tree.bases[noun] in ("compound", "nummod", "nmod", "amod") and tree.heads[noun] > noun
    return figure.first <= noun < figure.last and modifies


def _defines(tree: Tree, token: int, noun: int, figure: Figure) -> bool:
    if tree.heads[token] != noun:
        return False
    if tree.labels[token] == "nmod:poss" or tree.lower[token] in words("subjects", "possessives"):
        return tree.bases[token] in ("nmod", "det") and tree.lower[token] != "whose"
    return not figure.count and tree.bases[token] == "det" and tree.lower[token] in ("this", "that", "these", "those")
