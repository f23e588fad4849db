"""Claims before their fields are filled: which piece of the text, of which clause, with which figures and dates."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from claimtrack.claims.clause import Clause
from claimtrack.claims.clauses import split
from claimtrack.claims.figures import Figure, comparison, softened, split_figures
from claimtrack.claims.layers import Layers
from claimtrack.claims.lists import Bullets, find_lists, halves, is_sentence
from claimtrack.claims.select import in_scope, is_checkable, is_checkable_text
from claimtrack.claims.spans import rounded
from claimtrack.claims.tree import Tree
from claimtrack.claims.units import Unit

_FEW = 10  # sources below this many are not counted
_REACH = 12  # tokens over which a claim is stretched to a figure that none holds


@dataclass(slots=True)
class Draft:
    """A piece of the text that is a claim. ``host``: the clause whose predicate it shares, ``clause`` itself as a rule.

    ``clauses``: the clauses of the same sentence by head. ``quantities``/``dates``: indices of records.
    ``first``/``last``: tokens, ``last`` exclusive. ``label``/``said``: tokens of what an item of a list is about, and
    of what it says of it, where a mark parts them ("Greens: 9.8%").
    """

    unit: Unit
    clause: Clause
    host: Clause
    clauses: Mapping[int, Clause]
    first: int
    last: int
    attribution: int | None = None
    quantities: list[int] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    label: tuple[int, int] | None = None
    said: tuple[int, int] | None = None


def find_drafts(tree: Tree, units: Sequence[Unit], layers: Layers) -> list[Draft]:
    """The drafts of all units, in the order of the text."""
    lists = {bullets.head: bullets for bullets in find_lists(tree, units, layers.marks)}
    joined = {i for bullets in lists.values() for i in (*bullets.plain, *bullets.figures)}
    drafts: list[Draft] = []
    for number, unit in enumerate(units):
        if number in joined:
            continue
        if not _is_read(tree, unit, layers):
            drafts.extend(_fragment(tree, unit, None, layers) if unit.kind == "list_item" else ())
            continue
        found = list(_of_unit(tree, unit, layers))
        _keep_figures(tree, unit, found, layers)
        if number in lists:
            found = _with_list(tree, units, lists[number], found, layers)
        drafts.extend(sorted(found, key=lambda draft: (draft.first, draft.last)))
    return drafts


def _keep_figures(tree: Tree, unit: Unit, found: list[Draft], layers: Layers) -> None:
    """Find a claim for each figure that no claim of the sentence holds, so that no figure is lost.

    A comparison ("against 2.3 billion a year earlier") is one of its own. Else the nearest claim is stretched:
    a parse gone wrong leaves such figures ("have salaries that [touch] $16.50 an hour").
    """
    held = {number for draft in found for number in draft.quantities}
    for number in _within(range(unit.first, unit.last), layers.quantity_order):
        figure = layers.figures[number]
        nearest = min(found, key=lambda draft: _gap(draft, figure), default=None)
        if number in held or _is_of_source(number, layers) or nearest is None or _gap(nearest, figure) > _REACH:
            continue
        if figure.first in layers.marks.source and (named := _source_phrase(tree, figure, layers)) is not None:
            found.append(_taken_for_granted(tree, unit, nearest, number, *named))
            continue
        start = comparison(tree, figure)
        if start is not None and start >= nearest.last - 1 and nearest.quantities:
            found.append(_compared(tree, unit, nearest, number, start, layers))
        else:
            nearest.first, nearest.last = min(nearest.first, figure.first), max(nearest.last, figure.last)
            nearest.quantities.append(number)


def _is_of_source(number: int, layers: Layers) -> bool:
    """ "Two people said": how many sources there are is no claim; "12 percent said" is one."""
    figure, quantity = layers.figures[number], layers.quantities[number]
    share = quantity.unit in ("percentage", "proportion")
    return not share and figure.first in layers.marks.source and quantity.value < _FEW


def _source_phrase(tree: Tree, figure: Figure, layers: Layers) -> tuple[int, int] | None:
    """The source with what it is a study or a count of: "a survey of 1,200 voters"; not the figure alone."""
    source, first, last = layers.marks.source, figure.first, figure.last
    while first - 1 in source and tree.pos[first - 1] not in ("VERB", "AUX", "PUNCT"):
        first -= 1
    while last in source and tree.pos[last] not in ("VERB", "AUX", "PUNCT"):
        last += 1
    named = any(tree.pos[t] == "NOUN" for t in range(first, figure.first))
    return (first, last) if named else None


def _taken_for_granted(tree: Tree, unit: Unit, host: Draft, number: int, first: int, last: int) -> Draft:
    """A claim of a noun phrase: that there is such a study, of so many."""
    own = list(range(first, last))
    top = next(t for t in own if not first <= tree.heads[t] < last or tree.heads[t] == t)
    clause = Clause(top, "presupposed", governor=host.host.head, own=own, first=first, last=last)
    return Draft(unit, clause, host.host, host.clauses, first, last, None, [number])


def _compared(tree: Tree, unit: Unit, host: Draft, number: int, start: int, layers: Layers) -> Draft:
    last = layers.figures[number].last
    while last < unit.last and tree.pos[last] not in ("PUNCT", "CCONJ", "VERB", "AUX", "SCONJ", "SPACE"):
        last += 1
    own = list(range(start, last))
    clause = Clause(start, "figure", governor=host.host.head, own=own, first=start, last=last)
    dates = _within(own, layers.date_order)
    return Draft(unit, clause, host.host, host.clauses, start, last, host.attribution, [number], dates)


def _gap(draft: Draft, figure: Figure) -> int:
    return max(draft.first - figure.last, figure.first - draft.last, 0)


def _is_read(tree: Tree, unit: Unit, layers: Layers) -> bool:
    start, end = tree.starts[unit.first], tree.ends[unit.last - 1]
    cited = unit.kind == "caption" and layers.attribution_of(start, end) is not None
    return in_scope(unit, cited=cited) and (unit.kind != "list_item" or is_sentence(tree, unit))


def _of_unit(tree: Tree, unit: Unit, layers: Layers) -> Iterator[Draft]:
    clauses = split(tree, unit.first, unit.last, layers.marks)
    by_head = {clause.head: clause for clause in clauses}
    for clause in clauses:
        if clause.silent:
            continue
        quantities = _within(clause.own, layers.quantity_order)
        dates = _within(clause.own, layers.date_order)
        pieces = split_figures(tree, clause, [layers.figures[i] for i in quantities])
        yield from _drafts(tree, unit, clause, by_head, pieces, quantities, dates, layers)


def _drafts(
    tree: Tree,
    unit: Unit,
    host: Clause,
    clauses: Mapping[int, Clause],
    pieces: Sequence[Clause],
    quantities: Sequence[int],
    dates: Sequence[int],
    layers: Layers,
) -> Iterator[Draft]:
    found = [Draft(unit, piece, host, clauses, _first(tree, piece, layers), piece.last) for piece in pieces]
    for number in quantities:
        if (draft := _smallest(found, layers.figures[number].first)) is not None:
            draft.quantities.append(number)
    for number in dates:
        if _is_attribute(tree, number, layers):
            continue
        if (draft := _smallest(found, layers.dates[number][0])) is not None:
            draft.dates.append(number)
    for draft in found:
        draft.last = _uncut(draft, layers)
        draft.last = rounded(tree, draft.first, draft.last, unit.last)
        draft.attribution = _attribution(tree, draft, layers)
        attributed = draft.attribution is not None
        if is_checkable(tree, unit, draft.clause, figure=bool(draft.quantities), attributed=attributed):
            yield draft


def _uncut(draft: Draft, layers: Layers) -> int:
    """The end of the draft, behind the whole of a figure or date that it would cut in two ("by spring | 2027")."""
    ends = [layers.figures[n].last for n in draft.quantities] + [layers.dates[n][1] for n in draft.dates]
    return max([draft.last, *ends])


def _is_attribute(tree: Tree, number: int, layers: Layers) -> bool:
    """ "Its current rate": an adjective says which rate, and not when the claim holds."""
    first, last = layers.dates[number]
    return layers.times[number].value.endswith("_REF") and last == first + 1 and tree.bases[first] == "amod"


def _first(tree: Tree, piece: Clause, layers: Layers) -> int:
    """Where ``piece`` begins: before the words that bound a figure at its front ("about 11,000 soldiers")."""
    return softened(tree, piece.first) if _within([piece.first], layers.quantity_order) else piece.first


def _within(own: Sequence[int], order: Sequence[tuple[int, int]]) -> list[int]:
    """Numbers of the records whose first token is among ``own``; ``order`` are (first token, number), sorted."""
    if not own or not order:
        return []
    at, tokens, found = bisect_left(order, (own[0], -1)), set(own), []
    while at < len(order) and order[at][0] <= own[-1]:
        if order[at][0] in tokens:
            found.append(order[at][1])
        at += 1
    return found


def _smallest(drafts: Sequence[Draft], token: int) -> Draft | None:
    around = [draft for draft in drafts if draft.first <= token < draft.last]
    return min(around, key=lambda draft: draft.last - draft.first, default=None)


def _attribution(tree: Tree, draft: Draft, layers: Layers) -> int | None:
    """The attribution that covers the draft, else the one whose cue is its predicate ("announced a pause")."""
    start, end = tree.starts[draft.first], tree.ends[draft.last - 1]
    found = layers.attribution_of(start, end)
    if found is not None:
        return found
    cues = layers.marks.cue.get(draft.host.head, ())
    return next((number for number in cues if layers.covers(number, start, end)), None)


def _with_list(tree: Tree, units: Sequence[Unit], bullets: Bullets, found: list[Draft], layers: Layers) -> list[Draft]:
    """Stretch the last claim of the head sentence over the plain items; add a claim for each item with a figure."""
    at_colon = max(found, key=lambda draft: draft.last, default=None)
    if at_colon is None:
        return [draft for number in bullets.figures for draft in _fragment(tree, units[number], None, layers)]
    kept = [draft for draft in found if draft is not at_colon or bullets.plain or draft.quantities]
    if bullets.plain:
        at_colon.last = _bare_end(tree, units[bullets.plain[-1]])
    for number in bullets.figures:
        item = _fragment if _is_parted(tree, units[number], layers) else _item
        kept.extend(item(tree, units[number], at_colon, layers))
    return kept


def _is_parted(tree: Tree, unit: Unit, layers: Layers) -> bool:
    return halves(tree, unit.first, _bare_end(tree, unit), layers.marks) is not None


def _item(tree: Tree, unit: Unit, head: Draft, layers: Layers) -> Iterator[Draft]:
    """An item with a figure: it goes on from the sentence before the list."""
    if (span := _own_span(tree, unit)) is not None:
        clause = Clause(span[0], "figure", governor=head.host.head, own=list(range(*span)), first=span[0], last=span[1])
        yield _filled(tree, Draft(unit, clause, head.host, head.clauses, *span), head.attribution, layers)


def _fragment(tree: Tree, unit: Unit, head: Draft | None, layers: Layers) -> Iterator[Draft]:
    """An item with a figure that stands by itself: "Greens: 9.8%", "300 schools closed for a week"."""
    span = _own_span(tree, unit)
    if span is None or not _within(range(*span), layers.quantity_order):
        return
    top = next(t for t in range(*span) if not span[0] <= tree.heads[t] < span[1] or tree.heads[t] == t)
    clause = Clause(top, "figure", own=list(range(*span)), first=span[0], last=span[1])
    draft = Draft(unit, clause, clause, {top: clause}, *span)
    if (parts := halves(tree, *span, layers.marks)) is not None:
        draft.label, draft.said = parts[:2], parts[2:]
    yield _filled(tree, draft, None if head is None else head.attribution, layers)


def _own_span(tree: Tree, unit: Unit) -> tuple[int, int] | None:
    """The tokens of an item without marks at its ends, or None where it cannot be a claim by its looks."""
    last = _bare_end(tree, unit)
    last = rounded(tree, unit.first, last, unit.last)
    first = next(
        (t for t in range(unit.first, last) if tree.pos[t] not in ("PUNCT", "SPACE") or _is_sign(tree, t)), last
    )
    text = tree.text[tree.starts[first] : tree.ends[last - 1]] if first < last else ""
    return (first, last) if is_checkable_text(text) else None


def _is_sign(tree: Tree, token: int) -> bool:
    return tree.lower[token] in ("$", "€", "£", "¥", "₹")


def _filled(tree: Tree, draft: Draft, attribution: int | None, layers: Layers) -> Draft:
    draft.quantities = _within(draft.clause.own, layers.quantity_order)
    draft.dates = _within(draft.clause.own, layers.date_order)
    found = _attribution(tree, draft, layers)
    draft.attribution = attribution if found is None else found
    return draft


def _bare_end(tree: Tree, unit: Unit) -> int:
    last = unit.last
    while last > unit.first and tree.pos[last - 1] in ("PUNCT", "SPACE"):
        last -= 1
    return last
