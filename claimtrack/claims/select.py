"""What is checkable: leaves out headings, boilerplate, questions, greetings, calls to action and bare opinion."""

from __future__ import annotations

import re

from claimtrack.claims.clause import Clause
from claimtrack.claims.tree import Tree
from claimtrack.claims.units import Unit
from claimtrack.claims.words import words

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_URL = re.compile(r"^\W*(?:https?://|www\.)\S+\W*$")
_QUESTION = re.compile(r"\?[\"”’'»)\]\s]*$")


def is_checkable_text(text: str, *, attributed: bool = False) -> bool:
    """Can ``text`` be a claim by its looks alone? For text without a parse too."""
    if not _LETTERS.search(text) or _URL.match(text) or _QUESTION.search(text):
        return False
    lead = text.lstrip(" \t\"“‘'([•*-–—").lower()
    if any(lead.startswith(phrase) for phrase in words("select", "greetings")):
        return False
    return attributed or not any(lead.startswith(phrase) for phrase in words("select", "opening_phrases"))


def in_scope(unit: Unit, *, cited: bool) -> bool:
    """Is ``unit`` of a kind that holds claims? A caption is one where it has a source (``cited``)."""
    return unit.kind in ("paragraph", "list_item") or (unit.kind == "caption" and cited)


def is_checkable(tree: Tree, unit: Unit, clause: Clause, *, figure: bool, attributed: bool) -> bool:
    """Does ``clause`` say something that can be true or false?

    ``figure``: it holds a quantity. ``attributed``: it is somebody's words.
    """
    text = tree.text[tree.starts[clause.first] : tree.ends[clause.last - 1]]
    if clause.silent or _is_asked(tree, unit, clause) or _is_left_open(tree, clause):
        return False
    if clause.kind in ("figure", "presupposed"):
        return figure
    if not is_checkable_text(text, attributed=attributed):
        return False
    if clause.kind == "main" and not tree.is_predicate(clause.head):
        return _is_fragment_with_fact(unit, figure=figure, attributed=attributed)
    if _is_unnamed(tree, clause) or (not figure and _is_about_what(tree, clause)):
        return False
    if _is_imperative(tree, clause) or (not figure and _is_bare(tree, clause)):
        return False
    return figure or not _is_opinion(tree, unit, clause)


def _is_bare(tree: Tree, clause: Clause) -> bool:
    """ "they produce", "it helps": a pronoun and a verb that says nothing without what was cut off from it."""
    cut = clause.kind == "relative" or any(tree.is_predicate(c) and c > clause.head for c in tree.children[clause.head])
    if not cut:
        return False
    said = [t for t in range(clause.first, clause.last) if tree.pos[t] not in ("PUNCT", "SPACE", "AUX")]
    return len(said) == 2 and tree.pos[said[0]] == "PRON" and tree.pos[said[1]] == "VERB"


def _is_about_what(tree: Tree, clause: Clause) -> bool:
    """ "Here is what happened": a clause about "what" leaves open what it is about."""
    subject = tree.subject(clause.head)
    return subject is not None and tree.lower[subject] == "what" and tree.child(clause.head, "cop") is None


def _is_unnamed(tree: Tree, clause: Clause) -> bool:
    """ "who asked not to be named", "who spoke on condition of anonymity": of the source, no fact of the story."""
    said = " ".join(tree.lower[clause.first : clause.last])
    return clause.kind in ("relative", "reduced", "participial") and any(
        phrase in said for phrase in words("select", "unnamed_phrases")
    )


def _is_fragment_with_fact(unit: Unit, *, figure: bool, attributed: bool) -> bool:
    return (unit.kind == "caption" and attributed) or (figure and unit.kind == "paragraph" and not unit.single)


def _is_asked(tree: Tree, unit: Unit, clause: Clause) -> bool:
    """Does the clause, or its sentence outside of quotes, end in a question mark?"""
    after = tree.text[tree.ends[clause.last - 1] : tree.ends[clause.last - 1] + 1]
    if after == "?":
        return True
    return clause.kind != "content" and tree.lower[unit.last - 1] == "?"


def _is_left_open(tree: Tree, clause: Clause) -> bool:
    """ "refused to say whether a case had been opened" says of no case that it was."""
    return "whether" in tree.lower[max(0, clause.first - 1) : clause.first + 1] and clause.kind != "figure"


def _is_imperative(tree: Tree, clause: Clause) -> bool:
    head = clause.head
    if clause.kind not in ("main", "content", "conjunct") or tree.tags[head] != "VB" or tree.subject(head) is not None:
        return False
    if any(tree.bases[c] in ("aux", "mark", "cop") and c < head for c in tree.children[head]):
        return False
    return clause.kind != "conjunct" or _is_imperative_first(tree, clause)


def _is_imperative_first(tree: Tree, clause: Clause) -> bool:
    governor = clause.governor
    return governor is not None and tree.subject(governor) is None and tree.child(governor, "aux") is None


def _is_opinion(tree: Tree, unit: Unit, clause: Clause) -> bool:
    """ "I love how", "I am not afraid", "What a wonder!"."""
    subject = tree.subject(clause.head)
    first_person = subject is not None and tree.lower[subject] in words("select", "first_person")
    if first_person and tree.lemmas[clause.head] in words("select", "attitude_verbs"):
        return True
    if first_person and tree.lower[subject or 0] == "i" and tree.pos[clause.head] == "ADJ":
        return True
    return tree.lemmas[clause.head] in words("select", "opinion_predicates") and clause.kind in ("main", "content")
