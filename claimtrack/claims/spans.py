"""Where the text of a clause begins and ends."""

from __future__ import annotations

from collections.abc import Collection

from claimtrack.claims.clause import Clause, Marks
from claimtrack.claims.tree import SUBJECTS, Tree
from claimtrack.claims.words import words

_INTRODUCING = frozenset({"cc", "punct", "discourse"})
_PARTNERS = {"(": ")", ")": "(", "[": "]", "]": "[", "“": "”", "”": "“", "‘": "’", '"': "pair"}
_PLAIN_PAIR = "pair"
_BEFORE_NOUN = frozenset({"det", "amod", "compound", "nummod", "nmod", "flat", "fixed", "goeswith"})
_AFTER_NOUN = frozenset({"flat", "fixed", "compound", "nummod", "goeswith"})
_LEADS = frozenset({("CCONJ", "and"), ("CCONJ", "but"), ("SCONJ", "that")})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_CORE = frozenset({"obj", "iobj", "xcomp", "cop", "aux", "ccomp", "compound"})


def set_span(tree: Tree, clause: Clause, marks: Marks) -> None:
    """Set the contiguous span: from the first to the last run of own words that holds a part of the core."""
    own = _trimmed(tree, clause, marks)
    if not own:
        clause.first = clause.last = clause.head
        return
    runs = _runs(own)
    children = tree.children[clause.head]
    core = {clause.head, *(c for c in children if tree.bases[c] in _CORE or tree.labels[c] in SUBJECTS)}
    kept = [run for run in runs if any(token in core for token in run)] or runs[:1]
    kept_tokens = bare(tree, [token for run in kept for token in run]) or [clause.head]
    clause.first, clause.last = kept_tokens[0], kept_tokens[-1] + 1
    joined = clause.kind == "apposition" or (clause.kind == "reduced" and not _apart(tree, clause.first))
    if joined and clause.antecedent is not None:
        clause.first = min(clause.first, noun_phrase(tree, clause.antecedent)[0])


def _apart(tree: Tree, first: int) -> bool:
    """Does a comma or dash stand before token ``first``?"""
    before = tree.before(first)
    return before is not None and tree.pos[before] == "PUNCT"


def _runs(tokens: list[int]) -> list[list[int]]:
    runs = [[tokens[0]]]
    for token in tokens[1:]:
        if token == runs[-1][-1] + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _trimmed(tree: Tree, clause: Clause, marks: Marks) -> list[int]:
    """Own tokens without what introduces the clause ("and", "because", "that") and without its attribution."""
    before = (c for c in tree.children[clause.head] if c < clause.head)
    skipped = {
        c for c in before if tree.bases[c] in _INTRODUCING or (tree.bases[c] == "mark" and tree.lower[c] != "to")
    }
    attributed = clause.head in marks.content
    own = [t for t in clause.own if t not in skipped and not (attributed and (t in marks.cue or t in marks.source))]
    return bare(tree, own)


def bare(tree: Tree, tokens: list[int]) -> list[int]:
    """``tokens`` without punctuation, conjunctions and white space at both ends; brackets and quotes stay in pairs."""
    first, last = 0, len(tokens)
    marks = [tree.lower[t] for t in tokens if tree.pos[t] in ("PUNCT", "SYM")]
    held = set(marks) | ({_PLAIN_PAIR} if marks.count('"') % 2 == 0 else set())
    while first < last and (_is_loose(tree, tokens[first], held) or _leads_in(tree, tokens[first])):
        first += 1
    while last > first and (_is_loose(tree, tokens[last - 1], held) or tree.bases[tokens[last - 1]] == "cc"):
        last -= 1
    return tokens[first:last]


def _leads_in(tree: Tree, token: int) -> bool:
    """Is ``token`` a conjunction that belongs to no claim, wherever a parser has hung it?"""
    if tree.lower[token] == "that" and tree.sentence(token)[0] == token:  # "That taxes rise is settled"
        return False
    return (tree.pos[token], tree.lower[token]) in _LEADS


def _is_loose(tree: Tree, token: int, held: Collection[str]) -> bool:
    """Is ``token`` punctuation without its partner among the marks ``held``?"""
    if tree.pos[token] not in ("PUNCT", "SPACE") or tree.lower[token] == "$":
        return False
    return _PARTNERS.get(tree.lower[token], "") not in held


def rounded(tree: Tree, first: int, last: int, limit: int) -> int:
    """Where a claim of tokens ``first`` to ``last`` (exclusive) had better end.

    Before a conjunction whose clause was cut off ("were arrested after | a man was stabbed"), and behind the bracket
    or quotation mark that closes one opened inside. ``limit``: the end of its sentence.
    """
    while last - first > 2 and tree.lower[last - 1] in words("clauses", "dangling"):
        if tree.lower[last - 1] in ("after", "before") and tree.pos[last - 2] not in ("VERB", "AUX"):
            break
        last -= 1
    marks = tree.lower[first:last]
    for opening, closing in (("(", ")"), ("[", "]"), ("“", "”"), ('"', '"')):
        left_open = marks.count(opening) % 2 if opening == closing else marks.count(opening) - marks.count(closing)
        stop = last < limit - 1 and tree.lower[last] in (".", ",") and closing not in ")]"
        if left_open == 1 and last + stop < limit and tree.lower[last + stop] == closing and marks[0] != opening:
            last += 1 + stop
    return last


def noun_phrase(tree: Tree, token: int) -> tuple[int, int]:
    """First and last token (exclusive) of the noun phrase of ``token``, without clauses and appositions after it."""
    first, last = token, token + 1
    for child in tree.children[token]:
        if child < token and tree.bases[child] in _BEFORE_NOUN:
            first = min(first, tree.left[child])
        if child > token and tree.bases[child] in _AFTER_NOUN and tree.right[child] < token + 12:
            last = max(last, tree.right[child] + 1)
    broken = (t for t in range(token - 1, first, -1) if _is_clausal(tree, t, token) and not tree.is_above(token, t))
    return _whole_words(tree, next(broken, first - 1) + 1, last)


def _is_clausal(tree: Tree, token: int, noun: int) -> bool:
    """Is ``token`` a finite verb, the verb of ``noun`` or a subordinator, which no noun phrase goes across?"""
    governs = token == tree.heads[noun] and tree.child(token, "aux", "nsubj") is not None
    verb = tree.pos[token] in ("VERB", "AUX") and (tree.tags[token] in _FINITE or governs)
    return verb or tree.bases[token] == "mark"


def _whole_words(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """Widened over words joined by a hyphen, which the tokenizer cuts: "Seventy-four", "Villas-Boas"."""
    begin, end = tree.sentence(first)
    while first - 2 >= begin and _is_hyphen(tree, first - 1):
        first -= 2
    while last + 1 < end and _is_hyphen(tree, last):
        last += 2
    return first, last


def _is_hyphen(tree: Tree, token: int) -> bool:
    glued = tree.ends[token - 1] == tree.starts[token] and tree.ends[token] == tree.starts[token + 1]
    return glued and tree.lower[token] in ("-", "–", "‑")
