"""Charts hold every word they were given, in pictures of the right size, and no word covers another."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text
from PIL.PngImagePlugin import PngImageFile

from healthgap.charts import Chart, ChartLine, ChartPoint, ChartTarget, draw
from healthgap.charts.layout import wrapped
from healthgap.charts.picture import compose

TARGET = ChartTarget(11.7, "target: at most 11.7%", "2009-11", 2010)


def line_of(*values: float, start: int = 1998, label: str = "") -> ChartLine:
    """One value a year from `start`, the first as the baseline."""
    points = [
        ChartPoint(str(start + i), start + i, value, f"{value:g}%", baseline=i == 0)
        for i, value in enumerate(values)
    ]
    return ChartLine(tuple(points), label)


def chart_of(*lines: ChartLine, target: ChartTarget | None = None, title: str = "Infant mortality") -> Chart:
    return Chart(title, "Relative gap, per cent", lines, "Source: Department of Health", "The gap.", target)


INFANT_MORTALITY = chart_of(
    ChartLine(
        (
            ChartPoint("1997-99", 1998, 13, "13%", 12.5, 13.5, baseline=True),
            ChartPoint("2002-04", 2003, 19, "19%", 18.5, 19.5),
            ChartPoint("2003-05", 2004, 18, "18%", 17.5, 18.5),
            ChartPoint("2004-06", 2005, 17, "17%", 16.5, 17.5),
            ChartPoint("2005-07", 2006, 16, "16%", 15.5, 16.5),
        )
    ),
    target=TARGET,
)


def words_of(chart: Chart) -> list[str]:
    return [text.get_text() for text in compose(chart).findobj(Text) if isinstance(text, Text)]


def test_a_png_is_twice_slacks_width_and_opaque() -> None:
    with PngImageFile(io.BytesIO(draw(INFANT_MORTALITY, "png"))) as picture:
        assert picture.width == 960
        assert 600 < picture.height < 1000
        assert picture.getchannel("A").getextrema() == (255, 255)
        assert picture.text["Description"] == "The gap. Source: Department of Health"


def test_an_svg_says_its_title_and_what_it_shows() -> None:
    root = ElementTree.fromstring(draw(INFANT_MORTALITY, "svg"))
    texts = [element.text for element in root.iter() if element.text]
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "Infant mortality" in texts
    assert "The gap. Source: Department of Health" in texts


def test_every_word_of_the_chart_is_in_the_picture() -> None:
    assert sorted(words_of(INFANT_MORTALITY)) == sorted(
        [
            "Infant mortality",
            "Relative gap, per cent",
            *["0", "5", "10", "15", "20"],
            *["13%\nbaseline", "19%", "18%", "17%", "16%"],
            *["1997-99", "2002-04", "2003-05", "2004-06", "2005-07", "2009-11"],
            "target: at most 11.7%",
            "Broad bars: what rounding leaves open. Dotted: no figures for the periods between.",
            "Source: Department of Health",
        ]
    )


def test_what_chance_leaves_is_drawn_apart_from_rounding_within_the_scale() -> None:
    point = ChartPoint("2005-07", 2006, 16, "16%", 15.5, 16.5, chance=(13.2, 26.1))
    words = words_of(chart_of(ChartLine((point,))))
    assert "Broad bars: what rounding leaves open. Thin bars: what chance leaves (95% limits)." in words
    assert "30" in words
    alone = words_of(chart_of(ChartLine((replace(point, low=None, high=None),))))
    assert "Thin bars: what chance leaves (95% limits)." in alone


def test_lines_are_told_apart_by_their_labels() -> None:
    words = words_of(chart_of(line_of(2, 4, 6, label="Men"), line_of(11, 12, 13, label="Women")))
    assert {"Men 6%", "Women 13%"} <= set(words)


def test_the_scale_starts_at_zero_unless_every_value_is_far_from_it() -> None:
    assert "0" in words_of(chart_of(line_of(13, 19, 16)))
    far = words_of(chart_of(line_of(76, 77, 78)))
    assert "0" not in far
    assert "The scale does not start at zero." in far


def test_a_negative_gap_is_written_with_a_minus_sign_below_zero() -> None:
    words = words_of(chart_of(line_of(2, -3)))
    assert {"−3", "−2", "−1", "0", "1", "2"} <= set(words)


def test_without_figures_it_says_so() -> None:
    words = words_of(chart_of(ChartLine(()), target=TARGET))
    assert "There are no figures to draw." in words


def test_a_single_figure_stands_in_the_middle_over_its_period() -> None:
    words = words_of(chart_of(ChartLine((ChartPoint("2005-07", 2006, 4.9, "4.9"),))))
    assert words.count("2005-07") == 1
    assert "4.9" in words


def test_twenty_periods_keep_the_newest_the_baseline_and_the_ends_of_the_axis() -> None:
    points = [
        ChartPoint(f"{y}-{(y + 2) % 100:02d}", y + 1, v, f"{v}%", v - 0.5, v + 0.5, baseline=y == 1995)
        for y, v in zip(range(1995, 2015), itertools.cycle([15.5, 20.2, 17.1]), strict=False)
    ]
    words = words_of(chart_of(ChartLine(tuple(points)), target=ChartTarget(12, "target", "2017-19", 2018)))
    assert {"15.5%\nbaseline", "20.2%", "target", "1995-97", "2014-16", "2017-19"} <= set(words)


def test_long_words_are_broken_into_lines_without_losing_a_character() -> None:
    assert wrapped("one two three", 7, len) == ["one two", "three"]
    assert wrapped("abcdefgh ij", 3, len) == ["abc", "def", "gh", "ij"]
    assert wrapped("", 3, len) == []


words = st.text("abcdefgh WMil-()$^_{}\\%", max_size=90)
values = st.floats(-200, 200).map(lambda value: round(value, 1))


@st.composite
def lines(draw: st.DrawFn) -> ChartLine:
    years = sorted(draw(st.sets(st.integers(1990, 2012), max_size=20)))
    points = []
    for year in years:
        value, half = draw(values), draw(st.sampled_from([None, 0.5, 3]))
        low, high = (None, None) if half is None else (value - half, value + half)
        period = f"{year}-{(year + 2) % 100:02d}"
        chance = draw(st.sampled_from([None, (value - 20, value + 40)]))
        points.append(
            ChartPoint(period, year + 1, value, f"{value}%", low, high, year == years[0], chance=chance)
        )
    return ChartLine(tuple(points), draw(st.sampled_from(["", "Women", "A long label"])))


targets = st.builds(ChartTarget, values, words, st.just("2012-14"), st.sampled_from([None, 2013.0]))


@settings(max_examples=25, deadline=None)
@given(
    st.builds(
        Chart, words, words, st.lists(lines(), max_size=3).map(tuple), words, words, st.none() | targets
    )
)
def test_no_word_covers_another_or_leaves_the_picture(chart: Chart) -> None:
    figure = compose(chart)
    picture = figure.bbox
    boxes = [text.get_window_extent() for text in figure.findobj(Text) if text.get_text()]
    for box in boxes:
        assert picture.x0 <= box.x0 < box.x1 <= picture.x1
        assert picture.y0 <= box.y0 < box.y1 <= picture.y1
    for first, second in itertools.combinations(boxes, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        up = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert across <= 0 or up <= 0, (first, second)
