"""What single kinds of question have no use for, beside what `leftovers` finds for all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from healthgap.question.asked.leftovers_of_targets import (
    NONE_LEFT,
    due_when,
    of_each_time,
    of_what_is_ahead,
    still_to_go,
)
from healthgap.question.model import SEX_NAMES, Intent
from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import (
    BEYOND,
    COMPARATIVES,
    each_time,
    ever_beyond,
    improved_most,
    lately,
    moved_further,
)

_LEVELS_OF = ("higher", "lower", "highest", "lowest", "the highest", "the lowest", "longer", "longest")
_MORE = COMPARATIVES - {"wider", "narrower"}


def _not_of_all(clause: Clause) -> list[str]:
    """What a selection over all gaps has no use for: rates and points, other times, other ways, two conditions."""
    units = ["points"] if "points" in clause.general else []
    levels = [one for one in clause.measures if one != "gap"]  # “which rates have risen?”
    they = ["they"] if "they" in clause.followup and clause.said("and") else []  # “… and are they met?”
    return [
        *units,
        *they,
        *levels,
        *_at_another_time(clause),
        *_still_to_move(clause),
        *_moved_otherwise(clause),
        *_of_which_targets(clause),
    ]


def _at_another_time(clause: Clause) -> list[str]:
    """A time other than each one's baseline, “ever”, “every period”, and which of all did what of late."""
    since = clause.since
    dated = [f"since {since}"] if since is not None and since.kind not in ("baseline", "previous") else []
    ever = ["ever"] if clause.hinted("at_all") else []
    of_late = lately(clause) and (clause.said("not_narrowed", "min") or clause.hinted("most"))
    return [*dated, *ever, *of_each_time(clause), *(["the latest period"] if of_late else [])]


def _still_to_move(clause: Clause) -> list[str]:
    """ "Which gaps are expected to narrow?", “how much must each still fall?”: of what has been, nothing is asked."""
    of_targets = clause.said("target", "on_track", "off_track", "met", "missed", "undecided")
    must = ["must"] if "must" in clause.hints or clause.hinted("take") else []
    ahead = [*clause.words_of("future"), *clause.words_of("take", "deadline"), *must]
    return ahead if clause.said("narrow", "widen", "not_narrowed") and not of_targets else []


def _moved_otherwise(clause: Clause) -> list[str]:
    """ "Narrowed and widened", “the smallest fall”, “closed”, “higher then”."""
    moved = clause.words_of("narrow", "widen")
    least = [words for words, _ in clause.cues if words == "least"]
    unused = [*clause.words_of("min"), *least] if moved else []
    if clause.said("narrow") and clause.said("widen") and not clause.said("or"):
        unused.append("widened")
    if not clause.hinted("most"):
        unused += [words for words, _ in clause.cues if words in NONE_LEFT]
    return [*unused, *(moved if clause.turned else [])]


def _of_which_targets(clause: Clause) -> list[str]:
    """ "Closest to missing", “narrowed but off track”, “which target is the biggest cut?”, “missed” before it is due.

    The one “most off track” is the furthest from its target, which may be on track.
    """
    unused = []
    of_targets = [words for words, _ in clause.cues if "target" in words]
    if clause.said("missed") and clause.said("min"):
        unused += clause.words_of("missed")
    if (clause.hinted("narrow") and clause.hinted("max")) or improved_most(clause):
        unused += of_targets
    if clause.said("off_track"):
        unused += clause.words_of("most", "max")
    unused += clause.words_of("best") if clause.said("target") else []  # on track, met, or narrowed most?
    if clause.said("narrow", "widen", "not_narrowed"):
        unused += clause.words_of("on_track", "off_track", "met", "missed")
    unused += [words for words in clause.words_of("narrow", "widen") if of_targets and words in COMPARATIVES]
    if clause.said("on_track") and clause.said("off_track") and not clause.said("or"):
        unused += clause.words_of("on_track")
    if clause.said("no_target"):
        unused += clause.words_of("narrow", "widen", "most", "max", "min", "on_track", "off_track", "met")
    if not clause.said("future"):
        unused += [words for words, _ in clause.cues if words == "missed"]
    return unused


