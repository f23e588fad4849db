"""Is a clause asserted, possible, planned or conditional: by its auxiliaries, its frame and its conditions."""

from __future__ import annotations

from claimtrack.claims.clause import Clause
from claimtrack.claims.tree import Tree
from claimtrack.claims.words import mapping, words
from claimtrack.model import Modality


def modality_of(tree: Tree, clause: Clause, *, effect: str | None = None, reported: bool = False) -> Modality:
    """The modality of ``clause``.

    ``effect``: what the cue does that the clause is the content of ("predicts", "promises"). ``reported``:
    it is the content of a cue in the past, where "would" stands for "will".
    """
    head = clause.head
    if _is_conditional(tree, clause):
        return "conditional"
    own = _by_auxiliary(tree, clause, reported) or _by_adverb(tree, head)
    own = own or _by_frame(tree, head) or _by_noun(tree, clause)
    return own or _by_governor(tree, clause) or _by_effect(effect) or "asserted"


def auxiliaries(tree: Tree, clause: Clause) -> list[int]:
    """The auxiliaries of a clause, shared ones included ("will come and stay")."""
    own = [c for c in tree.children[clause.head] if tree.bases[c] == "aux"]
    finite = any(tree.tags[c] != "VB" for c in own)
    if finite or clause.kind != "conjunct" or clause.governor is None or tree.child(clause.head, "mark") is not None:
        return own
    cop = tree.child(clause.head, "cop")
    plain = tree.tags[clause.head] in ("VB", "VBP", "VBD") and tree.lower[clause.head] == tree.lemmas[clause.head]
    bare = bool(own) or (plain and tree.subject(clause.head) is None) or (cop is not None and tree.tags[cop] == "VB")
    return [c for c in tree.children[clause.governor] if tree.bases[c] == "aux"] if bare else []


def _is_conditional(tree: Tree, clause: Clause) -> bool:
    marks = words("modality", "conditional_marks")
    for child in tree.children[clause.head]:
        if tree.bases[child] == "advcl" and any(
            tree.lower[c] in marks and tree.bases[c] in ("mark", "advmod", "case") and not _is_even(tree, c)
            for c in tree.children[child]
        ):
            return True
        if tree.bases[child] == "advmod" and tree.lower[child] == "otherwise":
            return True
    return any(_is_condition(tree, token, clause) for token in clause.own if tree.lower[token] in marks)


def _is_condition(tree: Tree, token: int, clause: Clause) -> bool:
    """Does the subordinator ``token`` of a clause deeper down, or of this one, set a condition; not "asked if"?"""
    head = tree.heads[token]
    if tree.bases[token] != "mark" or _is_even(tree, token):
        return False
    below = tree.bases[head] in ("advcl", "dep", "parataxis") and tree.heads[head] == clause.head
    return token == clause.first or below


def _is_even(tree: Tree, token: int) -> bool:
    """ "even if", "as if" set no condition."""
    return token > 0 and tree.lower[token - 1] in ("even", "as")


def _by_auxiliary(tree: Tree, clause: Clause, reported: bool) -> Modality | None:
    for aux in auxiliaries(tree, clause):
        word = tree.lower[aux]
        if word == "can" and (_is_generic(tree, clause.head) or _has_not(tree, clause.head)):
            continue
        if word in words("modality", "possible_aux"):
            return "possible"
        if word in words("modality", "planned_aux"):
            hedged = _by_adverb(tree, clause.head) or _by_frame(tree, clause.head) == "possible"
            return "possible" if hedged else "planned"
        if word in words("modality", "would_aux") and tree.tags[aux] == "MD":
            return "planned" if reported else "conditional"
    return None


def _is_generic(tree: Tree, head: int) -> bool:
    subject = tree.subject(head)
    return subject is not None and tree.lower[subject] in words("modality", "generic_subjects")


def _has_not(tree: Tree, head: int) -> bool:
    return any(tree.lower[c] in words("polarity", "adverbs") for c in tree.children[head])


def _by_adverb(tree: Tree, head: int) -> Modality | None:
    adverbs = words("modality", "possible_adverbs")
    own = (c for c in tree.children[head] if tree.bases[c] == "advmod" and tree.lower[c] in adverbs)
    found = any(not _of_time(tree, c) for c in own)
    return "possible" if found else None


