"""A Chart on a matplotlib figure, measured in points. Keeps no state, and never uses pyplot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from healthgap.charts import Chart, ChartLine, ChartPoint
from healthgap.charts.layout import Box, Place, along, around, clearest, in_rows, wrapped
from healthgap.charts.scale import interval, mapping, spelled, steps, ticks, years

WIDTH, DENSITY = 480, 144  # points, and dots an inch: a point is two pixels
_MARGIN, _PLOT_HEIGHT, _HEADROOM, _ROW, _LEADING = 16, 220, 26, 20, 1.35
_PAPER, _INK, _GREY, _RULE, _TARGET = "#ffffff", "#1f2328", "#5b6168", "#e3e5e8", "#b34700"
# Told apart with any colour vision, and by marker.
_COLOURS, _MARKERS = ("#0068a5", "#00795a", "#8d4a86", "#7a5c00"), "osD^"
_BETWEEN_PARAGRAPHS = 6
# How many places of a line a label may cover: an ordinary point is rather left without one.
_ORDINARY, _ANY = 3, 1_000_000


class _Sheet:
    """A figure to put words and lines on, in points from its lower left corner."""

    def __init__(self) -> None:
        self.figure = Figure(figsize=(WIDTH / 72, 1), dpi=DENSITY, facecolor=_PAPER)
        FigureCanvasAgg(self.figure)
        self._points = Affine2D().scale(1 / 72) + self.figure.dpi_scale_trans

    def words(self, string: str, size: float, colour: str, weight: str = "normal") -> Text:
        """Words that still have to be put somewhere."""
        text = Text(
            text=string,
            color=colour,
            fontsize=size,
            fontfamily="DejaVu Sans",  # comes with matplotlib, so that every machine draws the same
            fontweight=weight,
            verticalalignment="bottom",
            multialignment="center",
            linespacing=1.1,
            parse_math=False,
            bbox={"facecolor": _PAPER, "edgecolor": "none", "alpha": 0.75, "pad": 1},
            figure=self.figure,
        )
        text.set_transform(self._points)
        return text

    def size(self, text: Text) -> Place:
        extent = text.get_window_extent()
        return extent.width * 72 / DENSITY, extent.height * 72 / DENSITY

    def broken(self, string: str, room: float, size: float, colour: str, weight: str) -> list[str]:
        """`string` in lines that take no more than `room`."""

        def width(line: str) -> float:
            return self.size(self.words(line, size, colour, weight))[0]

        return wrapped(string, room, width)

    def paragraph(self, string: str, size: float, colour: str, weight: str = "normal") -> list[Text]:
        """A line of words each, as wide as the margins allow."""
        lines = self.broken(string, WIDTH - 2 * _MARGIN, size, colour, weight)
        return [self.words(line, size, colour, weight) for line in lines]

    def put(self, text: Text, left: float, bottom: float) -> None:
        text.set_position((left, bottom))
        self.figure.add_artist(text)

    def stack(self, paragraphs: list[list[Text]], bottom: float) -> float:
        """Puts paragraphs at the left margin, one under the other; returns where the first one's top is."""
        for lines in reversed(paragraphs):
            for text in reversed(lines):
                size = text.get_fontproperties().get_size_in_points()
                text.set_verticalalignment("baseline")
                self.put(text, _MARGIN, bottom + 0.3 * size)
                bottom += _LEADING * size
            bottom += _BETWEEN_PARAGRAPHS
        return bottom

    def line(self, places: list[Place], colour: str, width: float, **style: Any) -> None:
        xs, ys = [x for x, _ in places], [y for _, y in places]
        self.figure.add_artist(Line2D(xs, ys, color=colour, linewidth=width, transform=self._points, **style))


def compose(chart: Chart) -> Figure:
    """The finished picture. Its height follows from how many lines title, subtitle and footer take."""
    sheet = _Sheet()
    footer = [sheet.paragraph(words, 10.5, _GREY) for words in (" ".join(_notes(chart)), chart.source)]
    bottom = sheet.stack(footer, _MARGIN) + 6
    top = _Plot(sheet, chart, bottom).draw() if years(chart) else _nothing(sheet, bottom)
    head = [sheet.paragraph(chart.title, 15.5, _INK, "bold"), sheet.paragraph(chart.subtitle, 12.5, _GREY)]
    top = sheet.stack(head, top + 4)
    sheet.figure.set_size_inches(WIDTH / 72, (top - _BETWEEN_PARAGRAPHS + _MARGIN) / 72)
    return sheet.figure