def _no_peak_said(clause: Clause) -> list[str]:
    """The periods that are not said to be the peak, as in “was it widest in 2002-04?”; “than in 2002-04” counts all.

    “Has it peaked?” asks whether it is past its widest.
    """
    said = len(clause.at) == 1 and clause.hinted("stating") and not clause.said("when")
    beyond = [word for word, is_said in (("than", clause.compared), ("after", clause.after)) if is_said]
    if not (clause.latest and ever_beyond(clause)):  # “ever wider than it is now” is than the latest
        beyond += clause.words_of("than")
    people = (
        "gap" not in clause.measures
        and clause.hinted("stating")
        and not (clause.said("when") or clause.at)
        and (clause.groups or clause.everyone)
    )
    among = clause.words_of("max", "min") if people else []  # “lowest in routine and manual”: of the groups?
    if (
        clause.hinted("which")
        and "rate" in clause.measures
        and not (clause.said("when", "periods") or clause.groups)
    ):
        among += clause.words_of("max", "min")  # “which rate is the highest?”
    asked = said or clause.said("when")
    peaked = [words for words, _ in clause.cues if words == "peaked" and not asked]
    return [*([] if said else map(str, clause.at)), *beyond, *among, *peaked]


def _of_a_course(clause: Clause) -> list[str]:
    return [
        *_both_ways(clause),
        *_between_what(clause),
        *_beyond_what(clause),
        *_than_which(clause),
        *_from_when(clause),
        *_none_left(clause),
        *_ever_beyond_a_time(clause),
    ]


def _none_left(clause: Clause) -> list[str]:
    """ "Has it caught up since 2002-04?": to nothing, and no mere narrowing."""
    return [words for words, _ in clause.cues if clause.since and words.startswith("caught up")]


def _both_ways(clause: Clause) -> list[str]:
    """ "Wider than at baseline but narrowing?": two ways, of which one would be told."""
    both = clause.said("narrow") and clause.said("widen") and not clause.said("or", "either_way")
    return clause.words_of("narrow") if both and clause.hinted("stating") else []


def _between_what(clause: Clause) -> list[str]:
    """ "The difference between sole registrations and the nation": no change of the one that is held."""
    times = clause.since or clause.to or len(clause.at) > 1 or clause.thread_intent
    return (
        []
        if times
        else [words for words in clause.words_of("change") if words.endswith("difference between")]
    )


def _of_everything(clause: Clause) -> list[str]:
    """What the overview of all gaps does not pick out: people, rates, units."""
    people = [SEX_NAMES[sex] for sex in clause.sexes]
    units = [*(one for one in ("points", "percent") if one in clause.general), *clause.units]
    levels = [one for one in clause.measures if one != "gap"]
    return [*people, *clause.groups, *units, *levels, *_still_to_move(clause)]


def _ever_beyond_a_time(clause: Clause) -> list[str]:
    """ "Ever above baseline", “lower than the peak in every period”: no step from one period to the next."""
    steps = each_time(clause) or clause.hinted("at_all")
    ways = clause.words_of("narrow", "widen") if steps and clause.since else []
    return [words for words in ways if words in COMPARATIVES or words.split()[0] in BEYOND]


def _beyond_what(clause: Clause) -> list[str]:
    """ "Ever wider", “narrowed more”: than what? And what must happen has not."""
    more = [words for words, _ in clause.cues if words.split()[-1] == "more" and not clause.compared]
    must = ["must"] if "must" in clause.hints else []
    return [*(["ever"] if ever_beyond(clause) else []), *more, *must]


