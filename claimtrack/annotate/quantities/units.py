"""Units of measure at a number: quantulum3's unit table, currencies, per-units, ages.

Only the JSON tables of quantulum3 are read (importing the package takes seconds and a classifier);
data/units.toml says what is added and dropped, and which cue words decide an ambiguous surface.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from claimtrack.annotate.lists import table, words
from claimtrack.annotate.quantities import currencies

_PREFIXES = {"E": "exa", "P": "peta", "T": "tera", "G": "giga", "M": "mega", "k": "kilo", "h": "hecto", "m": "milli"}
_PREFIXES |= {"da": "deca", "d": "deci", "c": "centi", "µ": "micro", "n": "nano", "p": "pico"}
TIME_UNITS = words("units.toml", "time.units")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit found in the text: its singular name, where it stands, and its kind (quantulum3's entity)."""

    name: str
    start: int
    end: int
    kind: str


_CAPITALS = TIME_UNITS - {"second"}  # "the 2013 Millennium Goals", "7 Days" are names


def _quantulum3(file: str) -> dict[str, dict[str, Any]]:
    """A JSON table of quantulum3, read without importing the package."""
    spec = find_spec("quantulum3")
    if spec is None or not spec.submodule_search_locations:
        return {}
    loaded: dict[str, dict[str, Any]] = json.loads(
        Path(spec.submodule_search_locations[0], file).read_text(encoding="utf-8")
    )
    return loaded


def _with_prefixes() -> Iterator[tuple[str, list[str], list[str], str]]:
    """(name, surfaces, symbols, kind) of each unit of quantulum3, SI prefixes applied."""
    for name, unit in _quantulum3("units.json").items():
        surfaces, symbols, kind = unit.get("surfaces", []), unit.get("symbols", []), unit["entity"]
        yield name, surfaces, symbols, kind
        for sign in unit.get("prefixes", []):
            if (prefix := _PREFIXES.get(sign)) is not None:
                yield prefix + name, [prefix + s for s in surfaces], [sign + s for s in symbols], kind


def plural(surface: str) -> str:
    """The plural of a unit's name: the head is pluralised ("metre per second": "metres per second")."""
    head, sep, rest = surface.partition(" per ")
    irregular = {"foot": "feet", "inch": "inches", "century": "centuries", "hertz": "hertz", "penny": "pence"}
    for singular, form in irregular.items():
        if head.endswith(singular):
            return head.removesuffix(singular) + form + sep + rest
    return head + "s" + sep + rest


@cache
def _tables() -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    """Surfaces (lower case, both numbers) and symbols (as written) -> (name, kind)."""
    data = table("units.toml")
    surfaces: dict[str, tuple[str, str]] = {}
    symbols: dict[str, tuple[str, str]] = {}
    dropped = {n for n, *_ in _with_prefixes() if any(n.endswith(end) for end in data["drop"]["names"].split())}
    drop, no_symbols = set(data["drop"]["surfaces"].split()), set(data["drop"]["symbols"].split())
    for name, forms, signs, kind in _with_prefixes():
        if (kind == "currency" and name not in data["coins"]["names"].split()) or name in dropped:
            continue
        named = data["names"].get(name, name).lower()
        for word in forms:
            if word not in drop:
                surfaces.setdefault(word.lower(), (named, kind))
                surfaces.setdefault(plural(word.lower()), (named, kind))
        symbols.update(
            {s: (named, kind) for s in signs if (s not in no_symbols and s not in symbols and len(s) > 1) or s in "%‰°"}
        )
    for word, name in data["surfaces"].items():
        surfaces[word] = surfaces[plural(word)] = (name, _kind(name))
    symbols.update({sign: (name, _kind(name)) for sign, name in data["symbols"].items()})
    return surfaces, symbols


def is_unit_word(word: str) -> bool:
    """Is the word the name or sign of a unit of measure or currency?"""
    return not any(c.isalpha() for c in word) or word.lower() in _tables()[0] or word.lower() in currencies.bare_names()


