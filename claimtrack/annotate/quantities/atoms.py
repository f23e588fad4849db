"""The pieces of numerals: digits, number words, scales, fractions, as one regular expression finds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from claimtrack.annotate.lists import table
from claimtrack.annotate.quantities.convention import GAPS, Convention


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a numeral: kind "digits", "small", "scale", "fraction", "vague", "before", "plus" or "vulgar"."""

    start: int
    end: int
    kind: str
    value: Decimal
    ambiguous: bool = False


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@cache
def lexicon(section: str) -> dict[str, Decimal]:
    """A section of data/numbers.toml: word -> value."""
    return {word: Decimal(value) for word, value in table("numbers.toml")[section].items()}


ONE = Decimal(1)
_EXPONENT = r"(?:[eE][+-]?\d{1,2}(?![\w.])|\s?[x×]\s?10\^[-−]?\d{1,2}(?!\d))?"
_DIGITS = (
    rf"(?>\d{{1,3}}(?P<gap>[{GAPS}])\d{{3}}(?!\d)(?:(?P=gap)\d{{3}}(?!\d))*(?:[.,]\d+)?"
    r"|\d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?:\.\d{3})+(?!\d)(?:,\d+)?"
    r"|\d{1,3}, 0\d\d(?!\d)"
    r"|\d+(?:[.,]\d+)?|\.\d+)"
)


@cache
def _atoms_pattern() -> re.Pattern[str]:
    words, bound = {k: _alternatives(table("numbers.toml")[k]) for k in table("numbers.toml")}, r"(?![A-Za-z0-9_])"
    scales = _alternatives(w for w in lexicon("scale"))
    return re.compile(
        rf"(?P<slash>(?<![\d.,/:])(?:\d{{1,3}}[ -])?\d{{1,2}}/\d{{1,2}}(?![\d/.]))"
        rf"|(?P<vulgar>(?<![\d.,/:])(?:\d+\s?)?[{''.join(lexicon('vulgar'))}])"
        rf"|(?<!\d[.,:/])(?<![\d.])(?P<digits>{_DIGITS}{_EXPONENT})(?![.:/,]\d)"
        rf"(?P<suffix>\s?(?:{words['suffix']}|{words['money_suffix']}){bound})?"
        rf"|(?<![A-Za-z0-9_])(?i:(?P<before>{words['vague_before']})[ -](?=(?:{scales}){bound})"
        rf"|(?P<plus>and (?:a half|one half|a quarter|three[- ]quarters|a third){bound})"
        rf"|(?P<small>{words['small']}){bound}|(?P<scale>{scales}){bound}"
        rf"|(?P<vague>{words['vague']}){bound}|(?P<fraction>{words['fraction']}|thirds|quarters|fourths|fifths"
        rf"|sixths|sevenths|eighths|ninths|tenths|twelfths|twentieths|hundredths|thousandths){bound})"
    )


_MONEY_BEFORE = re.compile(r"(?:[$€£¥₹₩₽₱₴₺₦]|(?<![A-Za-z])[A-Z]{3}\$?|(?<![A-Za-z])Rs\.?)\s?[-−]?$")
_PLURAL_AFTER = re.compile(r"\s(?:people|(?:[a-z]+ )?[a-z]{2,}[^su\W]s)\b")
_PLUS = {"half": "0.5", "quarter": "0.25", "quarters": "0.75", "third": "0.333"}


def _is_scale(suffix: str, text: str, start: int, end: int) -> bool:
    if suffix in lexicon("suffix"):
        return suffix != "K" or not text[:start].endswith("Vitamin ")
    money = bool(_MONEY_BEFORE.search(text, max(0, start - 6), start))
    return money or bool(_PLURAL_AFTER.match(text, end))


def _close(digits: str) -> str:
    """Spaced-out tokens of older corpora closed up: "10, 000"."""
    return digits.replace(", ", ",")


def _exact(digits: str, convention: Convention) -> tuple[Decimal, bool]:
    parts = re.split(r"\s?[x×]\s?10\^|(?<=\d)[eE]", digits)
    value, ambiguous = convention.read(_close(parts[0]))
    power = parts[1].replace("−", "-") if len(parts) > 1 else "0"
    return value * Decimal(10) ** int(power), ambiguous


def _slash(written: str) -> Decimal | None:
    parts = re.split(r"[ -]", written)
    above, below = map(int, parts[-1].split("/"))
    if below not in (2, 3, 4, 5, 6, 8, 10, 16, 32) or above >= below or above == 0:
        return None
    return Decimal(parts[0] if len(parts) > 1 else 0) + (Decimal(above) / below).quantize(Decimal("0.0001"))


def _vulgar(written: str) -> Decimal:
    whole = written[:-1].strip()
    return Decimal(whole or 0) + lexicon("vulgar")[written[-1]]


def find_atoms(text: str) -> list[Atom]:
    """Every piece of a numeral in ``text``, digits read by the convention that the document shows."""
    found = list(_atoms_pattern().finditer(text))
    convention = Convention.of(re.sub(r"\s?[x×eE].*", "", _close(m["digits"])) for m in found if m["digits"])
    atoms: list[Atom] = []
    for match in found:
        atoms.extend(_read_atom(match, text, convention))
    return atoms


_MOST_DIGITS = 15  # longer ones are account numbers and ids, no amounts


def _read_atom(match: re.Match[str], text: str, convention: Convention) -> Iterator[Atom]:
    start, end = match.span()
    kind = match.lastgroup or ""
    if match["digits"] and sum(map(str.isdigit, match["digits"])) > _MOST_DIGITS:
        return
    if match["digits"]:
        value, ambiguous = _exact(match["digits"], convention)
        yield Atom(start, match.end("digits"), "digits", value, ambiguous)
        suffix = (match["suffix"] or "").strip()
        if suffix and _is_scale(suffix, text, start, end):
            value = lexicon("suffix").get(suffix) or lexicon("money_suffix")[suffix]
            yield Atom(match.start("suffix"), end, "scale", value)
    elif match["slash"]:
        fraction = _slash(match["slash"])
        if fraction is not None:
            yield Atom(start, end, "vulgar", fraction)
    elif match["vulgar"]:
        yield Atom(start, end, "vulgar", _vulgar(match["vulgar"]))
    elif match["plus"]:
        yield Atom(start, end, "plus", Decimal(_PLUS[re.split("[ -]", match["plus"])[-1].lower()]))
    elif match["before"]:
        yield Atom(start, end - 1, "before", lexicon("vague_before")[match["before"].lower()])
    else:
        yield _word_atom(kind, match[kind].lower(), start, end)


def _word_atom(kind: str, word: str, start: int, end: int) -> Atom:
    section = lexicon(kind)
    value = section.get(word) or section.get(word.removesuffix("s")) or Decimal(0)
    return Atom(start, end, kind, value)
