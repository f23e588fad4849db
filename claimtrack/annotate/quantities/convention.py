"""How a document writes its numbers: which sign parts the decimals and which the thousands.

"3,8" can only have a decimal comma, "52.9" only a decimal point; "1,234" can be either, and is
decided by the other numbers of the same document. English news that shows no decimal comma groups
by comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

GAPS = " \u00a0\u2007\u2009\u202f'’"
_GAP = re.compile(f"[{GAPS}]")
_OPEN = re.compile(r"([1-9]\d{0,2})[.,]\d{3}")
_COMMA_DECIMAL = re.compile(r"\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}")
_POINT_DECIMAL = re.compile(
    r"\d*\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(?:,\d{2,3})*,\d{3}\.\d+|\d{1,3}(?:,\d{2,3})+,\d{3}"
)


@dataclass(frozen=True, slots=True)
class Convention:
    """What the numbers of a document show: a decimal comma, a decimal point, thousands parted by a gap."""

    comma_decimal: bool = False
    point_decimal: bool = False
    gap_groups: bool = False

    @classmethod
    def of(cls, numbers: Iterable[str]) -> Convention:
        """The convention that the digits ``numbers`` of one document show."""
        comma = point = gaps = False
        for number in numbers:
            bare = _GAP.sub("", number)
            gaps = gaps or bare != number
            point_sign = "." in bare and (bare != number or bool(_POINT_DECIMAL.fullmatch(bare)))
            comma = comma or bool(_COMMA_DECIMAL.fullmatch(bare)) or (bare != number and "," in bare)
            point = point or point_sign or bool(_POINT_DECIMAL.fullmatch(bare))
        return cls(comma, point, gaps)

    def read(self, number: str) -> tuple[Decimal, bool]:
        """Digits with their signs as an exact value, and whether they could as well be read otherwise.

        "1,234" is 1234 unless the document shows decimal commas and groups by other signs; beside
        "3,8" alone it stays 1234 and is ambiguous.
        """
        bare = _GAP.sub("", number)
        if _OPEN.fullmatch(bare) and bare == number:
            return self._read_open(bare)
        if bare != number:
            return Decimal(bare.replace(",", ".")), False
        if _COMMA_DECIMAL.fullmatch(bare):
            return Decimal(bare.replace(".", "").replace(",", ".")), False
        return Decimal(bare.replace(",", "")), False

    def _read_open(self, number: str) -> tuple[Decimal, bool]:
        whole, decimal = Decimal(re.sub(r"[.,]", "", number)), Decimal(number.replace(",", "."))
        both = self.comma_decimal and self.point_decimal
        if "," in number:
            if self.comma_decimal and self.gap_groups and not both:
                return decimal, False
            return whole, self.comma_decimal
        if self.comma_decimal and not both:
            return whole, False
        if number.endswith(".000"):  # nobody gives three decimals of nothing
            return whole, True
        return decimal, both
