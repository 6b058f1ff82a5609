"""What a whole question in a thread may yet be of: all that is held, or what was told (“which?”, “are they all?”)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from healthgap.catalogue import Catalogue
from healthgap.question.model import GAP_MEASURES, LEVEL_MEASURES, Question, When
from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import COMPARATIVES
from healthgap.question.thread.pairs import IT, WHICH_ONE
from healthgap.question.words.spans import Span

_OVER_ALL = ("which", "overview", "list")
_MORE = ("more", "further", "faster", "quicker")
_ALL_OR_SO_MANY = ("how many are", "how many have", "how many of", "is everything", "has everything")
_SOME = ("any", "either", "are any", "have any", "has any")
_OF_SEVERAL = re.compile(r"\bwhich of the (?:three|four|five)\b")
_POINTS_BACK = (*IT, "ones")
_OF_ONE = ("most", "closest", "furthest")
_WHICH_IS = ("which", "which is", "which one", "which one is", "which has", "which are")
_IN_THAT_RELEASE = ("it", "did it", "does it", "in it", "there")
_OF_THE_TERM = ("them", "those", "there", "they", "it", "these")
_BESIDE = ("with", "beside", "alongside", "next to")
_PEOPLE = frozenset({"babies", "deaths", "lives", "infants", "people"})
_OF_THOSE = re.compile(r"\b(?:them|those|these|they)(?: all)?$")


def beside_the_last(
    asked: Question, clause: Sequence[Span], found: Clause, last: Question | None, catalogue: Catalogue
) -> list[str]:
    """ "So cancer is the wider one" after that gap and another: wider than the other, or than before?

    "Which has narrowed?", “did any?” after two is of the two, or of all; “any of those” after a list is of the listed.
    """
    if last is None:
        return []
    if asked.intent == "definition" and means_so_much(found, [span.text for span in clause]):
        return found.words_of("define")
    if last.intent == "definition" and not last.indicators:
        on_all = asked.intent in _OVER_ALL
        return [
            *_after_a_term(asked, clause, found, last),
            *(span.text for span in clause if on_all and span.text.split()[-1] in _OF_THE_TERM),
        ]
    elsewhere = [*_of_that_release(asked, clause, last), *_of_whom_else(asked, found, last, catalogue)]
    if elsewhere:
        return elsewhere
    if not (last.indicators or last.intent == "which"):
        return []
    if found.form and len(found.indicators) == 1 and set(found.indicators) - set(last.indicators):
        return _with_another(clause)
    if asked.intent in _OVER_ALL:
        return _of_those_told(asked, clause, found, last, catalogue)
    of_all = asked.indicators == last.indicators and not (asked.groups or found.everyone)
    if asked.intent == "value" and asked.measure == "count" and of_all and last.groups:
        return [found.measure_words.get("count", "how many")]  # of the group told before, or of everyone?
    if asked.intent not in ("trend", "explain", "run", "change_since"):
        return []
    another = bool(last.indicators) and (asked.indicators != last.indicators or bool(last.before))
    alone = len(asked.indicators) == 1 and not (found.since or found.at or found.compared)
    alone = alone and not (asked.intent == "explain" and (asked.sex or asked.selection == "sides"))
    return [words for words, _ in found.cues if words in COMPARATIVES] if another and alone else []


def in_that_release(
    asked: Question, clause: Sequence[Span], found: Clause, last: Question | None
) -> Question:
    """ "And what was the gap?" after the release of a time that was named: as known then."""
    told = last is not None and last.intent == "news" and last.known is not None
    past = any(not _PAST.isdisjoint(span.text.split()) for span in clause)
    of_then = told and past and not (asked.known or found.latest)
    return asked.but(known=last.known) if last and of_then and asked.intent in _OF_FIGURES else asked


_PAST = frozenset({"was", "were", "did", "had", "died"})
_OF_FIGURES = ("value", "trend", "change_since", "extremum", "target_status", "projection", "compare")


def _after_a_term(asked: Question, clause: Sequence[Span], found: Clause, last: Question) -> list[str]:
    """ "What is it for cancer?" after “what does target mean?”, which is no figure."""
    bare = asked.intent == "value" and not (found.measures or found.cues or found.groups)
    told = of_the_term(asked, last) != asked
    return [span.text for span in clause if span.has("indicator") and bare and not told]


def _with_another(clause: Sequence[Span]) -> list[str]:
    """ "A chart with cancer" after another gap: of both."""
    plain = [span for span in clause if not span.is_mark]
    return [one.text for one, two in pairwise(plain) if one.text in _BESIDE and two.has("indicator")]


def of_the_group(found: Clause, last: Question, groups: Collection[str]) -> None:
    """ "What's the rate?" after “what does routine and manual mean?”: of that group, if it is one of `groups`."""
    defined = [term for term in last.terms if term in groups]
    level = not set(found.measures).isdisjoint(LEVEL_MEASURES)
    elsewhere = found.groups or found.everyone or found.indicators
    if last.intent == "definition" and len(defined) == 1 and level and not elsewhere:
        found.groups += defined


def of_the_term(asked: Question, last: Question | None) -> Question:
    """ "What is it for infant mortality?" after “what does absolute gap mean?”, “… baseline mean?”: of that."""
    if last is None or last.intent != "definition" or last.indicators or len(last.terms) != 1:
        return asked
    (term,) = last.terms
    if asked.intent != "value" or asked.measure or asked.at or asked.groups:
        return asked
    if term == "baseline":
        return asked.but(at=(When("baseline"),))
    return asked.but(measure=term) if term in GAP_MEASURES else asked


def means_so_much(found: Clause, said: Sequence[str]) -> bool:
    """ "What does that mean in babies?", “what rate would that mean?”: a number, and no definition."""
    of_what = set(found.measures) - {"gap"} or found.groups or not _PEOPLE.isdisjoint(said)
    return bool(of_what) and not IT.isdisjoint(found.followup)


def _of_that_release(asked: Question, clause: Sequence[Span], last: Question) -> list[str]:
    """ "And what did it say about cancer?", “which gaps does it cover?” after a release: not of all that is held."""
    released = last.intent == "news"
    named = released and asked.intent in ("value", "list", "definition")
    bare = released and last.known and not asked.known and asked.intent in _OF_FIGURES
    bare = bare and not any(span.has("cue", "asking") or span.has("cue", "stating") for span in clause)
    return [
        *(span.text for span in clause if named and span.text in _IN_THAT_RELEASE),
        *(span.text for span in clause if bare and span.has("indicator")),  # as known then, or now?
    ]


def _of_whom_else(asked: Question, found: Clause, last: Question, catalogue: Catalogue) -> list[str]:
    """ "And for single mothers?" after the cancer gap, which is not held for them: no question on what is."""
    named = found.indicators or found.measures or found.cues or found.at or found.since
    implied = set(asked.indicators) - set(last.indicators) if last.indicators else set()
    return [catalogue.groups[group].title for group in found.groups] if implied and not named else []


def _of_those_told(
    asked: Question, clause: Sequence[Span], found: Clause, last: Question, catalogue: Catalogue
) -> list[str]:
    """The words of a question over all gaps, or of what is held, that may mean those told before."""
    said = [span.text for span in clause]
    told = [text for text in said if _OF_THOSE.search(text)]
    if asked.intent == "list" and not found.said("list", "periods"):
        told += [text for text in said if text.split()[-1] in _POINTS_BACK]
    nearer = any(words.split()[-1] in _MORE for words, _ in found.cues) and not found.said("than")
    of_two = _told_several(last, catalogue) or (nearer and bool(last.indicators))
    of_one, of_listed = ((one.selection or "").endswith(_OF_ONE) for one in (last, asked))
    of_listed = of_listed and last.intent == "which" and not of_one
    told += [text for text in said if of_listed and text in _WHICH_IS]
    bare = ("which", *_SOME) if of_two else _SOME if last.intent == "which" else ()
    ones = (*(WHICH_ONE if last.indicators else ()), *(_ALL_OR_SO_MANY if bare else ()))
    whose = ("whose", "who has") if bare else ()
    told += [text for text in said if text in bare or text.startswith((*ones, *whose))]
    return [*told, *(_OF_SEVERAL.findall(" ".join(said)) if last.indicators else [])]


def _told_several(last: Question, catalogue: Catalogue) -> bool:
    """Whether `last` told more than one gap: others before it, several measures, groups, times, areas or both sexes."""
    lists = (last.at, last.indicators, last.areas)
    by_sex = last.sex in (None, "both") and any(
        len(catalogue.indicators[name].sexes) > 1 for name in last.indicators
    )
    several = bool(last.before or last.groups) or last.measure is not None
    return several or by_sex or any(len(one) > 1 for one in lists)
