"""Mend what a parser gets wrong so plainly that English does not allow it.

A finite verb has a subject, an infinitive is a verb, two halves of one noun phrase are no two subjects. Each rule
looks for one such impossible structure and makes the nearest possible one of it; on a correct tree none does
anything. The rules hold for any pipeline with Universal Dependencies labels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from claimtrack.claims import repair_clauses as clauses
from claimtrack.claims import repair_nouns as nouns
from claimtrack.claims import repair_verbs as verbs
from claimtrack.claims.tree import Tree


def mend(tree: Tree) -> None:
    """Mend the sentences of ``tree`` in place."""
    for first, last in pairwise([*tree.pieces, len(tree.heads)]):
        mend_sentence(tree, first, last)


def mend_sentence(tree: Tree, first: int, last: int) -> None:
    """Mend the sentence of tokens ``first`` to ``last`` (exclusive) in place."""
    for rule, kinds in RULES:
        for token in range(first, last):
            if (kinds is None or tree.pos[token] in kinds) and rule(tree, token):
                tree.measure(first, last)


def gather(tree: Tree, first: int, last: int, outer: int | None = None) -> int | None:
    """Make one clause of tokens ``first`` to ``last`` (exclusive): its main predicate over all that hangs outside.

    ``outer``: what the clause hangs on then, where it is not below it, and what outside words that hang in the
    clause hang on. Returns the predicate, or None where the piece has no finite one at its top; then nothing changes.
    """
    tops = [t for t in range(first, last) if tree.pos[t] not in ("PUNCT", "SPACE") and _is_top(tree, t, first, last)]
    main = next((t for t in tops if tree.is_predicate(t) and tree.is_finite(t)), None)
    if main is None or (tops[0] < main and any(tree.bases[c] == "cc" and c < main for c in tree.children[main])):
        return None
    for top in tops:
        if top != main and not tree.is_above(top, main):
            tree.attach(top, main, _label_within(tree, top))
    if outer is None or tree.is_above(main, outer):
        return main
    if tree.heads[main] != outer or tree.bases[main] in ("conj", "advcl", "dep"):
        tree.attach(main, outer, "ccomp")
    for child in [c for t in range(first, last) for c in tree.children[t] if not first <= c < last]:
        if tree.pos[child] != "SPACE" and not tree.is_above(child, outer):
            tree.attach(child, outer, tree.labels[child])
    return main


def _label_within(tree: Tree, top: int) -> str:
    """What ``top`` is to the main predicate of its clause: a clause of its own stays one."""
    if tree.is_predicate(top) and tree.is_finite(top):
        if tree.child(top, "mark") is not None:
            return "advcl"
        return "conj" if tree.child(top, "cc") is not None else "parataxis"
    return "dep" if tree.labels[top] == "root" else tree.labels[top]


def _is_top(tree: Tree, token: int, first: int, last: int) -> bool:
    return tree.heads[token] == token or not first <= tree.heads[token] < last


def _after_stop(tree: Tree, token: int) -> bool:
    """A semicolon or colon parts clauses: what stands behind it is one of its own, if it has a finite verb."""
    if tree.lower[token] not in (";", ":") or tree.pos[token] not in ("PUNCT", "SYM"):
        return False
    last = token + 1
    top = token
    while tree.heads[top] != top:
        top = tree.heads[top]
    end = tree.right[top] + 1
    while last < end and tree.lower[last] not in (";",):
        last += 1
    before = [tree.heads[t] for t in range(token + 1, last)]
    if not before or all(token < head < last for head in before):
        return False
    root_inside = token < top < last
    main = gather(tree, token + 1, last)
    if main is None:
        return False
    if not root_inside and tree.bases[main] not in ("parataxis", "ccomp"):
        tree.label(main, "parataxis")
    return True


_STOPS = frozenset({"PUNCT", "SYM"})
_NAMING = frozenset({"NOUN", "NUM", "ADJ", "PROPN"})
_VERBS = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN", "NUM", "SYM"})

RULES: Sequence[tuple[Callable[[Tree, int], bool], frozenset[str] | None]] = (
    (verbs.stop_as_root, _STOPS),
    (verbs.perfect, _VERBS),
    (verbs.infinitive, _NAMING),
    (clauses.auxiliary_as_subject, None),
    (clauses.gapped_passive, _NOUNS),
    (clauses.verb_as_case, _VERBS),
    (clauses.coordinated, _NOUNS),
    (clauses.object_before, _VERBS),
    (clauses.number_as_subject, _NOUNS),
    (clauses.that_conjunct, None),
    (nouns.number_of_next, _NOUNS),
    (nouns.article_of_noun, None),
    (clauses.subject_beside, _VERBS),
    (clauses.subject_of_measure, None),
    (clauses.said_clause, None),
    (clauses.raised, None),
    (clauses.of_complement, None),
    (clauses.set_apart, _VERBS),
    (clauses.relative, None),
    (clauses.whose, _NOUNS),
    (clauses.free_relative, None),
    (clauses.worth, None),
    (clauses.verb_after_relative, None),
    (clauses.finite_conjunct, _VERBS),
    (nouns.gerund, _VERBS),
    (nouns.that_of_report, None),
    (nouns.apposition_of_verb, None),
    (nouns.prepositional, None),
    (nouns.possessor, None),
    (nouns.across_verb, None),
    (nouns.split_phrase, None),
    (clauses.whole_subject, _VERBS),
    (nouns.article_as_subject, None),
    (nouns.noun_with_subject, None),
    (verbs.verb_under_noun, None),
    (verbs.second_subject, None),
    (verbs.missing_subject, None),
    (verbs.cut_off, None),
    (verbs.beyond_conjunct, None),
    (_after_stop, _STOPS),
)
"""The rules in their order, each with the parts of speech that it looks at (None: all)."""
