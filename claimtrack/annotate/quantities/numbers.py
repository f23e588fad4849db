"""Numerals in running text: digits of every convention, number words, fractions, vague numerals.

``find_numerals`` reads what a numeral is worth; whether it is a quantity, and of what, is decided
later. All values are exact decimals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from claimtrack.annotate.quantities.atoms import ONE, Atom, find_atoms

NumeralKind = Literal["digits", "words", "fraction", "vague"]


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


def plain(value: Decimal) -> Decimal:
    """The value without exponent and without zeros at the end of a fraction: 30000, 0.5."""
    return Decimal(format(value.normalize(), "f"))


_JOINT = re.compile(r"|[ \u00a0\u202f]?-?[ \u00a0\u202f]?|\n")
_OF = re.compile(r" of ")
_OF_WHOLE = re.compile(r"(?:\s+of)?\s+(?:the|all|its|their|his|her|our|those|these|an?|[mbt]r?illion)\b")
_SPACE = re.compile(r" ")
_POINT = re.compile(r" point ")
_FRACTION_JOINT = re.compile(r"[ -]| - ")
_AND_JOINT = re.compile(r"[ -]and[ -]")
_ARTICLE = re.compile(r"(?i)\b(?:a|an)[ -]$")
_A_JOINT = re.compile(r"[ -](?:of )?(?:a )?")


def _is_spoken_year(century: Decimal, year: Decimal) -> bool:
    """ "nineteen ninety-four", "twenty fifteen"."""
    return century in (17, 18, 19, 20) and year >= 10


def find_numerals(text: str) -> list[Numeral]:
    """Every numeral of ``text`` in order, without overlaps; years and names with digits among them."""
    atoms = find_atoms(text)
    numerals: list[Numeral] = []
    i = 0
    while i < len(atoms):
        numeral, i = _Reader(text, atoms, i).read()
        if numeral is not None:
            numerals.append(numeral)
    return numerals


class _Reader:
    """Reads one numeral from the atoms at ``i``; ``read`` gives it and the index behind it."""

    def __init__(self, text: str, atoms: list[Atom], i: int) -> None:
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

    def _with_point(self, first: Atom) -> Atom:
        """Spoken decimals: "one point six", "three point one four"."""
        digits = ""
        while first.kind == "small" and (atom := self._next(_SPACE if digits else _POINT, "small")) and atom.value < 10:
            digits += str(atom.value)
            self.i += 1
        return replace(first, value=first.value + Decimal(f"0.{digits}")) if digits else first

    def _next(self, joint: re.Pattern[str], *kinds: str) -> Atom | None:
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

    def _may_scale(self, atom: Atom) -> bool:
        """ "half a million", "quarter of a million", but not "half of million-dollar homes"."""
        between = self.text[self.atoms[self.i - 1].end : atom.start].strip(" -")
        return between in ("", "a", "of a")

    def _fraction(self, count: Decimal, atom: Atom) -> Numeral:
        part = (count / atom.value).quantize(Decimal("0.001"))
        exact = count / atom.value
        scale = self._scales()
        if scale != 1:
            return self._numeral("words", exact, scale)
        return self._numeral("fraction", part, ONE)

    def _vague(self, atom: Atom) -> Numeral:
        value = atom.value
        while following := self._next(_OF, "vague"):
            value *= following.value
            self.i += 1
        return self._numeral("vague", value, ONE)

    def _cardinal(self, first: Atom) -> Numeral:
        if first.kind in ("small", "digits") and (atom := self._fraction_after(first)):
            self.i += 1
            return self._fraction(first.value, atom)
        total, current, scale = Decimal(0), first.value, ONE
        if first.kind == "scale":
            scale, current = first.value, ONE
        scale, current, total = self._places(scale, current, total)
        plus = self._next(_SPACE, "plus")
        if plus is not None:
            current += plus.value
            self.i += 1
            if scale == 1:
                scale = self._scales()
        kind: NumeralKind = "digits" if first.kind == "digits" else "words"
        if total:
            return self._numeral(kind, total + current * scale, ONE)
        return self._numeral(kind, current, scale)

    def _fraction_after(self, first: Atom) -> Atom | None:
        atom = self._next(_FRACTION_JOINT, "fraction")
        if atom is None or first.value != int(first.value) or first.value >= atom.value:
            return None
        word = self.text[atom.start : atom.end].lower()
        if word == "quarters" and not self._are_parts(first, atom):
            return None
        return atom if word.endswith("s") == (first.value > 1) else None

    def _are_parts(self, first: Atom, atom: Atom) -> bool:
        """ "three-quarters", "three quarters of the crop", but "two quarters", "three quarters of growth" are times."""
        if first.value != 3:
            return False
        return self.text[first.end] == "-" or bool(_OF_WHOLE.match(self.text, atom.end))

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

    def _smaller(self, value: Decimal) -> Atom | None:
        """The next number word, if it fills a place that ``value`` left empty: "twenty" + "five"."""
        joint = _JOINT if self._last_is_word() else _AND_JOINT
        atom = self._next(joint, "small")
        if atom is None and value >= 100:
            atom = self._next(_AND_JOINT, "small")
        if atom is None or not self._last_is_word() or value == 0 or self.atoms[self.first].kind == "digits":
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
