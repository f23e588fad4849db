"""A reading of a claim that stands by itself: with its subject named, and with the verb that a figure shares."""

from __future__ import annotations

from claimtrack.claims.clause import Clause
from claimtrack.claims.modality import auxiliaries
from claimtrack.claims.subject import Subject, span_text
from claimtrack.claims.tree import Tree


def standalone(tree: Tree, clause: Clause, host: Clause, subject: Subject | None, first: int, last: int) -> str | None:
    """The words of tokens ``first`` to ``last`` (exclusive) with what ``clause`` leaves to its sentence filled in.

    ``host``: the clause whose predicate it shares. None where the subject is unknown, or where the words
    cannot be joined to one without rewriting.
    """
    if subject is None or subject.name is None:
        return None
    if clause.kind == "presupposed":
        return span_text(tree, first, last)
    if first <= subject.first and subject.last <= last:
        return None if clause.kind == "relative" else _replaced(tree, subject, first, last)
    if clause.kind == "figure":
        return _with_verb(tree, host, subject, first, last)
    if clause.kind == "relative":
        return _relative(tree, clause, subject, last)
    if clause.kind == "conjunct" and tree.subject(clause.head) is None:
        return _joined(subject.name, _shared(tree, clause), span_text(tree, first, last))
    return None


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _replaced(tree: Tree, subject: Subject, first: int, last: int) -> str:
    if not subject.filled:
        return span_text(tree, first, last)
    return _joined(span_text(tree, first, subject.first), subject.name, span_text(tree, subject.last, last))


def _with_verb(tree: Tree, host: Clause, subject: Subject, first: int, last: int) -> str | None:
    """Subject and verb of the host before the figure: "Trade grew" + "to $9 million"."""
    if not host.first <= subject.first < subject.last <= host.head < first:
        return None
    return _joined(_replaced(tree, subject, host.first, host.head + 1), span_text(tree, first, last))


def _relative(tree: Tree, clause: Clause, subject: Subject, last: int) -> str | None:
    """ "which opened late" with its antecedent: only where the pronoun is the subject."""
    pronoun = tree.subject(clause.head)
    if pronoun is None or pronoun != clause.first:
        return None
    return _joined(subject.name, span_text(tree, pronoun + 1, last))


def _shared(tree: Tree, clause: Clause) -> str:
    """The auxiliaries that a conjunct takes from the first: "will" of "will come and stay"."""
    own = set(tree.children[clause.head])
    return " ".join(tree.lower[token] for token in auxiliaries(tree, clause) if token not in own)
