"""Noun phrases that a parser has cut to pieces.

Each rule looks at one token and tells whether it changed the tree; the sentence is to be measured then.
"""

from __future__ import annotations

from claimtrack.claims.tree import SUBJECTS, Tree
from claimtrack.claims.words import words

LOOSE = frozenset({"obj", "iobj", "nmod", "compound", "dep", "list", "appos", "nummod", "obl", "amod", "vocative"})
"""Labels that a parser gives a noun when it has missed what the noun is."""
_WITHIN = {"DET": "det", "NUM": "nummod", "ADJ": "amod", "NOUN": "compound", "PROPN": "compound", "SYM": "compound"}


def gerund(tree: Tree, token: int) -> bool:
    """ "the only crossing": what has an article is a noun, and behind a comma an apposition."""
    if tree.tags[token] not in ("VBG", "VBN") or tree.pos[token] != "VERB" or tree.is_finite(token):
        return False
    article = next((c for c in tree.children[token] if tree.bases[c] == "det" and c < token), None)
    if article is None or tree.child(token, "obj", "aux", "aux:pass") is not None or tree.tags[token] == "VBN":
        return False
    tree.pos[token], tree.tags[token], tree.lemmas[token] = "NOUN", "NN", tree.lower[token]
    before = tree.before(tree.left[token])
    if tree.bases[token] in ("acl", "advcl") and "," in (tree.lower[before or 0], tree.lower[tree.left[token]]):
        tree.label(token, "appos")
    return True


def that_of_report(tree: Tree, token: int) -> bool:
    """ "Figures show that crime fell": right behind a verb of saying "that" leads a clause and is no article."""
    if tree.lower[token] != "that" or tree.bases[token] != "det" or token == 0:
        return False
    verb, noun = tree.lemmas[token - 1], tree.heads[token]
    clause = tree.heads[noun]
    leads = tree.pos[token - 1] == "VERB" and verb in words("clauses", "reporting") and noun > token
    if not leads or tree.labels[noun] not in SUBJECTS or not tree.is_finite(clause) or clause < noun:
        return False
    tree.attach(token, clause, "mark")
    tree.pos[token], tree.tags[token] = "SCONJ", "IN"
    return True


def apposition_of_verb(tree: Tree, token: int) -> bool:
    """ "has 3 million members, most of them women": an apposition or relative clause is at the noun before it."""
    if (tree.bases[token] != "appos" and tree.labels[token] != "acl:relcl") or tree.pos[tree.heads[token]] not in (
        "VERB",
        "AUX",
    ):
        return False
    at = tree.before(tree.left[token])
    comma = tree.left[token] if tree.lower[tree.left[token]] == "," else at
    noun = tree.before(comma) if comma is not None and tree.lower[comma] == "," else None
    if noun is None or tree.pos[noun] not in ("NOUN", "PROPN"):
        return False
    subject = noun == tree.subject(tree.heads[token])  # "inflation, now at 3%, will fall"
    if (noun <= tree.heads[token] and not subject) or tree.is_above(token, noun):
        return False
    tree.attach(token, noun, tree.labels[token])
    return True


def prepositional(tree: Tree, token: int) -> bool:
    """ "between the two sides" is no subject."""
    if tree.labels[token] not in SUBJECTS or tree.labels[token].startswith("csubj"):
        return False
    edge = tree.left[token]
    if tree.heads[edge] != token or tree.bases[edge] != "case" or tree.pos[edge] != "ADP" or edge + 1 == token:
        return False
    if tree.pos[edge + 1] == "NUM" or tree.lower[edge] not in words("clauses", "prepositions"):
        return False
    noun = tree.before(edge)
    fits = noun is not None and tree.pos[noun] in ("NOUN", "PROPN") and not tree.is_above(token, noun)
    tree.attach(token, noun if fits and noun is not None else tree.heads[token], "nmod" if fits else "obl")
    return True


def possessor(tree: Tree, token: int) -> bool:
    """ "Norland's" belongs to the noun that follows."""
    if tree.labels[token] == "nmod:poss" or not any(tree.tags[c] == "POS" for c in tree.children[token]):
        return False
    noun = tree.right[token] + 1
    while noun < len(tree.pos) and tree.pos[noun] in ("ADJ", "NUM", "ADV", "PUNCT") and tree.lower[noun] != ",":
        noun += 1
    while noun + 1 < len(tree.pos) and tree.pos[noun + 1] in ("NOUN", "PROPN") and tree.heads[noun] == noun + 1:
        noun += 1
    if noun >= tree.sentence(token)[1] or tree.pos[noun] not in ("NOUN", "PROPN") or tree.is_above(token, noun):
        return False
    tree.attach(token, noun, "nmod:poss")
    return True


def across_verb(tree: Tree, token: int) -> bool:
    """ "the" of "the tax becomes 21 percent" on "percent": what stands before a noun belongs to the noun after it."""
    head = tree.heads[token]
    if tree.bases[token] not in ("det", "amod", "nummod", "compound") or head < token + 2:
        return False
    if any(c > token or tree.bases[c] != "advmod" for c in tree.children[token]):
        return False
    verb = next((t for t in range(token + 1, head) if tree.pos[t] in ("VERB", "AUX") and tree.is_finite(t)), None)
    if verb is None:
        return False
    noun = next((t for t in range(token + 1, verb) if tree.pos[t] in ("NOUN", "PROPN")), None)
    if noun is None or any(tree.pos[t] not in _WITHIN for t in range(token, noun)) or tree.is_above(token, noun):
        return False
    tree.attach(token, noun, tree.labels[token])
    return True


