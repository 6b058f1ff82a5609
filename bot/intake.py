"""Figures that a named person sends in a direct message: fetched, tried as a dry run, and loaded when they say so.

A file is on this machine's disk only while it is read. Which figures are right is for `healthgap.loading`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector

from slack_sdk import WebClient

from bot.blocks import Layout, actions, section, small, sure
from bot.text import clip, escape
from healthgap.errors import AskerError, RefusedDataError
from healthgap.files.details import ReleaseDetails
from healthgap.reply import Button
from healthgap.service import AS_FILED, Healthgap

LOAD, EMBARGO, CANCEL, DESCRIBE = "figures-load", "figures-embargo", "figures-cancel", "figures-describe"

_MOST_BYTES, _MOST_FILES = 100_000_000, 10
_SHOWN = 2_800
_WITHIN = 60  # seconds

_UNDER_EMBARGO = "They stay under embargo until their moment; nobody is told before."
_AT_ONCE = "Loaded now, they are public at once, and subscribed channels are told."


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files in Slack, by id, and what is said of their release beside what their own TOML files say."""

    files: tuple[str, ...]
    details: ReleaseDetails = AS_FILED

    def packed(self) -> str:
        """As the value of a button."""
        said = asdict(self.details)
        if self.details.published:
            said["published"] = self.details.published.isoformat()
        return json.dumps({"files": self.files, "details": said}, ensure_ascii=False)

    @classmethod
    def unpacked(cls, value: str) -> Parcel:
        held = json.loads(value)
        said = held["details"]
        published = datetime.fromisoformat(said["published"]) if said["published"] else None
        return cls(tuple(held["files"]), ReleaseDetails(**{**said, "published": published}))

    def until(self, moment: datetime) -> Parcel:
        """The same, public at `moment` whatever else was said."""
        return replace(self, details=replace(self.details, published=moment))


@dataclass(frozen=True, slots=True)
class Intake:
    """Where figures come in."""

    service: Healthgap
    clock: Callable[[], datetime]

    def offered(self, client: WebClient, parcel: Parcel) -> Layout:
        """What loading the files would do, with the buttons that do it."""
        with _fetched(client, parcel.files) as paths:
            report = self.service.load(paths, parcel.details, now=self.clock(), dry_run=True)
        new = [one for one in report.files if not one.already_loaded]
        if not new:
            return _report("There is nothing to load.", report.text)
        embargoed = all(one.state == "embargoed" for one in new)
        then = _UNDER_EMBARGO if embargoed else _AT_ONCE
        layout = _report("Nothing is loaded yet. This is what loading would do.", report.text)
        first = "Load and keep the embargo" if embargoed else "Load"
        row = _row(
            [(LOAD, first), (EMBARGO, "Load under embargo until…"), (CANCEL, "Cancel")],
            parcel,
        )
        row["elements"][0] = sure(row["elements"][0], then, "Load")
        return Layout(f"{layout.text}\n{then}", (*layout.blocks, small(then), row))

    def loaded(self, client: WebClient, parcel: Parcel, by: str) -> Layout:
        """Loads the files for the person `by`, and says what that did."""
        with _fetched(client, parcel.files) as paths:
            report = self.service.load(paths, parcel.details, now=self.clock(), by=by)
        return _report("Done.", report.text)


def sent(files: Sequence[Mapping[str, Any]]) -> Parcel:
    """The files of a message."""
    if len(files) > _MOST_FILES:
        raise AskerError(f"Please send me at most {_MOST_FILES} files at a time.")
    if len({file["name"] for file in files}) < len(files):
        raise AskerError("Two of these files have the same name. Please give them different ones.")
    return Parcel(tuple(str(file["id"]) for file in files))


def undescribed(files: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of the files that have no TOML file of the same name with them."""
    names = [PurePath(file["name"]) for file in files]
    described = {name.stem for name in names if name.suffix.lower() == ".toml"}
    return [name.name for name in names if name.suffix.lower() != ".toml" and name.stem not in described]


def asks_for_details(name: str, parcel: Parcel) -> Layout:
    """Asks what the release in a file is."""
    text = f"I have {name}. Before I read it I need to know what it is: its title, publisher and moment of publication."
    row = _row([(DESCRIBE, "Say what it is"), (CANCEL, "Cancel")], parcel)
    return Layout(escape(text), (section(escape(text)), row))


def refused(error: RefusedDataError) -> Layout:
    """Everything that is wrong with the files, for whoever mends them."""
    return _report("I cannot load this. Nothing was changed. Please mend it and send it again.", str(error))


def _report(headline: str, report: str) -> Layout:
    shown = clip(escape(report), _SHOWN)
    blocks = (section(f"*{headline}*"), section(shown))
    return Layout(escape(f"{headline}\n{clip(report, _SHOWN)}"), blocks)


def _row(buttons: Sequence[tuple[str, str]], parcel: Parcel) -> dict[str, Any]:
    row = actions("figures", "figures", [Button(label, parcel.packed()) for _, label in buttons])
    named = zip(row["elements"], buttons, strict=True)
    return row | {"elements": [{**element, "action_id": action} for element, (action, _) in named]}


@contextmanager
def _fetched(client: WebClient, ids: Sequence[str]) -> Iterator[list[Path]]:
    """The files as paths in a folder that is gone at the end; figures only, each with its TOML file beside it."""
    with TemporaryDirectory(prefix="healthgap-") as folder:
        paths = []
        for one in ids:
            file = client.files_info(file=one)["file"]
            if file["size"] > _MOST_BYTES:
                raise AskerError(
                    f"{file['name']} is too big for me to take from Slack; use the command line."
                )
            path = Path(folder) / PurePath(file["name"]).name
            path.write_bytes(_download(file["url_private_download"], str(client.token)))
            paths.append(path)
        yield [path for path in paths if path.suffix.lower() != ".toml"]


def _download(address: str, token: str) -> bytes:
    """Follows no redirect: it would carry the token elsewhere, and means that Slack wants somebody to sign in."""
    opener = OpenerDirector()
    for handler in (HTTPHandler(), HTTPSHandler()):
        opener.add_handler(handler)
    opener.addheaders = [("Authorization", f"Bearer {token}")]
    try:
        with opener.open(address, timeout=_WITHIN) as response:
            if response.status == 200 and response.headers.get_content_type() != "text/html":
                data: bytes = response.read(_MOST_BYTES)
                return data
    except URLError as error:
        raise AskerError("Slack did not hand me the file. Please send it again.") from error
    raise AskerError("Slack did not hand me the file; the app may lack the permission files:read.")
