"""Which two groups of a stratum a measure of two groups compares; computes no measure.

Along an ordered dimension the first and the last; with a reference, that and the worst or best other; otherwise
the highest and the lowest. Source: Schlotheuber and Hosseinpoor, IJERPH 2022;19:3697.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from healthgap.measures.arrays import Array, Mask, some

Places = NDArray[np.intp]


def compared_places(
    estimate: Array, reference: Mask, favourable: Mask, ordered: Mask
) -> tuple[Places, Places]:
    """The place of the first and of the second group; `favourable` says where higher is better."""
    last = len(estimate) - 1
    first, second = np.where(favourable, last, 0), np.where(favourable, 0, last)
    if ordered.all():
        return first, second
    first_free, second_free = _extremes(estimate, reference, favourable)
    return np.where(ordered, first, first_free), np.where(ordered, second, second_free)


def _extremes(estimate: Array, reference: Mask, favourable: Mask) -> tuple[Places, Places]:
    """Places to compare along an unordered dimension, the first of ties."""
    named, has_reference = reference.argmax(axis=0), some(reference)
    highest = np.where(reference, -np.inf, estimate).argmax(axis=0)
    lowest = np.where(reference, np.inf, estimate).argmin(axis=0)
    return (
        np.where(has_reference & favourable, named, highest),
        np.where(has_reference & ~favourable, named, lowest),
    )
