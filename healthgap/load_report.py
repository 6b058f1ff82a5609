"""What a load did, or would do, as text and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from healthgap.figures import MISSING_REASONS, Figure
from healthgap.releases import LONDON, Release, State
from healthgap.rounding import half_up
from healthgap.wording.numbers import hour, listed

LISTED = 1000
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that a release brings, replaces or takes away; the side on which there is none is None.

    `posted` says how what was posted reads with this change alone: "16% in 2005-07 is now 15%".
    """

    before: Figure | None
    after: Figure | None
    posted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """How many changes of a kind there are, and the first LISTED of them."""

    count: int = 0
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusChange:
    """The status of an indicator's target for one sex, before a release and with it; `name` is the indicator's."""

    indicator: str
    name: str
    sex: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class OldFigures:
    """A release whose figures are revised or withdrawn now, and how many channels got its summary, since when."""

    release: str
    channels: int
    since: datetime


@dataclass(frozen=True, slots=True)
class PostedChange:
    """What was said of a gap in so many messages, the first `since` then, and how it reads with a release."""

    indicator: str
    name: str
    sex: str
    told: str
    messages: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Flagged:
    """A figure that others do not allow, or that jumps; `told` says both numbers."""

    figure: Figure
    row: int
    told: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file.

    Where it was `already_loaded`, nothing was written and `release` is what it was loaded as. `new` and
    `revised` are against what was held of earlier editions; see `healthgap.comparison.compare`. Of the revised
    `filled` had no value before, of the withdrawn `blanked` are printed as missing now. `left_out` are the figures of
    the publisher's last edition that the file does not print, and `absent` the indicators, with their names, that it
    prints nothing on. `notes` say how the file was read: by which mapping,
    what was left out of it, what was guessed.
    """

    file: str
    release: Release
    state: State
    already_loaded: bool
    rows: int = 0
    missing: int = 0
    unchanged: int = 0
    filled: int = 0
    blanked: int = 0
    left_out: int = 0
    absent: Mapping[str, str] = field(default_factory=dict)
    new: Listing = Listing()
    revised: Listing = Listing()
    withdrawn: Listing = Listing()
    flagged: tuple[Flagged, ...] = ()
    notes: tuple[str, ...] = ()
    statuses: tuple[StatusChange, ...] = ()
    told: tuple[OldFigures, ...] = ()
    posted: tuple[PostedChange, ...] = ()

    def json(self) -> dict[str, Any]:
        """The same as plain values for JSON."""
        release = self.release
        return {
            "file": self.file,
            "release": release.id,
            "title": release.title,
            "published_at": release.published_at.isoformat(),
            "embargoed_until": release.published_at.isoformat() if self.state == "embargoed" else None,
            "already_loaded": self.already_loaded,
            "rows": self.rows,
            "missing": self.missing,
            "unchanged": self.unchanged,
            "filled": self.filled,
            "blanked": self.blanked,
            "left_out": self.left_out,
            "absent": list(self.absent),
            "new": _listing_json(self.new),
            "revised": _listing_json(self.revised),
            "withdrawn": _listing_json(self.withdrawn),
            "flagged": [
                {"figure": _figure_json(flag.figure), "row": flag.row, "told": flag.told}
                for flag in self.flagged
            ],
            "notes": list(self.notes),
            "status_changes": [asdict(change) for change in self.statuses],
            "told_before": [asdict(old) | {"since": old.since.isoformat()} for old in self.told],
            "posted_changes": [asdict(one) | {"since": one.since.isoformat()} for one in self.posted],
        }


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of every file of one load; of a dry run, what would have."""

    files: tuple[FileReport, ...]
    dry_run: bool

    @property
    def text(self) -> str:
        """The report for a person: a line with the counts for each file, and under it what stands out."""
        return "\n".join(line for file in self.files for line in _lines(file, self.dry_run))

    def json(self) -> dict[str, Any]:
        """The same as plain values for JSON."""
        return {"dry_run": self.dry_run, "files": [file.json() for file in self.files]}


