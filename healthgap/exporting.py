"""Releases as folders of Parquet files for DuckDB, pandas, Dask, Spark and their like: whole or not at all."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from healthgap.errors import NotDoneError
from healthgap.releases import Release
from healthgap.store.releases import stored_data
from healthgap.store.segments import up_to_date
from healthgap.whole_files import unwritable

DETAILS = "_release.json"  # readers of Parquet folders pass over names with an underscore


def export(engine: Engine, releases: Sequence[Release], folder: Path) -> None:
    """Writes `releases` into `folder`: `release=ID/INDICATOR.parquet`, and what the release is in `_release.json`.

    The figures are the bytes that are stored, completed where an older healthgap stored fewer columns;
    `healthgap.figures.COLUMNS` says what the columns are, and the folders' names add a column `release`. Raises
    NotDoneError where the folder has something in it already or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotDoneError(f"{folder} is not empty. Name a new folder to export to.")
    try:
        _write_all(engine, releases, folder)
    except OSError as error:
        raise unwritable(folder, error) from error


def _write_all(engine: Engine, releases: Sequence[Release], folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as unfinished:
        whole = Path(unfinished) / folder.name
        whole.mkdir()
        for release in releases:
            _write(engine, release, whole / f"release={release.id}")
        whole.rename(folder)


def _write(engine: Engine, release: Release, folder: Path) -> None:
    folder.mkdir()
    for indicator, data in stored_data(engine, release):
        (folder / f"{indicator}.parquet").write_bytes(up_to_date(data))
    details = {
        "id": release.id,
        "title": release.title,
        "publisher": release.publisher,
        "published_at": release.published_at.isoformat(),
        "source_url": release.source_url,
        "published_words": release.published_words,
        "reported_by": release.reported_by,
        "file": release.file_name,
        "loaded_at": release.loaded_at.isoformat(),
    }
    text = json.dumps(details, ensure_ascii=False, indent=1) + "\n"
    (folder / DETAILS).write_text(text, encoding="utf-8")
