"""Currencies by sign, ISO code, name and country: the CLDR names that Babel carries, and data/currencies.tsv.

Names follow quantulum3's table where it has one ("dollar" is the US dollar, "pound sterling"), else
CLDR in lower case ("thai baht").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from babel.core import Locale, get_global
from babel.numbers import get_currency_name

from claimtrack.annotate.lists import rows, words

_OWN = {"USD": "dollar", "GBP": "pound sterling", "BTC": "bitcoin"}
# What a bare name means where the document names no country: quantulum3's readings.
_BARE = {"dollar": "USD", "pound": "GBP", "euro": "EUR", "peso": "MXN", "rupee": "INR", "franc": "CHF"}
_BARE |= {"won": "KRW", "yen": "JPY", "yuan": "CNY", "ruble": "RUB"}
_WITH_X = frozenset({"XOF", "XAF", "XCD", "XPF"})


@cache
def names() -> dict[str, str]:
    """ISO 4217 code -> singular name in lower case; metals, funds and test codes are left out."""
    codes = [c for c in map(str, Locale("en").currencies) if not c.startswith("X") or c in _WITH_X]
    return {code: get_currency_name(code, 1, "en").lower() for code in codes} | _OWN


@cache
def _current() -> frozenset[str]:
    """The codes that are legal tender somewhere today."""
    tender = get_global("territory_currencies").values()
    return frozenset(row[0] for territory in tender for row in territory if row[2] is None and row[3])


@cache
def signs() -> dict[str, str]:
    """Signs and codes as written -> ISO code: "US$", "HK$", "Rs", "USD"."""
    return dict(zip(names(), names(), strict=True)) | {row[0]: row[1] for row in rows("currencies.tsv")}


def _forms(code: str) -> set[str]:
    if code == "BTC":
        return {"bitcoin", "bitcoins"}
    return {get_currency_name(code, count, "en").lower() for count in (1, 2)}


@cache
def full_names() -> dict[str, str]:
    """Full names, singular and plural, in lower case -> name: "thai baht", "australian dollars"."""
    found = {form: names()[code] for code in names() for form in _forms(code) if " " in form and "(" not in form}
    for country in ("us", "u.s.", "american", "united states"):
        found |= {f"{country} {form}": "dollar" for form in ("dollar", "dollars")}
    return found | {"pound sterling": "pound sterling", "pounds sterling": "pound sterling"}


@cache
def bare_names() -> dict[str, tuple[str, ...]]:
    """Last words of the names ("baht", "rupees") -> the codes of the currencies so called, current ones first."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in sorted(names(), key=lambda c: (c not in _current(), c)):
        for form in _forms(code):
            word = re.sub(r" \(.*", "", form).split(" ")[-1]
            if word.isalpha() and word not in words("units.toml", "codes.no_names") and len(word) > 2:
                found[word].append(code)
    for word, code in rows("currencies.tsv"):
        if word.islower() and word.isascii() and word.isalpha() and len(word) > 2 and word != "dlrs":
            found[word] = found[word + "s"] = [code]
    return {word: tuple(dict.fromkeys(codes)) for word, codes in found.items()}


@cache
def bare_name(word: str, context: str) -> str | None:
    """The currency that a bare name means: the only one so called, or that of the country that ``context`` is about.

    ``context``: ``nationalities`` of the document. "pesos" in a text that is about the Philippines are philippine
    pesos, whoever else is named in passing; "dollar" and "pound" always are the US dollar and the pound sterling;
    else quantulum3's reading, else the bare word itself.
    """
    codes = bare_names().get(word)
    if codes is None:
        return None
    current = [code for code in codes if code in _current()]
    if len(codes) == 1 or len(current) == 1:
        return names()[(current or list(codes))[0]]
    singular = names()[codes[0]].split(" ")[-1]
    usual = _BARE.get(singular)
    told = {} if singular in ("dollar", "pound") else {code: _told(code, context) for code in current}
    if usual in told:
        told[usual] += _told_by_half(usual, [code for code in current if code != usual], context)
    best = max(told, key=lambda code: (told[code], code == usual), default=None)
    if best is not None and told[best]:
        return names()[best]
    return names()[usual] if usual else singular


@cache
def _countries(code: str) -> frozenset[str]:
    """The adjective and the names of the countries of a currency, in lower case: "pakistani", "pakistan"."""
    territories = get_global("territory_currencies").items()
    own = {
        str(Locale("en").territories[t]).lower() for t, rows in territories for r in rows if r[0] == code and not r[2]
    }
    return frozenset({*own, names()[code].rpartition(" ")[0]} - {""})


def is_told(code: str, context: str) -> bool:
    """Is a country of the currency ``code`` named in ``context`` (``nationalities`` of the document)?"""
    return _told(code, context) > 0


def _told(code: str, context: str) -> int:
    """How often the countries of a currency are named."""
    return sum(_count(form, context) for form in _countries(code))


def _told_by_half(code: str, others: Iterable[str], context: str) -> int:
    """How often only half of a country's name tells it from no other: "Korean", where it is not "North Korean"."""
    halves = {form.rpartition(" ")[2] for form in _countries(code) if " " in form}
    whole = [
        form for c in (code, *others) for form in _countries(c) if form.rpartition(" ")[2] in halves and " " in form
    ]
    return sum(_count(half, context) for half in halves) - sum(_count(form, context) for form in whole)


@cache
def _count(form: str, context: str) -> int:
    return len(re.findall(rf"\b{re.escape(form)}s?\b", context))


_PLACE = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)*")


def nationalities(text: str) -> str:
    """The capitalised words of a text in lower case: where ``bare_name`` looks for the country of a currency."""
    return "|".join(word.lower() for word in _PLACE.findall(text))
