"""Comparing sums of money in different currencies, by the rates that the user gave and the store keeps.

Two sums of one currency are compared as they are. Of two currencies both are brought to the base of the table, each by
the rate of the day that it stands for: the last day of its time, but none after its publication.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
from sqlite_utils import Database

from claimtrack.compare import matching, relate
from claimtrack.compare.columns import Bundle, number
from claimtrack.compare.measures import MONEY, converted, currencies, currency
from claimtrack.compare.rates import Rates, in_words
from claimtrack.compare.relate import Verdict
from claimtrack.compare.statements import Statement
from claimtrack.model import Rate
from claimtrack.store import Store
from claimtrack.store.connection import writing

CONVERTED = """SELECT m.a_key, m.a_quantity, m.b_key, m.b_quantity, x.unit, y.unit FROM matches m
JOIN claims a ON a.key = m.a_key JOIN claims b ON b.key = m.b_key
JOIN quantities x ON x.version_key = a.version_key AND x.position = m.a_quantity
JOIN quantities y ON y.version_key = b.version_key AND y.position = m.b_quantity
WHERE x.unit <> y.unit AND x.unit IN ({units}) AND y.unit IN ({units})"""
MIXED = """SELECT DISTINCT l.fact_key, q.unit FROM fact_claims l
JOIN claim_quantities x ON x.claim_key = l.claim_key JOIN quantities q ON q.key = x.quantity_key
WHERE q.unit IN ({units})"""
"""Of all figures of a claim: what holds between two events depends on those, too (``relate``)."""


# ------------------------------------------------------------------ the store
def kept(db: Database) -> Rates | None:
    """The rates that the facts of a store are made with."""
    row = db.execute("SELECT name, base FROM exchange").fetchone()
    if row is None:
        return None
    return Rates.of(row[0], row[1], db.execute("SELECT currency, day, worth FROM exchange_rates").fetchall())


def is_used(db: Database, rates: Rates | None) -> bool:
    """Whether the facts are made with these rates (None: with none)."""
    row = db.execute("SELECT hash FROM exchange").fetchone()
    return (None if row is None else str(row[0])) == (None if rates is None else rates.hash)


def use_rates(store: Store, rates: Rates | None) -> None:
    """Make the facts with these rates from the next ``update`` on, or with none. What rests on others is forgotten."""
    with writing(store.db):
        if not is_used(store.db, rates):
            units = _units(store.db)
            _forget(store.db, units)
            _keep(store.db, rates)
            if rates is not None:
                _compare_again(store.db, [u for u, name in units.items() if name in rates.days or name == rates.base])


def _units(db: Database) -> dict[str, str]:
    """The units of the store that are money, also by something ("dollar per share"), with the currency of each."""
    found = {row[0]: currency(row[0]) for row in db.execute("SELECT DISTINCT unit FROM quantities").fetchall()}
    return {unit: name for unit, name in found.items() if name is not None}


def _forget(db: Database, units: dict[str, str]) -> None:
    """Drop matches between two currencies; facts whose claims hold two are made anew."""
    marks = ", ".join("?" * len(units))
    rows = db.execute(CONVERTED.format(units=marks), [*units, *units]).fetchall()
    old = [row[:4] for row in rows if units[row[4]] != units[row[5]]]
    db.conn.executemany("DELETE FROM matches WHERE a_key = ? AND a_quantity = ? AND b_key = ? AND b_quantity = ?", old)
    inside: dict[int, set[str]] = {}
    for fact, unit in db.execute(MIXED.format(units=marks), list(units)).fetchall():
        inside.setdefault(fact, set()).add(units[unit])
    mixed = [(fact,) for fact, names in inside.items() if len(names) > 1]
    db.conn.executemany("INSERT OR IGNORE INTO loosened VALUES (?)", mixed)


def _keep(db: Database, rates: Rates | None) -> None:
    db.execute("DELETE FROM exchange")
    db.execute("DELETE FROM exchange_rates")
    if rates is not None:
        db.execute("INSERT INTO exchange VALUES (1, ?, ?, ?)", [rates.hash, rates.name, rates.base])
        db.conn.executemany("INSERT INTO exchange_rates VALUES (?, ?, ?)", rates.rows)


def _compare_again(db: Database, units: list[str]) -> None:
    """Documents that speak of such sums are compared again."""
    these = f"version_key IN (SELECT version_key FROM quantities WHERE unit IN ({', '.join('?' * len(units))}))"
    db.execute(f"INSERT OR IGNORE INTO uncompared SELECT version_key FROM compared WHERE {these}", units)
    for table in ("compared", "bundles", "topics"):
        db.execute(f"DELETE FROM {table} WHERE {these}", units)


# ------------------------------------------------------------------ documents
def bundle_in(rates: Rates, bundle: Bundle) -> Bundle | None:
    """A bundle with its sums of money in the base of the table; None if there are none that have a rate."""
    x = bundle.columns
    factors = np.ones(len(x.dimension))
    days = np.fmin(x.last, x.said)
    for i in np.flatnonzero(np.isin(x.dimension, list(_numbers()))):
        rate = None if np.isnan(days[i]) else rates.of_day(_numbers()[int(x.dimension[i])], int(days[i]))
        factors[i] = np.nan if rate is None else rate.worth
    is_sum = np.isin(x.dimension, list(_numbers())) & ~np.isnan(factors)
    if not is_sum.any():
        return None
    factors = np.where(is_sum, factors, 1.0)
    dimension = np.where(is_sum, number(MONEY + rates.base), x.dimension)
    value, low, high = (end * factors for end in (x.value, x.low, x.high))
    return replace(bundle, columns=replace(x, dimension=dimension, value=value, low=low, high=high))


@cache
def _numbers() -> dict[int, str]:
    """Currencies by the number of their dimension."""
    return {number(MONEY + name): name for name in currencies()}


def between(a: Bundle, b: Bundle, plain: tuple[Bundle, Bundle], least: float) -> Iterator[tuple[int, int, float]]:
    """Matches between sums in two currencies, of bundles with their sums converted; ``plain``: with them as written."""
    x, y = (bundle.columns.dimension for bundle in plain)
    for i, j, chance in matching.matches(a, b, least):
        if x[i] != y[j] and int(x[i]) in _numbers() and int(y[j]) in _numbers():
            yield i, j, chance


# ------------------------------------------------------------------ statements
def rate_of(rates: Rates, statement: Statement) -> Rate | None:
    """The rate for a sum of money, or None: it is none, has no day, or the table has no rate for it."""
    name = None if statement.measure is None else _currency(statement.measure.dimension)
    time, said = statement.time, statement.said
    return rates.of_time(name, time and time[1], said and said[0]) if name else None


def level(rates: Rates | None, a: Statement, b: Statement) -> tuple[Statement, Statement, str]:
    """Two statements with sums in one currency, if they are in two that can be converted, and by which rates."""
    if rates is None:
        return a, b, ""
    if a.measure is None or b.measure is None:
        return _of_one_money(rates, a), _of_one_money(rates, b), ""
    if a.measure.dimension == b.measure.dimension:
        return a, b, ""
    one, two = rate_of(rates, a), rate_of(rates, b)
    if one is None or two is None:
        return a, b, ""
    x, y = (converted(m, r.base, r.worth) for m, r in ((a.measure, one), (b.measure, two)))
    return replace(a, measure=x), replace(b, measure=y), _reason(rates, [one, two])


def _of_one_money(rates: Rates, event: Statement) -> Statement:
    """An event with the sums in it as of the base, where the table has their currency."""
    known = {MONEY + name for name in rates.days}
    same = frozenset(MONEY + rates.base if name in known else name for name in event.dimensions)
    return event if same == event.dimensions else replace(event, dimensions=same)


def _reason(rates: Rates, used: list[Rate]) -> str:
    """For instance "at 1.08 dollars for a euro, rates.csv, 2025-03-03"."""
    told = {f"{in_words(r)}, {rates.name}, {r.day}": None for r in used if r.currency != r.base}
    return "at " + " and ".join(told)


def _currency(dimension: str) -> str | None:
    return dimension.removeprefix(MONEY) if dimension.startswith(MONEY) else None


def relation(rates: Rates | None, a: Statement, b: Statement, *, copied: bool) -> Verdict | None:
    """``relate.relate`` for sums in two currencies, too; the reason says how they were converted."""
    x, y, how = level(rates, a, b)
    verdict = relate.relate(x, y, copied=copied)
    return replace(verdict, detail=f"{verdict.detail}, {how}") if verdict and how else verdict


def clash(rates: Rates | None, a: Statement, b: Statement) -> bool:
    """``relate.clash`` for sums in two currencies, too."""
    x, y, _ = level(rates, a, b)
    return relate.clash(x, y)