def _notes(chart: Chart) -> Iterator[str]:
    """What a reader has to know of how the chart is drawn."""
    points = [point for line in chart.lines for point in line.points]
    if any(point.low is not None for point in points):
        yield "Broad bars: what rounding leaves open."
    if any(point.chance for point in points):
        yield "Thin bars: what chance leaves (95% limits)."
    if any(missing for line in chart.lines for _, _, missing in steps(line)):
        yield "Dotted: no figures for the periods between."
    scale = ticks(chart)
    if scale[0] > 0 or scale[-1] < 0:
        yield "The scale does not start at zero."


def _nothing(sheet: _Sheet, bottom: float) -> float:
    text = sheet.words("There are no figures to draw.", 13, _GREY)
    box = Box.centred(WIDTH / 2, bottom + _PLOT_HEIGHT / 2, sheet.size(text))
    sheet.put(text, box.left, box.bottom)
    return bottom + _PLOT_HEIGHT


class _Plot:
    """Scale, lines, target and their labels, upwards from `bottom`."""

    def __init__(self, sheet: _Sheet, chart: Chart, bottom: float) -> None:
        self._sheet, self._chart = sheet, chart
        self._scale = [(tick, sheet.words(spelled(tick), 11, _GREY)) for tick in ticks(chart)]
        left = _MARGIN + max(sheet.size(text)[0] for _, text in self._scale) + 6
        floor = bottom + 2 * _ROW
        self._frame = Box(left, floor, WIDTH - _MARGIN, floor + _PLOT_HEIGHT + _HEADROOM)
        self._y = mapping(self._scale[0][0], self._scale[-1][0], floor, floor + _PLOT_HEIGHT)
        middles = years(chart)
        self._x = mapping(min(middles), max(middles), left + 32, self._frame.right - 32)
        self._taken: list[Box] = []
        self._marks: list[Place] = []

    def draw(self) -> float:
        """Draws everything; returns where the plot ends."""
        for tick, text in self._scale:
            self._draw_tick(tick, text)
        for number, line in enumerate(self._chart.lines):
            self._draw_line(line, _colour(number), _MARKERS[number % len(_MARKERS)])
        self._draw_target()
        self._label_periods()
        self._label_points()
        return self._frame.top

    def _draw_tick(self, tick: float, text: Text) -> None:
        y = self._y(tick)
        colour = _GREY if tick in (0, self._scale[0][0]) else _RULE
        self._sheet.line([(self._frame.left, y), (self._frame.right, y)], colour, 0.9, zorder=1)
        width, height = self._sheet.size(text)
        self._sheet.put(text, self._frame.left - 6 - width, y - height / 2)

    def _draw_line(self, line: ChartLine, colour: str, marker: str) -> None:
        for first, second, missing in steps(line):
            ends = [self._place(first), self._place(second)]
            if missing:
                self._sheet.line(ends, colour, 1.4, zorder=3, linestyle=(0, (1, 3)))
            else:
                self._sheet.line(ends, colour, 2.2, zorder=3)
            self._marks += along(*ends)
        for point in line.points:
            self._draw_point(point, colour, marker)

    def _draw_point(self, point: ChartPoint, colour: str, marker: str) -> None:
        x, y = self._place(point)
        low, high = self._reach(point)
        if low < high:
            bar = [(x, low), (x, high)]
            self._sheet.line(bar, colour, 12, alpha=0.25, solid_capstyle="butt", zorder=2)
            self._marks += along(*bar)
        if point.chance:
            self._draw_chance(x, [self._y(end) for end in point.chance], colour)
        inside = colour
        if point.baseline:
            inside = _PAPER
            guide = [(x, y), (self._frame.right, y)]
            self._sheet.line(guide, colour, 0.9, linestyle=(0, (4, 4)), alpha=0.6, zorder=2)
            self._marks += along(*guide)
        dot = {"marker": marker, "markersize": 7, "markeredgewidth": 2, "markerfacecolor": inside}
        self._sheet.line([(x, y)], colour, 0, zorder=4, **dot)
        self._taken.append(Box.centred(x, y, (5, 5)))

    def _draw_chance(self, x: float, ends: list[float], colour: str) -> None:
        bar = [(x, end) for end in ends]
        self._sheet.line(bar, colour, 1.2, marker="_", markersize=9, markeredgewidth=1.2, zorder=2)
        self._marks += along(*bar)

    def _draw_target(self) -> None:
        target = self._chart.target
        if target is None:
            return
        y = self._y(target.value)
        end = self._frame.right
        if target.due_middle is not None:
            end = self._x(target.due_middle)
            self._sheet.line([(end, y)], _TARGET, 0, marker="D", markersize=7, zorder=4)
            self._taken.append(Box.centred(end, y, (5, 5)))
        run = [(self._frame.left, y), (end, y)]
        self._sheet.line(run, _TARGET, 1.6, linestyle=(0, (6, 3)), zorder=2)
        self._marks += along(*run)
        room = (self._frame.right - self._frame.left) * 0.7
        words = "\n".join(self._sheet.broken(target.text, room, 12, _TARGET, "bold"))
        self._label(self._sheet.words(words, 12, _TARGET, "bold"), end, (y, y), _ANY)

    def _label_periods(self) -> None:
        """Writes the periods under the plot, in two rows where they are close; the ends if not all fit."""
        words = self._periods()
        rows = [self._frame.bottom + 6 - row * _ROW for row in (1, 2)]
        order = sorted(words, reverse=True)
        wishes = {key: (self._x(key[0]), self._sheet.size(text)) for key, text in words.items()}
        boxes = in_rows([wishes[key] for key in order], rows, margin=4)
        if not all(boxes):
            order = [*order[:2], *order[-1:], *order[2:-1]]
            boxes = in_rows([wishes[key] for key in order], rows, margin=4)
        for key, box in zip(order, boxes, strict=True):
            if box:
                self._sheet.put(words[key], box.left, box.bottom)
                x = self._x(key[0])
                self._sheet.line([(x, self._frame.bottom), (x, box.top + 1)], _GREY, 0.8, zorder=1)

    def _periods(self) -> dict[tuple[float, str], Text]:
        """The words for each period, the target's due period among them."""
        words = {
            (point.middle_year, point.period): self._sheet.words(point.period, 11.5, _INK)
            for line in self._chart.lines
            for point in line.points
        }
        target = self._chart.target
        if target and target.due_middle is not None:
            due = self._sheet.words(target.due_period, 11.5, _TARGET)
            words[target.due_middle, target.due_period] = due
        return words

    def _label_points(self) -> None:
        """Writes at each point what it says; the newest, the baseline and the extremes before the rest."""
        ranked = [
            (_rank(point, line), number, point)
            for number, line in enumerate(self._chart.lines)
            for point in reversed(line.points)
        ]
        for rank, number, point in sorted(ranked, key=lambda entry: entry[0]):
            words, weight = point.text, "normal"
            if rank == 0:
                words, weight = f"{self._chart.lines[number].label} {words}".strip(), "bold"
            if point.baseline:
                words += "\nbaseline"
            text = self._sheet.words(words, 12.5, _colour(number), weight)
            bearable = 0 if rank == _ORDINARY else _ANY
            self._label(text, self._x(point.middle_year), self._reach(point), bearable)

    def _label(self, text: Text, x: float, reach: tuple[float, float], bearable: int) -> None:
        candidates = around(x, reach, self._sheet.size(text), distance=6)
        box = clearest(candidates, self._frame, self._taken, self._marks, bearable)
        if box:
            self._taken.append(box)
            self._sheet.put(text, box.left, box.bottom)

    def _place(self, point: ChartPoint) -> Place:
        return self._x(point.middle_year), self._y(point.value)

    def _reach(self, point: ChartPoint) -> tuple[float, float]:
        """How far down and up the point and its broad bar go."""
        low, high = interval(point)
        return self._y(low), self._y(high)


def _colour(number: int) -> str:
    return _COLOURS[number % len(_COLOURS)]


def _rank(point: ChartPoint, line: ChartLine) -> int:
    values = [other.value for other in line.points]
    if point is line.points[-1]:
        return 0
    if point.baseline:
        return 1
    return 2 if point is line.points[0] or point.value in (min(values), max(values)) else _ORDINARY
