"""What one clause asks, by itself or as it leans on the question before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from healthgap.catalogue import Catalogue
from healthgap.question.asked.intents import Reading, at_once, bare, readings, selects
from healthgap.question.message.dividing import MOST_PARTS
from healthgap.question.model import Question, Unclear, Understood
from healthgap.question.named.clause import Clause
from healthgap.question.named.naming import read
from healthgap.question.thread.beside_the_last import (
    beside_the_last,
    in_that_release,
    of_the_group,
    of_the_term,
)
from healthgap.question.thread.corrections import alluded, without_denied, without_opening
from healthgap.question.thread.dangling import dangling
from healthgap.question.thread.dangling.ends import from_and_to
from healthgap.question.thread.dangling.turn import Turn
from healthgap.question.thread.followups import is_elliptical, is_of_that_kind, merged
from healthgap.question.thread.pairs import beside_last, of_both, of_the_two
from healthgap.question.thread.pointing import resolved
from healthgap.question.words.lexicon import Lexicon
from healthgap.question.words.spans import Span

LONGEST_ELLIPSIS, _LONGEST_UNLED = 10, 6
_WITHOUT_INDICATOR = {"which", "overview", "list", "definition", "source", "news", "help", "smalltalk"}


@dataclass(frozen=True)
class ClauseReader:
    """Understands single clauses about one catalogue."""

    catalogue: Catalogue
    lexicon: Lexicon

    def understand(self, said: Sequence[Span], last: Question | None) -> Understood | Unclear:
        """What the clause that was `said` asks, where `last` is what it follows."""
        clause = without_denied(said)
        corrected = False
        if last is not None:
            last = of_both(clause, last)
            meant = alluded(clause, last, self.catalogue)
            if meant:
                return self._one_of(meant)
            opened = without_opening(clause)
            corrected = len(opened) < len(clause) or (len(clause) < len(said) and said[0].text == "not")
            clause = resolved(opened, last, self.catalogue.groups)
            if not any(not span.is_mark for span in clause):
                return Unclear((), about_figures=True)
        if _asks_what_is(clause):
            named = clause[1].values("indicator")
            means, figure = (Question("definition", named),), (Question("value", named),)
            return Understood(means) if last is None else Unclear((figure, means), about_figures=True)
        found = read(clause, self.catalogue, self.lexicon.wording.counting, last)
        if last is not None:
            beside_last(found, clause, last)
            of_the_two(found, last)
            of_the_group(found, last, self.catalogue.groups)
            if corrected and last.since and len(found.at) == 1 and not (found.cues or found.since):
                found.since, found.at = found.at[0], []  # “how much since baseline?”, “sorry, 2003-05”
        longest = LONGEST_ELLIPSIS if found.followup else _LONGEST_UNLED
        whole = bool(found.indicators) and sum(len(span.text.split()) for span in clause) > longest
        if corrected and found.indicators and not whole:
            found.followup.append("and")  # “no, the cancer gap” goes on as “and the cancer gap” does
        if last is not None and (
            is_of_that_kind(clause, found, last) or (not whole and is_elliptical(found, last))
        ):
            asked = readings(found, self.catalogue) or [
                Reading(bare(found, self.catalogue), (*found.unused(frozenset({"and"})), *found.amount_words))
            ]
            options = [
                Reading(
                    in_that_release(merged(reading.question, found, last), clause, found, last),
                    (*reading.unused, *dangling(Turn(reading.question, clause, found, last, self.catalogue))),
                )
                for reading in asked
            ]
            options += [Reading(question, options[0].unused) for question in from_and_to(found, last)]
            return self._judged(options, found)
        opening = ("what about", "how about", "and what about") if found.indicators else ()
        loose = [
            word
            for word in found.followup
            if word not in (*self.lexicon.wording.function_words, "and", *opening)
        ]
        options = [
            Reading(
                in_that_release(of_the_term(reading.question, last), clause, found, last),
                (
                    *reading.unused,
                    *loose,
                    *beside_the_last(reading.question, clause, found, last, self.catalogue),
                ),
            )
            for reading in readings(found, self.catalogue)
        ]
        return self._judged(options, found)

    def _judged(self, options: Sequence[Reading], found: Clause) -> Understood | Unclear:
        left_over = (*found.astray, *found.unused(frozenset()), *found.amount_words)
        if not options and found.names_something and not (found.unexplained or left_over):
            return self._of_which_indicator(bare(found, self.catalogue))
        if not options:
            return Unclear(
                (),
                tuple(found.unexplained),
                left_over,
                found.names_something,
                found.hinted("pretend"),
                lacking=self._lacking(found),
            )
        best = options[0]
        unused = (*found.astray, *best.unused)
        asked = best.question
        unexplained = tuple(word for word in found.unexplained if not self._is_defined(word, asked))
        if not unused and not unexplained and _is_complete(asked) and self._one_sex_for_all(best.question):
            return Understood(at_once(best.question, found))
        pressed = found.hinted("pretend")
        fair = [option.question for option in options if not (pressed and option.question.amounts)]
        guesses = tuple(dict.fromkeys((one,) for one in fair if one.indicators or selects(one)))
        if not (guesses or unused or unexplained or pressed):
            return self._of_which_indicator(best.question)
        lacking = self._lacking(found) if _is_complete(asked) else asked
        return Unclear(guesses[:3], unexplained, unused, found.names_something, pressed, lacking=lacking)

    def _one_of(self, meant: tuple[Question, ...]) -> Understood | Unclear:
        if len(meant) > 1:
            return Unclear(tuple((question,) for question in meant))
        return Understood(meant) if _is_complete(meant[0]) else self._of_which_indicator(meant[0])

    def _lacking(self, found: Clause) -> Question | None:
        """What is asked by what a clause names, where that is no indicator; None where it names nothing else."""
        if _defines_nothing(found):
            return Question("definition")
        dated = found.at or found.since or found.measures
        return bare(found, self.catalogue) if dated and not found.indicators else None

    def _of_which_indicator(self, question: Question) -> Unclear:
        """A question that only lacks its indicator, for each one that there is."""
        guesses = [(question.but(indicators=(name,)),) for name in self.catalogue.indicators]
        return Unclear(tuple(guesses[:MOST_PARTS]), about_figures=True, lacking=question)

    def _is_defined(self, word: str, asked: Question) -> bool:
        """ "Does circulatory disease include strokes?": the definition that is asked for says so."""
        told = " ".join(self.catalogue.indicators[name].definition for name in asked.indicators).lower()
        return asked.intent == "definition" and word.removesuffix("s") in re.findall(r"[a-z]+", told)

    def _one_sex_for_all(self, question: Question) -> bool:
        """Of several indicators, a sex said once must be published for each or none; else it was said of one only."""
        sexes = [self.catalogue.indicators[name].sexes for name in question.indicators]
        return question.sex in (None, "both") or len({question.sex in held for held in sexes}) < 2


def _defines_nothing(found: Clause) -> bool:
    """ "What does it mean?", “how is it measured?” where nothing was told."""
    cues = [meanings for _, meanings in found.cues]
    defines = bool(cues) and all(not one.isdisjoint(("define", "method")) for one in cues)
    return defines and not (found.names_something or found.unexplained)


def _is_complete(question: Question) -> bool:
    """Whether a question names what it is of, or needs no indicator."""
    every = question.selection == "all" or question.intent in _WITHOUT_INDICATOR
    return bool(question.indicators) or every


def _asks_what_is(clause: Sequence[Span]) -> bool:
    """ "What is circulatory disease?": by a bare name, what it means; in a thread maybe its figure."""
    plain = [span for span in clause if not span.is_mark]
    one = len(plain) == len(clause[:2]) == 2 and plain[0].text == "what is"
    return one and len(plain[1].values("indicator")) == 1 and not plain[1].has("measure")
