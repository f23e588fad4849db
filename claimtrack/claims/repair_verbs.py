"""Verbs without the subject that they must have.

Each rule looks at one token and tells whether it changed the tree; the sentence is to be measured then.
"""

from __future__ import annotations

from claimtrack.claims.repair_nouns import LOOSE, is_cased, is_time, is_wh
from claimtrack.claims.tree import SUBJECTS, Tree
from claimtrack.claims.words import words

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
_MARKED = frozenset({"conj", "parataxis", "root", "csubj", "fixed"})


def stop_as_root(tree: Tree, token: int) -> bool:
    """A full stop governs nothing: the main verb of its sentence is the root."""
    if tree.pos[token] != "PUNCT" or tree.heads[token] != token:
        return False
    below = [c for c in tree.children[token] if tree.pos[c] not in ("PUNCT", "SPACE")]
    if not below:
        return False
    verbs = [t for c in below for t in (c, *tree.children[c]) if tree.is_predicate(t) and tree.is_finite(t)]
    main = verbs[0] if verbs else below[0]
    tree.make_root(main)
    for child in list(tree.children[token]):
        tree.attach(child, main, tree.labels[child])
    tree.attach(token, main, "punct")
    return True


def perfect(tree: Tree, token: int) -> bool:
    """ "had been recovered": where adverbs and "been" alone part it from a participle, "had" is no verb."""
    if tree.lower[token] not in ("had", "has", "have") or tree.bases[token] == "aux":
        return False
    verb = token + 1
    while verb < len(tree.pos) - 1 and (tree.pos[verb] == "ADV" or tree.lower[verb] == "been"):
        verb += 1
    astray = tree.heads[token] != verb and (tree.heads[verb] == token or tree.bases[verb] in ("acl", "advcl", "amod"))
    if verb == token + 1 or tree.tags[verb] != "VBN" or verb >= tree.sentence(token)[1] or not astray:
        return False
    head, label = tree.heads[token], tree.labels[token]
    if head != token and tree.is_above(verb, head):
        return False
    if head == token:
        tree.make_root(verb)
    else:
        tree.attach(verb, head, label)
    for child in list(tree.children[token]):
        tree.attach(child, verb, tree.labels[child])
    tree.attach(token, verb, "aux")
    return True


def second_subject(tree: Tree, token: int) -> bool:
    """ "Police now say the package held clothes": a noun between two verbs, right before the one that is said, is its
    subject."""
    verb = tree.heads[token]
    if token < verb or tree.pos[verb] != "VERB" or tree.pos[token] not in (*_NOMINAL, "PART"):
        return False
    two = tree.labels[token] in SUBJECTS and tree.subject(verb) not in (token, None)
    if not two and (tree.bases[token] not in ("ccomp", "obj") or tree.is_predicate(token)):
        return False
    said = next((c for c in tree.children[verb] if c > token and tree.bases[c] == "ccomp"), None)
    if said is None or not tree.is_finite(said):
        return False
    if tree.subject(said) is not None or tree.child(said, "mark") is not None:
        return False
    if not all(tree.heads[t] == said for t in range(tree.right[token] + 1, said)):
        return False
    tree.attach(token, said, "nsubj:pass" if tree.child(said, "aux:pass") is not None else "nsubj")
    return True


def infinitive(tree: Tree, token: int) -> bool:
    """ "to number 140 ships", "will amount to": what stands after "to" or a modal is a verb."""
    if tree.pos[token] in ("VERB", "AUX") or tree.child(token, "cop") is not None or token == 0:
        return False
    led = any(
        c == token - 1 and (tree.tags[c] == "MD" or (tree.lower[c] == "to" and tree.bases[c] == "mark"))
        for c in tree.children[token]
    )
    if not led or tree.pos[token] not in ("NOUN", "NUM", "ADJ", "PROPN"):
        return False
    tree.pos[token], tree.tags[token], tree.lemmas[token] = "VERB", "VB", tree.lower[token]
    return True


