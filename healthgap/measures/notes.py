"""What is said beside the numbers of many strata, each sentence held once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from healthgap.measures.arrays import Mask


@dataclass(slots=True, eq=False)
class Notes:
    """A text for each stratum, mostly none: `texts[place]` is that of a stratum, and `texts[0]` is empty.

    Nearly always nothing is said, so that whole numbers are kept and compared instead of a text a stratum.
    """

    texts: list[str]
    place: NDArray[np.intp]

    @classmethod
    def none(cls, strata: int) -> Self:
        """Nothing to say of any."""
        return cls([""], np.zeros(strata, dtype=np.intp))

    @property
    def silent(self) -> Mask:
        """The strata of which nothing is said."""
        return np.equal(self.place, 0)

    def unless_said(self, text: str, holds: Mask | bool) -> None:
        """Says `text` where it holds, of strata of which nothing was said yet."""
        if np.any(holds):
            self._put(text, self.silent & holds)

    def besides(self, text: str, holds: Mask) -> None:
        """Says `text` where it holds, after what was said already."""
        for said in np.unique(self.place[holds]):
            self._put(f"{self.texts[said]} {text}".strip(), holds & (self.place == said))

    def _put(self, text: str, where: Mask) -> None:
        self.texts.append(text)
        self.place[where] = len(self.texts) - 1
