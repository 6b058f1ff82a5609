"""What a clause names: indicators, groups, sexes, measures, periods with their roles, and the cues of what is asked.

Every span must be explained by something; what is not is kept in `unexplained`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from healthgap.catalogue import Catalogue
from healthgap.question.model import Question, When
from healthgap.question.spans import Span

_COUNTED = {
    "period",
    "periods",
    "figure",
    "figures",
    "reading",
    "readings",
    "point",
    "points",
    "value",
    "values",
}
_COUNTED |= {"number", "numbers", "release", "releases", "results", "entries", "updates"}
_CALENDAR_WORDS = ("year", "years", "period", "three", "pooled", "calendar", "single year")
_MOVING = (
    "trend",
    "narrow",
    "widen",
    "either_way",
    "change",
    "not_narrowed",
    "how_much",
    "future",
    "max",
    "min",
)
_LATEST_ONES = ("last", "past", "latest", "previous", "recent", "most recent")
_UNITS_OF_TIME = (
    "year",
    "years",
    "month",
    "months",
    "week",
    "weeks",
    "day",
    "days",
    "quarters",
    "decade",
    "decades",
)
_OTHER_SEX = {"male": "female", "female": "male"}
_SKIPPED_BEFORE_PERIOD = {
    "its",
    "their",
    "our",
    "the",
    "period",
    "a",
    "years",
    "year",
    "periods",
    "it was",
    "that",
    "is",
    "was",
    "in",
}


@dataclass(slots=True)
class Clause:
    """What was found in one clause.

    `subjects` are the indicators it is about: those named, or else implied by a group or by the thread.
    `cues` are the words that say what is asked, each with all it can mean; `hints` are what mere fillers can mean.
    """

    indicators: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    everyone: bool = False
    sexes: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    cues: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    hints: set[str] = field(default_factory=set)
    general: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    form: str | None = None
    at: list[When] = field(default_factory=list)
    since: When | None = None
    to: When | None = None
    by: When | None = None
    last: int | None = None
    thread_measure: str | None = None
    pair_of_periods: bool = False
    compared: bool = False
    counted: bool = False
    between_sexes: bool = False
    followup: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)

    def said(self, *cues: str) -> bool:
        """Whether one of `cues` was said in so many words."""
        return any(cue in meanings for cue in cues for _, meanings in self.cues)

    def hinted(self, *cues: str) -> bool:
        """Whether one of `cues` was said, or may be meant by a filler."""
        return self.said(*cues) or not self.hints.isdisjoint(cues)

    def unused(self, uses: frozenset[str]) -> list[str]:
        """The words none of whose meanings is among `uses`."""
        return [words for words, meanings in self.cues if meanings.isdisjoint(uses)]

    @property
    def names_something(self) -> bool:
        return bool(
            self.indicators
            or self.groups
            or self.sexes
            or self.measures
            or self.at
            or self.since
            or self.by
            or self.form
        )


def read(
    spans: Sequence[Span], catalogue: Catalogue, counting: Mapping[str, int], thread: Question | None = None
) -> Clause:
    """What one clause names; `thread` is what was understood last in its thread."""
    return _Reader(spans, catalogue, counting, thread).clause


class _Reader:
    def __init__(
        self,
        spans: Sequence[Span],
        catalogue: Catalogue,
        counting: Mapping[str, int],
        thread: Question | None,
    ) -> None:
        self.spans = spans
        self.catalogue = catalogue
        self.counting = counting
        self.thread = thread
        self.clause = Clause(thread_measure=thread.measure if thread else None)
        self.used: set[int] = set()
        self.opened_by_from = False
        self._indicators()
        self._last_n()
        self._periods()
        self._between_sexes()
        self._negations()
        self._the_rest()
        if not self.clause.said(*_MOVING):
            self._from_as_at()

    # Indicators come first: what else a word means depends on them.
    def _indicators(self) -> None:
        for i, span in enumerate(self.spans):
            for indicator in span.values("indicator"):
                self._add(self.clause.indicators, indicator)
                self.used.add(i)
                self._measure_in_name(span)
        self.clause.subjects = (
            self.clause.indicators
            or self._only_owner()
            or list(self.thread.indicators if self.thread else ())
        )

    def _measure_in_name(self, span: Span) -> None:
        """ "infant mortality rate" names a rate, "infant deaths" a number, unless a gap is asked for."""
        if {"rate", "rates"} & set(span.text.split()):
            self._add(self.clause.measures, "rate")
        elif span.text.endswith("deaths"):
            self.clause.counted = True

    def _only_owner(self) -> list[str]:
        """The one indicator that publishes a group which is named; none if several do."""
        groups = {group for span in self.spans for group in span.values("group")}
        owners = {
            name
            for name, entry in self.catalogue.indicators.items()
            if groups and not groups.isdisjoint(entry.groups)
        }
        return list(owners) if len(owners) == 1 else []

    def _last_n(self) -> None:
        for i, span in enumerate(self.spans[:-2]):
            count = self._count(self.spans[i + 1])
            counted = self.spans[i + 2].text.split()[0]
            if span.text not in _LATEST_ONES or not count or counted in _UNITS_OF_TIME:
                continue
            self.clause.last = count
            self.used |= {i, i + 1, *([i + 2] if counted in _COUNTED else [])}

    def _count(self, span: Span) -> int | None:
        if span.text.isdigit() and len(span.text) <= 2:
            return int(span.text)
        return self.counting.get(span.text)

    def _periods(self) -> None:
        """Gives each period its role by the words before it; two joined periods are an interval."""
        self._baselines_named()
        mentions = [
            i
            for i, span in enumerate(self.spans)
            if i not in self.used and (span.when or span.values("when")) and not self._is_adverb(i)
        ]
        for position, i in enumerate(mentions):
            when = self._when(i)
            role_at, roles = self._role_before(i)
            joined = position > 0 and self._joined(mentions[position - 1], i)
            self.opened_by_from |= "from" in roles
            self._place(when, roles, joined, previous=self._when(mentions[position - 1]) if joined else None)
            self.used.add(i)
            if role_at is not None:
                self.used.add(role_at)
                self.clause.compared |= bool({"compare", "than"} & set(self.spans[role_at].values("cue")))

    def _baselines_named(self) -> None:
        """ "the 1995-97 baseline" names one period twice; the baseline is then only a word for it."""
        for left, right in zip(range(len(self.spans)), range(1, len(self.spans)), strict=False):
            pair = (self.spans[left], self.spans[right])
            if any(span.when for span in pair) and any(span.has("when", "baseline") for span in pair):
                self.used.add(left if pair[0].has("when", "baseline") else right)

    def _is_adverb(self, i: int) -> bool:
        """“now” or “current” beside another period only says which end is the latest."""
        return self.spans[i].when is None and self.spans[i].has("when", "latest")

    def _when(self, i: int) -> When:
        return self.spans[i].when or When.parse(self.spans[i].values("when")[0])

    def _role_before(self, i: int) -> tuple[int | None, tuple[str, ...]]:
        at = i - 1
        while (
            at >= 0
            and self.spans[at].text in _SKIPPED_BEFORE_PERIOD
            and not self.spans[at].has("role", "since")
        ):
            if self.spans[at].has("role", "at"):
                break
            at -= 1
        if at >= 0 and self.spans[at].values("role"):
            return at, self.spans[at].values("role")
        return None, ()

    def _joined(self, left: int, right: int) -> bool:
        """Whether two periods are the ends of one interval; by a mere “and” only after “between” or “from”."""
        between = [span for span in self.spans[left + 1 : right] if span.text not in _SKIPPED_BEFORE_PERIOD]
        if len(between) != 1:
            return False
        if between[0].text == "and":
            before = [
                span.text.split()[-1] for span in self.spans[:left] if span.text not in _SKIPPED_BEFORE_PERIOD
            ]
            return bool(before) and before[-1] in ("between", "from")
        return any(
            between[0].has(kind, value) for kind, value in (("role", "to"), ("cue", "compare"), ("cue", "or"))
        )

    def _place(self, when: When, roles: tuple[str, ...], joined: bool, previous: When | None) -> None:
        clause = self.clause
        if joined and previous is not None:
            clause.pair_of_periods = True
            clause.since, clause.to = _in_order(previous, when)
            clause.at = [other for other in clause.at if other != previous]
        elif clause.since is None and (
            "since" in roles or "from" in roles or ("on" in roles and when.kind == "previous")
        ):
            clause.since = when
        elif "by" in roles:
            clause.by = when
        elif "to" in roles and clause.since is not None:
            clause.to = when
        elif when.kind == "period" or "at" in roles or not clause.since:
            clause.at.append(when)

    def _from_as_at(self) -> None:
        """ "deaths from 2005 to 2007" are those of 2005-07, unless something is said to move."""
        clause = self.clause
        if self.opened_by_from and clause.to is None and clause.since is not None and clause.form is None:
            clause.at.append(clause.since)
            clause.since = None

    def _between_sexes(self) -> None:
        for i, span in enumerate(self.spans[:-1]):
            if span.text.endswith(("between", "from")) and self.spans[i + 1].values("sex"):
                self.clause.between_sexes = True

    def _negations(self) -> None:
        """“not for men”, “not the rate”: what is ruled out is taken away; any other “not” stays a cue."""
        for i, span in enumerate(self.spans):
            if not span.has("cue", "not"):
                continue
            denied = next((j for j in range(i + 1, len(self.spans)) if not self.spans[j].is_filler), None)
            if denied is None or denied in self.used:
                continue
            sexes = [sex for sex in self.spans[denied].values("sex") if sex in _OTHER_SEX]
            if sexes:
                self._add(self.clause.sexes, _OTHER_SEX[sexes[0]])
            if sexes or self.spans[denied].values("measure"):
                self.used |= {i, denied}

    def _the_rest(self) -> None:
        for i, span in enumerate(self.spans):
            if i in self.used or span.is_mark:
                continue
            if not self._explained(i, span) and not (span.text in _CALENDAR_WORDS and self._dated()):
                self.clause.unexplained.append(span.text)

    def _dated(self) -> bool:
        """Whether a period is named, to which the word “year” can then belong."""
        return any(span.when for span in self.spans)

    def _explained(self, i: int, span: Span) -> bool:
        clause = self.clause
        connects = span.has("cue", "and") or span.has("cue", "or")
        sets_beside = span.has("cue", "compare") and self._between_people(i)
        if (connects and self._between_like(i)) or sets_beside:
            clause.hints.update(span.values("cue"))
            return True
        kinds = {
            "group": self._group,
            "sex": self._sex,
            "measure": self._measure,
            "form": self._form,
            "unit": self._restated,
            "scope": self._restated,
            "events": self._restated,
            "general": self._general,
        }
        explained = span.has("followup") and not span.is_filler
        if span.has("followup"):
            clause.followup.append(span.text)
        if explained and self._opens(i):
            return True
        for kind, take in kinds.items():
            if span.values(kind):
                explained |= take(span)
        for term in span.values("term"):
            self._add(clause.terms, term)
            explained = True
        if span.values("cue"):
            self._cue(span)
            explained = True
        if span.has("when", "latest"):
            explained = True
        return explained or span.is_filler or (span.has("role") and not span.has("role", "by"))

    def _opens(self, i: int) -> bool:
        return all(span.is_mark for span in self.spans[:i])

    def _between_like(self, i: int) -> bool:
        """Whether “and” stands between two things of one kind, so that it only lists them."""
        left, right = self._beside(i)
        if left is None or right is None:
            return False
        kinds = ("indicator", "sex", "when", "term")
        return any(left.values(kind) and right.values(kind) for kind in kinds) or self._between_people(i)

    def _between_people(self, i: int) -> bool:
        """Whether span `i` stands between the two sides of a gap: “Spearhead versus England”."""
        return all(span is not None and self._names_people(span) for span in self._beside(i))

    def _beside(self, i: int) -> tuple[Span | None, Span | None]:
        left = next((span for span in reversed(self.spans[:i]) if _counts(span)), None)
        return left, next((span for span in self.spans[i + 1 :] if _counts(span)), None)

    def _names_people(self, span: Span) -> bool:
        return bool(span.values("group")) or span.has("general", "everyone")

    def _cue(self, span: Span) -> None:
        if span.is_filler or span.values("measure"):
            self.clause.hints.update(span.values("cue"))
        else:
            self.clause.cues.append((span.text, frozenset(span.values("cue"))))

    def _group(self, span: Span) -> bool:
        declared = {
            group
            for indicator in self._in_question()
            for group in self.catalogue.indicators[indicator].groups
        }
        groups = [group for group in span.values("group") if group in declared]
        if not groups:
            return span.has("term") or span.has("scope")
        if len(groups) > 1 or span.has("general", "everyone"):
            self.clause.everyone = True
            return True
        self._add(self.clause.groups, groups[0])
        return True

    def _in_question(self) -> Sequence[str]:
        return self.clause.indicators or list(self.catalogue.indicators)

    def _sex(self, span: Span) -> bool:
        for sex in span.values("sex"):
            self._add(self.clause.sexes, sex)
        return True

    def _measure(self, span: Span) -> bool:
        if span.is_filler:
            return False
        for measure in span.values("measure"):
            self._add(self.clause.measures, measure)
        return True

    def _form(self, span: Span) -> bool:
        if span.is_filler:
            return False
        self.clause.form = span.values("form")[0]
        return True

    def _restated(self, span: Span) -> bool:
        """The indicator's own unit, area or scope said again; anything else of the kind restricts."""
        owners = set(span.values("unit")) | set(span.values("scope")) | set(span.values("events"))
        if not self.clause.subjects or not owners >= set(self.clause.subjects):
            return False
        if span.values("unit"):
            self.clause.units.add(span.text)
        return True

    def _general(self, span: Span) -> bool:
        clause = self.clause
        if span.has("general", "everyone"):
            clause.everyone = clause.everyone or not span.is_filler
        if span.has("general", "mortality"):
            counted = [self.catalogue.indicators[name] for name in self.clause.subjects]
            clause.general.add("mortality")
            return bool(counted) and all(indicator.events for indicator in counted)
        clause.general |= set(span.values("general"))
        return True

    def _add(self, values: list[str], value: str) -> None:
        if value not in values:
            values.append(value)


def _in_order(first: When, second: When) -> tuple[When, When]:
    """The earlier one first, where both are years."""
    if first.end and second.end and (second.end, second.start) < (first.end, first.start):
        return second, first
    return (second, first) if second.kind == "baseline" or first.kind == "latest" else (first, second)


def _counts(span: Span) -> bool:
    """Whether a span can be one of the things that an "and" lists; "gap" belongs to what it stands beside."""
    listable = any(span.values(kind) for kind in ("indicator", "group", "sex", "when", "term"))
    return (listable or not span.is_filler) and not (span.has("measure", "gap") and not span.values("group"))