def verb_under_noun(tree: Tree, token: int) -> bool:
    """ "talks" -> "would resume" without a relative word: the noun is the subject of the verb."""
    noun = tree.heads[token]
    if noun >= token or tree.bases[token] in _MARKED or tree.pos[noun] not in _NOMINAL:
        return False
    copula = tree.child(token, "cop")
    if not tree.is_finite(token) or tree.subject(token) is not None or tree.child(token, "mark") is not None:
        return False
    if copula is not None and (copula < noun or (tree.bases[token] not in LOOSE and tree.labels[token] != "acl")):
        return False
    if any(tree.lower[t] in words("clauses", "relative") or tree.pos[t] == "SCONJ" for t in range(noun + 1, token)):
        return False
    while tree.bases[noun] == "conj" or (is_cased(tree, noun) and tree.pos[tree.heads[noun]] in _NOMINAL):
        if tree.heads[noun] == noun:
            return False
        noun = tree.heads[noun]
    bare = tree.tags[token] == "VBD" and tree.child(token, "aux") is None
    if noun > token or is_cased(tree, noun) or is_wh(tree, noun) or (bare and _under_verb(tree, noun)):
        return False
    if tree.pos[noun] in ("VERB", "AUX") or tree.child(noun, "cop") is not None:
        return False
    turn(tree, noun, token)
    return True


def turn(tree: Tree, noun: int, verb: int) -> None:
    """Put ``verb`` in the place of its subject ``noun``."""
    head, label = tree.heads[noun], tree.labels[noun]
    after = [c for c in tree.children[noun] if c > verb]
    if head == noun:
        tree.make_root(verb)
    else:
        governs = tree.pos[head] in ("VERB", "AUX") and label not in ("conj", "parataxis")
        tree.attach(verb, head, "ccomp" if governs else label)
    tree.attach(noun, verb, "nsubj:pass" if tree.child(verb, "aux:pass") is not None else "nsubj")
    for child in after:
        nominal = tree.pos[child] in _NOMINAL and tree.bases[child] in LOOSE
        tree.attach(child, verb, ("obl" if is_cased(tree, child) else "obj") if nominal else tree.labels[child])


def _under_verb(tree: Tree, noun: int) -> bool:
    at = noun
    while tree.heads[at] != at:
        at = tree.heads[at]
        if tree.is_predicate(at) and tree.is_finite(at):
            return True
    return False


def missing_subject(tree: Tree, token: int) -> bool:
    """A finite verb whose only noun before it is called its object, or hangs on a word behind it: the subject."""
    verbal = tree.pos[token] in ("VERB", "AUX") or tree.child(token, "cop") is not None
    if not verbal or not tree.is_finite(token) or tree.subject(token) is not None:
        return False
    under_noun = tree.bases[token] == "acl" and tree.pos[tree.heads[token]] != "VERB"
    if tree.bases[token] == "conj" or under_noun or tree.child(token, "expl") is not None or _led_by_wh(tree, token):
        return False
    fit = _before(tree, token)
    fit = crossing(tree, token) if fit is None else fit
    if fit is None:
        return False
    tree.attach(fit, token, "nsubj:pass" if tree.child(token, "aux:pass") is not None else "nsubj")
    if tree.tags[fit] == "VBG":
        tree.pos[fit], tree.tags[fit], tree.lemmas[fit] = "NOUN", "NN", tree.lower[fit]
    return True


def _before(tree: Tree, verb: int) -> int | None:
    """The last noun among the dependents before ``verb`` that may be its subject, or a bare gerund right before it."""
    fit = None
    for c in tree.children[verb]:
        if c >= verb or is_cased(tree, c) or is_wh(tree, c) or is_time(tree, c):
            continue
        # no conjunct stands before what it is joined to
        loose = tree.bases[c] in LOOSE or tree.bases[c] == "conj"
        if tree.pos[c] in _NOMINAL and loose and not (tree.bases[c] == "obl" and tree.pos[c] == "NUM"):
            fit = c
        bare = tree.tags[c] == "VBG" and tree.bases[c] in ("advcl", "csubj", "amod") and not tree.children[c]
        if bare and tree.pos[c + 1] in ("VERB", "AUX"):
            fit = c
    return fit


