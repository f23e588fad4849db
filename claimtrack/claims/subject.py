"""What a clause is about: its subject with pronouns resolved, its predicate and its object."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from claimtrack.claims.clause import Clause
from claimtrack.claims.spans import noun_phrase
from claimtrack.claims.tree import SUBJECTS, Tree
from claimtrack.claims.words import words

_IN_PHRASE = frozenset({"flat", "nmod", "conj", "compound", "fixed", "amod", "nummod", "det", "case", "cc", "goeswith"})
_RELATIVES = frozenset({"PRON", "DET", "SCONJ", "ADV"})


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject: its tokens, and what to call it. ``name``: None for a pronoun that nobody has resolved.

    ``filled``: the name is not the words of the text, as they leave something to context.
    """

    first: int
    last: int
    name: str | None
    filled: bool


class Referents:
    """What pronouns and role nouns stand for, from ``doc.user_data["claimtrack.referents"]``."""

    def __init__(self, rows: Sequence[Sequence[object]] = ()) -> None:
        self._names: Mapping[tuple[int, int], str] = {
            (int(str(start)), int(str(end))): str(name) for start, end, name, *_ in rows if name
        }
        kinds = ((int(str(row[0])), int(str(row[1])), str(row[2]), row[3:]) for row in rows if row[2])
        self._pronouns = sorted((start, end, name) for start, end, name, kind in kinds if "pronoun" in kind)

    def name(self, start: int, end: int) -> str | None:
        """The name that the text at these characters stands for, or None."""
        return self._names.get((start, end))

    def pronouns(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """The resolved pronouns within these characters: start, end, name."""
        at = bisect_left(self._pronouns, (start, start, ""))
        rows = self._pronouns[at : bisect_left(self._pronouns, (end, end, ""))]
        return [row for row in rows if row[1] <= end]


def subject_of(tree: Tree, clause: Clause, clauses: Mapping[int, Clause], referents: Referents) -> Subject | None:
    """The subject of ``clause``: its own, the one shared with its governor, or the noun it modifies; else None."""
    gapped = gapped_subject(tree, clause, clauses)
    if gapped is not None:
        return Subject(*gapped, span_text(tree, *gapped), filled=False)
    seen: set[int] = set()
    at: Clause | None = clause
    while at is not None and at.head not in seen:
        seen.add(at.head)
        token = _own_subject(tree, at)
        if token is not None:
            return None if _is_relative(tree, token) else _subject(tree, token, at, referents)
        if at.kind == "content" and tree.is_finite(at.head):  # whoever says it is not what it is about
            return None
        at = _governor(tree, at, clauses)
    return None


def gapped_subject(tree: Tree, clause: Clause, clauses: Mapping[int, Clause]) -> tuple[int, int] | None:
    """The subject of a figure whose verb is left out: "teachers" of "teachers an extra 14 euros", "38" of "38 against".

    First and last token (exclusive), or None. A noun phrase followed by another one without anything between them
    is such a subject; so is a bare number where the clause has its first figure in the subject.
    """
    host = clauses.get(clause.governor) if clause.governor is not None else None
    if clause.kind != "figure" or host is None or clause.first <= host.head:
        return None
    at = clause.first
    while at < clause.last and tree.pos[at] in ("DET", "ADJ", "NUM"):
        at += 1
    first_noun = at
    while at < clause.last and tree.pos[at] in ("NOUN", "PROPN"):
        at += 1
    if first_noun < at < clause.last - 1 and tree.pos[at] in ("DET", "SYM", "NUM"):
        return clause.first, at
    subject = tree.subject(host.head)
    bare = first_noun == at == clause.first + 1 and tree.pos[clause.first] == "NUM" and at < clause.last
    counted = subject is not None and any(tree.pos[t] == "NUM" for t in range(tree.left[subject], subject + 1))
    return (clause.first, at) if bare and counted and tree.pos[at] in ("ADP", "ADV") else None


def _own_subject(tree: Tree, clause: Clause) -> int | None:
    if clause.kind in ("apposition", "reduced"):
        return _behind_figure(tree, clause.antecedent)
    if clause.kind == "presupposed" or _is_part_of_subject(tree, clause):
        return clause.head
    subject = tree.subject(clause.head)
    if clause.kind == "relative" and clause.antecedent is not None and (subject is None or _is_relative(tree, subject)):
        return clause.antecedent
    return subject


def _behind_figure(tree: Tree, antecedent: int | None) -> int | None:
    """ "Turnout was 71%, the highest since 1991": what is said of the figure is said of the turnout."""
    if antecedent is None or tree.child(antecedent, "cop") is None:
        return antecedent
    figure = tree.pos[antecedent] in ("NUM", "SYM") or tree.child(antecedent, "nummod") is not None
    subject = tree.subject(antecedent)
    return subject if figure and subject is not None else antecedent


def _is_part_of_subject(tree: Tree, clause: Clause) -> bool:
    """Is the claim about one conjunct of a subject ("12 pilots and 3 nurses were freed")?"""
    at = clause.head
    while clause.kind == "figure" and tree.bases[at] == "conj" and tree.heads[at] != at:
        at = tree.heads[at]
    return clause.kind == "figure" and tree.labels[at] in SUBJECTS and tree.heads[at] == clause.governor


def _is_relative(tree: Tree, token: int) -> bool:
    return tree.lower[token] in words("clauses", "relative") and tree.pos[token] in _RELATIVES


def _governor(tree: Tree, clause: Clause, clauses: Mapping[int, Clause]) -> Clause | None:
    """The clause that shares its subject: the first conjunct, or the main clause of a participle or infinitive."""
    if clause.governor is not None and clause.governor in clauses:
        return clauses[clause.governor]
    at = tree.heads[clause.head]
    while at not in clauses and tree.heads[at] != at:
        at = tree.heads[at]
    return clauses.get(at)


def _subject(tree: Tree, token: int, clause: Clause, referents: Referents) -> Subject:
    first, last = _affirmed(tree, *_extent(tree, token))
    text = span_text(tree, first, last)
    name = referents.name(tree.starts[first], tree.ends[last - 1])
    if name is not None:
        return Subject(first, last, name, filled=name != text)
    if last == first + 1 and tree.lower[token] in words("subjects", "pronouns"):
        return Subject(first, last, None, filled=True)
    owner = _owner(tree, first, clause, referents) if last > first + 1 else None
    if owner is not None:
        return Subject(first, last, f"{owner} {span_text(tree, first + 1, last)}", filled=True)
    return Subject(first, last, text, filled=False)


def _affirmed(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """Without the negation at its front: "no bridge" is about a bridge; "nobody" and "none of them" stay."""
    if last - first > 1 and tree.lower[first] in words("polarity", "determiners") | {"not"}:
        bound = " ".join(tree.lower[first + 1 : first + 3]) in words("polarity", "bounds")
        return (first, last) if bound or tree.pos[first] == "PRON" else (first + 1, last)
    return first, last


def _owner(tree: Tree, token: int, clause: Clause, referents: Referents) -> str | None:
    """Whose it is, for a noun phrase that begins with "whose" or a possessive pronoun: "Norland's"."""
    name: str | None = None
    if tree.lower[token] == "whose" and clause.antecedent is not None:
        name = span_text(tree, *_extent(tree, clause.antecedent))
    elif tree.lower[token] in words("subjects", "possessives"):
        name = referents.name(tree.starts[token], tree.ends[token])
    return None if name is None else f"{name}’s"


def _extent(tree: Tree, token: int) -> tuple[int, int]:
    """Tokens of a subject or object: its noun phrase, or all of a clause."""
    if tree.labels[token].startswith("csubj"):
        return tree.left[token], tree.right[token] + 1
    first, last = noun_phrase(tree, token)
    return first, max(last, _complement_end(tree, token))


def _complement_end(tree: Tree, token: int) -> int:
    """End of the coordinated nouns and "of"-phrases of a noun phrase: they belong to its name."""
    inside, stack = {token}, [token]
    while stack:
        for child in tree.children[stack.pop()]:
            linked = tree.bases[child] in _IN_PHRASE or (tree.lower[child] in (",", "-", "–") and _in_list(tree, child))
            if child > token and linked and tree.pos[child] not in ("VERB", "AUX"):
                stack.append(child)
            if child > token and linked:
                inside.add(child)
            elif child < token or tree.bases[child] in ("cc", "case", "det", "amod", "nummod", "punct"):
                inside.update(range(tree.left[child], child + 1))
    end = token + 1
    while end in inside:
        end += 1
    while end > token + 1 and (tree.pos[end - 1] == "PUNCT" or tree.bases[end - 1] in ("cc", "case", "det")):
        end -= 1
    return end


def _in_list(tree: Tree, token: int) -> bool:
    return tree.bases[tree.heads[token]] == "conj"


def predicate_of(tree: Tree, clause: Clause, cues: Container[int] = frozenset()) -> tuple[str, int]:
    """Lemma of the predicate with its particle ("set up"), copular predicates as "be"; and the token it was read from.

    Frames that only make a clause possible or planned ("aims to", "is expected to") or put it in the mouth of
    nobody named ("are reported to": a passive among the tokens of ``cues``) are passed over.
    """
    token = clause.head
    frames = words("modality", "planned_frames") | words("modality", "possible_frames")
    inner = tree.child(token, "xcomp")
    while inner is not None and inner > token and tree.has_to(inner):
        hearsay = token in cues and tree.child(token, "aux:pass") is not None
        if not hearsay and tree.lemmas[token] not in frames:
            break
        token, inner = inner, tree.child(inner, "xcomp")
    if clause.kind == "apposition" or tree.pos[token] not in ("VERB", "AUX"):
        return "be", token
    particle = tree.child(token, "compound:prt")
    if particle is not None and _is_bound(tree, particle):
        particle = None
    lemma = tree.lemmas[token]
    return (f"{lemma} {tree.lower[particle]}" if particle is not None else lemma), token


def _is_bound(tree: Tree, particle: int) -> bool:
    """ "raise up to 200 billion": "up" bounds the figure and is no particle of the verb."""
    after = tree.pos[particle + 2 : particle + 3]
    return tree.lower[particle : particle + 2] == ["up", "to"] and after in (["NUM"], ["SYM"])


def object_of(tree: Tree, clause: Clause, token: int, referents: Referents, limit: int) -> str | None:
    """The object of predicate ``token``, or what its copula says of the subject, as words of the text or a name.

    ``limit``: the end of the claim, where an object that begins before it is cut off.
    """
    if tree.pos[token] not in ("VERB", "AUX") or clause.kind == "apposition":
        first, last = noun_phrase(tree, token)
        copula = tree.child(token, "cop")
        first = first if copula is None or copula > token else max(first, copula + 1)
        while first < token and tree.pos[first] == "PUNCT":
            first += 1
        return span_text(tree, first, max(last, _complement_end(tree, token)))
    found = next((c for c in tree.children[token] if tree.bases[c] == "obj" and _can_be_object(tree, c, token)), None)
    if found is None or _is_relative(tree, found):
        return None
    named = _subject(tree, found, clause, referents)
    if not named.filled and named.first < limit < named.last:
        return span_text(tree, *_bare_end(tree, named.first, limit))
    return named.name


def _bare_end(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """Tokens ``first`` to ``last`` (exclusive) without punctuation and conjunctions at the end."""
    while last > first + 1 and (tree.pos[last - 1] in ("PUNCT", "SPACE") or tree.bases[last - 1] == "cc"):
        last -= 1
    return first, last


def _can_be_object(tree: Tree, token: int, verb: int) -> bool:
    nominal = tree.pos[token] in ("NOUN", "PROPN", "PRON", "NUM", "SYM", "DET", "ADJ")
    return nominal and (token > verb or _is_relative(tree, token))


def span_text(tree: Tree, first: int, last: int) -> str:
    """The text of tokens ``first`` to ``last`` (exclusive), white space collapsed."""
    return " ".join(tree.text[tree.starts[first] : tree.ends[last - 1]].split()) if first < last else ""