def _kind(name: str) -> str:
    if name.startswith(("percentage", "basis")):
        return "dimensionless"
    if name in TIME_UNITS:
        return "time"
    return "currency" if name in ("satoshi", "bitcoin") else "measure"


_SIGN_BEFORE = r"(?<![A-Za-z])(?:{})[ \u00a0\u202f]?[-−]?[ ]?$"


@cache
def _currency_before() -> re.Pattern[str]:
    words_too = table("units.toml")["codes"]["words"].split()
    signs = sorted((s for s in currencies.signs() if s not in words_too), key=len, reverse=True)
    named = "dollar|usd|eur|gbp|aud|cad|nzd|rmb|mxn|inr|jpy|cny|sen"
    written = "|".join(map(re.escape, signs))
    return re.compile(
        rf"(?:(?<![A-Za-z])(?P<million>M)?(?P<sign>{written}"
        rf"|(?i:{named}|u\.?s\.?|hk|nz|nt|aud|cad|nzd|mxn|usd|mex|rmb)\s?\$|[Cc] \$|(?i:{named})))[\s\u00a0]{{0,2}}$"
    )


_DOLLARS = {"c": "CAD", "hk": "HKD", "nz": "NZD", "nt": "TWD", "us": "USD", "mex": "MXN"}


def currency_before(text: str, start: int, context: str) -> tuple[Unit, bool] | None:
    """The currency sign or code that ends at ``start`` ("US$", "USD "), and whether it says millions ("MUSD").

    ``context``: as in ``unit_after``, for a sign that several countries use ("Rs").
    """
    match = _currency_before().search(text, max(0, start - 9), start)
    if match is None:
        return None
    sign = match["sign"]
    if sign in words("units.toml", "codes.letters") and not _is_sum(sign, text, match.end(), start, context):
        return None
    if bare := currencies.bare_name(table("units.toml")["codes"]["shared"].get(sign.rstrip("."), ""), context):
        return Unit(bare, match.start("sign"), start, "currency"), False
    code = currencies.signs().get(sign) or currencies.signs().get(sign.upper())
    if code is None:
        letters = re.sub(r"[^a-z]", "", sign.lower())
        code = _DOLLARS.get(letters) or letters.upper()
    if code == "DOLLAR":
        code = "USD"
    if code == "SEN" or code not in currencies.names():
        return Unit(sign.lower(), match.start("sign"), start, "currency"), False
    return Unit(currencies.names()[code], match.start(), start, "currency"), bool(match["million"])


_SUM = re.compile(r"\d{1,3}(?:,\d{3})+|\d{3,}|\d+(?:\.\d+)?[ \u00a0-]?(?:[mbk]n?|tr?n|thousand|[mbt]r?illion)\b")


def _is_sum(sign: str, text: str, end: int, start: int, context: str) -> bool:
    """A letter that is a sign of money ("N62,000"): glued to a sum, in a text that names the currency's country."""
    glued = end == start and text[start - 1 : start] == sign[-1]
    return glued and bool(_SUM.match(text, start)) and currencies.is_told(currencies.signs()[sign], context)


_WORD = r"[^\W\d_]+(?:[.’'](?=[^\W\d_])[^\W\d_]+)*"
_AFTER = re.compile(rf"[ \u00a0\u202f\n]?[-–]?[ \u00a0]?(?P<words>{_WORD}\.?(?:(?:[ -]| - ){_WORD}){{0,4}})")
_SYMBOL = re.compile(
    r"(?P<space>(?: - |-|[ \u00a0\u202f]{0,2}))[(\[{<]?(?P<symbol>[^\s\d,;!?()\[\]{}<>–—.]+(?:/[a-zA-Z]+)?[23²³]?)"
)