def crossing(tree: Tree, verb: int) -> int | None:
    """The noun right before ``verb`` and its auxiliaries that hangs on a word below ``verb`` and behind it."""
    at = verb - 1
    while at > 0 and (
        (tree.heads[at] == verb and tree.bases[at] in ("aux", "cop", "advmod"))
        or (tree.pos[at] == "ADV" and tree.heads[at] == at - 1)  # "nobody here"
    ):
        at -= 1
    while at > 0 and tree.bases[at] == "flat" and tree.heads[at] < at:  # "Minister Ada Brisk"
        at = tree.heads[at]
    if at < 0 or tree.pos[at] not in ("NOUN", "PROPN", "PRON") or is_cased(tree, at) or is_wh(tree, at):
        return None
    head = tree.heads[at]
    led = any(tree.bases[c] in ("aux", "cop") and c < at for c in tree.children[verb])
    fits = (
        not led and head > verb and tree.is_above(verb, head) and not is_time(tree, at) and not tree.is_above(at, verb)
    )
    return at if fits else None


def _led_by_wh(tree: Tree, verb: int) -> bool:
    return any(c < verb and (is_wh(tree, c) or tree.tags[c] == "WRB") for c in tree.children[verb])


def cut_off(tree: Tree, token: int) -> bool:
    """ "The treaty, concluded in 1998, was signed": no comma parts a subject from its verb."""
    if tree.tags[token] not in ("VBD", "VBN") or tree.child(token, "aux", "cop", "mark") is not None:
        return False
    comma, noun = tree.before(token), tree.subject(token)
    if comma is None or noun is None or tree.lower[comma] != "," or tree.right[noun] not in (comma, comma - 1):
        return False
    main = next(
        (c for c in (*tree.children[token], tree.heads[token]) if c > token and _lacks_subject(tree, c, noun)), None
    )
    if main is None or not any(tree.lower[t] == "," for t in range(token, main)):
        return False
    head, label = tree.heads[token], tree.labels[token]
    if head == token:
        tree.make_root(main)
    elif head != main:
        tree.attach(main, head, label)
    for child in [c for c in tree.children[main] if tree.labels[c] in SUBJECTS]:
        tree.attach(child, noun, "nmod:poss" if tree.child(child, "case") is not None else "compound")
    tree.attach(noun, main, "nsubj:pass" if tree.child(main, "aux:pass") is not None else "nsubj")
    tree.tags[token] = "VBN"
    tree.attach(token, noun, "acl")
    return True


def _lacks_subject(tree: Tree, token: int, noun: int) -> bool:
    """Is ``token`` finite by an auxiliary, and without a conjunction or a subject outside of ``noun``?"""
    led = any(tree.bases[c] in ("aux", "cop") and tree.pos[c] == "AUX" for c in tree.children[token])
    subject = tree.subject(token)
    own = subject is not None and not tree.left[noun] <= subject <= tree.right[noun]
    inside = subject is None or subject < noun or not own
    return led and tree.is_finite(token) and inside and tree.child(token, "cc", "mark") is None


def beyond_conjunct(tree: Tree, token: int) -> bool:
    """ "killed 12 people and injured 30", "won it and are unbeaten at home": what follows the second verb is its own,
    where the first is complete."""
    head, edge = tree.heads[token], tree.left[token]
    if token < head or tree.pos[head] != "VERB" or tree.bases[token] not in ("obj", "obl", "xcomp", "ccomp", "advcl"):
        return False
    before = tree.before(edge)
    for verb in tree.children[head]:
        if tree.bases[verb] == "conj" and head < verb < token and before is not None and tree.is_above(verb, before):
            complete = any(tree.bases[c] in ("obj", "obl", "xcomp") and head < c < verb for c in tree.children[head])
            states = tree.child(verb, "cop") is not None and tree.bases[token] == "obl"
            if complete and (tree.pos[verb] == "VERB" or states) and tree.child(verb, "obj") is None:
                tree.attach(token, verb, tree.labels[token])
                return True
    return False
