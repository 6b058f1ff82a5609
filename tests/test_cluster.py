"""Folders of Parquet, here and on a real Dask cluster of two workers, one of them killed while it works."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from healthgap.__main__ import cli

SECONDS = 60


def groups(area: int) -> pd.DataFrame:
    """Forty strata, enough for a worker to be busy a moment with the simulated limits."""
    random = np.random.default_rng(area)
    return pd.DataFrame(
        {
            "indicator": "smoking",
            "area": np.repeat([f"area {area}-{number}" for number in range(40)], 5),
            "period": "2019",
            "group": np.tile(["Q1", "Q2", "Q3", "Q4", "Q5"], 40),
            "subgroup_order": np.tile([1.0, 2, 3, 4, 5], 40),
            "value": random.uniform(5, 40, 200),
            "se": random.uniform(0.5, 2, 200),
            "count": random.integers(20, 400, 200).astype(float),
            "denominator": random.integers(500, 9000, 200).astype(float),
            "indicator_scale": 100.0,
        }
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "export"
    for release in ("first", "second"):
        (root / release).mkdir(parents=True)
        for area in range(8):
            groups(area).to_parquet(root / release / f"part-{area}.parquet", index=False)
    return root


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler on loopback, and its two workers."""
    file = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": Path(__file__).parents[1]}
    at = ["--host", "127.0.0.1", "--no-dashboard"]
    started = [
        subprocess.Popen([*dask, "scheduler", *at, "--port", "0", "--scheduler-file", str(file)], **quiet)
    ]
    try:
        address = _address(file)
        for number in range(2):
            place = ["--local-directory", str(tmp_path / f"worker-{number}")]
            worker = [*dask, "worker", address, *at, "--no-nanny", "--nthreads", "1", *place]
            started.append(subprocess.Popen(worker, **quiet))
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def _address(file: Path) -> str:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if file.exists() and file.read_text():
            return str(json.loads(file.read_text())["address"])
        time.sleep(0.05)
    raise TimeoutError("The scheduler did not start.")


def test_a_folder_gives_the_same_measures_on_a_cluster_that_loses_a_worker(
    folder: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    address, workers = cluster
    command = [
        sys.executable,
        "-m",
        "healthgap",
        "measures",
        str(folder),
        "--measure",
        "sii,bgsd,mdbu,idisw,aci",
    ]
    here, there = tmp_path / "here.parquet", tmp_path / "there.parquet"
    form = ["--format", "parquet", "-o"]
    root = Path(__file__).parents[1]
    running = subprocess.Popen([*command, "--cluster", address, *form, str(there)], cwd=root)
    _until_both_work(address)
    workers[0].kill()
    assert running.poll() is None, "the work was over before the worker was lost"
    assert running.wait(SECONDS) == 0
    subprocess.run([*command, *form, str(here)], cwd=root, check=True)
    assert pq.read_table(there).equals(pq.read_table(here))
    assert pq.read_table(here).num_rows == 2 * 8 * 40 * 5
    counts = ["--group", "Q1", "--comparator", "Q5", "--cluster", address, *form, str(there)]
    subprocess.run([sys.executable, "-m", "healthgap", "gaps", str(folder), *counts], cwd=root, check=True)
    assert pq.read_table(there).num_rows == 2 * 8 * 40


def _until_both_work(address: str) -> None:
    """Waits until each of two workers is busy."""
    from distributed import Client

    deadline = time.monotonic() + SECONDS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Client(address) as client:
            while time.monotonic() < deadline:
                busy = client.processing()
                if len(busy) == 2 and all(busy.values()):
                    return
                time.sleep(0.01)
    raise TimeoutError("The workers did not begin.")


def run(*arguments: object) -> Any:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=True)


def test_results_of_releases_tell_which_they_are(folder: Path) -> None:
    done = run("measures", folder, "--measure", "aci", "--format", "json")
    rows = json.loads(done.stdout)
    assert {row["release"] for row in rows} == {"first", "second"}
    assert len({(row["release"], row["setting"]) for row in rows}) == len(rows) == 640


def test_groups_that_are_torn_apart_are_refused(tmp_path: Path) -> None:
    table = pa.Table.from_pandas(groups(1))
    pq.write_table(table.slice(0, 103), tmp_path / "a.parquet")
    pq.write_table(table.slice(103), tmp_path / "b.parquet")
    for command in (["measures", tmp_path], ["gaps", tmp_path, "--group", "Q1", "--comparator", "Q5"]):
        done = run(*command, "--format", "parquet", "-o", tmp_path / "out.pq")
        assert "stands in two files" in str(done.exception)
        assert not list(tmp_path.glob("out*"))


@pytest.mark.parametrize(("lacking", "refused"), [(1, False), (0, True)])
def test_files_with_other_columns_are_put_together_or_refused(
    lacking: int, refused: bool, tmp_path: Path
) -> None:
    for number in range(2):
        table = groups(number).assign(sex="female")
        table.drop(columns=["sex"] if number == lacking else []).to_parquet(tmp_path / f"{number}.parquet")
    done = run("measures", tmp_path, "--measure", "aci", "--format", "parquet", "-o", tmp_path / "out.pq")
    if refused:
        assert "The first file has no sex, and another has." in str(done.exception)
    else:
        assert pq.read_table(tmp_path / "out.pq")["sex"].to_pylist() == ["female"] * 40 + [None] * 40


def test_every_problem_of_every_file_is_told(folder: Path) -> None:
    for number in (2, 5):
        bad = groups(number).astype({"value": str})
        bad.loc[3, "value"] = "many"
        bad.to_parquet(folder / "first" / f"part-{number}.parquet")
    told = str(run("measures", folder, "--measure", "aci").exception)
    assert told.count("row 5, estimate: This is not a number.") == 2


def test_an_empty_folder_and_a_scheduler_that_is_not_there_are_told(tmp_path: Path) -> None:
    assert "no Parquet files" in str(run("measures", tmp_path).exception)
    groups(1).to_parquet(tmp_path / "a.parquet")
    away = run("measures", tmp_path, "--cluster", "tcp://127.0.0.1:9")
    assert "No Dask scheduler answers at tcp://127.0.0.1:9" in str(away.exception)


def test_without_dask_one_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups(1).to_parquet(tmp_path / "a.parquet")
    monkeypatch.setitem(sys.modules, "distributed", None)
    told = run("measures", tmp_path, "--cluster", "tcp://127.0.0.1:9")
    assert str(told.exception).endswith(
        "Dask is not installed; pip install 'healthgap[cluster]' installs it."
    )