def unit_after(text: str, end: int, context: str) -> Unit | None:
    """The unit that follows a number ending at ``end``, per-unit and age included, or None.

    ``context``: the capitalised words of the document (``currencies.nationalities``), which tell
    whose pesos are meant.
    """
    unit = _words_after(text, end, context) or _symbol_after(text, end)
    if unit is not None and unit.name in _CAPITALS and text[unit.start].isupper():
        return None
    if unit is None:
        return None
    return _age(text, with_per(text, unit))


def _symbol_after(text: str, end: int) -> Unit | None:
    match = _SYMBOL.match(text, end)
    if match is None:
        return None
    symbol, start = match["symbol"], match.start("symbol")
    if degrees := re.match(r"° ?(?:[Cc]elsius|[Ff]ahrenheit|[CF]\b)", text[start : start + 13]):
        return Unit(_tables()[1][degrees[0]][0], start, start + degrees.end(), "temperature")
    symbol = symbol.split("-")[0] if symbol.split("-")[0] else symbol
    found = _symbol(symbol, bool(match["space"]), text, start)
    if found is None and "/" in symbol:
        symbol = symbol.split("/")[0]
        found = _symbol(symbol, bool(match["space"]), text, start)
    if found is None or (text[start + len(symbol) :][:1].isalnum()):
        return None
    name, kind = found
    return Unit(name, start, start + len(symbol), kind)


def _symbol(symbol: str, spaced: bool, text: str, start: int) -> tuple[str, str] | None:
    data = table("units.toml")
    for written in (symbol, symbol.rstrip(".'’\"”:")):
        if found := _tables()[1].get(written):
            return found
        if written in currencies.signs() and not (written.isascii() and written.isalpha() and len(written) < 3):
            return currencies.names().get(currencies.signs()[written], "bitcoin"), "currency"
        allowed = data["spaced"]["symbols"] if spaced else data["glued"]["symbols"]
        if written in data["glued"]["names"] and (written in allowed.split() or _is_inch_mark(written, text, start)):
            return data["glued"]["names"][written], "measure"
    return None


def _is_inch_mark(written: str, text: str, start: int) -> bool:
    """A quote mark behind digits that closes no quotation."""
    behind_digit = text[max(0, start - 2) : start].rstrip()[-1:].isdigit()
    return not written.isalpha() and len(written) == 1 and behind_digit and not _quoted(text, start)


def _quoted(text: str, at: int) -> bool:
    """Is the mark at ``at`` the end of a quotation (an odd number of marks stands before it in its line)?"""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    mark = text[at]
    opened = line.count("“") - line.count("”") if mark == "”" else line.count(mark) % 2
    return opened > 0


def _words_after(text: str, end: int, context: str) -> Unit | None:
    match = _AFTER.match(text, end)
    if match is None:
        return None
    start = match.start("words")
    pieces = list(re.finditer(r"[^\s-]+", match["words"]))
    for last in range(len(pieces), 0, -1):
        stop = pieces[last - 1].end()
        written = re.sub(r"\s*-\s*|\s+", " ", match["words"][:stop].lower())
        for form in dict.fromkeys((written, written.rstrip("."))):
            end = start + stop - (len(written) - len(form))
            found = _surface(form, text, start, end, context)
            if found is not None and not text[end : end + 1].isdigit():
                return Unit(found[0], start, end, found[1])
    return _million_code(pieces[0][0], start)


def _million_code(word: str, start: int) -> Unit | None:
    """ "30 MUSD" is read in ``quantities``: here only the currency of it."""
    if len(word) == 4 and word[0] == "M" and word[1:] in currencies.names():
        return Unit(currencies.names()[word[1:]], start, start + 4, "million currency")
    return None


