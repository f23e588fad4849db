"""Clauses whose parts a parser has hung on the wrong word: relative clauses that swallow the verb after them,
subjects of the wrong word, verbs called prepositions.

Each rule looks at one token and tells whether it changed the tree; the sentence is to be measured then.
"""

from __future__ import annotations

from claimtrack.claims.repair_nouns import LOOSE, is_cased, is_time, is_wh
from claimtrack.claims.repair_verbs import crossing, turn
from claimtrack.claims.tree import SUBJECTS, Tree
from claimtrack.claims.words import mapping, words

_BE = frozenset({"is", "are", "was", "were"})
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "SYM"})
_OWNING = frozenset({"whose", "which", "whom"})
_MODIFIERS = frozenset({"obl", "nmod", "advmod", "amod", "compound"})
_ALIGNED = frozenset({"amod", "nmod", "obl", "obj", "advmod", "compound"})


def relative(tree: Tree, token: int) -> bool:
    """ "Olin, who has died": a clause behind a noun and a comma that begins with "who" or "which" is a relative one."""
    noun = tree.heads[token]
    if noun >= token or tree.bases[token] not in ("parataxis", "advcl", "dep", "appos") or not tree.is_finite(token):
        return False
    if _behind_comma(tree, token) not in ("who", "which") or tree.pos[noun] not in _NOMINAL:
        return False
    if tree.child(noun, "cop") is not None:
        return False
    tree.label(token, "acl:relcl")
    return True


def whose(tree: Tree, token: int) -> bool:
    """ "Pottle, whose wife works there", "€1 million, half of which came late": the noun of "whose" or "of which" is
    the subject of the relative clause behind it."""
    if tree.bases[token] != "appos" or not any(tree.lower[c] in _OWNING for c in tree.children[token]):
        return False
    beside = (*tree.children[token], *tree.children[tree.heads[token]])
    verb = next((c for c in beside if c > token and tree.labels[c] == "acl:relcl" and tree.is_finite(c)), None)
    if verb is None or tree.subject(verb) is not None:
        return False
    if tree.heads[verb] == token:
        tree.attach(verb, tree.heads[token], "acl:relcl")
    tree.attach(token, verb, "nsubj")
    return True


def verb_after_relative(tree: Tree, token: int) -> bool:
    """ "Norvik, which reports soon, was down 2%": behind the comma that ends a relative clause the main one goes on."""
    plain = tree.pos[token] == "VERB" and tree.tags[token] == "VB" and tree.bases[token] == "dep"
    if not (tree.is_predicate(token) and (tree.is_finite(token) or plain)) or tree.subject(token) is not None:
        return False
    first = min([token, *(c for c in tree.children[token] if tree.bases[c] in ("aux", "cop"))])
    if tree.lower[first - 1] != "," or tree.child(token, "cc", "mark") is not None or tree.bases[token] == "conj":
        return False
    noun = _noun_of_relative(tree, token)
    if noun is None or tree.labels[noun] not in ("root", "parataxis", "ccomp", "dep") or is_cased(tree, noun):
        return False
    if tree.child(noun, "cop", "aux") is not None or tree.subject(noun) is not None:
        return False
    tree.attach(token, noun, "dep")
    turn(tree, noun, token)
    if plain:
        tree.tags[token] = "VBP"
    return True


def _noun_of_relative(tree: Tree, token: int) -> int | None:
    """The noun whose relative clause stands before ``token`` and governs it, or hangs beside it."""
    head = tree.heads[token]
    clause: int | None = head
    if tree.pos[head] in _NOMINAL:
        clause = next((c for c in tree.children[head] if tree.labels[c] == "acl:relcl" and head < c < token), None)
    if clause is None or tree.labels[clause] != "acl:relcl" or not tree.heads[clause] < clause < token:
        return None
    return tree.heads[clause] if _behind_comma(tree, clause) in ("who", "which", "whose") else None


def _behind_comma(tree: Tree, token: int) -> str | None:
    """The first word of the clause of ``token``, where a comma stands before it."""
    first = tree.left[token]
    if tree.lower[first] == ",":
        first += 1
    return tree.lower[first] if 0 < first <= token and tree.lower[first - 1] == "," else None


