"""The sentences of one answer: the headline, the lines of a list, and of the remarks on it the few that matter most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

MOST_REMARKS = 3


class Rank(IntEnum):
    """What a remark is for: the lower, the sooner it is told. Those of one rank are told in the order of saying."""

    MEANING = (
        0  # changes what the headline means: provisional, revised, missing, in doubt, a premise that is false
    )
    ASKED = 1  # belongs to what was asked
    STANDING = 2  # where it stands: against the baseline, against the target
    DETAIL = 3  # how it was made; told in full only


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence beside the headline; a caveat is about the number, and not about what it shows."""

    rank: Rank
    text: str
    is_caveat: bool = False


@dataclass(slots=True)
class Prose:
    """The headline answers; `body` are the lines of an answer that is a list, and all of them are told.

    `about` names what it is about where its caveats stand beside those of others.
    """

    headline: str
    body: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    about: str = ""

    def note(self, rank: Rank, *texts: str) -> None:
        self.remarks += [Remark(rank, text) for text in texts if text]

    def caveat(self, rank: Rank, *texts: str) -> None:
        self.remarks += [Remark(rank, text, is_caveat=True) for text in texts if text]

    def kept(self, most: int | None = MOST_REMARKS) -> list[Remark]:
        """The remarks that matter most, in the order of saying; None keeps every one."""
        each = list(dict.fromkeys(self.remarks))
        if most is None:
            return each
        matter = [one for one in each if one.rank < Rank.DETAIL]
        chosen = sorted(matter, key=lambda one: one.rank)[:most]
        return [one for one in each if one in chosen]

    def named(self, text: str) -> str:
        return f"{self.about}: {text[0].lower()}{text[1:]}" if self.about else text


def texts(remarks: Iterable[Remark], *, caveats: bool) -> list[str]:
    return [one.text for one in remarks if one.is_caveat == caveats]


@dataclass(slots=True)
class Told:
    """A whole message in sentences, in reading order."""

    headline: str
    context: list[str] = field(default_factory=list)
    caveats: list[str] = field(default_factory=list)


def together(parts: Sequence[Prose], first: Sequence[str] = (), most: int | None = MOST_REMARKS) -> Told:
    """All `parts` in turn, of each at most so many remarks (None: every one), and no remark twice.

    `first` are remarks on what the figures themselves say, which come before those of any part.
    """
    whole = Told(parts[0].headline, caveats=list(first))
    room = None if most is None else max(most - len(first), 1)
    said = set(first)
    for part in parts:
        kept = [one for one in part.kept(room) if one.text not in said]
        said |= {one.text for one in kept}
        whole.context += [] if part is parts[0] else [_without_opening(part.headline, parts[0].headline)]
        whole.context += [*part.body, *texts(kept, caveats=False)]
        caveats = texts(kept, caveats=True)
        whole.caveats += caveats if len(parts) == 1 else map(part.named, caveats)
    return whole


def _without_opening(headline: str, first: str) -> str:
    """`headline` without a first sentence that the `first` headline opens with too."""
    opening, _, rest = headline.partition(". ")
    return rest if rest and first.startswith(f"{opening}. ") else headline


def in_short(part: Prose) -> Prose:
    """A part among many: its headline, and the one remark that changes what it means, if there is any."""
    meaning = [one for one in part.remarks if one.rank == Rank.MEANING]
    return Prose(part.headline, remarks=meaning[:1], about=part.about)
