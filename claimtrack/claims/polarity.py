"""Is a clause affirmed or negated: by the words at its predicate, its subject and its object."""

from __future__ import annotations

from claimtrack.claims.clause import Clause
from claimtrack.claims.tree import SUBJECTS, Tree
from claimtrack.claims.words import words
from claimtrack.model import Polarity

_ARGUMENTS = SUBJECTS | {"obj", "xcomp", "expl"}
_CARRIERS = frozenset({"aux", "cop", "obj"})


def polarity_of(tree: Tree, clause: Clause, *, denied: bool = False) -> Polarity:
    """The polarity of ``clause``. ``denied``: it is the content of a cue that denies; two negations cancel out."""
    at_predicate = _at_predicate(tree, clause.head) or _shared(tree, clause)
    negations = sum((at_predicate, _at_verb(tree, clause), _raised(tree, clause), denied))
    return "negated" if negations % 2 else "affirmed"


def _at_predicate(tree: Tree, head: int) -> bool:
    """ "did not come", "no one came", "there was no war", "wears no suit", "nothing like it"."""
    if _is_negated(tree, head) or _is_none(tree, head):
        return True
    return any(
        (tree.labels[c] in _ARGUMENTS and not _is_afterthought(tree, c, head) and _is_none(tree, c))
        or (tree.bases[c] in _CARRIERS and _is_negated(tree, c))
        or (tree.bases[c] == "det" and tree.lower[c] in words("polarity", "determiners") and not _is_bound(tree, c))
        for c in tree.children[head]
    )


def _is_afterthought(tree: Tree, token: int, head: int) -> bool:
    """ ", none of them large": a subject of something else, behind the verb and a comma."""
    edge = tree.left[token]
    before = tree.before(edge)
    apart = tree.lower[edge] == "," or (before is not None and tree.lower[before] == ",")
    return tree.labels[token] in SUBJECTS and token > head and apart


def _is_negated(tree: Tree, token: int) -> bool:
    """Has ``token`` a negative adverb of its own, other than "not only"?"""
    return any(
        (tree.lower[c] in words("polarity", "adverbs") or _is_no_longer(tree, c))
        and not _is_focus(tree, c)
        and not _is_bound(tree, c)
        and tree.bases[c] in ("advmod", "neg", "cc", "det", "aux", "dep")
        for c in tree.children[token]
    )


def _is_no_longer(tree: Tree, token: int) -> bool:
    """ "no longer", "no more" at a verb; "no more than" is a bound."""
    if token == 0 or tree.lower[token - 1] not in ("no", "any"):
        return False
    if _is_bound(tree, token - 1):
        return False
    return tree.lower[token] == "longer" or (tree.lower[token] == "more" and tree.pos[tree.heads[token]] == "VERB")


def _is_bound(tree: Tree, token: int) -> bool:
    """ "no more than", "not less than", "no later than": a bound, no negation."""
    return " ".join(tree.lower[token + 1 : token + 3]) in words("polarity", "bounds")


def _is_focus(tree: Tree, token: int) -> bool:
    """ "not only", "not least": the word after limits the negation."""
    after = token + 1
    return after < len(tree.lower) and tree.lower[after] in words("polarity", "focus")


def _is_none(tree: Tree, token: int) -> bool:
    """Is ``token`` "nobody", or "no one", or a noun with "no"?"""
    if tree.lower[token] in words("polarity", "pronouns"):
        return True
    determiner = tree.left[token]
    if tree.lower[determiner] == "not" and " ".join(tree.lower[determiner + 1 : determiner + 2]) in ("a", "one", "all"):
        return True
    if tree.pos[token] in ("VERB", "AUX", "NUM", "ADJ", "ADV"):
        return False
    if _is_bound(tree, determiner):
        return False
    if tree.heads[determiner] != token:
        return False
    if tree.lower[determiner] == "neither" and tree.bases[determiner] == "cc":  # "neither the mayor nor the council"
        return True
    if tree.bases[determiner] not in ("det", "advmod"):
        return False
    return tree.lower[determiner] in words("polarity", "determiners")


def _at_verb(tree: Tree, clause: Clause) -> bool:
    """ "failed to reach", "denied taking part"."""
    if tree.lemmas[clause.head] not in words("polarity", "negative_verbs"):
        return False
    return tree.child(clause.head, "xcomp", "ccomp", "csubj") is not None


def _raised(tree: Tree, clause: Clause) -> bool:
    """ "does not think that it will": the negation of the frame is the content's."""
    governor = clause.governor
    if clause.kind != "content" or governor is None:
        return False
    return tree.lemmas[governor] in words("polarity", "raising_verbs") and _is_negated(tree, governor)


def _shared(tree: Tree, clause: Clause) -> bool:
    """Does a bare conjunct stand under the auxiliary and the negation of the first ("did not see and hear")?"""
    bare = tree.tags[clause.head] == "VB" and tree.child(clause.head, "aux", "mark") is None
    governor = clause.governor
    return clause.kind == "conjunct" and bare and governor is not None and _is_negated(tree, governor)
