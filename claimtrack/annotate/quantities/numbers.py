"""Numerals in running text: digits of every convention, number words, fractions, vague numerals.

``find_numerals`` reads what a numeral is worth; whether it is a quantity, and of what, is decided
later. All values are exact decimals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Literal

from claimtrack.annotate.lists import table
from claimtrack.annotate.quantities.convention import GAPS, Convention

NumeralKind = Literal["digits", "words", "fraction", "vague"]
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral as written: ``value`` is ``mantissa`` times ``scale`` ("3.8 million": 3.8 and 1000000)."""

    start: int
    end: int
    mantissa: Decimal
    scale: Decimal
    kind: NumeralKind
    ambiguous: bool = False

    @property
    def value(self) -> Decimal:
        """The number itself; a fraction of a word has three decimals ("two-thirds": 0.667)."""
        return plain(self.mantissa * self.scale)

    @property
    def vague(self) -> bool:
        """Is it a lower bound only ("dozens", "several hundred")?"""
        return self.kind == "vague"


@dataclass(frozen=True, slots=True)
class _Atom:
    start: int
    end: int
    kind: str
    value: Decimal
    ambiguous: bool = False


def plain(value: Decimal) -> Decimal:
    """The value without exponent and without zeros at the end of a fraction: 30000, 0.5."""
    whole = value.to_integral_value()
    return whole.quantize(ONE) if value == whole else value.normalize()


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@cache
def lexicon(section: str) -> dict[str, Decimal]:
    """A section of data/numbers.toml: word -> value."""
    return {word: Decimal(value) for word, value in table("numbers.toml")[section].items()}


_EXPONENT = r"(?:[eE][+-]?\d{1,2}(?![\w.])|\s?[x×]\s?10\^[-−]?\d+)?"
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


def _atoms(text: str) -> list[_Atom]:
    found = list(_atoms_pattern().finditer(text))
    convention = Convention.of(re.sub(r"\s?[x×eE].*", "", _close(m["digits"])) for m in found if m["digits"])
    atoms: list[_Atom] = []
    for match in found:
        atoms.extend(_read_atom(match, text, convention))
    return atoms


def _read_atom(match: re.Match[str], text: str, convention: Convention) -> Iterator[_Atom]:
    start, end = match.span()
    kind = match.lastgroup or ""
    if match["digits"]:
        value, ambiguous = _exact(match["digits"], convention)
        yield _Atom(start, match.end("digits"), "digits", value, ambiguous)
        suffix = (match["suffix"] or "").strip()
        if suffix and _is_scale(suffix, text, start, end):
            value = lexicon("suffix").get(suffix) or lexicon("money_suffix")[suffix]
            yield _Atom(match.start("suffix"), end, "scale", value)
    elif match["slash"]:
        fraction = _slash(match["slash"])
        if fraction is not None:
            yield _Atom(start, end, "vulgar", fraction)
    elif match["vulgar"]:
        yield _Atom(start, end, "vulgar", _vulgar(match["vulgar"]))
    elif match["plus"]:
        yield _Atom(start, end, "plus", Decimal(_PLUS[re.split("[ -]", match["plus"])[-1].lower()]))
    elif match["before"]:
        yield _Atom(start, end - 1, "before", lexicon("vague_before")[match["before"].lower()])
    else:
        yield _word_atom(kind, match[kind].lower(), start, end)


def _word_atom(kind: str, word: str, start: int, end: int) -> _Atom:
    section = lexicon(kind)
    value = section.get(word) or section.get(word.removesuffix("s")) or Decimal(0)
    return _Atom(start, end, kind, value)


_JOINT = re.compile(r"|[ \u00a0\u202f]?-?[ \u00a0\u202f]?|\n")
_OF = re.compile(r" of ")
_SPACE = re.compile(r" ")
_POINT = re.compile(r" point ")
_FRACTION_JOINT = re.compile(r"[ -]| - ")
_AND_JOINT = re.compile(r"[ -]and[ -]")
_ARTICLE = re.compile(r"(?i)\b(?:a|an)[ -]$")
_A_JOINT = re.compile(r"[ -](?:of )?(?:a )?")


def _is_spoken_year(century: Decimal, year: Decimal) -> bool:
    """"nineteen ninety-four", "twenty fifteen"."""
    return century in (17, 18, 19, 20) and year >= 10


def find_numerals(text: str) -> list[Numeral]:
    """Every numeral of ``text`` in order, without overlaps; years and names with digits among them."""
    atoms = _atoms(text)
    numerals: list[Numeral] = []
    i = 0
    while i < len(atoms):
        numeral, i = _Reader(text, atoms, i).read()
        if numeral is not None:
            numerals.append(numeral)
    return numerals


