"""Split a sentence into clauses that state independent facts.

The claim of a clause is a contiguous piece of the text: from its first to its last own word, where a
clause that states a fact of its own is cut off at the edge and left inside in the middle.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from claimtrack.claims.clause import Clause, ClauseKind, Marks
from claimtrack.claims.spans import set_span
from claimtrack.claims.tree import Tree
from claimtrack.claims.words import words

_EDGE = frozenset({"cc", "punct", "discourse"})
_COMMA = frozenset({",", "–", "—", "--", "-", "(", ";", "―"})


def split(tree: Tree, first: int, last: int, marks: Marks) -> list[Clause]:
    """The clauses of tokens ``first`` to ``last`` (exclusive), in the order of the text, silent frames included.

    Every token belongs to the ``own`` list of at most one clause. Heads outside of the range count as roots.
    """
    opened = _open(tree, first, last, marks)
    _assign(tree, first, last, opened)
    found = []
    for clause in opened.values():
        set_span(tree, clause, marks)
        if clause.first < clause.last:
            found.append(clause)
    return sorted(found, key=lambda clause: (clause.first, clause.last))


def _open(tree: Tree, first: int, last: int, marks: Marks) -> dict[int, Clause]:
    opened: dict[int, Clause] = {}
    order = [t for t in range(first, last) if tree.heads[t] == t or not first <= tree.heads[t] < last]
    for token in order:
        if tree.bases[token] not in _EDGE and tree.pos[token] not in ("PUNCT", "SPACE"):
            opened[token] = Clause(token, "main")
    for token in order:
        order.extend(child for child in tree.children[token] if first <= child < last)
        if token not in opened:
            clause = _clause_at(tree, token, opened, marks)
            if clause is not None:
                opened[token] = clause
    contents: dict[int, set[int]] = {}
    for head in opened:
        for number in marks.heads.get(head, ()):
            contents.setdefault(number, set()).add(head)
    for clause in opened.values():
        clause.silent = clause.silent or (
            clause.kind != "apposition" and _is_frame(tree, clause.head, opened, contents, marks)
        )
    return opened


def _clause_at(tree: Tree, token: int, opened: dict[int, Clause], marks: Marks) -> Clause | None:
    head, base = tree.heads[token], tree.bases[token]
    if _is_according(tree, token):
        return Clause(token, "adverbial", governor=head, silent=True)
    if base == "appos" and not _stands_alone(tree, token):
        return _apposition(tree, token, marks)
    if base in ("acl", "amod") and tree.tags[token] in ("JJ", "JJR"):
        return _reduced(tree, token, marks)
    if not tree.is_predicate(token):
        return _compared(tree, token, marks, head) if base in ("obl", "advcl", "advmod") else None
    condition = base == "advcl" and tree.mark(token) in words("modality", "conditional_marks")
    if token in marks.heads and not condition and (tree.subject(token) is not None or tree.is_finite(token)):
        return Clause(token, "content", governor=head)
    if base == "xcomp" and _stands_alone(tree, token):
        base = "ccomp"
    if base in ("conj", "root"):  # a second root is a parser's way of saying that a new clause begins
        return _conjunct(tree, token, opened)
    if base == "parataxis":
        return Clause(token, "main", governor=head) if tree.has_content(token) or tree.subject(token) else None
    if base == "ccomp" and (tree.mark(token) or "that") in words("clauses", "splitting_marks"):
        return _adverbial(tree, token, marks)
    if base == "ccomp":
        stated = _is_reporting(tree, head, marks) and tree.mark(token) not in ("whether", "if")
        return Clause(token, "content", governor=head) if stated else None
    if tree.labels[token] == "advcl:relcl":
        return Clause(token, "relative", governor=head) if _after_comma(tree, token) else None
    if base == "advcl":
        return _adverbial(tree, token, marks)
    if base == "acl" and not (_stands_alone(tree, token) and _introduced(tree, token)):
        return _relative(tree, token, marks) if tree.labels[token] == "acl:relcl" else _nominal(tree, token, marks)
    return _independent(tree, token, marks)


def _stands_alone(tree: Tree, token: int) -> bool:
    """Is ``token`` finite with a subject of its own that is no relative word?"""
    subject = tree.subject(token)
    return subject is not None and tree.is_finite(token) and tree.lower[subject] not in words("clauses", "relative")


def _introduced(tree: Tree, token: int) -> bool:
    """Is the clause led by a conjunction or by a subordinator of reason, contrast or time, or set off by a stop?"""
    led = tree.child(token, "cc") is not None or tree.mark(token) in words("clauses", "splitting_marks")
    before = tree.before(tree.left[token])
    return led or (before is not None and (tree.lower[before] in (";", ":") or tree.pos[before] == "CCONJ"))


def _independent(tree: Tree, token: int, marks: Marks) -> Clause | None:
    """A clause under a label that fits none: its words tell that it stands by itself ("; 76 members said no")."""
    if not _stands_alone(tree, token) or tree.mark(token) in words("clauses", "holding_marks") - {"that"}:
        return None
    if tree.bases[token] == "dep" or _introduced(tree, token):
        kind: ClauseKind = "content" if token in marks.heads else "main"
        return Clause(token, kind, governor=tree.heads[token])
    return None


def _is_according(tree: Tree, token: int) -> bool:
    """ "according to the governor": whom the article has it from is no part of the claim."""
    return any(tree.bases[c] == "case" and tree.lower[c] in words("clauses", "sourcing") for c in tree.children[token])


def _nominal(tree: Tree, token: int, marks: Marks) -> Clause | None:
    """A clause at a noun: its content ("worries that", "reports that"), or a participle."""
    head = tree.heads[token]
    if tree.mark(token) == "that" and tree.is_finite(token) and tree.lemmas[head] in words("clauses", "content_nouns"):
        return Clause(token, "content", governor=head)
    return _reduced(tree, token, marks)


def _is_reporting(tree: Tree, token: int, marks: Marks) -> bool:
    return token in marks.cue or tree.lemmas[token] in words("clauses", "reporting")


def _is_frame(
    tree: Tree, token: int, opened: Mapping[int, Clause], contents: Mapping[int, set[int]], marks: Marks
) -> bool:
    """Is the clause of ``token`` "X said" whose content is a clause elsewhere? ``contents``: heads by attribution."""
    numbers = marks.cue.get(token, ())
    said = [h for n in numbers for h in marks.heads_of.get(n, ())]
    if any(tree.bases[h] == "obj" and tree.heads[h] == token and h not in opened for h in said):
        return False  # "announced a pause and ..."
    shared = {c for c in tree.children[token] if tree.bases[c] == "conj" and tree.subject(c) is None}
    if any(contents.get(number, set()) - {token} - shared for number in numbers):
        return True
    if any(h not in opened and tree.is_above(token, h) for n in numbers for h in marks.heads_of.get(n, ())):
        return False  # "said no": the content is a part of the clause
    stated = [c for c in tree.children[token] if c in opened and _is_stated(tree, opened[c])]
    if any(opened[c].kind == "content" for c in stated) and _floating(tree, token):
        return True
    if not numbers and tree.lemmas[token] not in words("clauses", "reporting"):
        return False
    leads = tree.lower[tree.right[token]] in (":", ",") or not tree.has_content(token)
    beside = bool(numbers) or leads or tree.bases[token] == "parataxis"
    return bool(stated) or (beside and _floating(tree, token))


def _is_stated(tree: Tree, clause: Clause) -> bool:
    """Is ``clause``, a dependent of a verb of saying, what is said? Behind a semicolon begins another sentence."""
    before = tree.before(tree.left[clause.head])
    return clause.kind == "content" or (clause.kind == "main" and before is not None and tree.lower[before] != ";")


def _floating(tree: Tree, token: int) -> bool:
    """Nothing but a subject and adverbials: ", he said on Monday"; no relative clause ("which reports on Monday")."""
    subject = tree.subject(token)
    if subject is None or tree.lower[subject] in words("clauses", "relative"):
        return False
    return tree.child(token, "obj", "xcomp", "cop", "aux:pass") is None


def _conjunct(tree: Tree, token: int, opened: dict[int, Clause]) -> Clause | None:
    head = tree.heads[token]
    governor = opened.get(head)
    if governor is None or governor.kind == "apposition":
        return None
    if tree.mark(token) in words("modality", "conditional_marks"):
        return None
    own_subject = tree.subject(token) is not None
    if not own_subject and (_is_or(tree, token) or not _is_full(tree, token, head)):
        return None
    return Clause(token, "conjunct", governor=head, antecedent=governor.antecedent)


def _is_or(tree: Tree, token: int) -> bool:
    return any(tree.bases[c] == "cc" and tree.lower[c] == "or" for c in tree.children[token])


def _is_full(tree: Tree, token: int, head: int) -> bool:
    """Do both conjuncts say something of their own ("killed 12 and injured 30", not "designed and built it")?"""
    between = (c for c in tree.children[head] if head < c < token)
    complete = any(tree.bases[c] not in ("nsubj", "csubj", "aux", "punct", "mark", "cc", "compound") for c in between)
    if tree.has_content(token) or tree.child(token, "cop") is not None:
        return complete or tree.child(head, "cop") is not None
    return complete and tree.is_finite(token)


def _adverbial(tree: Tree, token: int, marks: Marks) -> Clause | None:
    mark, head = tree.mark(token), tree.heads[token]
    if mark is None and _is_reporting(tree, token, marks) and tree.child(token, "ccomp") is not None:
        return Clause(token, "participial", governor=head)
    if tree.subject(token) is not None:
        verbal = tree.pos[token] in ("VERB", "AUX") or tree.is_finite(token)
        kept = verbal and not tree.has_to(token) and (mark is None or mark in words("clauses", "splitting_marks"))
        if tree.lower[token] in words("clauses", "comparing_participles"):
            kept = False
        return Clause(token, "adverbial", governor=head) if kept else None
    if mark is not None or tree.child(token, "case") is not None:
        return None
    if tree.lower[token] in words("clauses", "comparing_participles"):
        return _compared(tree, token, marks, head)
    states = tree.tags[token] in ("VBG", "VBN") and tree.lemmas[token] not in words("clauses", "pointing_participles")
    if states and tree.left[token] > head and _after_comma(tree, token) and _is_weighty(tree, token, marks):
        return Clause(token, "participial", governor=head)
    return None


def _compared(tree: Tree, token: int, marks: Marks, head: int) -> Clause | None:
    """ "compared to $6 for the other": a figure of its own."""
    words_before = {tree.lower[token], *(tree.lower[c] for c in tree.children[token] if tree.bases[c] == "case")}
    if not words_before & {"compared"} or not _has_any(tree, token, marks.figure):
        return None
    return Clause(token, "figure", governor=head)


def _relative(tree: Tree, token: int, marks: Marks) -> Clause | None:
    antecedent = tree.heads[token]
    if tree.lower[antecedent] == "what":
        return None
    place = tree.mark(token) in ("where", "when")
    if not (_after_comma(tree, token) or place or _restricts_with_fact(tree, token, marks)):
        return None
    return Clause(token, "relative", governor=antecedent, antecedent=antecedent)


def _restricts_with_fact(tree: Tree, token: int, marks: Marks) -> bool:
    modal = any(tree.bases[c] == "aux" and tree.tags[c] == "MD" for c in tree.children[token])
    return modal or _has_any(tree, token, marks.figure) or _has_any(tree, token, marks.date)


def _reduced(tree: Tree, token: int, marks: Marks) -> Clause | None:
    antecedent = tree.heads[token]
    if tree.tags[token] in ("JJ", "JJR") and _after_comma(tree, token) and _has_any(tree, token, marks.figure):
        return Clause(token, "reduced", governor=antecedent, antecedent=antecedent)
    if tree.tags[token] not in ("VBG", "VBN") or tree.mark(token) or tree.child(token, "case") is not None:
        return None
    if tree.lemmas[token] in words("clauses", "pointing_participles"):
        return None
    absolute = any(tree.bases[c] == "case" and tree.lower[c] == "with" for c in tree.children[antecedent])
    apart = _after_comma(tree, token) and _is_weighty(tree, token, marks)
    if absolute or apart or _has_any(tree, token, marks.date) or _has_any(tree, token, marks.figure):
        return Clause(token, "reduced", governor=antecedent, antecedent=antecedent)
    return None


def _apposition(tree: Tree, token: int, marks: Marks) -> Clause | None:
    antecedent = tree.heads[token]
    if not _after_comma(tree, token) or _before_bracket(tree, token) or tree.pos[token] == "PROPN":
        return None
    named = tree.pos[antecedent] == "PROPN" or antecedent in marks.name
    described = (
        any(tree.bases[c] in ("det", "nummod") or tree.lower[c] in ("one", "some") for c in tree.children[token])
        or tree.lower[token] == "one"
    )
    figure = _has_any(tree, token, marks.figure)
    if not (figure or (named and described)):
        return None
    return Clause(token, "apposition", governor=antecedent, antecedent=antecedent)


def _before_bracket(tree: Tree, token: int) -> bool:
    before = tree.before(tree.left[token])
    return tree.lower[tree.left[token]] in ("(", "[") or (before is not None and tree.lower[before] in ("(", "["))


def _after_comma(tree: Tree, token: int) -> bool:
    edge = tree.left[token]
    before = tree.before(edge)
    return _is_comma(tree, edge) or (before is not None and _is_comma(tree, before))


def _is_comma(tree: Tree, token: int) -> bool:
    """Is ``token`` a comma, a dash or a bracket; a hyphen inside of a word ("16-year-old") is none."""
    hyphen = tree.lower[token] in ("-", "–") and token > 0 and tree.ends[token - 1] == tree.starts[token]
    return tree.lower[token] in _COMMA and not hyphen


def _is_weighty(tree: Tree, token: int, marks: Marks) -> bool:
    """Does a participial clause say enough to be checked: an object or a complement, or a figure?"""
    complement = tree.child(token, "obj", "ccomp", "xcomp", "obl") is not None
    return (complement and tree.right[token] - token >= 3) or _has_any(tree, token, marks.figure)


def _has_any(tree: Tree, token: int, among: Sequence[int]) -> bool:
    at = bisect_left(among, tree.left[token])
    return at < len(among) and among[at] <= tree.right[token]


def _assign(tree: Tree, first: int, last: int, opened: dict[int, Clause]) -> None:
    """Give every token to the clause of the nearest head above it."""
    owner: dict[int, int] = {head: head for head in opened}
    for token in range(first, last):
        path, at = [], token
        while at not in owner and first <= tree.heads[at] < last and tree.heads[at] != at:
            path.append(at)
            at = tree.heads[at]
        if at in owner:
            for step in path:
                owner[step] = owner[at]
    for token in sorted(owner):
        opened[owner[token]].own.append(token)