def free_relative(tree: Tree, token: int) -> bool:
    """ "horrified by what they saw": the clause right behind "what" belongs to it."""
    if tree.lower[token] != "what" or not is_cased(tree, token):
        return False
    head = tree.heads[token]
    clause = next((c for c in tree.children[head] if tree.left[c] == token + 1), None)
    if clause is None or not tree.is_predicate(clause) or tree.bases[clause] in ("conj", "punct"):
        return False
    tree.attach(clause, token, "acl:relcl")
    return True


def verb_as_case(tree: Tree, token: int) -> bool:
    """ "after sales beat expectations": what has a subject is a verb, and the noun that it stands before its object."""
    noun = tree.heads[token]
    if tree.bases[token] != "case" or tree.pos[token] != "VERB" or tree.subject(token) is None or noun <= token:
        return False
    if tree.heads[noun] == noun:
        tree.make_root(token)
    else:
        label = tree.labels[noun] if tree.bases[noun] in ("ccomp", "conj", "parataxis", "advcl") else "advcl"
        tree.attach(token, tree.heads[noun], label)
    tree.attach(noun, token, "obj")
    return True


def auxiliary_as_subject(tree: Tree, token: int) -> bool:
    """ "68,000 were sold": a form of "be" before a participle is its auxiliary, not its subject."""
    head = tree.heads[token]
    if tree.labels[token] not in SUBJECTS or tree.lower[token] not in _BE or tree.tags[head] != "VBN" or token > head:
        return False
    tree.attach(token, head, "aux:pass")
    tree.pos[token] = "AUX"
    return True


def subject_of_measure(tree: Tree, token: int) -> bool:
    """ "Those who ate nuts were 12 percent less likely": a measure has no subject, the adjective behind it has."""
    measure = tree.heads[token]
    head = tree.heads[measure]
    if tree.bases[token] != "nsubj" or not token < measure < head or tree.bases[measure] not in _MODIFIERS:
        return False
    led = [c for c in tree.children[head] if tree.bases[c] in ("aux", "cop") and token < c < measure]
    if not led or tree.subject(head) is not None or tree.child(measure, "aux", "cop") is not None:
        return False
    for child in [c for c in tree.children[measure] if token < c < led[0]]:
        tree.attach(child, token, "nmod")
    tree.attach(token, head, "nsubj")
    return True


def coordinated(tree: Tree, token: int) -> bool:
    """ "eight counts of fraud and two counts of theft": a noun behind "and" is no subject of the noun before it."""
    head = tree.heads[token]
    if tree.bases[token] != "nsubj" or tree.pos[head] not in _NOMINAL or tree.child(head, "cop", "aux") is not None:
        return False
    if tree.heads[head] == head or is_wh(tree, token) or tree.bases[head] in ("ccomp", "parataxis", "advcl", "acl"):
        return False
    if token > head and tree.pos[tree.left[token]] == "CCONJ":
        tree.attach(token, head, "conj")
        return True
    first = next((c for c in tree.children[tree.heads[head]] if tree.bases[c] == "obj" and c < token), None)
    between = tree.right[token] + 1
    if (
        token > head
        or first is None
        or between > head
        or tree.pos[between] != "CCONJ"
        or tree.lower[tree.left[token] - 1] != ","
    ):
        return False
    tree.attach(token, first, "conj")
    tree.attach(head, first, "conj")
    return True


def said_clause(tree: Tree, token: int) -> bool:
    """ "The lane is four metres wide, she said": what has a subject and a copula, or is a finite verb, is a clause,
    here what is said."""
    head = tree.heads[token]
    if tree.bases[token] not in _ALIGNED or tree.lemmas[head] not in words("clauses", "reporting") or token > head:
        return False
    subject, copula = tree.subject(token), tree.child(token, "cop")
    copula = token if copula is None and tree.pos[token] == "VERB" and tree.is_finite(token) else copula
    if subject is None or copula is None or not subject < copula <= token or is_wh(tree, subject):
        return False
    tree.label(token, "ccomp")
    return True


