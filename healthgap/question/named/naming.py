"""Spans -> a Clause: indicators, groups, sexes, measures, and the cues of what is asked.

Every span must be explained by something; what is not is kept in `unexplained`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from healthgap.catalogue import Catalogue, Indicator
from healthgap.question.model import GAP_MEASURES, Question
from healthgap.question.named import idioms
from healthgap.question.named.clause import Clause, add_once
from healthgap.question.named.constructions import turns_of_phrase
from healthgap.question.named.misleading import misleads
from healthgap.question.named.misleading.asked import asks_when_published
from healthgap.question.named.misleading.numbers import comes_to_a_time
from healthgap.question.named.movements import COMPARATIVES
from healthgap.question.named.negations import rule_out
from healthgap.question.named.not_claimed import claims_nothing
from healthgap.question.named.restrictions import restricts
from healthgap.question.named.roles import PeriodRoles
from healthgap.question.named.sides import stands_in_a_group, wrong_way_round
from healthgap.question.words.spans import Span, following

_REACH = 3
_CALENDAR_WORDS = ("year", "years", "period", "three", "pooled", "calendar", "single year")
_GAP_WORDS = frozenset({"gap", "gaps", "inequality", "inequalities"})
_DEATHS = frozenset({"mortality", "death", "deaths", "dead", "fatalities"})
_PAST = ("was", "were", "was it", "it was", "had")
_DYING = frozenset({"die", "died", "dies", "dying", "killed"})
_BEHIND = re.compile(r"\brates (?:that are |that lie )?(?:behind|underlying|underneath)\b")
_CHILDREN = re.compile(r"\b(?:boy|girl)s?\b")
_AN_AREA = ("area", "place", "authority", "council")
_AREAS = ("areas", "places", "authorities", "councils", "spearheads")


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
        self.thread = thread
        self.clause = Clause()
        if thread:
            self.clause.thread_measure, self.clause.thread_intent = thread.measure, thread.intent
        self.used: set[int] = set()
        self.clause.points_at_told = any(span.has("pointing", "told") for span in spans)
        self.clause.past = any(span.text in _PAST for span in spans)
        self.clause.going_on = any(
            one.text == "been" and two.text.endswith("ing") for one, two in pairwise(spans)
        )
        words = {word for span in spans for word in span.text.split()}
        self.clause.deaths_named = not _DEATHS.isdisjoint(words)
        self.clause.of_deaths = self.clause.deaths_named or not _DYING.isdisjoint(words)
        self._indicators()
        subjects = [catalogue.indicators[name] for name in self.clause.subjects]
        self.spans = idioms.with_decades(spans, subjects)
        periods = PeriodRoles(self.spans, self.clause, self.used, counting)
        idioms.find(self.spans, self.clause, self.used, thread)
        rule_out(self.spans, self.clause, self.used)
        self._the_rest()
        self._rates_behind_its_gap()
        self.clause.astray += turns_of_phrase(self.spans)
        self._how_much_higher()
        self._deaths_of_whom()
        self._one_of_its_areas()
        self._times_what()
        self._time_defined()
        idioms.down_from(self.spans, self.clause)
        if {"rate", "ratio"} <= set(self.clause.measures):  # "rate ratio"
            self.clause.measures.remove("rate")
        periods.settle()

    def _deaths_of_whom(self) -> None:
        """ "Deaths in routine and manual?" in a thread: how many."""
        clause = self.clause
        people = bool(self.thread and clause.deaths_named) and (bool(clause.groups) or clause.everyone)
        asked = clause.indicators or clause.measures or clause.units or clause.unused(frozenset({"and"}))
        if people and not asked:
            clause.measures.append("count")

    def _how_much_higher(self) -> None:
        """ "How much higher than at baseline?" is the size of a change; “… was it at its peak?” leaves it open."""
        clause = self.clause
        words = clause.measure_words.get("gap", "")
        gaps = sum(span.has("measure", "gap") for span in self.spans)
        if (
            not words.startswith(("how much higher", "how much worse"))
            or gaps > 1
            or clause.groups
            or clause.everyone
            or "others" in clause.general
        ):
            return
        if clause.since and clause.compared:
            clause.measures.remove("gap")
            clause.cues.append((words, frozenset({"how_much", "change"})))
        elif self.thread or clause.at or clause.said("max", "min"):
            clause.astray.append(words)

    # Indicators come first: what else a word means depends on them.
    def _indicators(self) -> None:
        for i, span in enumerate(self.spans):
            for indicator in span.values("indicator"):
                add_once(self.clause.indicators, indicator)
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
            add_once(self.clause.measures, "rate")
        elif span.text.endswith("deaths") or span.has("events"):
            self.clause.counted = True

    def _only_owner(self) -> list[str]:
        """The one indicator that publishes a group which is named, or a sex; none if several do."""
        groups = {group for span in self.spans for group in span.values("group")}
        asks = any((span.has("cue") or span.has("measure")) and not span.is_filler for span in self.spans)
        points_back = any(span.text in ("that", "it", "this", "them", "those") for span in self.spans)
        of_a_sex = any(span.has("sex") and not _CHILDREN.search(span.text) for span in self.spans)
        by_sex = of_a_sex and asks and not (groups or self.thread or points_back)
        owners = [
            name
            for name, entry in self.catalogue.indicators.items()
            if not groups.isdisjoint(entry.groups) or (by_sex and len(entry.sexes) > 1)
        ]
        if of_a_sex and len(owners) > 1:  # “men in Spearhead areas”
            owners = [name for name in owners if len(self.catalogue.indicators[name].sexes) > 1]
        return owners if len(owners) == 1 else []

    def _the_rest(self) -> None:
        subjects = [self.catalogue.indicators[name] for name in self.clause.subjects]
        for i, span in enumerate(self.spans):
            if span.is_mark:
                continue
            if i in self.used:
                self.clause.astray += [span.text] if claims_nothing(self.spans, i) else []
                continue
            if span.said or span.has("known"):
                self._amount_or_date(span)
                self.clause.astray += [span.text] if asks_when_published(self.spans, i) else []
                self.clause.unexplained += [span.text] if comes_to_a_time(self.spans, i) else []
                continue
            if span.text == "since":
                self.clause.cues.append((span.text, frozenset()))  # of what time?
            self.clause.in_a_group |= stands_in_a_group(self.spans, i)
            dated = span.text in _CALENDAR_WORDS and self._dated()
            if span.text == "alone" and i and self.spans[i - 1].has("group"):
                continue
            if restricts(self.spans, i):
                self.clause.unexplained.append(span.text)
            elif self._leads_astray(i, subjects):
                self.clause.astray.append(span.text)
            elif not (self._explained(i, span) or dated):
                self.clause.unexplained.append(span.text)

    def _leads_astray(self, i: int, subjects: Sequence[Indicator]) -> bool:
        spans = self.spans
        points_nowhere = spans[i].meanings.keys() == {"pointing"}
        misled = points_nowhere or misleads(spans, i, in_thread=self.thread is not None)
        return misled or claims_nothing(spans, i) or wrong_way_round(spans, i, subjects)

    def _amount_or_date(self, span: Span) -> None:
        if span.said:
            self.clause.said_amounts.append(span.said)
        if span.values("cue"):
            self._cue(span)
        for day in span.values("known"):
            self.clause.known = day

    def _dated(self) -> bool:
        """Whether a period is named, to which the word “year” can then belong."""
        return any(span.when or span.has("when", "baseline") for span in self.spans)

    def _explained(self, i: int, span: Span) -> bool:
        clause = self.clause
        connects = span.has("cue", "and") or span.has("cue", "or")
        sets_beside = span.has("cue", "compare") and not any(
            one and one.has("when") for one in self._beside(i)
        )
        if (connects or sets_beside) and self._between_like(i):
            clause.hints.update(span.values("cue"))
            if any(one.text.endswith("between") for one in self.spans[max(i - _REACH, 0) : i]):
                clause.hints.add("compare")
            return True
        kinds = {
            "group": self._group,
            "area": self._area,
            "sex": self._sex,
            "measure": self._measure,
            "form": self._form,
            "unit": self._restated,
            "scope": self._restated,
            "own_area": self._restated,
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
            add_once(clause.terms, term)
            explained = True
            clause.bare_terms += [] if set(span.meanings) - {"term"} else [term]
        if span.values("cue"):
            self._cue(span)
            explained = True
        if span.has("when", "latest"):
            clause.latest = not (span.text == "still" and clause.past)  # “was it still 19% then?”
            explained = True
        return (
            explained
            or span.is_filler
            or (span.has("role") and not span.has("role", "by"))
            or self._named_by(i)
        )

    def _named_by(self, i: int) -> bool:
        """“The gap by life expectancy”, “by men”: clumsy English for “of”."""
        after = following(self.spans, i)
        return (
            self.spans[i].text == "by"
            and after is not None
            and bool(after.values("indicator") or after.values("sex"))
        )

    def _opens(self, i: int) -> bool:
        return all(span.is_mark for span in self.spans[:i])

    def _between_like(self, i: int) -> bool:
        """Whether “and” stands between two things of one kind, so that it only lists them."""
        left, right = self._beside(i)
        if left is None or right is None:
            return False
        if right.said and (left.said or left.values("when")):
            return True  # "19% in 2002-04 and 16% in 2005-07"
        ends = {end for one in (left, right) for end in ("max", "min") if one.has("cue", end)}
        if len(ends) > 1 and self.spans[i].text == "and":
            return True  # "the widest and the narrowest gap"
        kinds = ("indicator", "sex", "when", "term", "area")
        return any(left.values(kind) and right.values(kind) for kind in kinds) or self._between_people(i)

    def _between_people(self, i: int) -> bool:
        """Whether span `i` stands between the two sides of a gap: “Spearhead versus England”."""
        return all(span is not None and self._names_people(span) for span in self._beside(i))

    def _beside(self, i: int) -> tuple[Span | None, Span | None]:
        left = next((span for span in reversed(self.spans[:i]) if _counts(span)), None)
        return left, next((span for span in self.spans[i + 1 :] if _counts(span)), None)

    def _names_people(self, span: Span) -> bool:
        people = span.has("general", "everyone") or span.has("general", "comparator")
        return bool(span.values("group")) or people or span.has("own_area")

    def _cue(self, span: Span) -> None:
        if not _GAP_WORDS.isdisjoint(span.text.split()):
            self.clause.general.add("gap")
        if span.is_filler or span.values("measure"):
            self.clause.hints.update(span.values("cue"))
        else:
            self.clause.cues.append((span.text, frozenset(span.values("cue"))))

    def _one_of_its_areas(self) -> None:
        """ "Which Spearhead area is the worst?", “the council with the highest …” order areas, and ask of no time."""
        clause = self.clause
        for span, after in pairwise(self.spans):
            if (
                span.has("cue", "areas")
                and span.is_filler
                and after.text in ("with", "has", "having", "that has")
            ):
                clause.cues.append((span.text, frozenset({"areas"})))
        for span in (
            self.spans
            if clause.said("max", "min", "worst", "best") and not clause.said("when", "ever")
            else ()
        ):
            last = span.text.split()[-1]
            if span.values("group") and (last in _AN_AREA or (last in _AREAS and self._asks_which())):
                clause.cues.append((span.text, frozenset({"areas"})))

    def _time_defined(self) -> None:
        """ "What does baseline mean?" asks for the word, and of no time."""
        for span in self.spans if self.clause.said("define") and not self.clause.indicators else ():
            for when in span.values("when") if span.values("term") else ():
                self.clause.at = [one for one in self.clause.at if one.kind != when]
                add_once(self.clause.terms, span.values("term")[0])

    def _times_what(self) -> None:
        """ "How many times bigger than in 1997-99?", "… has it fallen?": these are not the two sides of one gap."""
        clause = self.clause
        apart = len(clause.indicators) > 1 or len(clause.at) > 1 or clause.since or clause.compared
        apart = apart or any(
            meanings & {"narrow", "widen"} and words not in COMPARATIVES for words, meanings in clause.cues
        )
        for span in self.spans if apart else ():
            if span.has("measure", "ratio") and not span.text.startswith(("ratio", "rate ratio")):
                clause.unexplained.append(span.text)

    def _asks_which(self) -> bool:
        return any(span.text.split()[0] == "which" for span in self.spans)

    def _group(self, span: Span) -> bool:
        declared = {
            group
            for indicator in self._in_question()
            for group in self.catalogue.indicators[indicator].groups
        }
        groups = [group for group in span.values("group") if group in declared]
        if not groups:
            return span.has("term")
        if len(groups) > 1 or span.has("general", "everyone"):
            self.clause.everyone = True
            return True
        add_once(self.clause.groups, groups[0])
        return True

    def _area(self, span: Span) -> bool:
        """Areas that figures may be held for; the own area of all that is asked about restricts nothing."""
        own = {self.catalogue.indicators[name].home for name in self.clause.subjects}
        for area in span.values("area"):
            if own == {area}:
                self.clause.own_area = True
            else:
                add_once(self.clause.areas, area)
        return True

    def _in_question(self) -> Sequence[str]:
        return self.clause.indicators or list(self.catalogue.indicators)

    def _sex(self, span: Span) -> bool:
        for sex in span.values("sex"):
            add_once(self.clause.sexes, sex)
        if "only" in span.text.split():
            self.clause.general.add("only")
        if not {"or", "vs"}.isdisjoint(span.text.split()):
            self.clause.hints.add("compare")  # "men or women"
        return True

    def _measure(self, span: Span) -> bool:
        if span.is_filler:
            return False
        for measure in span.values("measure"):
            add_once(self.clause.measures, measure)
            self.clause.measure_words[measure] = span.text
        if span.text in ("rates", "the rates"):
            self._rates_behind_the_last_gap()
        if span.text.startswith(("how", "what")):
            self.clause.hints.add("asking")
        return True

    def _rates_behind_its_gap(self) -> None:
        """ "The rates behind the infant mortality gap": of its two sides."""
        clause = self.clause
        one = len(clause.subjects) == 1 and not (clause.groups or clause.everyone)
        if not (
            one and "gap" in clause.measures and _BEHIND.search(" ".join(one.text for one in self.spans))
        ):
            return
        self._both_sides()
        clause.measures = ["rate"]
        clause.cues = [(words, cues) for words, cues in clause.cues if not words.startswith("behind")]

    def _rates_behind_the_last_gap(self) -> None:
        """ "And the rates?" after a gap: of its two sides."""
        told = self.thread
        courses = ("value", "trend", "change_since")
        of_a_gap = told is not None and told.intent in courses and told.measure in (None, *GAP_MEASURES)
        named = any(one.has("group") or one.has("general", "everyone") for one in self.spans)
        if of_a_gap and not (named or self.clause.indicators) and len(self.clause.subjects) == 1:
            self._both_sides()

    def _both_sides(self) -> None:
        """Names the group and the comparator of the indicator that a clause is about."""
        asked = self.catalogue.indicators[self.clause.subjects[0]]
        self.clause.groups += [asked.group, asked.comparator]

    def _form(self, span: Span) -> bool:
        if span.is_filler:
            return False
        self.clause.form = span.values("form")[0]
        return True

    def _restated(self, span: Span) -> bool:
        """The indicator's own unit, area or scope said again; anything else of the kind restricts."""
        kinds = ("unit", "scope", "own_area", "events")
        owners = {owner for kind in kinds for owner in span.values(kind)}
        if not self.clause.subjects or not owners >= set(self.clause.subjects):
            return False
        if span.values("unit"):
            self.clause.units.add(span.text)
        self.clause.dying |= span.has("events")
        if span.values("own_area"):
            self.clause.own_area = True
        return True

    def _general(self, span: Span) -> bool:
        clause = self.clause
        if span.has("general", "comparator") and len(clause.subjects) == 1:
            add_once(clause.groups, self.catalogue.indicators[clause.subjects[0]].comparator)
            return True
        if span.has("general", "everyone"):
            clause.everyone = clause.everyone or not span.is_filler or self._is_all_that_is_said(span)
        if span.has("general", "mortality"):
            counted = [self.catalogue.indicators[name] for name in self.clause.subjects]
            clause.general |= {"mortality", *({"deaths"} & set(span.text.split()))}
            clause.dying |= span.text.startswith(("die", "dying"))
            of_what = not counted and "count" in clause.measures  # “how many deaths?”
            return of_what or (bool(counted) and all(indicator.events for indicator in counted))
        if span.has("general", "sides") and len(clause.subjects) == 1:
            add_once(clause.measures, "rate")
            self._both_sides()
            return True
        if span.has("general", "pair"):
            if self._two_told_by_thread():
                clause.general.add("pair")
            elif not self._sides_of_thread():
                clause.astray.append(span.text)
            return True
        clause.general |= set(span.values("general"))
        return True

    def _is_all_that_is_said(self, span: Span) -> bool:
        """ "And in total?" after the figure of a group."""
        others = (one for one in self.spans if one is not span and not one.is_mark)
        of_a_group = self.thread is not None and bool(self.thread.groups)
        return of_a_group and all(
            one.has("followup") or one.has("measure", "count") or one.has("events") for one in others
        )

    def _two_told_by_thread(self) -> bool:
        """ "The difference between the two", after the figures of two periods, or of both sexes."""
        told = self.thread
        if told is None or self.clause.indicators:
            return False
        return told.sex == "both" or (told.intent == "value" and len(told.at) == 2)

    def _sides_of_thread(self) -> bool:
        """ "The difference between these two", after the levels of both sides of one gap, is that gap.

        "The gap between the two groups" of one indicator is its own.
        """
        if len(self.clause.indicators) == 1 and "gap" in self.clause.measures:
            return True
        if self.thread is None or self.clause.indicators or len(self.clause.subjects) != 1:
            return False
        asked = self.catalogue.indicators[self.clause.subjects[0]]
        if self.thread.measure != "rate" or {asked.group, asked.comparator} - set(self.thread.groups):
            return False
        self.clause.general.add("pair")
        add_once(self.clause.measures, "gap")
        add_once(self.clause.groups, self.catalogue.indicators[self.clause.subjects[0]].group)
        self.clause.everyone = True
        return True


def _counts(span: Span) -> bool:
    """Whether a span can be one of the things that an "and" lists; "gap" belongs to what it stands beside."""
    listable = any(span.values(kind) for kind in ("indicator", "group", "area", "sex", "when", "term"))
    return (listable or not span.is_filler) and not (span.has("measure", "gap") and not span.values("group"))