def _lines(report: FileReport, dry_run: bool) -> Iterator[str]:
    title = report.release.title
    if report.already_loaded:
        yield f"“{title}” is already loaded, as {report.release.id}. Nothing was changed."
        return
    verb = "Would load" if dry_run else "Loaded"
    yield (
        f"{verb} “{title}”: {_figures(report.rows)}, {report.new.count:,} new, "
        f"{report.revised.count:,} revised, {report.unchanged:,} unchanged."
    )
    if report.state == "embargoed":
        moment = report.release.published_at.astimezone(LONDON)
        yield f"Under embargo until {moment.day} {moment:%B %Y}, {hour(moment)} London time."
    yield from report.notes
    if report.missing:
        yield f"{_figures(report.missing)} printed as missing."
    revised = [
        f"{_name(c.after)}: {_value(c.before)} → {_value(c.after)}{_posted(c)}"
        for c in report.revised.changes
    ]
    yield from _listed("Revised", revised, report.revised.count)
    if report.filled:
        yield f"{report.filled:,} of the revised had no value before."
    withdrawn = [f"{_name(c.before)}: {_value(c.before)}{_posted(c)}" for c in report.withdrawn.changes]
    yield from _listed("No longer published", withdrawn, report.withdrawn.count)
    if report.blanked:
        yield f"{report.blanked:,} of these {'is' if report.blanked == 1 else 'are'} printed as missing now."
    yield from _left_out(report)
    yield from _told_otherwise(report)
    for change in report.statuses:
        yield f"This changes the status of the target on {_whose(change)} from {change.before} to {change.after}."
    flagged = [f"row {flag.row}, {_name(flag.figure)}: {flag.told}" for flag in report.flagged]
    yield from _listed("Worth a look", flagged, len(flagged))


def _told_otherwise(report: FileReport) -> Iterator[str]:
    """Who was told the figures that are replaced, and which messages say something else than these figures."""
    for old in report.told:
        channels = f"{old.channels:,} channel{' was' if old.channels == 1 else 's were'}"
        day = old.since.astimezone(LONDON)
        yield f"{channels} told the old figures of {old.release}, the first on {day.day} {day:%B %Y}."
    for one in report.posted:
        messages = "a message" if one.messages == 1 else f"{one.messages:,} messages"
        first = one.since.astimezone(LONDON)
        said = f"What {messages} said of {_whose(one)}, the first on {first.day} {first:%B %Y}, changes"
        yield f"{said}: {one.told}."


def _left_out(report: FileReport) -> Iterator[str]:
    if report.left_out:
        stand = (
            "is not in this file and stands as it was"
            if report.left_out == 1
            else "are not in this file and stand as they were"
        )
        yield f"{_figures(report.left_out)} of the publisher’s last edition {stand}."
    if report.absent:
        names = list(report.absent.values())
        hidden = len(names) - _SHOWN
        more = [f"{hidden:,} more"] if hidden > 0 else []
        yield f"Among them is everything on {listed([*names[:_SHOWN], *more])}."


def _whose(change: StatusChange | PostedChange) -> str:
    return change.name if change.sex == "persons" else f"{change.name}, {change.sex}"


def _posted(change: Change) -> str:
    """ " (posted: 16% in 2005-07 is now 15%)"."""
    return f" (posted: {'; '.join(change.posted)})" if change.posted else ""


def _listed(head: str, lines: list[str], count: int) -> Iterator[str]:
    if count:
        yield f"{head}:"
        yield from (f"  {line}" for line in lines[:_SHOWN])
    if count > _SHOWN:
        yield f"  and {count - _SHOWN:,} more"


def _figures(count: int) -> str:
    return f"{count:,} figure{'' if count == 1 else 's'}"


def _name(figure: Figure | None) -> str:
    if figure is None:
        return ""
    words = [figure.indicator, figure.group, figure.area, figure.sex, figure.period.label, figure.measure]
    return ", ".join(word for word in words if word not in ("persons", "value"))


def _value(figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return MISSING_REASONS.get(figure.missing or "", "missing") if figure else ""
    return str(half_up(figure.value, figure.decimals))


def _listing_json(listing: Listing) -> dict[str, Any]:
    changes = [
        {
            "before": _figure_json(change.before),
            "after": _figure_json(change.after),
            "posted": list(change.posted),
        }
        for change in listing.changes
    ]
    return {"count": listing.count, "figures": changes}


def _figure_json(figure: Figure | None) -> dict[str, Any] | None:
    return None if figure is None else asdict(figure) | {"period": figure.period.label}
