"""Facts of a whole answer -> the Reply that a person reads: sentences, table, chart, buttons, source."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeGuard

from healthgap.answer import checks as c
from healthgap.answer import facts as f
from healthgap.answer import overviews as o
from healthgap.answer.checks import Answer
from healthgap.answer.held import Held
from healthgap.answer.manner import PLAIN, Manner
from healthgap.answer.manner import manner as as_asked
from healthgap.answer.rows import rows
from healthgap.answer.told import figures_told
from healthgap.catalogue import Catalogue
from healthgap.question.model import Question, Unclear, When
from healthgap.question.phrase import phrase
from healthgap.question.words.dates import in_words
from healthgap.reply import Button, Message, Reply
from healthgap.series import Series
from healthgap.targets import Assessment
from healthgap.wording import (
    beside,
    chance,
    claims,
    drivers,
    forms,
    gaps,
    holdings,
    lists,
    moves,
    news,
    not_held,
    not_understood,
    provenance,
    rankings,
    slopes,
    targets,
    thresholds,
)
from healthgap.wording.figures import differing, marked, wider_than_asked
from healthgap.wording.numbers import when_published
from healthgap.wording.prose import MOST_REMARKS, Prose, in_short, texts, together

_SOURCES = 3
_MOST_WHOLE = 2


def answered(
    parts: Sequence[Question | Unclear],
    found: Sequence[Sequence[Answer | Unclear]],
    held: Held,
    manner: Manner = PLAIN,
    text: str = "",
) -> Reply:
    """The reply to what was understood, part by part; it declines only if nothing of it could be answered.

    `text` is the message, whose own words matter where they name only a part of what is held.
    """
    every = [fact for facts in found for fact in facts if not isinstance(fact, Unclear)]
    good = [fact for fact in every if not isinstance(fact, f.NotHeld | c.NoRelease | c.Unranked)]
    questions = [part for part in parts if isinstance(part, Question)]
    units = {name: indicator.unit for name, indicator in held.catalogue.indicators.items()}
    figures, published = rows(every, units), figures_told(every)
    first = (
        *wider_than_asked(text, questions, held.catalogue),
        *marked(published, held.catalogue),
        *differing(published, held),
    )
    question = questions[-1]
    most = MOST_REMARKS - (question.form == "chart")  # that it is there is a remark too
    told = _each_told(found, held.catalogue, manner, as_asked(text))
    whole = together(told, first, None if manner.in_full else most)
    if question.known and question.form == "chart":
        question = question.but(form="table")  # charts are drawn of what is known now
    if question.known and question.intent != "news":
        whole.headline = f"As known at the end of {in_words(question.known)}: {whole.headline}"
    table, charts = forms.table(question, every, held.catalogue), forms.charts(question, every)
    if charts:
        whole.context.insert(0, forms.with_chart(every))
    return Reply(
        kind="answer" if good else "clarify" if any(map(_can_be_narrowed, every)) else "decline",
        message=Message(
            whole.headline,
            tuple(whole.context),
            tuple(whole.caveats),
            source_line(figures, held),
            table,
            charts,
            f"{'-'.join(question.indicators) or 'healthgap'}.csv" if question.form == "csv" else "",
            _buttons(question, good, held.catalogue),
        ),
        reading="; ".join(phrase(one, held.catalogue) for one in questions),
        question=tuple(one.as_json() for one in questions),
        figures=figures,
        choices=() if good else _nearest(every, held.catalogue),
        as_of=held.as_of,
        unexplained=tuple(
            word for part in parts if isinstance(part, Unclear) for word in (*part.unexplained, *part.unused)
        ),
    )


def _each_told(
    found: Sequence[Sequence[Answer | Unclear]], catalogue: Catalogue, manner: Manner, whole: Manner
) -> list[Prose]:
    """What was found, each in its own words; in short where it is much. Of several verdicts the sum stands first.

    `whole` is the manner of the whole message, `manner` what of it holds for each part.
    """
    facts = [fact for part in _without_repeats(found) for fact in part]
    facts = facts if whole.of_truth else _asked_first(facts)
    told = _each_once([_told(fact, catalogue, manner) for fact in facts])
    verdicts = [fact for fact in facts if isinstance(fact, c.ClaimFacts)]
    if len(verdicts) > 1 and isinstance(facts[0], c.ClaimFacts):
        told.insert(0, claims.together(verdicts, whole))
    judged = [fact for fact in facts if isinstance(fact, f.TargetFacts)]
    if 1 < len(judged) == len(facts) and manner.asks != "whether" and whole.asks == "whether" and whole.hope:
        told.insert(0, targets.of_each(judged, whole))
    leads = {_YEARS.sub("", part.headline.partition(":")[0]) for part in told}
    if not verdicts and len(leads) > 1 and all(lead.startswith(("Yes", "No")) for lead in leads):
        told.insert(0, Prose("Not of each of them."))
    if len(told) > _MOST_WHOLE and not verdicts and not manner.in_full:
        return [in_short(part) for part in told]
    return told


_YEARS = re.compile(r"[\d-]+")


def _asked_first(facts: list[Answer | Unclear]) -> list[Answer | Unclear]:
    """What was asked before the statement that led up to it, where that is right; what is wrong with it stays first."""
    claimed = [fact for fact in facts if isinstance(fact, c.ClaimFacts)]
    asked = [fact for fact in facts if not isinstance(fact, c.ClaimFacts)]
    return [*asked, *claimed] if all(claim.verdict == "right" for claim in claimed) else facts


def _can_be_narrowed(fact: Answer) -> bool:
    """Whether a narrower question would be answered."""
    return isinstance(fact, c.Unranked) or (isinstance(fact, f.NotHeld) and fact.lack == "year inside")


def _told(fact: Answer | Unclear, catalogue: Catalogue, manner: Manner) -> Prose:
    if type(fact) in _TELL_AS_ASKED:
        return _TELL_AS_ASKED[type(fact)](fact, catalogue, manner)
    return _TELL[type(fact)](fact, catalogue)


def _each_once(told: Sequence[Prose]) -> list[Prose]:
    """Without parts that say what one before them says, as two refused for the same reason."""
    each: dict[str, Prose] = {}
    for part in told:
        each.setdefault(part.headline, part)
    return list(each.values())


def _without_repeats(found: Sequence[Sequence[Answer | Unclear]]) -> list[list[Answer | Unclear]]:
    """The same, where a target that has a part of its own is not told beside its gap as well."""
    judged = {
        _of(fact.standing.series) for facts in found for fact in facts if isinstance(fact, f.TargetFacts)
    }
    return [
        [_without_target(fact) if _judged_apart(fact, judged) else fact for fact in facts] for facts in found
    ]


def _judged_apart(fact: Answer | Unclear, judged: Collection[tuple[str, ...]]) -> TypeGuard[f.GapFacts]:
    return isinstance(fact, f.GapFacts) and _of(fact.series) in judged


def _without_target(fact: f.GapFacts) -> f.GapFacts:
    return replace(fact, standing=replace(fact.standing, assessment=Assessment(None, "not assessable")))


def _of(series: Series) -> tuple[str, ...]:
    return (series.indicator.id, series.indicator.area, series.sex, series.measure)


def asked_back(
    found: Unclear,
    text: str,
    likely: Sequence[str],
    choices: tuple[str, ...],
    held: Held,
    misses: int,
    related: Sequence[str] = (),
) -> Reply:
    """One question back on `text` with choices, the `likely` ones first, or a kind no with what there is.

    `misses` are the messages before this one in the thread that were not understood either; `related` the indicators
    nearest to what was asked for and is not held.
    """
    guessed = dict.fromkeys(name for guess in found.guesses for one in guess for name in one.indicators)
    about = [held.catalogue.indicators[name] for name in guessed]
    prose = not_understood.unclear(found, text, likely, choices, held.catalogue, about, related)
    if misses:
        prose = not_understood.after_misses(prose, held.catalogue)
    return Reply(
        kind="clarify" if likely else "decline",
        message=Message(prose.headline, (*prose.body, *texts(prose.kept(), caveats=False))),
        reading="",
        choices=choices,
        as_of=held.as_of,
        unexplained=(*found.unexplained, *found.unused),
    )


_TELL: Mapping[type, Callable[[Any, Catalogue], Prose]] = {
    Unclear: not_understood.in_its_place,
    f.NotHeld: not_held.not_held,
    f.GapFacts: gaps.gap,
    f.LevelFacts: gaps.level,
    f.ShareFacts: gaps.share,
    f.TrendFacts: moves.trend,
    f.CertaintyFacts: chance.certainty,
    f.RangeFacts: gaps.ranged,
    o.RankingFacts: rankings.ranking,
    f.ExcessFacts: chance.excess,
    f.SlopeFacts: slopes.slope,
    o.OverviewFacts: lists.overview,
    o.ListFacts: holdings.holdings,
    o.DefinitionFacts: holdings.definition,
    o.SourceFacts: provenance.sources,
    o.TalkFacts: lambda fact, _: lists.talk(fact),
    c.AheadFacts: thresholds.ahead,
    c.RunFacts: claims.run,
    c.BesideFacts: beside.beside,
    c.LevelsBesideFacts: beside.levels_beside,
    c.NewsFacts: news.news,
    c.RevisionFacts: news.revisions,
    c.NoRelease: lambda fact, _: news.no_release(fact),
    c.Unranked: lambda fact, _: news.unranked(fact),
}

_TELL_AS_ASKED: Mapping[type, Callable[[Any, Catalogue, Manner], Prose]] = {
    f.ChangeFacts: moves.changed,
    f.ExtremumFacts: moves.extremum,
    f.TargetFacts: lambda fact, _, manner: targets.target(fact, manner),
    f.NoTargetFacts: lambda fact, _, manner: targets.no_target(fact, manner),
    c.ClaimFacts: claims.claim,
    c.RequiredFacts: claims.required,
    o.SelectionFacts: lambda fact, _, manner: lists.selection(fact, manner),
    c.ThresholdFacts: thresholds.threshold,
    c.MovedBesideFacts: beside.moved_beside,
    f.ProjectionFacts: lambda fact, catalogue, manner: targets.projection(fact, catalogue, manner),
    f.ExplainFacts: drivers.explained,
}


def source_line(figures: Sequence[Mapping[str, Any]], held: Held) -> str:
    """The releases that the figures come from, the newest first, with publisher and day of publication."""
    used = {row["release"] for row in figures if row["release"] in held.releases}
    newest = sorted((held.releases[name] for name in used), key=lambda r: r.published_at, reverse=True)
    named = [
        f"{release.publisher}, “{release.title}”, {when_published(release)}" for release in newest[:_SOURCES]
    ]
    older = len(newest) - len(named)
    more = f"; and {older} earlier release{'s' if older > 1 else ''}" if older else ""
    return f"Source: {'; '.join(named)}{more}." if named else ""


def _nearest(every: Sequence[Answer], catalogue: Catalogue) -> tuple[str, ...]:
    refused = [fact for fact in every if isinstance(fact, f.NotHeld | c.Unranked)]
    nearest = [question for fact in refused for question in fact.nearest]
    return tuple(dict.fromkeys(phrase(question, catalogue) for question in nearest))[:5]


def _buttons(question: Question, good: Sequence[Answer], catalogue: Catalogue) -> tuple[Button, ...]:
    """What people ask next: the course as chart and table, the target, the source."""
    if len(question.indicators) != 1 or not good or question.intent in ("definition", "list", "help"):
        return ()
    about = Question(
        "trend", question.indicators, question.sex, question.measure, question.groups, question.areas
    )
    next_ones = {
        "Chart": about.but(form="chart"),
        "Table": about.but(form="csv"),
        "Target": Question("target_status", question.indicators, question.sex),
        "Since baseline": about.but(intent="change_since", since=When("baseline")),
        "Source and method": Question("source", question.indicators),
    }
    same = {"Target": "target_status", "Since baseline": "change_since", "Source and method": "source"}
    return tuple(
        Button(label, phrase(asked, catalogue))
        for label, asked in next_ones.items()
        if same.get(label) != question.intent and (asked.form is None or asked.form != question.form)
    )
