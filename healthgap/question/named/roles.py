"""The periods of a clause and their roles: at, since, to, by, the last few."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from healthgap.question.model import When
from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import BEYOND, COMPARATIVES, sides_compared, stands
from healthgap.question.words.spans import WAYS, Span

_LATEST_ONES = {"last", "past", "latest", "previous", "recent", "most recent"}
_NEWEST_ONES = {"last", "latest", "newest", "most recent"}
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
_WAYS = {
    **dict.fromkeys(
        ("back", "ago", "earlier", "before", "previously", "before that", "earlier than that"),
        When("previous"),
    ),
    **dict.fromkeys(("after", "later", "after that", "later than that", "following", "on"), When("next")),
}
_BESIDE = ("before", "after", "preceding", "following", "prior", "previous", "earlier", "later")
_BETWEEN = ("to", "in", "the", "than", ":")
_UNTIL = ("until", "till", "up to", "up until", "til")
_LITERALLY = ("since", "ever since")
_FEWEST = 2
_UNITS_OF_TIME = {
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
}
_SKIPPED = {"its", "their", "our", "the", "a", "that", "it was", "is", "was", "in"}
_SKIPPED |= {"period", "periods", "year", "years", "they", "it", "we", "you", "things", "figures", "records"}
_SKIPPED |= {"respective", "own", "both"}
_LAST_TIME = (
    "last time",
    "last time round",
    "last time around",
    "last time out",
    "last release",
    "the last release",
    "last update",
    "a year earlier",
    "the year before",
    "the time before",
)
_NEWEST = re.compile(r"\b(?:latest|newest|most recent|last reading|lately|recently|of late)\b")
_UP_TO = re.compile(r"(?:up )?(?:to|until|till) ")
_DASHES = ("-", "–", "—", "→")
_ASKED_ELSE = ("why", "when", "which", "max", "min", "than", "compare", "future", "target", "or")
_NO_MOVE = COMPARATIVES | {"start", "started", "starting", "begin", "began", "first"}
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


class PeriodRoles:
    """Finds the roles of the periods in `spans` and puts them into `clause`; `used` are the spans it explains."""

    def __init__(
        self, spans: Sequence[Span], clause: Clause, used: set[int], counting: Mapping[str, int]
    ) -> None:
        self.spans = spans
        self.clause = clause
        self.used = used
        self.counting = counting
        self.opened_by_from = False
        self.last_time = any(span.text in _LAST_TIME or _is_last(span) for span in spans)
        self.latest_step = any(span.has("when", "latest") and _NEWEST.search(span.text) for span in spans)
        self._last_n()
        self._n_back()
        self._anchored()
        self._periods()

    def settle(self) -> None:
        """Once the cues are known: "deaths from 2005 to 2007" are those of 2005-07, unless something moves."""
        clause = self.clause
        if (
            self.last_time
            and clause.at in ([], [When("previous")])
            and not clause.since
            and clause.said(*WAYS, "change")
        ):
            clause.at, clause.since = [], When("previous")  # "did it go up last time?"
            clause.turned = clause.past and stands(self.clause)  # “was it higher last time?” is than now
        if (
            self.latest_step
            and not sides_compared(clause)
            and clause.at in ([], [When("latest")])
            and not clause.since
            and (clause.said(*WAYS, "change") or (clause.said("certainty") and not clause.said("range")))
        ):
            clause.at, clause.since = [], When("previous")  # "did it fall in the latest period?"
        moving = clause.to is not None or clause.form is not None or clause.said(*_MOVING)
        moving = moving or (clause.thread_intent in ("change_since", "trend") and not clause.indicators)
        if self._moves_into(clause.at):
            # "Did it fall in 2004-06?"
            clause.since, clause.to, clause.at = When("previous"), clause.at[0], []
        elif self._stood_in(clause.at):
            clause.since, clause.at, clause.turned = clause.at[0], [], True  # "was it wider in 2001-03?"
        moved = bool(clause.words_of("narrow", "widen")) and not stands(self.clause)
        other = clause.since or clause.said_amounts or clause.said("compare", "than", "or", "which")
        if len(clause.at) == 2 and moved and (not other or len(self._moves()) > 1):
            clause.astray.append(str(clause.at[1]))  # “did it fall in 2003-05 and 2004-06?” asks of two moves
        self._count_from_the_one_named()
        if self.opened_by_from and not clause.after and clause.since is not None and not moving:
            clause.at.append(clause.since)
            clause.since = None

    def _moves_into(self, at: Sequence[When]) -> bool:
        """Whether something is said to move in one period, and neither to stand higher there nor to begin then."""
        clause = self.clause
        ends = clause.since or clause.to or clause.said_amounts
        if len(at) != 1 or at[0].kind != "period" or ends or clause.said(*_ASKED_ELSE):
            return False
        words = clause.words_of("narrow", "widen")
        asked = clause.hinted("stating") or clause.said("how_much")
        stands = any(not _NO_MOVE.isdisjoint(one.split()) for one in words)
        from_it = any(
            span.text in ("on", "from") for span in self.spans
        )  # “down on 2003-05”, “from its peak, 2002-04”
        deaths_fell_there = "share" in clause.measures or bool(clause.counted and clause.groups)
        return asked and bool(words) and not (stands or from_it or deaths_fell_there)

    def _stood_in(self, at: Sequence[When]) -> bool:
        """Whether something is said to have been higher or lower at one time than now."""
        clause = self.clause
        alone = len(at) == 1 and at[0].kind in ("period", "baseline") and not (clause.since or clause.to)
        was = clause.past and clause.hinted("stating")
        people = clause.groups or clause.everyone or clause.sexes or len(clause.indicators) > 1
        elsewhere = (
            clause.said_amounts
            or clause.thread_intent
            or people
            or clause.hinted("when", "which", "why", "or")
        )
        than = not clause.said("than") or clause.latest
        return alone and was and stands(self.clause) and than and not elsewhere

    def _names_a_time(self, i: int) -> bool:
        return self.spans[i].when is not None or _is_turn(self.spans[i])

    def _count_from_the_one_named(self) -> None:
        """ "2003-05 against the previous period": before that one, and not before the latest."""
        clause = self.clause
        named = [when for when in (*clause.at, clause.to) if when and when.kind == "period"]
        steps = [when for when in (*clause.at, clause.since) if when and when.is_step]
        if clause.anchor is None and len(named) == 1 and steps:
            clause.anchor = named[0]
        if clause.anchor is None and clause.to and clause.to.kind == "next":
            clause.anchor = clause.since  # “2003-05 against the next period”

    def _last_n(self) -> None:
        """ "The last four periods", “four most recent gaps”; “the last one” is one of the choices."""
        for i, (left, right) in enumerate(pairwise(self.spans)):
            leads = left.text in _LATEST_ONES
            count = self._number(right) if leads else self._number(left)
            following = self.spans[i + 2] if i + 2 < len(self.spans) else None
            counted = following.text.split()[0] if following else ""
            if not count or counted in _UNITS_OF_TIME or not (leads or right.text in _NEWEST_ONES):
                continue
            if count >= _FEWEST or (leads and following is not None and not following.is_mark):
                self.clause.last = count
                self.used |= {i, i + 1, *([i + 2] if counted in _COUNTED else [])}

    def _n_back(self) -> None:
        """ "Two periods back", "3 periods ago": as many single steps."""
        for i in range(1, len(self.spans) - 1):
            count = self._number(self.spans[i - 1])
            step = _WAYS.get(self.spans[i + 1].text)
            if count and step and self.spans[i].text in ("period", "periods"):
                self.clause.at.append(step)
                self.clause.steps = count
                self.used |= {i - 1, i, i + 1}

    def _anchored(self) -> None:
        """ "The period before 2003-05", “two periods after the baseline”: steps that count from a time of their own."""
        for i, span in enumerate(self.spans):
            if span.text == "following" and i + 1 < len(self.spans) and self._names_a_time(i + 1):
                self.clause.unexplained.append(span.text)  # after it, or at it?
            step = span.has("when", "previous") or span.has("when", "next")
            named = i in self.used or (step and len(span.text.split()) > 1)
            if not named or span.text.split()[-1] not in _BESIDE:
                continue
            beside = range(i + 1, len(self.spans))
            j = next((j for j in beside if self.spans[j].text not in _BETWEEN), None)
            if j is not None and self._names_a_time(j):
                self.clause.anchor = self._when(j)
                self.used.add(j)

    def _number(self, span: Span) -> int | None:
        said = span.text.removeprefix("the ")
        if said.isdecimal() and len(said) <= 2:
            return int(said)
        return self.counting.get(said)

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
            if self.spans[i].text == "previously" and any(span.said for span in self.spans):
                self.clause.astray.append("previously")  # at any time before, or in the last period?
            if self._steps_from(i):
                continue
            role_at, roles = self._role_before(i)
            if self._is_beyond(i):
                roles = ("since",)
                self.clause.cues.append((self.spans[i].text, frozenset(self.spans[i].values("cue"))))
            roles = ("since",) if self._goes_on(i) or self._is_a_move_on(role_at) else roles
            joined = position > 0 and self._joined(mentions[position - 1], i)
            lead = self.spans[role_at].text if role_at is not None else ""
            self.clause.going_on |= lead == "ever since"
            if self._is_a_time_apart(lead) or (joined and self._moves_apart(mentions[position - 1], i)):
                self.clause.astray.append(f"{lead} {when}" if lead in _LITERALLY else str(when))
            self.opened_by_from |= "from" in roles or ("on" in roles and when.kind == "baseline")
            if role_at is not None and self.spans[role_at].text in _UNTIL and not when.is_year:
                roles = (*roles, "until")
            self._place(when, roles, joined, previous=self._when(mentions[position - 1]) if joined else None)
            self.used.add(i)
            if role_at is not None:
                self.used.add(role_at)
                self.clause.after |= self.spans[role_at].text == "after"
                self.clause.compared |= bool({"compare", "than"} & set(self.spans[role_at].values("cue")))

    def _steps_from(self, i: int) -> bool:
        """ "Prior to 2003-05" may be any time before it, and stays unexplained."""
        after = [span for span in self.spans[i + 1 : i + 3] if span.text != "to"]
        bare = self.spans[i].text in ("preceding", "prior", "the preceding", "previous")
        return bare and bool(after) and after[0].when is not None

    def _is_a_time_apart(self, lead: str) -> bool:
        """ "Wider than at baseline since 2000-02", “lower than in 2003-05 and 1995-97”: another time than the first."""
        again = lead in ("and", "or") and self.clause.since is not None
        return self.clause.compared and (again or lead in _LITERALLY)

    def _moves_apart(self, left: int, right: int) -> bool:
        """ "Did it fall in 2003-05 or in 2004-06?", “the fall in 2003-05 against that in 2004-06”: two moves."""
        moves = self._moves()
        between = self.spans[left + 1 : right]
        either, beside = (any(span.has("cue", cue) for span in between) for cue in ("or", "compare"))
        return bool(moves and either) or (len(moves) > 1 and beside)

    def _moves(self) -> list[Span]:
        ways = (*WAYS, "change")
        return [
            span
            for span in self.spans
            if any(span.has("cue", way) for way in ways) and span.text not in COMPARATIVES
        ]

    def _is_a_move_on(self, role_at: int | None) -> bool:
        """ "Any rise on 2003-05?"."""
        before = self.spans[role_at - 1] if role_at and self.spans[role_at].text == "on" else None
        return before is not None and (before.has("cue", "narrow") or before.has("cue", "widen"))

    def _goes_on(self, i: int) -> bool:
        """ "95-97 onwards", "2000-02 on" at the end, “from where it started”."""
        after = [span.text for span in self.spans[i + 1 : i + 3]]
        if self.spans[i].text.startswith("from "):
            return True
        return after[:1] in (["onwards"], ["onward"]) or after == ["on"]

    def _is_beyond(self, i: int) -> bool:
        """ "Above its baseline": held against it."""
        return self.spans[i].text.split()[0] in BEYOND

    def _baselines_named(self) -> None:
        """ "the 1995-97 baseline", "its 2002-04 peak" name one period twice; baseline is then only a word for it.

        So does “at baseline (1997-99)”, where no third period is named that the two could be listed with.
        """
        periods = [i for i, span in enumerate(self.spans) if span.when or _is_turn(span)]
        for left, right in pairwise(periods):
            pair = (self.spans[left], self.spans[right])
            apart = self.spans[left + 1 : right]
            between = "(," if any(span.has("when", "baseline") for span in pair) else ("(", "in", "of")
            beside = not apart or (len(periods) == 2 and all(span.text in between for span in apart))
            if _asks_whether(self.spans[:left], pair):
                continue
            third = bool(apart) and any(span.has("when", "latest") for span in self.spans)
            if beside and not third and any(span.when for span in pair) and any(map(_is_turn, pair)):
                self.used.add(left if _is_turn(pair[0]) else right)

    def _is_adverb(self, i: int) -> bool:
        """“now” or “current” beside another period only says which end is the latest; “peak” is one after “since”."""
        span = self.spans[i]
        if span.has("when", "peak"):
            return "since" not in self._role_before(i)[1] and not self._opens_an_interval(i)
        if span.when is not None or not span.has("when", "latest"):
            return False
        if self._is_before_latest(i) or self._closes_an_interval(i):
            return False
        return not (self._lists(self.spans[i + 1 :]) or self._lists(self.spans[:i][::-1]))

    def _opens_an_interval(self, i: int) -> bool:
        """ "From the peak to now", “between its peak and 2004-06”."""
        return any(self._joined(i, j) for j in range(i + 1, len(self.spans)) if self._names_some_time(j))

    def _closes_an_interval(self, i: int) -> bool:
        """ "1997-99 to now", “between baseline and now”, “2002-04 up to today”."""
        return any(self._joined(j, i) for j in range(i) if self._names_some_time(j))

    def _names_some_time(self, i: int) -> bool:
        return self.spans[i].when is not None or bool(self.spans[i].values("when"))

    def _is_before_latest(self, i: int) -> bool:
        """Whether something is held against “the last figure”, which then is the one before."""
        held_against = not {"since", "from", "on"}.isdisjoint(self._role_before(i)[1])
        return _is_last(self.spans[i]) and held_against

    def _lists(self, beside: Sequence[Span]) -> bool:
        """Whether “and” and another period stand beside a word for now, as in “13% at baseline and 16% now”."""
        beside = [span for span in beside if not (span.said or span.text in ("at", "in"))]
        if len(beside) > 1 and beside[0].text == "," and beside[1].has("when", "baseline"):
            return True
        periods = (span.when or span.values("when") for span in beside[1:])
        return bool(beside) and beside[0].text in ("and", ";") and any(periods)

    def _when(self, i: int) -> When:
        if _is_last(self.spans[i]):
            return When("previous" if self._is_before_latest(i) else "latest")
        return self.spans[i].when or When.parse(self.spans[i].values("when")[0])

    def _role_before(self, i: int) -> tuple[int | None, tuple[str, ...]]:
        at = i - 1
        while at >= 0 and self.spans[at].text in _SKIPPED and not self.spans[at].has("role", "since"):
            if self.spans[at].has("role", "at"):
                break
            at -= 1
        if at >= 0 and self.spans[at].values("role"):
            return at, self.spans[at].values("role")
        return None, ()

    def _joined(self, left: int, right: int) -> bool:
        """Whether two periods are the ends of one interval; by a mere “and” only after “between” or “from”."""
        between = [span for span in self.spans[left + 1 : right] if span.text not in _SKIPPED]
        if not between:
            return _UP_TO.match(self.spans[right].text) is not None
        if len(between) != 1:
            return False
        if between[0].text == "and":
            before = [span.text.split()[-1] for span in self.spans[:left] if span.text not in _SKIPPED]
            return bool(before) and before[-1] in ("between", "from")
        return between[0].text in _DASHES or any(
            between[0].has(kind, value) for kind, value in (("role", "to"), ("cue", "compare"), ("cue", "or"))
        )

    def _place(self, when: When, roles: tuple[str, ...], joined: bool, previous: When | None) -> None:
        clause = self.clause
        if joined and previous is not None:
            clause.pair_of_periods = True
            if clause.to is not None:
                clause.unexplained.append(str(clause.to))  # one span of time after another
            clause.since, clause.to = _in_order(previous, when)
            clause.at = [other for other in clause.at if other != previous]
        elif clause.since is None and (
            "since" in roles or "from" in roles or ("on" in roles and when.kind in ("previous", "baseline"))
        ):
            clause.since = when
        elif "since" in roles and not clause.compared and when != clause.since:
            clause.unexplained.append(str(when))  # "since baseline and since the peak"
        elif "by" in roles:
            clause.by = when
        elif "to" in roles and (clause.since is not None or "until" in roles):
            if clause.to is not None:
                clause.unexplained.append(str(clause.to))  # "from baseline to 2002-04 and then to 2005-07"
            clause.to = when
        elif when.kind == "period" or "at" in roles or not clause.since:
            clause.at.append(when)


def _is_turn(span: Span) -> bool:
    return span.has("when", "baseline") or span.has("when", "peak")


def _asks_whether(before: Sequence[Span], pair: Sequence[Span]) -> bool:
    """ "Was 2002-04 the peak?", "did it peak in 2002-04?" ask; “its peak, 2002-04” names one period twice."""
    said = [span.text for span in before]
    is_the_peak = said[-1:] in (["is"], ["was"]) and pair[1].text.startswith("the ")
    return is_the_peak or (pair[0].text == "peak" and "did" in said)


def _is_last(span: Span) -> bool:
    """“The last figure” is the latest, unless something is held against it: “up on the last figure”."""
    return span.has("when", "latest") and span.has("when", "previous")


def _in_order(first: When, second: When) -> tuple[When, When]:
    """The earlier one first, where both are years."""
    if first.end and second.end and (second.end, second.start) < (first.end, first.start):
        return second, first
    earlier = ("baseline", "peak", "previous")
    return (second, first) if second.kind in earlier or first.kind == "latest" else (first, second)