def raised(tree: Tree, token: int) -> bool:
    """ "Talks are due to resume": the subject before "due" is that of "due", which has the copula."""
    head, subject = tree.heads[token], tree.subject(token)
    if subject is None or not subject < head < token - 1 or tree.lower[token - 1] != "to" or tree.children[token - 1]:
        return False
    if tree.pos[head] not in ("ADJ", "VERB") or tree.tags[head] == "VBG" or tree.subject(head) is not None:
        return False
    led = [c for c in tree.children[token] if tree.bases[c] in ("aux", "cop") and subject < c < head]
    if not led:
        return False
    tree.attach(subject, head, "nsubj")
    for helper in led:
        tree.attach(helper, head, "cop" if tree.pos[head] == "ADJ" else "aux")
    tree.attach(token - 1, token, "mark")
    tree.attach(token, head, "xcomp")
    return True


def of_complement(tree: Tree, token: int) -> bool:
    """ "The airport will remain closed": the subject before a verb is its own, not that of its complement behind it."""
    verb, subject = tree.heads[token], tree.subject(token)
    if tree.bases[token] != "xcomp" or subject is None or not subject < verb < token or tree.subject(verb) is not None:
        return False
    if tree.pos[verb] not in ("VERB", "ADJ") or is_wh(tree, subject):
        return False
    tree.attach(subject, verb, "nsubj:pass" if tree.child(verb, "aux:pass") is not None else "nsubj")
    return True


def set_apart(tree: Tree, token: int) -> bool:
    """ "The Ondine, built in 1987, was licensed": between two commas a participle is about the noun before it."""
    verb = tree.heads[token]
    if tree.tags[token] != "VBN" or tree.bases[token] != "advcl" or verb < token or not tree.is_finite(verb):
        return False
    if tree.subject(verb) is not None or tree.child(token, "aux", "aux:pass", "mark") is not None:
        return False
    noun = next((c for c in tree.children[token] if c < token and tree.pos[c] in ("NOUN", "PROPN")), None)
    if noun is None or tree.bases[noun] not in LOOSE or is_cased(tree, noun) or tree.lower[token - 1] != ",":
        return False
    if tree.right[noun] not in (token - 2, token - 1) or is_time(tree, noun):
        return False
    for child in [c for c in tree.children[token] if c < noun]:
        tree.attach(child, noun, tree.labels[child])
    tree.attach(noun, verb, "nsubj:pass" if tree.child(verb, "aux:pass") is not None else "nsubj")
    tree.attach(token, noun, "acl")
    return True


def finite_conjunct(tree: Tree, token: int) -> bool:
    """ "plans to buy shares and will cut jobs": a finite verb goes with the finite one, not with its infinitive."""
    head = tree.heads[token]
    governor = tree.heads[head]
    if tree.bases[token] != "conj" or tree.subject(token) is not None or not tree.is_finite(token):
        return False
    infinitive = tree.bases[head] == "xcomp" and tree.has_to(head) and not tree.is_finite(head)
    if not infinitive or not tree.is_finite(governor) or governor == head or tree.child(token, "cc") is None:
        return False
    tree.attach(token, governor, "conj")
    return True


def whole_subject(tree: Tree, token: int) -> bool:
    """ "A ferry carrying 214 passengers and 18 crew capsized": a subject that begins with "and" is the end of one."""
    participle, subject = tree.heads[token], tree.subject(token)
    if tree.bases[token] != "conj" or tree.tags[token] != "VBD" or subject is None or participle > subject:
        return False
    noun, first = tree.heads[participle], tree.left[subject]
    thing = tree.child(participle, "obj")
    if tree.tags[participle] != "VBG" or tree.labels[participle] != "acl" or thing is None or noun >= participle:
        return False
    if tree.pos[first] != "CCONJ" or is_cased(tree, noun) or tree.labels[noun] in SUBJECTS | {"obj"}:
        return False
    for child in [c for c in tree.children[participle] if c > token]:
        tree.attach(child, token, tree.labels[child])
    tree.attach(subject, thing, "conj")
    tree.attach(token, noun, "dep")
    turn(tree, noun, token)
    return True


