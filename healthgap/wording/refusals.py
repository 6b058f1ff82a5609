"""What to say when something is not held, or not understood: kindly, with what there is instead."""

from __future__ import annotations

from healthgap.answer.facts import NotHeld
from healthgap.catalogue import Catalogue
from healthgap.figures import MISSING_REASONS
from healthgap.question.model import Unclear
from healthgap.question.phrase import phrase
from healthgap.wording.gaps import Prose
from healthgap.wording.numbers import MEASURE_NAMES, group_title, listed, sentence, sex_name, short_name

_MOST_CHOICES = 5


def not_held(lack: NotHeld, catalogue: Catalogue) -> Prose:
    """Names what is not held, then what is."""
    if lack.lack == "suppressed":
        return _suppressed(lack, catalogue)
    if lack.lack in ("sex", "pair", "group"):
        return _nobody(lack, catalogue)
    name = short_name(lack.indicator)
    periods = ", ".join(str(period) for period in lack.periods)
    measure = MEASURE_NAMES[lack.series.measure] if lack.series else ""
    who = f" for {sex_name(lack.series.sex)}" if lack.series and sex_name(lack.series.sex) else ""
    what = f"{name}, {measure}{who}"
    if lack.missing or (lack.series and lack.series.missing and lack.lack == "no figures"):
        return _missing(lack, what, periods)
    if lack.lack == "no figures":
        return Prose(
            sentence(f"I have no figures on {what}"), [] if lack.nearest else _instead(lack, catalogue)
        )
    if lack.lack == "measure":
        return Prose(sentence(f"I cannot give that for {name}"), [sentence(f"Held: {what}, {periods}")])
    if lack.lack == "year inside":
        return Prose(
            sentence(f"There is no {name} figure for {lack.when} alone; the figures pool several years"),
            [sentence(f"Periods that contain {lack.when}: {periods}")],
        )
    if lack.lack == "last year":
        return Prose(
            sentence(f"The latest period held for {what} is {lack.periods[-1]}"),
            [sentence(f"Held: {periods}")],
        )
    if lack.lack == "no pace":
        return Prose(
            sentence(
                f"That cannot be worked out for {what}: it needs two periods, the later one after the earlier"
            ),
            [sentence(f"Held: {periods}")] if periods else [],
        )
    return Prose(
        sentence(f"I have no figure on {what} for {_named(lack)}"),
        [sentence(f"Held: {periods}")] if periods else [],
    )


def _missing(lack: NotHeld, what: str, periods: str) -> Prose:
    """Why there is no value: for the period asked about, or the newest of a series that has none at all."""
    newest = max(lack.series.missing) if lack.series and lack.series.missing else None
    why = lack.missing or (lack.series.missing[newest] if lack.series and newest else "")
    when = lack.when if lack.missing else newest
    held = [sentence(f"Held: {periods}")] if periods else []
    return Prose(sentence(f"{what}, {when}: {MISSING_REASONS.get(why, why)}"), held)


def _suppressed(lack: NotHeld, catalogue: Catalogue) -> Prose:
    groups = listed([group_title(catalogue, group) for group in lack.suppressed])
    figures = "figure for {} is" if len(lack.suppressed) == 1 else "figures for {} are"
    return Prose(
        sentence(f"I cannot give that for {short_name(lack.indicator)}, {lack.when}"),
        [
            f"The {figures.format(groups)} suppressed to protect people’s privacy, "
            "and could be worked out from it."
        ],
    )


def _nobody(lack: NotHeld, catalogue: Catalogue) -> Prose:
    """A sex, a pair or a group for which nothing is held."""
    indicator, question = lack.indicator, lack.question
    name = short_name(indicator)
    if lack.lack == "sex":
        asked = sex_name(question.sex or "") or "men and women"
        published = listed([sex_name(sex) or "everyone together" for sex in indicator.sexes])
        return Prose(
            sentence(f"I have no {name} figures for {asked}"), [sentence(f"They are held for {published}")]
        )
    if lack.lack == "pair":
        asked = listed([group_title(catalogue, group) for group in question.groups])
        pair = [group_title(catalogue, group) for group in (indicator.group, indicator.comparator)]
        return Prose(
            sentence(f"I hold no {name} gap for {asked}, only a {indicator.level}"),
            [sentence(f"The gap held is that of {pair[0]} against {pair[1]}")],
        )
    groups = listed([group_title(catalogue, group) for group in indicator.groups])
    asked = listed([group_title(catalogue, group) for group in question.groups])
    return Prose(
        sentence(f"I have no such {name} figures for {asked}"), [sentence(f"They are held for {groups}")]
    )


def _named(lack: NotHeld) -> str:
    when = lack.when
    words = {"baseline": "the baseline", "previous": "the period before", "next": "a later period"}
    return "that period" if when is None else words.get(when.kind, str(when))


def _instead(lack: NotHeld, catalogue: Catalogue) -> list[str]:
    held = [
        short_name(indicator) for indicator in catalogue.indicators.values() if indicator != lack.indicator
    ]
    return [sentence(f"Other indicators: {listed(held)}")] if held else []


def unclear(found: Unclear, catalogue: Catalogue) -> Prose:
    """One question back, or no with what there is."""
    words = listed([f"“{word}”" for word in dict.fromkeys(found.unexplained)][:4])
    if found.guesses and words:
        return Prose(
            sentence(f"I hold nothing on {words}, or do not know the word here"),
            ["Did you mean one of these?"],
        )
    if found.guesses:
        unused = listed([f"“{word}”" for word in dict.fromkeys(found.unused)][:3])
        return Prose(
            sentence(f"I am not sure what {unused} asks here") if unused else "Which do you mean?",
            ["Did you mean one of these?"],
        )
    if found.about_figures and not words:
        return Prose("Which indicator do you mean?")
    names = listed([short_name(indicator) for indicator in catalogue.indicators.values()])
    opening = f"I have nothing on {words}" if words else "I did not understand that"
    return Prose(sentence(opening), [sentence(f"I can answer questions about health gaps in {names}")])


def choices(found: Unclear, catalogue: Catalogue) -> tuple[str, ...]:
    """Complete questions to pick from, the best reading first."""
    told = [" And ".join(phrase(question, catalogue) for question in guess) for guess in found.guesses]
    if not told and found.about_figures:
        told = [f"What is the {short_name(indicator)} gap?" for indicator in catalogue.indicators.values()]
    return tuple(dict.fromkeys(told))[:_MOST_CHOICES]
