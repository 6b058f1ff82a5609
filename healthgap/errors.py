"""Every deliberate exception, by who has to act on it.

The text of an error is written for that person and is safe to show to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

_T = TypeVar("_T")


class HealthgapError(Exception):
    """The root of every deliberate exception."""


class AskerError(HealthgapError):
    """For whoever asked: the text may be posted as it stands."""


class UnknownNameError(AskerError):
    """An indicator, group or release was named that is not held."""


class NotDoneError(AskerError):
    """What was asked for would do harm, or cannot be done here; nothing was changed."""


class GapUndefinedError(HealthgapError):
    """A gap cannot be computed from these figures, for example against a comparator of zero."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file or a setting, as its owner sees it.

    `row` counts as a spreadsheet does (the header is row 1); None where the problem is not in a row.
    `expected` says what would have been right, `nearest` names the closest known name. One that only counts others
    gives them when asked, since they may be millions.
    """

    file: str
    message: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    expected: str | None = None
    nearest: str | None = None
    sheet: str | None = None
    others: Callable[[], Iterable[Problem]] = field(default=tuple, compare=False, repr=False)

    def __str__(self) -> str:
        place = [self.file]
        if self.sheet:
            place.append(f"sheet {self.sheet}")
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column:
            place.append(self.column)
        text = f"{', '.join(place)}: {self.message}"
        if self.expected:
            text += f" Expected {self.expected}."
        if self.nearest:
            text += f" Did you mean {self.nearest}?"
        return text


def shortened(
    found: Sequence[_T], problem: Callable[[_T], Problem], listed: int, rest: Callable[[int], Problem]
) -> Iterator[Problem]:
    """The problem of everything `found`: of the first `listed` each by itself, of more than one other as a count.

    `rest` makes the problem that counts.
    """
    told = found if len(found) == listed + 1 else found[:listed]
    yield from map(problem, told)
    hidden = found[len(told) :]
    if hidden:
        yield replace(rest(len(hidden)), others=lambda: map(problem, hidden))


class ProblemsError(HealthgapError):
    """Carries every problem found, never just the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def every(self) -> Iterator[Problem]:
        """The problems one by one, also those that the text only counts."""
        for problem in self.problems:
            yield from tuple(problem.others()) or (problem,)


class RefusedDataError(ProblemsError):
    """For the supplier of figures: nothing of the file was loaded."""


class StoreError(HealthgapError):
    """For the operator: the database failed under way. What was being written is not there, not even a part.

    Only where the connection was lost at the very end all of it may be there, and then the text says so.
    """


class ConfigurationError(ProblemsError):
    """For the operator: healthgap cannot start like this."""

    @classmethod
    def of(cls, where: str, message: str) -> ConfigurationError:
        """A single problem in the setting or file `where`."""
        return cls([Problem(where, message)])