def worth(tree: Tree, token: int) -> bool:
    """ "damage worth $2 billion": the sum right behind "worth" is what it is worth."""
    if tree.lower[token] != "worth" or tree.child(token, "obj", "obl", "nmod") is not None:
        return False
    thing = next((c for c in tree.children[tree.heads[token]] if c > token and tree.left[c] == token + 1), None)
    up = tree.heads[tree.heads[token]]
    if thing is None:
        thing = next((c for c in tree.children[up] if c > token and tree.left[c] == token + 1), None)
    if thing is None or tree.pos[thing] not in _NOMINAL or tree.is_above(thing, token):
        return False
    tree.attach(thing, token, "obl")
    return True


def gapped_passive(tree: Tree, token: int) -> bool:
    """ "12 people were killed and 30 injured": the second number is the subject of the participle right behind it."""
    verb = tree.heads[token]
    if tree.bases[token] == "conj" and tree.labels[verb] == "nsubj:pass":
        verb = tree.heads[verb]
    elif tree.labels[token] != "nsubj:pass":
        return False
    passive = tree.tags[verb] == "VBN" and tree.child(verb, "aux:pass") is not None
    participle = token + 1
    if token < verb or not passive or participle >= len(tree.heads):
        return False
    formed = tree.lower[participle].endswith("ed") or tree.lower[participle] in words("irregular", "participles")
    if not formed or tree.heads[participle] not in (verb, token):
        return False
    tree.pos[participle], tree.tags[participle] = "VERB", "VBN"
    tree.lemmas[participle] = mapping("irregular", "verbs").get(tree.lower[participle], tree.lemmas[participle])
    tree.attach(participle, verb, "conj")
    tree.attach(token, participle, "nsubj:pass")
    return True


def object_before(tree: Tree, token: int) -> bool:
    """ "71% supported the plan and 12% opposed it": English puts no object before its verb, which is a past tense."""
    if tree.tags[token] != "VBN" or tree.child(token, "aux", "aux:pass", "cop") is not None:
        return False
    objects = [c for c in tree.children[token] if tree.bases[c] == "obj" and not is_wh(tree, c)]
    if len(objects) < 2 or not objects[0] < token < objects[-1] or tree.subject(token) is not None:
        return False
    if tree.right[objects[0]] != token - 1 or is_cased(tree, objects[0]):
        return False
    tree.label(objects[0], "nsubj")
    tree.tags[token] = "VBD"
    noun = tree.heads[token]
    if tree.bases[token] == "acl" and tree.pos[tree.left[objects[0]]] == "CCONJ" and tree.heads[noun] != noun:
        tree.attach(token, tree.heads[noun], "conj")
    return True


def subject_beside(tree: Tree, token: int) -> bool:
    """ "The city recorded 12 cases, officials said": the noun right before the verb of what is said is its subject."""
    head = tree.heads[token]
    if tree.bases[token] != "ccomp" or head < token or not tree.is_finite(token) or tree.subject(token) is not None:
        return False
    noun = next((c for c in tree.children[head] if tree.right[c] == token - 1), None)
    if noun is None or tree.pos[noun] not in ("NOUN", "PROPN", "PRON") or tree.bases[noun] not in LOOSE:
        return False
    if is_cased(tree, noun) or is_wh(tree, noun) or is_time(tree, noun):
        return False
    tree.attach(noun, token, "nsubj")
    return True


def number_as_subject(tree: Tree, token: int) -> bool:
    """ "412 are in hospital and 38 are on ventilators": a verb parts a number from its noun: it is the subject."""
    head = tree.heads[token]
    if tree.bases[token] != "nummod" or head < token + 2 or tree.subject(head) is not None:
        return False
    helper = token + 1
    if tree.pos[helper] != "AUX" or tree.heads[helper] != head or tree.tags[helper] not in ("VBP", "VBZ", "VBD"):
        return False
    tree.label(token, "nsubj")
    if tree.pos[head] != "VERB":
        tree.label(helper, "cop")
    return True


def that_conjunct(tree: Tree, token: int) -> bool:
    """ "claimed the number was 21 and that the city had done nothing": "and that" leads a second content."""
    if tree.labels[token] != "acl:relcl" or tree.child(token, "cc") is None or tree.mark(token) != "that":
        return False
    if tree.bases[tree.heads[token]] != "ccomp":
        return False
    tree.label(token, "conj")
    if tree.subject(token) is None and (noun := crossing(tree, token)) is not None:
        tree.attach(noun, token, "nsubj")
    return True
