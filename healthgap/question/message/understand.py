"""The whole way from a message to what was understood, one clause at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from operator import itemgetter

from healthgap.catalogue import Catalogue
from healthgap.question.asked.intents import (
    as_kind,
    asks_of_figures,
)
from healthgap.question.asked.likeness import Likeness, words_of
from healthgap.question.message.beside import asked_after, at_no_time, left_open, whether_true
from healthgap.question.message.dividing import (
    MOST_PARTS,
    asks_what_it_was,
    divisions,
    headed_by_several,
    measures,
    opens_like_a_question,
    paired,
    points_back,
    split,
    starts_clause,
)
from healthgap.question.message.occasion import without_occasion, without_told
from healthgap.question.message.one_clause import LONGEST_ELLIPSIS, ClauseReader
from healthgap.question.message.parts import (
    is_heading,
    is_in_passing,
    named_at_the_end,
    of_the_whole_heading,
    restricts_another,
    set_apart,
    shares_a_movement,
    shares_an_end,
)
from healthgap.question.message.tails import says_well, with_its_tail, without_guess, without_thanks
from healthgap.question.message.together import TALK, all_asked, unclear_together
from healthgap.question.model import Intent, Partly, Question, Unclear, Understanding, Understood
from healthgap.question.named.clause import Clause
from healthgap.question.named.naming import read
from healthgap.question.named.restrictions import narrowing
from healthgap.question.thread.corrections import put_right, without_corrected, without_opening
from healthgap.question.thread.followups import merged
from healthgap.question.thread.left_out import left_out
from healthgap.question.thread.meant import OF_NO_FIGURE
from healthgap.question.thread.pairs import told_before
from healthgap.question.words import amounts, dates, periods, spans, spelling, text
from healthgap.question.words.amounts import Said
from healthgap.question.words.dates import Known
from healthgap.question.words.lexicon import Lexicon
from healthgap.question.words.periods import Mention
from healthgap.question.words.spans import Span
from healthgap.question.words.spelling import English
from healthgap.question.words.text import Token

_LONGEST_MESSAGE = 2000
_LIKELY = 14
_CHOICES_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Stages:
    """What each stage made of a message, for `ask --explain`."""

    tokens: tuple[str, ...]
    spans: tuple[Span, ...]
    understanding: Understanding


@dataclass(frozen=True)
class Reader:
    """Understands messages about one catalogue. `english` and `kinds` give what only unclear ones need."""

    catalogue: Catalogue
    lexicon: Lexicon
    english: Callable[[], English]
    kinds: Callable[[], Likeness]

    @cached_property
    def _clauses(self) -> ClauseReader:
        return ClauseReader(self.catalogue, self.lexicon)

    @cached_property
    def choice(self) -> Callable[[str], Understanding]:
        """What a choice asks, in an empty thread; the same are offered again and again, so they are remembered."""
        return lru_cache(_CHOICES_REMEMBERED)(self.understand)

    def understand(self, message: str, last: Question | None = None) -> Understanding:
        """What `message` asks, where `last` is the last thing understood in its thread."""
        return self.stages(message, last).understanding

    def stages(self, message: str, last: Question | None = None) -> Stages:
        typed = text.tokens(message[:_LONGEST_MESSAGE], self.lexicon.wording.contractions)
        unknown = any(word.is_word and word.text not in self.lexicon.words for word in typed)
        words = spelling.repaired(typed, self.lexicon, self.english()) if unknown else typed
        cut = with_its_tail(spans.cut(words, self._named(words), self.lexicon))
        understood = self._understood(cut, last)
        if isinstance(understood, Unclear) and understood.unexplained and not understood.pressed:
            understood = self._as_if_misspelt(understood, words, last)
        return Stages(tuple(word.text for word in words), cut, understood)

    def _as_if_misspelt(self, found: Unclear, words: Sequence[Token], last: Question | None) -> Unclear:
        """`found` with what it would mean if the words that are no English were misspelt as its first guess."""
        meant = spelling.supposed(words, self.lexicon, self.english())
        if meant == tuple(words):
            return found
        read = self._understood(spans.cut(meant, self._named(meant), self.lexicon), last)
        if not isinstance(read, Understood):
            return found
        return replace(found, guesses=tuple(dict.fromkeys((read.questions, *found.guesses))))

    def _named(self, words: Sequence[Token]) -> list[Mention | Said | Known]:
        """The dates, periods and amounts in `words`, none of them inside another."""
        known = dates.mentions(words)
        dated = {i for one in known for i in range(one.start, one.end)}
        whens = [
            mention
            for mention in periods.mentions(words, self.lexicon.wording.counting)
            if dated.isdisjoint(range(mention.start, mention.end))
        ]
        return [*known, *whens, *amounts.mentions(words, [*known, *whens], self.lexicon)]

    def _understood(self, cut: Sequence[Span], last: Question | None) -> Understanding:
        if all(span.is_mark for span in cut) or (last is not None and says_well(cut)):
            return Understood((Question("smalltalk"),))
        plain = without_thanks(cut) if last is not None else cut
        if len(plain) < len(cut):
            found = self._understood(plain, last)
            if isinstance(found, Understood) and found.questions[0].intent not in TALK:
                return found
        after = asked_after(cut)
        if after:
            return self._with_likely(Unclear((), unused=after, about_figures=True), cut, last)
        asked = without_told(cut, self.english)
        if len(asked) == len(cut) or all(span.is_mark or span.is_filler for span in asked):
            return self._asked(cut, last)
        apart = self._asked(asked, last)
        if not isinstance(apart, Unclear):
            return apart
        whole = self._asked(cut, last)
        if isinstance(whole, Understood):  # by words of the occasion
            return replace(apart, guesses=tuple(dict.fromkeys((whole.questions, *apart.guesses))))
        return apart

    def _asked(self, cut: Sequence[Span], last: Question | None) -> Understanding:
        """What is asked, once the sentences that only tell of the occasion are gone."""
        in_the_way = narrowing(cut) or set_apart(cut) or left_open(cut)
        in_the_way = in_the_way or (at_no_time(cut) if last is None else ())
        if in_the_way:
            return self._with_likely(Unclear((), unused=in_the_way, about_figures=True), cut, last)
        names, items = headed_by_several(cut)
        if names:
            return self._of_each(items, Question("value", names))
        cut = without_corrected(cut)
        again = put_right(cut)
        if again:
            withdrawn = self._understood(cut[:again], last)
            asked = any(
                measures(span) or span.has("cue") or span.said or span.has("when") for span in cut[:again]
            )
            if isinstance(withdrawn, Unclear) and not asked:
                return withdrawn  # “among smokers, no, I mean life expectancy”: among smokers still?
            told = withdrawn.questions[-1] if isinstance(withdrawn, Understood) else last
            return self._understood(without_opening(cut[again:]), told)
        unclear: list[Unclear] = []
        ways = paired(cut) or divisions(cut)
        if not ways:
            return self._with_likely(Unclear((), about_figures=True), cut, last)
        leans = last is not None and last.intent == "definition"  # “how many deaths did they have …?”
        leans = leans or any(span.text.startswith("the one ") for span in cut)
        whole = not leans and _is_long(cut) and any(span.has("indicator") for span in ways[0][0])
        leant_on = None if whole else last
        for parts in ways:
            attempt = self._parts(parts, leant_on)
            if isinstance(attempt, Understood):
                return _doubted(cut, attempt.questions, last) or attempt
            unclear.append(attempt)
        sure = without_guess(cut)
        rest = sure if len(sure) < len(cut) else without_occasion(cut, self.english())
        if len(rest) < len(cut) and not all(span.is_mark for span in rest):
            return self._understood(rest, leant_on)
        return self._partly(cut, leant_on) or self._with_likely(min(unclear, key=_how_unclear), cut, leant_on)

    def _of_each(self, items: Sequence[Sequence[Span]], heading: Question) -> Understood | Unclear:
        """What the items of a list ask of all that stands in its heading."""
        found = [self._clauses.understand(item, heading) for item in items]
        unclear = [one for one in found if isinstance(one, Unclear)]
        asked = [question for one in found if isinstance(one, Understood) for question in one.questions]
        return unclear_together(asked, unclear) if unclear else all_asked(items, asked)

    def _with_likely(self, found: Unclear, cut: Sequence[Span], last: Question | None) -> Unclear:
        """`found` with the kinds of question that the message resembles most among its guesses, the likeliest first."""
        if found.pressed:
            return found
        clause = read(
            [span for span in cut if not span.is_mark], self.catalogue, self.lexicon.wording.counting, last
        )
        if last is None and _gap_of_what(clause):
            return found
        kinds = self.kinds().ranked(words_of(cut, in_thread=last is not None))
        asked: list[tuple[int, tuple[Question, ...]]] = []
        for i, kind in enumerate(kinds[:_LIKELY]):
            question = as_kind(kind, clause, self.catalogue)
            if question and last is not None and not clause.indicators:
                question = merged(question, clause, last)
            asked += [(i, (question,))] if question else []
        place: dict[Intent, int] = {}
        for i, kind in enumerate(kinds):
            place.setdefault(kind.intent, i)
        placed = [(max(place.get(one.intent, 0) for one in guess), guess) for guess in found.guesses]
        likeliest = tuple(dict.fromkeys(guess for _, guess in sorted([*placed, *asked], key=itemgetter(0))))
        if clause.names_something or asks_of_figures(clause) or last is not None:
            return replace(found, guesses=likeliest)
        return replace(found, examples=likeliest)

    def _partly(self, cut: Sequence[Span], last: Question | None) -> Partly | None:
        """Some parts answered and others refused in place, if the division into questions is beyond doubt.

        A part may restrict the others ("In Manchester."): each has to open like a question, one that is refused has to
        hold a word that is not known, and if another is answered after it, to name what it measures, and not to be
        what that one points back at.
        """
        parts = split(cut, lambda i: starts_clause(cut, i))
        if not 1 < len(parts) <= MOST_PARTS or not all(map(opens_like_a_question, parts)):
            return None
        found: list[Question | Unclear] = []
        for i, part in enumerate(parts):
            before = found[-1] if i else last
            if isinstance(before, Unclear) and any(map(points_back, part)):
                return None
            read = self._clauses.understand(part, before if isinstance(before, Question) else None)
            last_part = i == len(parts) - 1
            if isinstance(read, Unclear) and not (
                read.unexplained and (last_part or any(map(measures, part)))
            ):
                return None
            found += read.questions if isinstance(read, Understood) else [read]
        return Partly(tuple(found)) if any(isinstance(one, Question) for one in found) else None

    def _parts(self, parts: Sequence[Sequence[Span]], last: Question | None) -> Understood | Unclear:
        shared = shares_an_end(parts) or shares_a_movement(parts)
        if shared:
            return Unclear((), unused=shared, about_figures=True)
        questions: list[Question] = []
        unclear: list[Unclear] = []
        headed = len(parts) > 1 and is_heading(parts)
        of_all = named_at_the_end(parts) if last is None and not headed else ()
        last = Question("value", of_all) if of_all else last
        last = None if headed else last
        for i, part in enumerate(parts):
            told = [*([last] if last else []), *(one for one in questions if one.intent not in TALK)]
            leant_on = told[-1] if told else None
            if leant_on and len(told) > 1:
                leant_on = leant_on.but(before=told_before(told[-2], leant_on))
            if questions and leant_on and asks_what_it_was(part) and leant_on.intent not in OF_NO_FIGURE:
                continue
            found = self._clauses.understand(part, leant_on)
            if headed and i == 1:
                last = questions[-1] if questions else None
                questions.clear()  # “Circulatory: baseline, latest, target” asks for the three
            elif headed and isinstance(found, Unclear):
                found = self._clauses.understand(part, last)  # in “gap, rate, target” the target is no rate's
            if isinstance(found, Unclear):
                unclear.append(found)
            elif (len(parts) > 1 and is_in_passing(part, found)) or (
                questions and restricts_another(part, found, questions[-1])
            ):
                unclear.append(Unclear((), unused=(" ".join(span.text for span in part),)))
            else:
                questions += found.questions
        if headed and not of_the_whole_heading(parts[0], questions):
            unclear.append(Unclear((), unused=(" ".join(span.text for span in parts[0]),)))
        return unclear_together(questions, unclear) if unclear else all_asked(parts, questions)


def _doubted(cut: Sequence[Span], asked: tuple[Question, ...], last: Question | None) -> Unclear | None:
    """Why the questions `asked` are not all that a message says, if so."""
    truth = whether_true(cut, asked)
    if truth:
        return Unclear((asked,), unused=truth)
    return left_out(cut, last, asked) if last else None


def _gap_of_what(clause: Clause) -> bool:
    """ "Obesity gap": nothing is named or asked but a gap of something that is not held."""
    else_named = clause.subjects or clause.groups or clause.cues or clause.at or clause.since or clause.form
    return bool(clause.unexplained) and clause.measures == ["gap"] and not else_named


def _is_long(spans: Sequence[Span]) -> bool:
    return sum(len(span.text.split()) for span in spans) >= LONGEST_ELLIPSIS


def _how_unclear(unclear: Unclear) -> tuple[bool, int]:
    return (not unclear.guesses, len(unclear.unexplained) + len(unclear.unused))
