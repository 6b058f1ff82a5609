"""Words that turn a statement or a question into another: judgements, wishes, sides the other way round, places."""

from __future__ import annotations

import pytest

from healthgap.service import Healthgap
from tests.sample import NOW


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Infant mortality was 16% lower in R&M than in all. True?", "lower"),
        ("is it right that cancer mortality is 18.4 lower in Spearhead areas than in England?", "lower"),
        ("infant mortality was 16% higher in all than in R&M. true?", "higher"),
        ("by what percentage is the average lower than routine and manual", "lower"),
        ("ratio of everyone to routine and manual infant mortality", "ratio"),
        ("infant mortality is 16% better in routine and manual than in the comparator", "better"),
        ("infant mortality in the comparator is 16% lower than in routine and manual", "lower"),
        ("infant mortality in routine and manual is 0.7 higher than in the comparator", "0.7"),
        ("infant mortality is 16% higher in routine and manual than the rest", "the rest"),
        ("if the infant mortality gap falls to 12%, is the target met?", "if"),
        ("why is infant mortality higher in routine and manual", "higher"),
        ("which could be met", "could"),
        ("is it right that 38% of all infant deaths were R&M?", "of all"),
        ("is it true there were 517 excess infant deaths in 2005-07?", "517"),
        ("Would it be a lie to say the infant gap has narrowed?", "lie"),
        ("is it too high that the cancer gap is 18.4?", "high"),
        ("is it disputed that the cancer gap is 18.4?", "disputed"),
        ("if R&M rate were 5.2, what would the gap be?", "if"),
        ("could the infant gap really be 14%?", "could"),
        ("we hope the infant gap is 15%", "hope"),
        ("is the target to cut cancer deaths by 6%", "cancer deaths"),
        ("is the infant target to cut infant mortality by 10%", "infant mortality"),
        ("is the infant target a 10% gap", "gap"),
        ("which gap must narrow fastest?", "must narrow"),
        ("which gap had the smallest fall", "smallest"),
        ("which gaps have closed", "closed"),
        ("which gaps fell every period", "every period"),
        ("which gaps are narrowing again", "again"),
        ("where is the cancer gap widest", "where is"),
        ("who set the infant target", "who"),
        ("is the infant gap back at its baseline", "back at its baseline"),
        ("one in how many routine and manual babies die", "how many"),
        ("how many cancer deaths will there be in 2010", "deaths"),
        ("will the infant gap close by 2010", "close"),
        ("when will the 2008-10 infant figures be published?", "2008-10"),
        ("infant mortality share", "share"),
        ("which indicators are by sex", "both"),
        ("why is the infant gap still rising", "still rising"),
    ],
)
def test_what_the_figures_do_not_say_is_asked_back(service: Healthgap, text: str, word: str) -> None:
    reply = service.ask(text, now=NOW)
    assert reply.kind != "answer", reply.text
    assert word in reply.unexplained


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("is it right that infant mortality was 16% higher in R&M than in all?", "Right: "),
        ("is it fair to say the infant gap has narrowed?", "Yes at the last reading, but no since 1997-99"),
        (
            "R&M infant mortality is 0.7 per 1,000 higher than all, true?",
            "Right: infant mortality, absolute gap",
        ),
        ("has the cancer gap consistently fallen?", "No, not in 2004-06: "),
        ("is infant mortality at a record low?", "Yes, of the periods held: infant mortality, rate"),
        (
            "is infant mortality coming down in routine and manual families",
            "Yes: infant mortality, rate, the rout",
        ),
        ("why is infant mortality rising", "It did not rise. Infant mortality, rate"),
        ("why did we miss the cancer target", "Target: met so far. The figures cannot say why."),
        ("why is circulatory disease not on track", "Target: on track. The figures cannot say why."),
        (
            "change in infant mortality in routine and manual",
            "Infant mortality, rate, the routine and manual group",
        ),
        ("has infant mortality fallen every year", "Yes, between the periods held: infant mortality, rate"),
        ("which changed more, cancer or circulatory?", "The circulatory disease gap narrowed more"),
        (
            "infant gap 2004-06 as of 2008",
            "As known at the end of 2008: Infant mortality, relative gap, 2004-06: 17%",
        ),
        (
            "three most recent infant mortality gaps",
            "Infant mortality, relative gap: narrower from 18% in 2003-05",
        ),
        (
            "which years are the baseline for infant mortality?",
            "Infant mortality, relative gap, 1997-99: 13%",
        ),
        (
            "has the IMR gap ever been smaller than it is today?",
            "Yes: infant mortality, relative gap: narrowest",
        ),
        ("when is the next infant mortality figure due?", "I do not know when the next figures come out"),
    ],
)
def test_what_they_do_say_is_answered(service: Healthgap, text: str, line: str) -> None:
    reply = service.ask(text, now=NOW)
    assert reply.text.startswith(line), reply.text


def test_a_figure_is_not_told_before_it_was_known(service: Healthgap) -> None:
    reply = service.ask("infant gap 2005-07 as of 2008", now=NOW)
    assert reply.kind == "decline"
    assert not reply.figures
