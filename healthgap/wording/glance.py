"""Every gap in one line, and questions worth asking now, for a page that shows all of them at once."""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.answer.facts import Standing
from healthgap.catalogue import Indicator
from healthgap.reply import Button
from healthgap.wording.aims import requirement, status_word
from healthgap.wording.figures import qualified
from healthgap.wording.gaps import gap_size
from healthgap.wording.lists import from_baseline, name
from healthgap.wording.numbers import MEASURE_NAMES, briefly, sentence, short_name

_MOST_SUGGESTED = 4


def at_a_glance(standing: Standing) -> tuple[str, str]:
    """A gap's name, and where it stands: "Relative gap 16% in 2005-07, down from 17% in 2004-06; 23.1% wider …"."""
    series, latest = standing.series, standing.latest
    if series.indexed:
        said = f"the gap was {gap_size(series, latest)} in {latest.period}"
    else:
        size = qualified(gap_size(series, latest), latest)
        said = f"{MEASURE_NAMES[series.measure]} {size} in {latest.period}"
        if standing.last and standing.last.first != series.baseline:
            words = {1: "up from", -1: "down from", 0: "unchanged from"}[standing.last.sign]
            before = standing.last.first
            said += f", {words} {briefly(before, series)} in {before.period}"
        moved = standing.since_baseline
        if moved:
            said += f"; {from_baseline(series, moved)}"
    assessment = standing.assessment
    if assessment.target is None:
        return titled(standing), f"{sentence(said)} No target."
    return titled(
        standing
    ), f"{sentence(said)} {requirement(assessment, series)} Status: {status_word(assessment)}."


def suggested(indicators: Sequence[Indicator]) -> tuple[Button, ...]:
    """Up to four questions, on what is held: the overview, the targets, and single gaps."""
    if not indicators:
        return (Button("What can you tell me?", "What can you tell me?"),)
    general = (
        Button("All gaps at once", "overview"),
        Button("Targets on track", "Which gaps are on track?"),
    )
    gaps = (Button(f"The {short_name(one)} gap", f"What is the {short_name(one)} gap?") for one in indicators)
    return (*general, *gaps)[:_MOST_SUGGESTED]


def titled(standing: Standing) -> str:
    """The gap's name at the beginning of a line."""
    return sentence(name(standing)).removesuffix(".")
