"""Printed values and the interval that rounding leaves around them.

A value printed with d decimals stands for anything within half a unit of its last digit. Whatever is computed
from printed values carries the interval that follows. Sampling uncertainty is another matter and not handled here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

_ANY_SIZE = Context(prec=400)  # digits enough for whatever a float can hold


@dataclass(frozen=True, slots=True)
class Rounded:
    """A value with the lowest and highest value it can stand for, all in one unit."""

    value: float
    low: float
    high: float

    @classmethod
    def printed(cls, value: float, decimals: int) -> Rounded:
        """`value` as printed with `decimals` decimals: within half a unit of the last digit."""
        half = 0.5 * 10.0**-decimals
        return cls(value, value - half, value + half)

    @classmethod
    def exact(cls, value: float) -> Rounded:
        return cls(value, value, value)

    def __add__(self, other: Rounded) -> Rounded:
        return Rounded(self.value + other.value, self.low + other.low, self.high + other.high)

    def __sub__(self, other: Rounded) -> Rounded:
        return Rounded(self.value - other.value, self.low - other.high, self.high - other.low)

    def __neg__(self) -> Rounded:
        return Rounded(-self.value, -self.high, -self.low)

    def scaled(self, factor: float) -> Rounded:
        """This value times `factor`, which may be negative."""
        ends = (self.low * factor, self.high * factor)
        return Rounded(self.value * factor, min(ends), max(ends))

    def over(self, other: Rounded) -> Rounded:
        """This value divided by `other`. Raises ZeroDivisionError when `other` can be zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("The divisor can be zero within its rounding.")
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Rounded(self.value / other.value, min(ends), max(ends))

    def leaves_open(self, bound: float) -> bool:
        """Whether rounding alone decides on which side of `bound` the true value lies."""
        return beyond(bound, self.low) > 0 and beyond(self.high, bound) > 0

    def agrees_with(self, other: Rounded) -> bool:
        """Whether some true value is compatible with both."""
        return self.low <= other.high and other.low <= self.high


def beyond(value: float, bound: float) -> float:
    """How far `value` lies above `bound`, both decimals: 6.3 − 5.4 is 0.9, whatever binary fractions leave."""
    return round(value - bound, 9)


def half_up(value: float, decimals: int) -> Decimal:
    """`value` rounded as people round: halves away from zero, judged on its shortest decimal spelling."""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _ANY_SIZE)
    return _ANY_SIZE.plus(rounded)  # a negative zero prints as zero
