"""Where words go on a picture so that none covers another. Knows boxes and points, draws nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in points from the lower left corner of the picture."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def centred(cls, x: float, y: float, size: Place) -> Box:
        return cls(x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2)

    def overlaps(self, other: Box, margin: float = 0) -> bool:
        """Whether less than `margin` lies between the two."""
        return (
            self.left < other.right + margin
            and other.left < self.right + margin
            and self.bottom < other.top + margin
            and other.bottom < self.top + margin
        )

    def holds(self, place: Place) -> bool:
        return self.left <= place[0] <= self.right and self.bottom <= place[1] <= self.top

    def contains(self, other: Box) -> bool:
        return self.holds((other.left, other.bottom)) and self.holds((other.right, other.top))

    def moved_into(self, frame: Box) -> Box:
        """This box moved sideways until it is inside `frame`, or meets its left side."""
        shift = max(frame.left - self.left, min(0, frame.right - self.right))
        return Box(self.left + shift, self.bottom, self.right + shift, self.top)


def around(x: float, reach: tuple[float, float], size: Place, distance: float) -> Iterator[Box]:
    """Boxes of `size` beside a mark at `x` that goes from `reach[0]` up to `reach[1]`, best first."""
    width, height = size
    middle = (reach[0] + reach[1]) / 2
    yield Box.centred(x, reach[1] + distance + height / 2, size)
    yield Box.centred(x, reach[0] - distance - height / 2, size)
    for rise in (height / 2 + 1, -height / 2 - 1, 0):
        for shift in (width / 2 + distance, -width / 2 - distance):
            yield Box.centred(x + shift, middle + rise, size)


def clearest(
    candidates: Iterable[Box], frame: Box, taken: Sequence[Box], marks: Sequence[Place], bearable: int
) -> Box | None:
    """The first box that covers the fewest `marks`.

    None if every box leaves `frame`, touches a `taken` box or covers more marks than are `bearable`.
    """
    free = [
        box
        for box in (candidate.moved_into(frame) for candidate in candidates)
        if frame.contains(box) and not any(box.overlaps(other, margin=1) for other in taken)
    ]
    covered = [sum(box.holds(mark) for mark in marks) for box in free]
    fewest = min(covered, default=bearable + 1)
    return free[covered.index(fewest)] if fewest <= bearable else None


def in_rows(wishes: Sequence[tuple[float, Place]], rows: Sequence[float], margin: float) -> list[Box | None]:
    """For each wished x and size a box centred there, in the first of `rows` with room; None without room."""
    boxes: list[Box | None] = []
    for x, size in wishes:
        candidates = [Box.centred(x, y, size) for y in rows]
        boxes.append(
            next((c for c in candidates if not any(b and c.overlaps(b, margin) for b in boxes)), None)
        )
    return boxes


def along(start: Place, end: Place) -> Iterator[Place]:
    """Places on a straight line, close enough together that no word fits between."""
    steps = max(1, int(max(abs(end[0] - start[0]), abs(end[1] - start[1])) / 3))
    for step in range(steps + 1):
        share = step / steps
        yield start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def wrapped(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """`text` in lines no wider than `width`; a word that is wider by itself is cut."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if measure(longer) <= width:
            lines[-1] = longer
            continue
        lines.append("")
        for character in word:
            if lines[-1] and measure(lines[-1] + character) > width:
                lines.append("")
            lines[-1] += character
    return [line for line in lines if line]
