"""The periods that figures are published for: read, order, compare and print them.

A period is what the publisher printed: `2005-07` (three years pooled), `2007` (one year) or `2013/14`
(a financial year). Reading what *people* type is the job of `healthgap.question.words.periods`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_LABEL = re.compile(r"(?P<start>\d{4})(?:\s*(?P<sign>[-–—/]|\bto\b)\s*(?P<end>\d{4}|\d{2}))?")
_FINANCIAL = re.compile(r"(\d{4})/(\d{4}|\d{2})\s*(?:[-–—]|\bto\b)\s*(\d{4}|\d{2})/(\d{4}|\d{2})")
# Days, as files have them in two columns and spreadsheets print them. The last of a year is written but one way round,
# so that a British date is not mistaken for an American one.
_DAY = r"(\d{4}-\d\d-\d\d(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?|\d\d?/\d\d?/\d{4})"
_DAYS = re.compile(rf"{_DAY}\s+to\s+{_DAY}")
_EARLIEST, _LATEST, _LONGEST = 1800, 2200, 20


@dataclass(frozen=True, slots=True)
class Period:
    """Whole years from `start` to `end`, both included; `financial` years run from April.

    For financial years `start` and `end` are the calendar years in which the first and the last begin.
    """

    start: int
    end: int
    financial: bool = False

    @classmethod
    def parse(cls, label: str) -> Period:
        """The period a publisher printed as `label`.

        `2013/14` is a financial year, `2018/19 - 20/21` are three of them, `2001/03`, `2001 - 03` and
        `2001 to 2003` are pooled years, and so are `2001-01-01 to 2003-12-31`. Raises ValueError with a sentence for
        people when `label` is no period.
        """
        financial = _FINANCIAL.fullmatch(label.strip())
        if financial:
            return cls._financial(label, *financial.groups())
        days = _DAYS.fullmatch(label.strip())
        if days:
            return cls._of_days(label, *days.groups())
        match = _LABEL.fullmatch(label.strip())
        if not match:
            raise ValueError(f"“{label}” is not a period such as 2005-07, 2007 or 2013/14.")
        start = int(match["start"])
        end = _full_year(start, match["end"]) if match["end"] else start
        _check_course(label, start, end)
        if match["sign"] == "/" and end == start + 1:
            return cls(start, start, financial=True)
        return cls(start, end)

    @classmethod
    def _financial(cls, label: str, first: str, second: str, last: str, after: str) -> Period:
        """Financial years from `first`/`second` to `last`/`after`. Raises ValueError."""
        start = int(first)
        end = _full_year(start, last)
        _check_course(label, start, end)
        if (_full_year(start, second), _full_year(end, after)) != (start + 1, end + 1):
            raise ValueError(
                f"“{label}” does not run from one financial year to another, such as 2018/19-2020/21."
            )
        return cls(start, end, financial=True)

    @classmethod
    def _of_days(cls, label: str, first: str, last: str) -> Period:
        """The years, or financial years, from one day to another, both included. Raises ValueError."""
        try:
            start, end = _day(first), _day(last)
        except ValueError:
            raise ValueError(f"“{label}” does not run from one day to another.") from None
        financial = (start.month, start.day, end.month, end.day) == (4, 1, 3, 31)
        if not financial and (start.month, start.day, end.month, end.day) != (1, 1, 12, 31):
            raise ValueError(f"“{label}” does not run over whole years, from January or from April.")
        last_year = end.year - financial
        _check_course(label, start.year, last_year)
        return cls(start.year, last_year, financial)

    @property
    def label(self) -> str:
        if self.financial:
            return "-".join(
                f"{year}/{(year + 1) % 100:02d}" for year in dict.fromkeys((self.start, self.end))
            )
        if self.start == self.end:
            return str(self.start)
        if self.start // 100 == self.end // 100:
            return f"{self.start}-{self.end % 100:02d}"
        return f"{self.start}-{self.end}"

    def __str__(self) -> str:
        return self.label

    @property
    def years(self) -> int:
        return self.end - self.start + 1

    @property
    def middle(self) -> float:
        """The middle of the period in years, so that paces compare: 2005-07 is 2006.0, 2007 is 2007.0."""
        return (self.start + self.end) / 2 + (0.25 if self.financial else 0)

    @property
    def order(self) -> tuple[float, int]:
        """Sorts by the end, then the longer period first."""
        return (self.end + (0.25 if self.financial else 0), self.start)

    @property
    def last_day(self) -> date:
        """The day on which its last year ends."""
        return date(self.end + 1, 3, 31) if self.financial else date(self.end, 12, 31)

    def __lt__(self, other: Period) -> bool:
        return self.order < other.order

    def shared_years(self, other: Period) -> int:
        """How many years lie in both periods; 0 when they do not overlap."""
        return max(0, min(self.end, other.end) - max(self.start, other.start) + 1)

    def goes_on_from(self, earlier: Period) -> bool:
        """Whether no year lies between `earlier` and this period."""
        return self.start - earlier.start <= self.years

    def contains_year(self, year: int) -> bool:
        return self.start <= year <= self.end


def _check_course(label: str, start: int, end: int) -> None:
    if not (_EARLIEST <= start <= end <= _LATEST and end - start < _LONGEST):
        raise ValueError(f"“{label}” does not run from an earlier year to a later one.")


def _day(text: str) -> date:
    if "/" not in text:
        return date.fromisoformat(text[:10])
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


def _full_year(start: int, end: str) -> int:
    if len(end) == 4:
        return int(end)
    year = start // 100 * 100 + int(end)
    return year if year >= start else year + 100