def _than_which(clause: Clause) -> list[str]:
    """ "Is cancer bigger than heart disease", “is the gap wider for women?”: no change of either."""
    if clause.in_a_group:
        return [words for words, _ in clause.cues if words in COMPARATIVES]
    several = len(clause.indicators) > 1 or clause.of_both_sexes
    of_two = ["than"] if several and clause.said("than") and not clause.since else []
    counted = clause.since or clause.said_amounts or clause.said("how_much") or clause.thread_intent
    beside = COMPARATIVES if len(clause.sexes) == 1 and not counted else set()
    return [*of_two, *(words for words, _ in clause.cues if words in beside)]


def _from_when(clause: Clause) -> list[str]:
    """ "How fast is it falling", of late or since when? “Has it closed?”, to nothing? “Back to baseline”, from when?"""
    if clause.since or clause.at:
        return []
    said = [words for words, _ in clause.cues]
    size = clause.said("how_much")
    pace = [words for words in said if size and words.endswith("ing")]
    closed = [words for words in said if words in NONE_LEFT]
    whole = not (size or clause.said_amounts or clause.thread_intent)
    back = [str(clause.to)] if clause.to and clause.to.kind != "period" else []
    return [*pace, *(closed if whole else []), *back]


def _sizes_of_what(clause: Clause) -> list[str]:
    """ "Is cancer worse than heart disease?": gaps are set beside each other where one is spoken of, and no deaths."""
    said = [words for words, _ in clause.cues]
    if clause.of_both_sexes and "gap" not in clause.measures:
        levels = [words for words in said if words in _LEVELS_OF]
        if levels:
            return levels  # “is life expectancy higher for women than men?”
    unused = [*_of_two_times(clause), *_each_beside(clause)]
    if not (clause.since or moved_further(clause)):
        moved = clause.words_of("trend", "change")  # “trend in cancer vs circulatory” asks for no sizes
        unused += [words for words in moved if "difference" not in words]
    if moved_further(clause):
        # Changes are compared in per cent.
        points = ["points"] if "points" in clause.general else []
        return [*unused, *points, *(one for one in clause.measures if one == "absolute_gap")]
    if clause.hinted("which"):
        # “Which widened, cancer or circulatory?”: one of them, both or neither.
        moved = clause.words_of("narrow", "widen")
        return [*unused, *(words for words in moved if words.endswith(("ed", "en", "ing")))]
    if clause.measures or clause.since or clause.thread_intent or len(clause.subjects) < 2:
        return unused
    return [*unused, *(words for words in said if words in _MORE or "more" in words.split())]


def _each_beside(clause: Clause) -> list[str]:
    """ "Has it fallen faster than average in every period?": one verdict is told, from end to end."""
    return of_each_time(clause) if clause.hinted("than", "most") else []


def _of_two_times(clause: Clause) -> list[str]:
    """ "Circulatory now against cancer at baseline", “cancer at its peak …”: each at a time of its own; or targets."""
    earlier = clause.at or (clause.since and not lately(clause))
    now = ["now"] if clause.latest and earlier and not clause.compared else []
    ends = [] if clause.hinted("which", "when") else clause.words_of("max", "min")
    of_targets = [words for words, _ in clause.cues if "target" in words]
    return [*now, *(ends if len(clause.indicators) > 1 else []), *of_targets]


def _published_when(clause: Clause) -> list[str]:
    """Calendar years, the period of figures that are still to come, “what share of deaths come from …”, and “the
    latest gap in the 2008 release”.
    """
    other = ("last_year", "this_year", "previous", *(("period",) if clause.said("next_release") else ()))
    numbers = clause.dying or "percent" in clause.general or {"share", "count"} & set(clause.measures)
    bare = all(words in ("release", "releases") for words in clause.words_of("source"))
    figure = clause.known and clause.measures and (clause.latest or (bare and clause.at))
    return [
        *(str(when) for when in clause.at if when.kind in other),
        *(clause.words_of("source") if numbers or figure else []),
    ]