class _Reader:
    """Reads one numeral from the atoms at ``i``; ``read`` gives it and the index behind it."""

    def __init__(self, text: str, atoms: list[_Atom], i: int) -> None:
        self.text, self.atoms, self.i, self.first = text, atoms, i, i

    def read(self) -> tuple[Numeral | None, int]:
        atom = self.atoms[self.i]
        self.i += 1
        if atom.kind == "small" and (after := self._next(_SPACE, "small")) and _is_spoken_year(atom.value, after.value):
            while self._next(_JOINT, "small"):
                self.i += 1
            return None, self.i
        if atom.kind in ("digits", "small", "scale"):
            return self._cardinal(self._with_point(atom)), self.i
        if atom.kind == "vulgar":
            return self._numeral("digits", atom.value, self._scales()), self.i
        if atom.kind == "vague":
            return self._vague(atom), self.i
        if atom.kind == "before":
            return self._numeral("vague", atom.value, self._scales()), self.i
        if atom.kind == "fraction":
            return self._fraction(ONE, atom), self.i
        if atom.kind == "plus":  # no number before it: "and three-quarters of the crop"
            return Numeral(atom.start + len("and "), atom.end, atom.value, ONE, "fraction"), self.i
        return None, self.i

    def _with_point(self, first: _Atom) -> _Atom:
        """Spoken decimals: "one point six", "three point one four"."""
        digits = ""
        while first.kind == "small" and (atom := self._next(_SPACE if digits else _POINT, "small")) and atom.value < 10:
            digits += str(atom.value)
            self.i += 1
        return replace(first, value=first.value + Decimal(f"0.{digits}")) if digits else first

    def _next(self, joint: re.Pattern[str], *kinds: str) -> _Atom | None:
        if self.i >= len(self.atoms) or self.atoms[self.i].kind not in kinds:
            return None
        between = self.text[self.atoms[self.i - 1].end : self.atoms[self.i].start]
        return self.atoms[self.i] if joint.fullmatch(between) else None

    def _scales(self) -> Decimal:
        scale = ONE
        while atom := self._next(_A_JOINT if scale == 1 else _JOINT, "scale"):
            if scale == 1 and not self._may_scale(atom):
                break
            scale *= atom.value
            self.i += 1
        return scale

    def _may_scale(self, atom: _Atom) -> bool:
        """"half a million", "quarter of a million", but not "half of million-dollar homes"."""
        between = self.text[self.atoms[self.i - 1].end : atom.start].strip(" -")
        return between in ("", "a", "of a")

    def _fraction(self, count: Decimal, atom: _Atom) -> Numeral:
        part = (count / atom.value).quantize(Decimal("0.001"))
        exact = count / atom.value
        scale = self._scales()
        if scale != 1:
            return self._numeral("words", exact, scale)
        return self._numeral("fraction", part, ONE)

    def _vague(self, atom: _Atom) -> Numeral:
        value = atom.value
        while following := self._next(_OF, "vague"):
            value *= following.value
            self.i += 1
        return self._numeral("vague", value, ONE)

    def _cardinal(self, first: _Atom) -> Numeral:
        if first.kind in ("small", "digits") and (atom := self._fraction_after(first)):
            self.i += 1
            return self._fraction(first.value, atom)
        total, current, scale = Decimal(0), first.value, ONE
        if first.kind == "scale":
            scale, current = first.value, ONE
        scale, current, total = self._places(scale, current, total)
        plus = self._next(_SPACE, "plus")
        if plus is not None:
            current += plus.value if scale == 1 or self.atoms[self.i - 1].kind != "scale" else plus.value
            self.i += 1
            if scale == 1:
                scale = self._scales()
        kind: NumeralKind = "digits" if first.kind == "digits" else "words"
        if total:
            return self._numeral(kind, total + current * scale, ONE)
        return self._numeral(kind, current, scale)

    def _fraction_after(self, first: _Atom) -> _Atom | None:
        atom = self._next(_FRACTION_JOINT, "fraction")
        if atom is None or first.value != int(first.value) or first.value >= atom.value:
            return None
        plural = self.text[atom.start : atom.end].lower().endswith(("s", "ves"))
        return atom if plural == (first.value > 1) else None

    def _places(self, scale: Decimal, current: Decimal, total: Decimal) -> tuple[Decimal, Decimal, Decimal]:
        """Add up words by place: [two] hundred and five | thousand, three hundred."""
        while True:
            if atom := self._next(_JOINT, "scale"):
                current, scale = (current, scale * atom.value)
                self.i += 1
            elif atom := self._smaller(current * scale):
                total, current, scale = total + current * scale, atom.value, ONE
                self.i += 1
                if inner := self._next(_JOINT, "scale"):
                    if inner.value * current > total:
                        total, current, scale = Decimal(0), total + current, inner.value
                    else:
                        scale = inner.value
                    self.i += 1
            else:
                return scale, current, total

    def _smaller(self, value: Decimal) -> _Atom | None:
        """The next number word, if it fills a place that ``value`` left empty: "hundred" + "five", "twenty" + "five"."""
        joint = _JOINT if self._last_is_word() else _AND_JOINT
        atom = self._next(joint, "small")
        if atom is None and value >= 100:
            atom = self._next(_AND_JOINT, "small")
        if atom is None or not self._last_is_word() or value == 0:
            return None
        place = Decimal(1)
        while value % (place * 10) == 0:
            place *= 10
        return atom if atom.value < place and place > 1 and value != 10 else None

    def _last_is_word(self) -> bool:
        atom = self.atoms[self.i - 1]
        return atom.kind in ("small", "scale") and self.text[atom.start].isalpha()

    def _numeral(self, kind: NumeralKind, mantissa: Decimal, scale: Decimal) -> Numeral:
        first, last = self.atoms[self.first], self.atoms[self.i - 1]
        start, end = first.start, last.end
        article = _ARTICLE.search(self.text, max(0, start - 4), start)
        if article and first.kind in ("scale", "fraction"):
            start = article.start()
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
        return Numeral(start, end, mantissa, scale, kind, first.ambiguous)
