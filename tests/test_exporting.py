"""An export is a folder that other tools read as it is: whole or not there, and nothing under embargo unless asked."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from healthgap.errors import NotDoneError
from healthgap.exporting import export
from healthgap.figures import COLUMNS
from healthgap.files.details import ReleaseDetails
from healthgap.service import Healthgap
from tests.sample import NOW, RELEASES, opened

NEWEST = "2009-01-14-infant-mortality-2007"


@pytest.fixture
def service(tmp_path: Path) -> Healthgap:
    return opened(tmp_path)


def embargoed(service: Healthgap, folder: Path) -> None:
    path = folder / "soon.csv"
    path.write_text("indicator,group,period,value\ninfant_mortality,all,2030,1.5\n", encoding="utf-8")
    service.load([path], ReleaseDetails("Soon", "DH", date(2031, 1, 1)), now=NOW)


def test_every_figure_of_every_release_is_read_back_by_pandas(service: Healthgap, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "figures"
    service.export(folder, now=NOW)
    frame = pd.read_parquet(folder)
    assert list(frame.columns) == [*COLUMNS, "release"]
    assert frame.groupby("release", observed=True).size().to_dict() == {
        path.stem: len(path.read_text().splitlines()) - 1 for path in RELEASES
    }
    newest = pd.read_parquet(folder / f"release={NEWEST}" / "infant_mortality.parquet")
    gap = newest[(newest["measure"] == "relative_gap") & (newest["period"] == "2005-07")]
    assert gap["value"].tolist() == [16.0]
    assert {frame[name].dropna().map(type).unique()[0] for name in ("indicator", "area", "period")} == {str}


def test_beside_the_figures_stands_what_the_release_is(service: Healthgap, tmp_path: Path) -> None:
    service.export(tmp_path / "out", now=NOW)
    details = json.loads((tmp_path / "out" / f"release={NEWEST}" / "_release.json").read_text())
    assert (details["id"], details["publisher"]) == (NEWEST, "Department of Health")
    assert details["published_at"] == "2009-01-14T09:30:00+00:00"


def test_what_is_under_embargo_is_left_out_unless_asked_for(service: Healthgap, tmp_path: Path) -> None:
    embargoed(service, tmp_path)
    service.withdraw(NEWEST, "wrong", now=NOW)
    service.export(tmp_path / "public", now=NOW)
    service.export(tmp_path / "all", now=NOW, embargoed=True)
    held = {f"release={path.stem}" for path in RELEASES} - {f"release={NEWEST}"}
    assert {path.name for path in (tmp_path / "public").iterdir()} == held
    assert {path.name for path in (tmp_path / "all").iterdir()} == held | {"release=soon"}


def test_a_folder_with_something_in_it_is_left_alone(service: Healthgap, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    service.export(folder, now=NOW)
    before = sorted(folder.rglob("*"))
    with pytest.raises(NotDoneError, match=r"is not empty\. Name a new folder to export to\."):
        service.export(folder, now=NOW)
    assert sorted(folder.rglob("*")) == before
    with pytest.raises(NotDoneError, match="is not empty"):
        service.export(RELEASES[0], now=NOW)


def test_an_export_that_fails_leaves_nothing(service: Healthgap, tmp_path: Path) -> None:
    releases = service.releases()
    service.engine.dispose()
    (tmp_path / "healthgap.db").rename(tmp_path / "elsewhere.db")
    (tmp_path / "healthgap.db").mkdir()
    with pytest.raises(Exception, match="unable to open database file"):
        export(service.engine, releases, tmp_path / "out")
    assert not [path for path in tmp_path.iterdir() if "out" in path.name]
