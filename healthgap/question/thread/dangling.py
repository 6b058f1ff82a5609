"""What a follow-up says that the last question of its thread does not lead to, or leaves open."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from healthgap.catalogue import Catalogue
from healthgap.question.model import ABOUT_TARGETS, GAP_MEASURES, SEX_NAMES, Intent, Question, When
from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import COMPARATIVES, FURTHER
from healthgap.question.thread.dangling_several import after_several
from healthgap.question.thread.dangling_times import at_another_time
from healthgap.question.thread.followups import counted_anew
from healthgap.question.thread.pairs import IT, WHICH, is_of_several, is_of_three
from healthgap.question.words.spans import Span

_APART = ("difference", "the difference")
_NEAR = re.compile("near|close|furthest|farthest")
_OF_A_SPAN = ("threshold", "run", "change_since")


def dangling(
    asked: Question, clause: Sequence[Span], found: Clause, last: Question, catalogue: Catalogue
) -> tuple[str, ...]:
    """Words that point back at more, or at something else, than `last` leads to.

    "How many babies is that?" asks of a gap for it in people, never for the number of all; "in a table with both"
    after one gap and another asks for two, of which the thread leads to the last alone; "is it higher than now?" turns
    the two times round, and after three times nobody knows which two "versus" means.
    """
    of_gap = asked.intent != "events" and last.measure not in ("rate", "count", "share")
    of_no_deaths = "that" in found.followup or not (found.of_deaths or found.counted or found.units)
    how_many = of_gap and "count" in found.measures and of_no_deaths
    lists = (found.indicators, found.sexes, found.measures, found.groups, found.at, last.indicators)
    two = any(len(one) > 1 for one in lists) or len(found.groups) + found.everyone > 1
    named = two or "both" in found.sexes or last.sex == "both"
    more = ("both",) if asked.intent == "value" else ("both", "all", "all of them", "each", "every")
    three = [span.text for span in clause if is_of_three(span) and not (named and len(last.indicators) != 2)]
    both = three if named else [*three, *(span.text for span in clause if span.text in more)]
    told_two = len(last.indicators) > 1 or last.sex == "both"
    of_which = WHICH if asked.intent in ("target_status", "projection") and not told_two else ()
    than_now = found.said("than") and not found.since and (bool(last.at) or bool(found.sexes))
    third_end = found.compared and bool(asked.since and last.since and last.to)
    of_no_gap = asked.intent == "events" and last.intent not in ("value", "events", "explain", "check")
    return (
        *(["how many"] if how_many or of_no_gap else []),
        *(["than"] if than_now else []),
        *(["vs"] if third_end else []),
        *both,
        *(span.text for span in clause if span.text in of_which),
        *_of_one_alone(clause, found, last),
        *_whose(asked, clause, found, last),
        *_of_its_own_side(asked, found, last, catalogue),
        *_of_which_two(asked, found, last),
        *_of_two_groups(asked, clause, found, last),
        *_then(asked, clause, found, last),
        *_new_end(asked, clause, found, last),
        *_of_another_number(asked, found, last),
        *_a_step_elsewhere(found, last),
        *_turned_round(asked, found, last),
        *_after_a_figure(asked, found, last),
        *_of_what_target(asked, found, last, catalogue),
        *_since_when(found, last),
        *_beside_the_point(asked, found, last, catalogue),
        *_of_no_target(asked, found, last),
        *_of_another_line(found, last, catalogue),
        *_beside_whom(clause, last),
        *_where_it_started(clause, last),
        *_by_no_sex(found, last, catalogue),
        *_steps_twice(clause),
        *after_several(asked, clause, found, last),
        *at_another_time(asked, clause, found, last),
    )


def _steps_twice(clause: Sequence[Span]) -> list[str]:
    """ "And the one after, and the one after that?": two times, of which a figure has one."""
    steps = [span.text for span in clause if span.has("when", "next") or span.has("when", "previous")]
    return steps[1:]


def _of_another_line(found: Clause, last: Question, catalogue: Catalogue) -> list[str]:
    """ "Was the rate ever below 6?", “and the gap?”: a line drawn in one unit is none in another."""
    if last.intent != "threshold" or found.said_amounts:
        return []
    drawn, others = (
        {(catalogue.indicators[name].unit, catalogue.indicators[name].headline) for name in names}
        for names in (last.indicators, found.indicators)
    )
    measures = [found.measure_words.get(one, one) for one in found.measures if one != (last.measure or "gap")]
    return [*measures, *(found.indicators if others - drawn else [])]


def _beside_whom(clause: Sequence[Span], last: Question) -> list[str]:
    """ "Is it still higher?" after the rate of a group: than among others, or than before?"""
    written = " ".join(span.text for span in clause if span.text not in ("by how much", "how much"))
    return [written] if last.groups and last.measure == "rate" and _HIGHER.fullmatch(written) else []


def _where_it_started(clause: Sequence[Span], last: Question) -> list[str]:
    """ "What did it start with?" after a course from a time that was named: at that time, or at the baseline?"""
    named = last.since is not None and last.since.kind == "period"
    starts = (span.text for span in clause if span.has("when", "baseline") and "base" not in span.text)
    return [*starts] if named else []


_HIGHER = re.compile(
    r"(?:is|are) (?:it|they|that)(?: still)? (?:the )?(?:higher|worse|highest|worst)(?: \?)?"
)


def _by_no_sex(found: Clause, last: Question, catalogue: Catalogue) -> list[str]:
    """ "Compare men and women", “and cancer?”: of which no figures are held by sex."""
    told = [catalogue.indicators[name].sexes for name in found.indicators]
    by_sex = last.sex == "both" and not found.sexes
    return [SEX_NAMES["both"]] if by_sex and any(len(sexes) < 2 for sexes in told) else []


def _whose(asked: Question, clause: Sequence[Span], found: Clause, last: Question) -> list[str]:
    """ "Their rate?" after a gap, which has two sides, or after the words for one of them."""
    of_a_side = asked.measure in ("rate", "count") and not (
        found.groups or found.indicators or found.everyone
    )
    gap = last.measure in (None, *GAP_MEASURES) and not last.groups
    return [span.text for span in clause if of_a_side and gap and span.text == "their"]


def _of_its_own_side(asked: Question, found: Clause, last: Question, catalogue: Catalogue) -> list[str]:
    """ "Routine and manual?" after the gap of that group: what it is, or its rate?"""
    gap = last.intent == "value" and last.measure in (None, *GAP_MEASURES) and not last.groups
    named = found.cues or found.measures or found.indicators or found.sexes or found.units or found.since
    if asked.intent != "value" or not gap or named or found.at or found.latest or found.everyone:
        return []
    own = {catalogue.indicators[name].group for name in last.indicators}
    return [catalogue.groups[group].title for group in found.groups if {group} == own]


def _of_one_alone(clause: Sequence[Span], found: Clause, last: Question) -> list[str]:
    """ "Only for men?", “and not women?” after a yes or no, which would be given for one and not of the other."""
    judged = bool(last.supposed) or (last.intent in ABOUT_TARGETS and bool(found.sexes))
    alone = {"not", *(_ALONE if last.supposed else ())} if judged and not found.since else set()
    return [span.text for span in clause if not alone.isdisjoint(span.text.split())]


_ALONE = ("only", "just", "solely")


def _of_no_target(asked: Question, found: Clause, last: Question) -> list[str]:
    """ "Until when?" after a figure, “how much more?” after a comparison: nothing that a target asks for."""
    after_a_target = last.intent in (*ABOUT_TARGETS, "check") or found.said("target")
    until = [words for words in found.words_of("deadline") if words.startswith(("until", "till"))]
    more = found.words_of("take") if last.intent == "compare" and asked.intent == "required" else []
    return [] if after_a_target else [*until, *more]


def _of_which_two(asked: Question, found: Clause, last: Question) -> list[str]:
    """ "Difference?", "which is worse?", "is it wider for women?" need two things; a thread leads to one."""
    both_sexes = last.sex == "both" and found.of_both_sexes
    several = len(last.indicators) > 1 or both_sexes
    named = found.indicators or (found.sexes and not both_sexes) or found.groups
    anchored = bool(last.at) and asked.intent in ("trend", "change_since")
    unsaid = not (found.since or found.at or found.latest) and (named or anchored)
    leaning = asked.intent != "explain" and (unsaid or (found.hinted("which") and not several))
    leaning = leaning or (bool(last.before) and not (found.since or found.at))
    further = [words for words, _ in found.cues if leaning and words in FURTHER]
    settled = found.since and found.to
    apart = [
        words
        for words, _ in found.cues
        if not settled
        and (
            (words in _APART and (several or not found.followup))
            or (words.startswith("the difference between") and not several)
        )
    ]
    apart += [words for words in found.measure_words.values() if words.startswith("how far apart")]
    that = ["that"] if several and asked.intent in _OF_A_COURSE and "that" in found.followup else []
    return [*further, *apart, *that]


def _then(asked: Question, clause: Sequence[Span], found: Clause, last: Question) -> list[str]:
    """ "Was it met then?", “was it ever higher?”, “up to then” of an earlier period, where the latest would be told."""
    said = [span.text for span in clause]
    words = {word for text in said for word in text.split()}
    if "by then" in said and not words.isdisjoint(("had", "was", "were", "did")):
        return ["by then"]
    if last.intent in ("extremum", "run", "threshold") and asked.intent in ("target_status", "required"):
        return [text for text in said if not {"then", "was", "that"}.isdisjoint(text.split())]
    if not last.at or last.at[0].kind == "latest":
        return []
    if asked.intent == "projection" and "by then" in said:
        return ["by then"]
    before = [text for text in said if not {"was", "were", "had", "then"}.isdisjoint(text.split())]
    before += found.words_of("compare") + [text for text in said if text in ("versus", "vs", "against")]
    judged = asked.intent in ("target_status", "required") and not (found.at or found.by)
    until = any(
        said[i : i + 2] in (["up to", "then"], ["until", "then"], ["to", "then"]) for i in range(len(said))
    )
    ever = ["ever"] if asked.selection == "beyond" else []
    return [*(before if judged or until else []), *ever]


def _new_end(asked: Question, clause: Sequence[Span], found: Clause, last: Question) -> list[str]:
    """ "To 2004-06", “from 2003-05” after a change: another end of it, and no figure of that period."""
    ends = [span.text for span in clause if span.text in ("to", "from", "until", "till", "up to")]
    bare = asked.intent == "value" and not (found.measures or found.indicators)
    peak = asked.intent == "extremum" and len(ends) > 1
    changed = last.intent in ("change_since", "explain", "certainty") or last.since is not None
    return ends if ends and ((bare and changed and found.at) or peak) else []


def _of_another_number(asked: Question, found: Clause, last: Question) -> list[str]:
    """ "Is that 11.7%?" after a target: that number, or the latest gap? “It fell to 16%” after a period: by when?"""
    if asked.claim is None:
        return []
    after_a_target = last.intent in ("target_status", "required") and asked.claim == "change_since"
    if after_a_target and any(words.split()[-1] in _TO_CUT for words in found.words_of("narrow")):
        return list(found.amount_words)  # “is it to cut the gap by 10%?”
    named = found.at or found.measures or found.indicators or found.groups
    beside = asked.claim == "value" and last.intent in _WITH_A_NUMBER and not named
    at_a_time = bool(last.at) and last.at[0].kind != "latest" and not (found.at or found.latest)
    moved = any(words not in COMPARATIVES for words in found.words_of("narrow", "widen"))
    elsewhere = asked.claim == "value" and (moved or found.measures or found.groups)
    counted = asked.claim == "change_since" and found.since and not found.to
    of_a_peak = asked.claim == "change_since" and last.intent == "extremum" and not (found.since or found.at)
    left_open = beside or of_a_peak or (at_a_time and (elsewhere or counted))
    return list(found.amount_words) if left_open else []


_TO_CUT = ("cut", "narrow", "reduce", "close", "lower", "shrink")
_WITH_A_NUMBER = (
    "change_since",
    "target_status",
    "required",
    "projection",
    "extremum",
    "threshold",
    "events",
    "explain",
    "run",
    "certainty",
    "range",
)


def _of_two_groups(asked: Question, clause: Sequence[Span], found: Clause, last: Question) -> list[str]:
    """ "Have they fallen?", “ratio?” after the rates of two groups, of which the thread leads to the last."""
    groups = bool(last.groups) and last.before == last.indicators
    apart = found.measure_words.values() if groups and asked.measure not in ("rate", "count", "share") else ()
    return [*(span.text for span in clause if groups and is_of_several(span)), *apart]


def _a_step_elsewhere(found: Clause, last: Question) -> list[str]:
    """The period before that of one series is not that of another: “the period before”, “and cancer?”."""
    stepped = bool(last.at) and last.at[0].kind in ("previous", "next")
    elsewhere = found.indicators or found.groups or found.measures or found.everyone
    return ["the previous period"] if stepped and elsewhere and not (found.at or found.since) else []


def _turned_round(asked: Question, found: Clause, last: Question) -> list[str]:
    """ "Was it wider than in 2004-06?" of an earlier time, where a change runs from the earlier to the later."""
    if not (last.at and asked.since and asked.since.end and found.compared):
        return []
    told = last.at[0]
    earlier = told.kind == "baseline" or (told.end or asked.since.end) < asked.since.end
    return found.words_of(*_MOVED) if earlier else []


def _after_a_figure(asked: Question, found: Clause, last: Question) -> list[str]:
    """After the figure of a period “did it fall?” may count from it or to it, and from whichever was told before."""
    ends = ("latest",) if asked.claim else ("baseline", "latest")
    at_a_time = bool(last.at) and last.at[0].kind not in ends
    if (
        not at_a_time
        or found.since
        or found.at
        or found.indicators
        or found.form
        or found.last
        or found.latest
    ):
        return []
    moved = found.words_of(*_MOVED) if asked.intent in _OF_A_COURSE else []
    claimed = found.amount_words if asked.claim == "change_since" else ()
    of_target = asked.intent == "required" or (asked.intent == "target_status" and "that" in found.followup)
    return [*claimed, *moved, *(["target"] if of_target else [])]


def _of_what_target(asked: Question, found: Clause, last: Question, catalogue: Catalogue) -> list[str]:
    """A target, after a number that none is set on, a range, or the figure at a baseline; another date for what it
    takes; and numbers of deaths that are to come.
    """
    if asked.intent not in ABOUT_TARGETS or found.indicators or found.measures:
        return []
    if last.intent == "required" and found.by:
        return [str(found.by)]
    ahead = asked.intent == "projection"
    of_deaths = last.measure in ("count", "share") or last.intent == "events"
    if ahead and not found.said("target", "met", "missed", "on_track", "off_track"):
        return ["deaths"] if of_deaths else []
    promised = (catalogue.indicators[name].target for name in last.indicators)
    of_other_gap = last.measure in GAP_MEASURES and last.measure not in {
        aim.measure for aim in promised if aim
    }
    of_levels = of_deaths or (last.measure == "rate" and (ahead or not last.groups))
    of_levels = of_levels or (asked.intent != "target_status" and (of_other_gap or bool(last.groups)))
    at_baseline = asked.intent == "required" and bool(last.at) and last.at[0].kind == "baseline"
    return ["target"] if of_levels or last.intent == "range" or at_baseline else []


def _since_when(found: Clause, last: Question) -> list[str]:
    """ "By how much?" after “has it narrowed until 2003-05?”, “since when?” after a change, “from 2000-02” after one
    up to an end.
    """
    if found.since:
        whole = bool(last.to) and found.since != last.to and not (found.to or found.at or found.compared)
        return [f"since {found.since}"] if whole else []
    if found.at or found.indicators:
        return []
    unsettled = last.intent == "trend" and last.to and not last.since
    size = ["how much"] if found.said("how_much") and unsettled else []
    return [*size, *(found.words_of("run") if last.intent in ("change_since", *_ABOUT_RELEASES) else [])]


_ABOUT_RELEASES = ("source", "news")


_MOVED = ("narrow", "widen", "either_way", "change", "how_much", "certainty")
_OF_A_COURSE = ("trend", "change_since", "certainty")


def from_and_to(found: Clause, last: Question) -> list[Question]:
    """The change up to the period that a thread is at, and from it: either may be meant by “did it fall?”."""
    told = last.at[0] if len(last.at) == 1 else None
    moved = bool(found.words_of(*_MOVED) or found.said_amounts)
    if told is None or told.kind != "period" or not moved or found.since or found.at or found.indicators:
        return []
    change = Question("change_since", last.indicators, last.sex, last.measure, last.groups, last.areas)
    return [change.but(since=When("baseline"), to=told), change.but(since=told)]


def _beside_the_point(asked: Question, found: Clause, last: Question, catalogue: Catalogue) -> list[str]:
    """What the last question has no use for: people in a list of all gaps, “now” in a span of time."""
    unused: list[str] = [
        when.kind for when in found.at if when.kind in ("previous", "next") and _steps_from_nowhere(last)
    ]
    level = last.measure in ("rate", "count", "share")
    bare = found.everyone and not (found.groups or found.cues or found.measures or found.indicators)
    if bare and asked.intent == "value" and not level:
        unused.append("everyone")
    if "others" in found.general and not found.indicators:
        unused.append("everyone else")
    elsewhere = found.indicators or found.sexes or found.groups or found.measures or found.at or found.since
    if last.intent in _OF_A_SPAN and found.latest and not (found.cues or elsewhere):
        unused.append("now")
    if last.last and asked.intent == "extremum":
        unused += found.words_of("max", "min")
    after = _AFTER[last.intent](asked, found, last) if last.intent in _AFTER else []
    return [*unused, *_of_whom(asked, found, last, catalogue), *_at_which_time(asked, found, last), *after]


def _of_whom(asked: Question, found: Clause, last: Question, catalogue: Catalogue) -> list[str]:
    """ "Of all deaths?" of a share, “gap with everyone?” after a group without one, “deaths are falling?” of a gap."""
    level = last.measure in ("rate", "count", "share")
    level_asked = asked.measure in ("rate", "count", "share") or asked.intent in _OF_A_COURSE
    of_a_share = "share" in (last.measure, asked.measure)
    unused = ["all"] if of_a_share and (found.everyone or found.own_area) else []
    if asked.measure == "share" and not (found.groups or last.groups):
        unused += found.amount_words or ["share"]
    if level and found.everyone and "gap" in found.measures and "pair" not in found.general:
        unused.append("everyone")
    counted = last.measure in ("count", "share") and asked.intent == "value" and not found.indicators
    if counted and ("ratio" in found.measures or "excess" in found.measure_words.values()):
        unused += found.measures  # “ratio” of two numbers, of which the rates have one
    defined = set(last.terms) & set(catalogue.groups)
    if defined and level_asked and not (found.groups or found.everyone):
        unused += found.measures  # “rate?” after “what is routine and manual?”
    moved = asked.intent in _OF_A_COURSE and not (found.measures or found.indicators)
    if moved and found.of_deaths and not level:
        unused.append("deaths")
    told = (last.groups, last.at, last.indicators, ("male", "female") if last.sex == "both" else ())
    in_turn = bool(last.groups) and last.before == last.indicators
    several = in_turn or any(len(one) > 1 for one in told)
    several = several and (len(last.groups) > 1 or found.hinted("which"))
    if several and asked.intent == "extremum" and not found.said("when"):
        unused += found.words_of("max", "min")  # of the groups, or of the periods?
    if asked.intent == "extremum" and last.intent in ABOUT_TARGETS:
        unused += [words for words in found.words_of("max", "min") if _NEAR.search(words)]
    return unused


def _at_which_time(asked: Question, found: Clause, last: Question) -> list[str]:
    """ "When was it published?" of a change, ranges of “those”, “and in 2002-04?” after a move into a period."""
    unused = ["those"] if asked.intent == "range" and "those" in found.followup else []
    if asked.intent == "list" and not IT.isdisjoint(found.followup):
        unused.append("that")  # “which years is that?” of one figure
    if asked.selection == "published" and last.intent != "value" and last.at and last.at[0].kind != "latest":
        unused.append("published")
    if asked.intent == "value" and found.at and last.to and last.since == When("previous"):
        unused += map(str, found.at)
    return unused


def _steps_from_nowhere(last: Question) -> bool:
    """Whether “the one before” counts from no period told: after a span of time, an end of it, or a source."""
    point = last.intent in ("value", "check", "events", "compare") and not last.since
    return not point or any(when.kind in ("baseline", "first", "peak") for when in last.at)


def _after_all_gaps(asked: Question, found: Clause, last: Question) -> list[str]:
    now = ["the latest"] if found.latest else []
    since = [f"since {found.since}"] if found.since and not counted_anew(last, found.since) else []
    return [
        *now,
        *since,
        *(["chart"] if found.form == "chart" and last.intent == "overview" else []),
        *(SEX_NAMES[sex] for sex in found.sexes),
        *found.groups,
        *found.measures,
        *map(str, found.at),
    ]


def _after_a_claim(asked: Question, found: Clause, last: Question) -> list[str]:
    """Another time than that of “has it halved?” would lose the size."""
    times = [*found.at, *([found.since] if found.since else [])]
    moved = last.claim == "change_since" and not found.said_amounts
    counted = found.words_of("a_year") if last.measure == "count" else []  # of three years it was right
    return [*(map(str, times) if moved else []), *counted]


def _after_a_projection(asked: Question, found: Clause, last: Question) -> list[str]:
    """ "Is that better than now?", “from the baseline instead”."""
    beside = [] if found.indicators else found.words_of("narrow", "widen", "than")
    of_target = asked.intent in ("required", "target_status") and "that" in found.followup
    points = [str(when) for when in found.at if when.kind != "period" or last.since]
    apart = asked.intent == "required" and found.said("how_much", "beside_target", "off_track", "missed")
    distance = found.words_of("how_much", "beside_target", "take") if apart else []
    return [*beside, *points, *distance, *(["target"] if of_target else [])]


def _after_a_target(asked: Question, found: Clause, last: Question) -> list[str]:
    """ "In per cent", “in years”: what it takes has the unit of its target; “in absolute terms?” may mean the gap."""
    units = [*(["percent"] if "percent" in found.general else []), *found.units]
    due = [str(found.by)] if found.by and not found.cues and last.intent == "target_status" else []
    moves = asked.intent in (*_OF_A_COURSE, "check") and not (
        found.measures or found.indicators or found.since
    )
    nouns = [one for one in found.words_of("narrow", "widen", "change") if one in _WHAT_A_TARGET_IS]
    measures = found.measures if asked.measure and not (found.groups or found.hinted("asking")) else []
    beaten = found.words_of("take") if asked.intent == "required" and found.said("future") else []
    of_value = [*units, *measures] if asked.intent == "value" else []
    return [*due, *of_value, *beaten, *(nouns if moves else [])]


_WHAT_A_TARGET_IS = {"fall", "cut", "reduction", "decrease", "drop", "decline", "rise", "increase", "change"}
_WHAT_A_TARGET_IS |= {"changed", "moved", "shifted", "altered"}


def _after_an_end(asked: Question, found: Clause, last: Question) -> list[str]:
    """ "When was it widest?", “how much has it fallen?”, “was it far above baseline?”, “what was the rate then?”."""
    than_at = found.since is not None and found.since.kind == "baseline" and not found.latest
    settled = (found.since and not than_at) or found.indicators
    moved = [] if settled else found.words_of(*_MOVED)
    levels = [measure for measure in found.measures if measure == "rate" and last.measure != "rate"]
    of_the_end = [str(found.since)] if than_at and last.direction and not found.indicators else []
    return [*([*of_the_end, *moved] if asked.intent in _OF_A_COURSE else []), *levels]


def _after_a_ranking(asked: Question, found: Clause, last: Question) -> list[str]:
    """ "How has it changed?", “chart”, “and the level?” after an order of areas: of which of them?"""
    there = ["there"] if "there" in found.followup else []
    courses = asked.intent not in ("value", "extremum", "ranking", "source", "definition")
    moved = (found.words_of(*_MOVED, "run", "trend", "future", "target") or ["it"]) if courses else []
    form = [found.form] if found.form == "chart" else []
    measures = [one for one in found.measures if one != last.measure]
    return [*there, *moved, *form, *measures]


_AFTER: Mapping[Intent, Callable[[Question, Clause, Question], list[str]]] = {
    "overview": _after_all_gaps,
    "ranking": _after_a_ranking,
    "which": _after_all_gaps,
    "run": lambda asked, found, last: ["how much"] if found.said("how_much") else [],
    "events": lambda asked, found, last: [
        *found.groups,
        *([found.form] if found.form else []),
        *(["percent"] if "percent" in found.general else []),
        *(one for one in found.measures if one == "rate"),
        *found.words_of(*_MOVED, "run", "when", "max", "min", "trend"),
    ],
    "check": _after_a_claim,
    "projection": _after_a_projection,
    "extremum": _after_an_end,
    "target_status": _after_a_target,
    "required": _after_a_target,
}
