"""Datelines: "NORDHAVEN (Reuters) -" before the first sentence of a story is no part of it."""

from __future__ import annotations

import re

from claimtrack.claims.repair import gather
from claimtrack.claims.tree import SUBJECTS, Tree

_DASHES = frozenset({"-", "–", "—", "--", "―"})
_LONGEST = 16
_BULLETS = frozenset("•·▪●‣*–-")
_DATED = re.compile(r"^[^:]{0,24}\d[^:]{0,12}$")


def dateline_end(tree: Tree, first: int, last: int) -> int:
    """First token after the dateline or label at the front of tokens ``first`` to ``last`` (exclusive), or ``first``.

    A label: "A:" of an answer, "HOST:" of a transcript, "Oil:" behind a bullet.
    A place in capitals, perhaps with more names or an agency in brackets, a dash between spaces, and perhaps a
    date with a colon.
    """
    place = first
    while place < last and tree.pos[place] == "SPACE":
        place += 1
    if (body := _past_label(tree, place, last)) > place:
        return body
    if place >= last or not _is_capital(tree, place):
        return first
    for dash in range(place + 1, min(last - 1, place + _LONGEST)):
        word = _word(tree, dash)
        if word in _DASHES and tree.starts[dash] > tree.ends[dash - 1] and tree.starts[dash + 1] > tree.ends[dash]:
            return _past_date(tree, dash + 1, last)
        if word[:1].islower() and word not in ("and", "of", "the", "de", "la"):
            return first
    return first


def _past_label(tree: Tree, first: int, last: int) -> int:
    """Behind "Q:", "A:", and behind a few words with a colon after a bullet; else ``first``."""
    if tree.lower[first : first + 2] in (["q", ":"], ["a", ":"]):
        return min(first + 2, last)
    if (named := _past_speaker(tree, first, last)) > first:
        return named
    if first >= last or tree.lower[first] not in _BULLETS:
        return first
    colon = next((t for t in range(first + 2, min(last, first + 6)) if tree.lower[t] == ":"), None)
    if colon is None or any(tree.pos[t] in ("VERB", "AUX", "NUM", "PRON") for t in range(first + 1, colon)):
        return first
    if not any(tree.pos[t] in ("VERB", "AUX") for t in range(colon + 1, last)):  # "Greens: 9.8%"
        return first
    return colon + 1 if colon + 1 < last and tree.starts[colon + 1] > tree.ends[colon] else first


def _past_speaker(tree: Tree, first: int, last: int) -> int:
    """Behind "NEW DELHI:", "HOST:" and the like, if words follow; else ``first``."""
    colon = next((t for t in range(first + 1, min(last - 1, first + 5)) if tree.lower[t] == ":"), None)
    if colon is None or not all(_word(tree, t).isupper() and _word(tree, t).isalpha() for t in range(first, colon)):
        return first
    words_follow = tree.pos[colon + 1] not in ("NUM", "SYM", "SPACE") and tree.starts[colon + 1] > tree.ends[colon]
    return colon + 1 if words_follow and len(_word(tree, first)) > 1 else first


def drop_dateline(tree: Tree, first: int, last: int) -> None:
    """Make the sentence of tokens ``first`` to ``last`` (exclusive) a tree without its dateline, which hangs on it."""
    body = dateline_end(tree, first, last)
    if body == first or body >= last:
        return
    was_subject = any(tree.labels[t] in SUBJECTS for t in range(first, body))
    gathered = gather(tree, body, last)
    tops = [t for t in range(body, last) if tree.heads[t] == t or not body <= tree.heads[t] < last]
    main = next((t for t in tops if gathered is not None and tree.is_above(t, gathered)), tops[0])
    tree.make_root(main)
    for top in tops:
        if top != main:
            tree.attach(top, main, "dep" if tree.labels[top] == "root" else tree.labels[top])
    tree.attach(first, main, "discourse")
    for token in range(first + 1, body):
        tree.attach(token, first, "dep")
    tree.measure(first, last)
    if was_subject:
        _name_subject(tree, main, body)
        tree.measure(first, last)


def _name_subject(tree: Tree, main: int, body: int) -> None:
    """The dateline was taken for the subject: the noun next before the verb is it, from token ``body`` on."""
    if any(tree.labels[c] in SUBJECTS and body <= c < main for c in tree.children[main]):
        return
    nouns = [
        c for c in tree.children[main] if body <= c < main and tree.bases[c] in ("list", "appos", "dep", "nmod", "obj")
    ]
    fit = [c for c in nouns if tree.pos[c] in ("NOUN", "PROPN", "PRON") and tree.child(c, "case") is None]
    if not fit:
        return
    for child in tree.children[main]:
        if tree.labels[child] in SUBJECTS and child > main:
            tree.label(child, "obj")
    tree.label(fit[-1], "nsubj")


def _is_capital(tree: Tree, token: int) -> bool:
    word = _word(tree, token)
    return len(word) >= 3 and word.isupper() and word.isalpha()


def _word(tree: Tree, token: int) -> str:
    return tree.text[tree.starts[token] : tree.ends[token]]


def _past_date(tree: Tree, first: int, last: int) -> int:
    colon = next((t for t in range(first, min(last, first + 6)) if _word(tree, t) == ":"), None)
    if colon is None or colon + 1 >= last:
        return first
    return colon + 1 if _DATED.match(tree.text[tree.starts[first] : tree.ends[colon - 1]]) else first
