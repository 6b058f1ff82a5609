"""What a release is: its title, publisher, moment of publication and source, from the TOML file beside it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from healthgap.catalogue import Catalogue
from healthgap.errors import Problem
from healthgap.files.names import nearest
from healthgap.releases import publication_moment

_YEARS = range(1800, 3000)
_DATES = "a date such as 2009-01-14, or a date-time such as 2009-01-14T09:30"


@dataclass(frozen=True, slots=True)
class ReleaseDetails:
    """What is said of a release beside its figures; None where it is not said.

    `published` is a day, or a moment that is London's when it has no zone. `published_words` say it where that day is
    known roughly only, as in "by 13 March 2008"; `reported_by` is who reported the release, where `source_url` is not
    its publisher's own.
    """

    title: str | None = None
    publisher: str | None = None
    published: date | datetime | None = None
    source_url: str | None = None
    published_words: str | None = None
    reported_by: str | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """All that a release has to say of itself: `published_at` is its moment, in UTC."""

    title: str
    publisher: str
    published_at: datetime
    source_url: str
    published_words: str | None = None
    reported_by: str | None = None


NAMES = tuple(field.name for field in fields(ReleaseDetails))
REQUIRED = {"title": "title", "publisher": "publisher", "published": "publication date"}


def parse_published(text: str) -> date | datetime:
    """The day or moment that somebody typed. Raises ValueError with a sentence for people."""
    try:
        return date.fromisoformat(text) if len(text.strip()) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is neither {_DATES}.".replace(", or", " nor")) from None


def read_publication(
    file: Path, given: ReleaseDetails, catalogue: Catalogue, problems: list[Problem]
) -> Publication | None:
    """What the release in `file` says of itself: as `given`, else as the TOML file of the same name has it.

    A day of publication means the hour that `catalogue` has for the publisher.

    None when something needed is missing or wrong; `problems` says what.
    """
    beside = file.with_suffix(".toml")
    entries = _toml(beside, problems)
    if entries is None:
        return None
    found = _checked(beside, entries, problems)
    details = ReleaseDetails(*(getattr(given, name) or found.get(name) for name in NAMES))
    for name, words in REQUIRED.items():
        if not getattr(details, name) and name not in entries:
            example = "2009-01-14" if name == "published" else '"…"'
            message = f"The {words} of this release is not given."
            expected = f"{name} = {example} in {beside.name} beside it, or the option --{name}"
            problems.append(Problem(file.name, message, expected=expected))
    if details.published and details.published.year not in _YEARS:
        message = f"Nothing is published in the year {details.published.year}."
        problems.append(Problem(file.name, message, expected=f"published to be {_DATES}"))
        return None
    if details.title and details.publisher and details.published:
        moment = publication_moment(details.published, catalogue.hour(details.publisher))
        roughly = (
            None if given.published else details.published_words
        )  # a day that is given replaces what was said
        address = details.source_url or ""
        return Publication(details.title, details.publisher, moment, address, roughly, details.reported_by)
    return None


def _toml(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """What the file says, nothing where there is none; None when it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        problems.append(Problem(path.name, f"This file cannot be read: {error.strerror}."))
    except UnicodeDecodeError:
        problems.append(Problem(path.name, "This file is not UTF-8 text."))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(path.name, f"This is not valid TOML: {error}."))
    return None


def _checked(path: Path, entries: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    for name, value in entries.items():
        if name not in NAMES:
            message = f"There is no setting “{name}”."
            problems.append(
                Problem(path.name, message, expected=", ".join(NAMES), nearest=nearest(name, NAMES))
            )
        elif name == "published":
            checked[name] = _published(path, value, problems)
        elif isinstance(value, str) and value.strip() and value.isprintable():
            checked[name] = value.strip()
        else:
            problems.append(
                Problem(path.name, f"{name} must be text.", column=name, expected=f'{name} = "…"')
            )
    return checked


def _published(path: Path, value: Any, problems: list[Problem]) -> date | datetime | None:
    if isinstance(value, date):
        return value
    try:
        return parse_published(str(value))
    except ValueError as error:
        problems.append(Problem(path.name, str(error), column="published", value=str(value)))
    return None
