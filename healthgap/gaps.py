"""The gap between a group and its comparator: absolute, relative and ratio, with what rounding leaves open.

Pure arithmetic on levels as printed. Positive always means that the group is worse off, whatever the polarity.
"""

from __future__ import annotations

from healthgap.catalogue import Polarity
from healthgap.errors import GapUndefinedError
from healthgap.rounding import Rounded


def gap(group: Rounded, comparator: Rounded, measure: str, polarity: Polarity) -> Rounded:
    """The gap by `measure`: "absolute_gap", "relative_gap" or "ratio". Raises GapUndefinedError as those do."""
    if measure == "ratio":
        return ratio(group, comparator)
    compute = absolute_gap if measure == "absolute_gap" else relative_gap
    return compute(group, comparator, polarity)


def absolute_gap(group: Rounded, comparator: Rounded, polarity: Polarity) -> Rounded:
    """How much worse off `group` is than `comparator`, in the indicator's unit; negative if better off.

    Group minus comparator where lower is better (mortality), comparator minus group where higher is better.
    """
    return group - comparator if polarity == "lower_is_better" else comparator - group


def relative_gap(group: Rounded, comparator: Rounded, polarity: Polarity) -> Rounded:
    """The absolute gap as per cent of `comparator`; negative if `group` is better off.

    Computed from the ratio, in which each level stands once, so that the interval is exact.
    Raises GapUndefinedError if the comparator can be zero within its rounding.
    Source: written answer 187853, House of Commons, 15 Sep 2004 (6.3 against 5.6 per 1,000 is 13%).
    """
    excess = (ratio(group, comparator) - Rounded.exact(1)).scaled(100)
    return excess if polarity == "lower_is_better" else -excess


def ratio(group: Rounded, comparator: Rounded) -> Rounded:
    """`group` divided by `comparator`. Raises GapUndefinedError if the comparator can be zero."""
    try:
        return group.over(comparator)
    except ZeroDivisionError:
        raise GapUndefinedError(
            "The comparator’s level can be zero, so a relative gap has no meaning."
        ) from None