def _of_time(tree: Tree, token: int) -> bool:
    """ "most likely" is a guess too, "as likely as" a comparison."""
    return tree.child(token, "obl", "advcl") is not None


def _by_frame(tree: Tree, head: int) -> Modality | None:
    """ "aims to", "is set to", "is likely to", "is to meet"."""
    if _is_to(tree, head) or _is_ahead(tree, head):
        return "planned"
    if tree.child(head, "xcomp", "csubj", "ccomp", "advcl", "obj") is None:
        return None
    lemma = tree.lemmas[head]
    if lemma in words("modality", "possible_frames") and tree.child(head, "xcomp", "csubj", "ccomp") is not None:
        return "possible"
    infinitive = _infinitive(tree, head)
    if infinitive is None:
        return None
    if lemma == "be":
        return "planned"
    return "planned" if lemma in words("modality", "planned_frames") and _frame_fits(tree, head) else None


def _is_ahead(tree: Tree, head: int) -> bool:
    """ "expects 6,000 workers", "is meant for schools"; "was expected" alone is a thing of the past."""
    lemma = tree.lemmas[head]
    if tree.child(head, "aux:pass") is not None:
        return lemma in words("modality", "planned_passives") and tree.child(head, "obl", "advmod") is not None
    nominal = tree.child(head, "obj")
    return lemma in words("modality", "planned_objects") and tree.pos[head] == "VERB" and nominal is not None


def _is_to(tree: Tree, head: int) -> bool:
    """ "are to begin", "is to be given": an arrangement."""
    return any(
        tree.lower[c] == "to" and tree.bases[c] == "mark" and tree.lower[c - 1] in words("modality", "be_forms")
        for c in tree.children[head]
        if 0 < c < head
    )


def _infinitive(tree: Tree, head: int) -> int | None:
    """The infinitive that completes ``head``; a clause of purpose does so only right after it ("is set to")."""
    for child in tree.children[head]:
        near = tree.bases[child] in ("xcomp", "ccomp", "csubj") or (
            tree.bases[child] == "advcl" and tree.left[child] <= head + 2
        )
        if near and child > head and tree.has_to(child):
            return child
        if tree.bases[child] == "obj" and (of_object := tree.child(child, "acl")) and tree.has_to(of_object):
            return of_object
    return None


def _frame_fits(tree: Tree, head: int) -> bool:
    lemma = tree.lemmas[head]
    be = ("be", "'s", "is", "are")
    auxiliary = any(tree.bases[c] in ("aux", "cop") and tree.lemmas[c] in be for c in tree.children[head])
    if lemma in words("modality", "progressive_only") and tree.tags[head] == "VBG":
        return auxiliary
    if lemma in words("modality", "passive_only"):
        return tree.tags[head] in ("VBN", "VBD", "JJ") and (auxiliary or tree.child(head, "aux:pass") is not None)
    return True


def _by_noun(tree: Tree, clause: Clause) -> Modality | None:
    """ "is a chance to gain", "acknowledged the risk of": the predicate noun, or the object of a cue."""
    nouns = [clause.head]
    if tree.lemmas[clause.head] in words("clauses", "reporting"):
        nouns = [c for c in tree.children[clause.head] if tree.bases[c] == "obj"]
    for noun in nouns:
        if tree.pos[noun] in ("VERB", "AUX"):
            continue
        if tree.child(noun, "acl", "nmod") is None:
            continue
        if tree.lemmas[noun] in words("modality", "possible_nouns"):
            return "possible"
        if tree.lemmas[noun] in words("modality", "planned_nouns") and noun == clause.head:
            return "planned"
    return None


def _by_governor(tree: Tree, clause: Clause) -> Modality | None:
    """ "expects inflation to peak", "plans that it will", "with the aim of"."""
    head = clause.head
    above = tree.heads[head]
    if above == head or clause.kind not in ("content", "main") or tree.bases[head] not in ("ccomp", "xcomp", "acl"):
        return None
    lemma = tree.lemmas[above]
    if lemma in words("modality", "possible_frames") or lemma in words("modality", "possible_nouns"):
        return "possible"
    planned = lemma in words("modality", "planned_frames") and _frame_fits(tree, above)
    return "planned" if planned or lemma in words("modality", "planned_nouns") else None


def _by_effect(effect: str | None) -> Modality | None:
    value = mapping("modality", "effects").get(effect or "")
    return value if value in ("planned", "possible", "conditional") else None  # type: ignore[return-value]