def _surface(written: str, text: str, start: int, end: int, context: str) -> tuple[str, str] | None:
    ambiguous = table("units.toml")["ambiguous"]
    singular = written.removesuffix("s")
    if singular in ambiguous:
        return _by_cue(ambiguous[singular], text, start, end)
    if full := currencies.full_names().get(written):
        return full, "currency"
    if found := _tables()[0].get(written) or _tables()[0].get(written.replace(" ", "-")):
        return found
    if code := currencies.signs().get(written.upper()) if len(written) == 3 and text[start:end].isupper() else None:
        return currencies.names()[code], "currency"
    if written in ("usd", "eur", "gbp", "rmb") and (code := currencies.signs().get(written.upper())):
        return currencies.names()[code], "currency"
    if " " not in written and (bare := currencies.bare_name(written, context)):
        return bare, "currency"
    return (singular, "currency") if singular in words("units.toml", "currency_names.words") else None


def _by_cue(entry: dict[str, str], text: str, start: int, end: int) -> tuple[str, str]:
    """The reading of an ambiguous surface with most cue words in the sentence, else its default."""
    left = max(text.rfind(". ", 0, start), text.rfind("\n", 0, start)) + 1
    right = re.compile(r"[.!?]\s|\n|$").search(text, end)
    nearby = re.findall(r"[^\W\d_]+|[%£]", text[left : right.start() if right else len(text)].lower())
    counts = {name: sum(w in cues.split() for w in nearby) for name, cues in entry.items() if name != "default"}
    best = max(counts, key=lambda name: counts[name])
    name = best if counts[best] > counts.get(entry["default"], 0) else entry["default"]
    if name.startswith("pound"):
        return name, "currency" if name == "pound sterling" else "mass"
    return name, "dimensionless"


_PER = re.compile(
    r"(?P<link>\s?/\s?|[\s-]{1,3}per[\s-]{1,3}|[\s-]{1,3}(?:a|an|each|every)[\s-]{1,3})"
    r"(?!(?:year|month|week|day|hour|minute|second|decade|quarter|season|night)\s+(?:before|after|from now)\b)"
    r"(?P<word>[^\W\d_]+)\b(?!\s+(?:earlier|ago|later)\b)"
)
_OF_GAP = re.compile(r" of (?:[a-z]+[ -]){1,3}(?=(?:a|per) (?:year|month|week|day|hour|minute)\b)")


def with_per(text: str, unit: Unit) -> Unit:
    """The unit with the per-unit behind it ("barrels a day", "$98 a share"), or the very same object."""
    match = _PER.match(text, unit.end)
    gap = None if match else _OF_GAP.match(text, unit.end)
    if gap is not None and unit.kind != "time":
        match = _PER.match(text, gap.end() - 1)
    if match is None:
        return unit
    name = per_name(match["word"], "per" in match["link"] or "/" in match["link"])
    if name is None or (unit.kind == "time" and "per" not in match["link"]):
        return unit
    end = unit.end if gap else match.end("word")
    return Unit(f"{unit.name} per {name}", unit.start, end, unit.kind)


@lru_cache(maxsize=1024)
def per_name(word: str, explicit: bool) -> str | None:
    """The unit that a rate is per: any noun after "per" and "/", known ones only after "a" ("$98 a share")."""
    data = table("units.toml")["per"]
    word = word.lower()
    if word == "cent":
        return None
    if name := data["names"].get(word) if word in data["names"] and (explicit or len(word) > 2) else None:
        return str(name)
    if word in data["nouns"].split():
        return word
    if found := _tables()[0].get(word) or _tables()[1].get(word):
        return found[0]
    return word if explicit and len(word) > 2 else None


_OLD = re.compile(r"(?:[\s-]{1,3}(?:olds?|of[\s-]age)\b)")


def _age(text: str, unit: Unit) -> Unit:
    """Ages: "29-year-old", "ten months of age". A year of age is a "year", as in the public format."""
    match = _OLD.match(text, unit.end) if unit.name in TIME_UNITS else None
    if match is None:
        return unit
    name = "year" if unit.name == "year" else f"{unit.name} of age"
    return Unit(name, unit.start, match.end(), "age")
