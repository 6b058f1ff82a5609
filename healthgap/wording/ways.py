"""Which way something moved, in words, and whether that is the way that was taken for granted."""

from __future__ import annotations

from healthgap.answer.claims import WAYS
from healthgap.answer.facts import TrendFacts
from healthgap.series import Series
from healthgap.trends import Change, change


def is_otherwise(supposed: str | None, moved: Change) -> bool:
    """Whether it moved another way than was taken for granted."""
    return supposed is not None and WAYS[supposed] != moved.sign


def way(moved: Change, series: Series) -> str:
    if series.measure in ("rate", "count"):
        return {1: "rising", -1: "falling", 0: "unchanged"}[moved.sign]
    return {1: "widening", -1: "narrowing", 0: "unchanged"}[moved.sign]


def opening(supposed: str | None, moved: Change, name: str) -> str:
    """The name of what moved, after a no where it did not move as was taken for granted."""
    return f"It did not: {name[0].lower()}{name[1:]}" if is_otherwise(supposed, moved) else name


def yes_or_no(facts: TrendFacts) -> str:
    """Where one way was asked about: yes or no if the whole course and its last step agree, else neither."""
    last = change(*facts.points[-2:])
    steps = [step.sign for step in (facts.overall, last) if step]
    if facts.supposed is None or len(set(steps)) > 1:
        return ""
    return "No" if is_otherwise(facts.supposed, last) else "Yes"
