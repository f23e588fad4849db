"""States: their names, demonyms and seats of government, from data/states.tsv."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from claimtrack.annotate.lists import rows, words


class State(NamedTuple):
    """A row of data/states.tsv; ``name`` is the common English name, the first of ``demonyms`` the adjective."""

    code: str
    name: str
    aliases: frozenset[str]
    demonyms: tuple[str, ...]
    capitals: frozenset[str]


@cache
def states() -> tuple[State, ...]:
    """All states of the table."""
    return tuple(
        State(code, name, frozenset(_cells(aliases)), _cells(demonyms), frozenset(_cells(capitals)))
        for code, name, aliases, demonyms, capitals in map(_padded, rows("states.tsv"))
    )


def _padded(row: tuple[str, ...]) -> tuple[str, ...]:
    return row + ("",) * (5 - len(row))


def _cells(text: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in text.split(";") if cell.strip())


@cache
def _by_name() -> dict[str, State]:
    return {form: state for state in states() for form in (state.name, *state.aliases)}


@cache
def _by_demonym() -> dict[str, State]:
    return {form: state for state in states() for form in state.demonyms}


@cache
def _by_capital() -> dict[str, State]:
    return {form: state for state in states() for form in state.capitals}


def bare(name: str) -> str:
    """A name without a leading article."""
    return name[4:] if name[:4].lower() == "the " else name


def state_named(name: str) -> State | None:
    """The state of a name in use for it ("the U.S."), None for any other name. Case counts: "us" is no state."""
    return _by_name().get(bare(name)) or _by_name().get(name)


def state_of_demonym(word: str) -> State | None:
    """The state of an adjective or of its people: "Ukrainian", "Danes"."""
    return _by_demonym().get(word)


def state_of_capital(name: str) -> State | None:
    """The state that is governed from a city: "Kyiv" (whether the government is meant is for the context)."""
    return _by_capital().get(name)


def is_seat(name: str) -> bool:
    """Whether a name stands for a government: the Kremlin, the White House."""
    return bare(name) in words("sources.toml", "names.seats")