def _of_which_only(clause: Clause) -> list[str]:
    """ "Which indicators are by sex?", “… have no rates?”: all are listed, and in no other form."""
    form = [clause.form] if clause.form in ("csv", "table") else []
    if clause.said("periods"):
        one = any(_ONE_PERIOD.search(words) for words in clause.words_of("periods"))
        return [*form, *(["the latest"] if clause.latest and one else [])]
    latest = ["the latest"] if clause.latest else []
    only = [*clause.measure_words.values(), *clause.groups, *clause.sexes]
    return [*(only if clause.said("indicators", "which") else []), *form, *latest]


_ONE_PERIOD = re.compile(r"\b(?:what|which) period\b")


def _still(clause: Clause) -> list[str]:
    """ "Why is it still rising?": whether it still is, is not said by a change since its baseline; “the number behind
    the figure” is no reason.
    """
    behind = clause.words_of("why") if "count" in clause.measures else []
    behind += clause.words_of("max", "min") if clause.at else []  # “why did it peak in 2002-04?”: since when?
    # “Why is the target so low?” asks for no movement.
    of_target = [] if clause.said(*_JUDGED) else clause.words_of("target")
    return [
        *of_target,
        *(words for words, _ in clause.cues if words.startswith("still ")),
        *(words for words in behind if words.startswith("behind")),
    ]


_JUDGED = (
    "met",
    "missed",
    "on_track",
    "off_track",
    "narrow",
    "widen",
    "change",
    "beside_target",
    "not_narrowed",
)


def _until_then(clause: Clause) -> list[str]:
    """The end of a time that has no beginning: “it was 19% until 2002-04”; “the latest”, of another period; “only”."""
    # “5.4 in both groups”, “fell by 0.5 in the one and for everyone”: true of each, or of the first?
    groups = len(clause.groups) + clause.everyone
    several = groups > 1 and "gap" not in clause.measures and not clause.said("than", "compare")
    both = ["both"] if several and len(clause.said_amounts) < groups else []
    # “Now 16%, up from 13% at baseline” names the latest as its end.
    ends_now = bool(clause.said_amounts) and clause.said_amounts[-1].role == "to"
    latest = ["the latest"] if clause.latest and clause.at and not ends_now else []
    return [
        *both,
        *([str(clause.to)] if clause.to and not clause.since else []),
        *latest,
        *(["only"] if "only" in clause.general else []),
        *(clause.words_of("than") if clause.of_both_sexes else []),  # “11% wider for women than for men”
    ]


def _after_when(clause: Clause) -> list[str]:
    """ "Ever above 18% after 2002-04": that period itself would be counted."""
    return ["after"] if clause.after else []


def _in_that_release(clause: Clause) -> list[str]:
    """ "Was cancer in the last release?", “is that still true?”, “the number of deaths in the release”."""
    whether = clause.hinted("stating") and not clause.hinted("asking", "which", "revised")
    still = ["still"] if clause.known and clause.latest else []
    counted = list(clause.measure_words.values()) if "count" in clause.measures else []
    return [*(clause.words_of("news") if whether and clause.indicators else []), *still, *counted]


def _how_big(clause: Clause) -> list[str]:
    """ "How is it defined and how big is it?", “what is the R&M rate?” ask for a figure as well."""
    size = clause.hinted("size") and clause.said("define", "method")
    rate = bool(clause.groups) and "rate" in clause.measures
    return [*(["how big"] if size else []), *(["rate"] if rate else [])]


BY_KIND: Mapping[Intent, Callable[[Clause], list[str]]] = {
    "which": _not_of_all,
    "extremum": _no_peak_said,
    "check": _until_then,
    "threshold": _after_when,
    "compare": _sizes_of_what,
    "trend": _of_a_course,
    "change_since": _of_a_course,
    "source": _published_when,
    "news": _in_that_release,
    "list": _of_which_only,
    "overview": _of_everything,
    "explain": _still,
    "definition": _how_big,
    "target_status": due_when,
    "required": still_to_go,
    "projection": of_what_is_ahead,
}