def split_phrase(tree: Tree, token: int) -> bool:
    """ "The" and "shortfall", "Ninety" and "two deputies" as two dependents of one verb: one noun phrase."""
    head = tree.heads[token]
    if head <= token or tree.pos[token] not in _WITHIN:
        return False
    if tree.pos[token] != "DET" and tree.bases[token] not in (*LOOSE, "nsubj"):
        return False
    after = tree.right[token] + 1
    follower = next((c for c in tree.children[head] if tree.left[c] == after and c < head), None)
    if follower is None or tree.pos[follower] not in ("NOUN", "PROPN") or is_cased(tree, token):
        return False
    core = tree.labels[follower] in SUBJECTS or tree.bases[follower] == "obj"
    both = tree.labels[token] in SUBJECTS and core and tree.labels[follower] != "obl:unmarked"
    if not (both or (tree.pos[token] in ("DET", "NUM", "ADJ") and core)) or is_time(tree, token):
        return False
    label = tree.labels[token] if tree.labels[token] in SUBJECTS else tree.labels[follower]
    if tree.pos[after] == "CCONJ" and tree.pos[token] != "DET":  # "two ships and a boat"
        tree.attach(follower, token, "conj")
        tree.label(token, label)
        return True
    tree.attach(token, follower, _WITHIN[tree.pos[token]])
    tree.label(follower, label)
    return True


def article_as_subject(tree: Tree, token: int) -> bool:
    """ "The" as subject and "bank" elsewhere: an article is no subject, its noun is."""
    if tree.labels[token] not in SUBJECTS or tree.lower[token] not in words("clauses", "articles"):
        return False
    head, noun = tree.heads[token], token + 1
    while noun < head and tree.pos[noun] in ("ADJ", "NUM"):
        noun += 1
    while noun + 1 < head and tree.pos[noun + 1] in ("NOUN", "PROPN"):
        noun += 1
    if noun >= head or tree.pos[noun] not in ("NOUN", "PROPN") or tree.is_above(noun, head):
        return False
    label = tree.labels[token]
    tree.attach(token, noun, "det")
    if tree.labels[noun] not in SUBJECTS:
        tree.attach(noun, head, label)
    return True


def article_of_noun(tree: Tree, token: int) -> bool:
    """ "A" as subject of "plan": an article, and the noun is the subject of the verb behind it, if that has none."""
    head = tree.heads[token]
    if tree.labels[token] not in SUBJECTS or tree.lower[token] not in words("clauses", "articles") or head < token:
        return False
    if tree.pos[head] not in ("NOUN", "PROPN") or tree.child(head, "cop", "aux") is not None:
        return False
    tree.attach(token, head, "det")
    tree.pos[token] = "DET"
    verb = tree.heads[head]
    if tree.bases[head] in (*LOOSE, "ccomp") and head < verb and tree.is_finite(verb) and tree.subject(verb) is None:
        tree.label(head, "nsubj:pass" if tree.child(verb, "aux:pass") is not None else "nsubj")
    return True


def number_of_next(tree: Tree, token: int) -> bool:
    """ "cut 900 jobs": a number right before a noun in the plural counts it, and is no object or modifier elsewhere."""
    noun, head = token + 1, tree.heads[token]
    if tree.pos[token] != "NUM" or tree.bases[token] not in ("obj", "nummod") or tree.children[token] or head >= token:
        return False
    if noun >= tree.sentence(token)[1] or tree.pos[noun] != "NOUN" or not tree.lower[noun].endswith("s"):
        return False
    if tree.heads[noun] == noun or tree.is_above(token, noun) or tree.bases[noun] in ("compound", "nmod"):
        return False
    tree.attach(token, noun, "nummod")
    return True


def noun_with_subject(tree: Tree, token: int) -> bool:
    """ "Defence" as subject of the noun "spending": a compound."""
    head = tree.heads[token]
    if tree.bases[token] != "nsubj" or tree.pos[head] not in ("NOUN", "PROPN") or tree.pos[token] not in _WITHIN:
        return False
    if tree.bases[head] in ("root", "ccomp", "parataxis", "conj", "advcl", "acl", "dep", "appos"):
        return False
    if tree.child(head, "cop", "aux") is not None or tree.right[token] + 1 != _own_left(tree, head, token):
        return False
    tree.attach(token, head, _WITHIN[tree.pos[token]])
    return True


def _own_left(tree: Tree, head: int, token: int) -> int:
    """Where ``head`` begins without ``token`` and what is before it."""
    return min([head, *(tree.left[c] for c in tree.children[head] if c > token and c < head)])


def is_cased(tree: Tree, token: int) -> bool:
    """Does a preposition, or the like, stand before ``token``?"""
    return any(tree.bases[c] == "case" and c < token for c in tree.children[token])


def is_wh(tree: Tree, token: int) -> bool:
    """Is ``token`` a relative or interrogative phrase: "who", "which party"?"""
    return any(tree.tags[t] in ("WP", "WDT", "WP$", "WRB") for t in (token, *tree.children[token]))


def is_time(tree: Tree, token: int) -> bool:
    """Is ``token`` a noun of time, which stands before a verb without being its subject?"""
    return tree.lower[token] in words("clauses", "times")
