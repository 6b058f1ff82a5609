"""Made-up figures for the benchmarks: files in the own format, always the same ones, and a configuration to fit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as arrow_csv

from healthgap.files.own import COLUMNS

INDICATORS, GROUPS, PERIODS = 100, ("routine_manual", "all_ns_sec"), 5
SEED = 20081121
HEADS = tuple(name for name in COLUMNS if name != "unit")
_CONFIG = Path(__file__).parents[1] / "config"
_ROWS_AT_ONCE = 500_000


def write_config(folder: Path) -> Path:
    """A configuration with INDICATORS indicators, all like infant mortality."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("groups.toml", "terms.toml"):
        (folder / name).write_bytes((_CONFIG / name).read_bytes())
    (folder / "indicators").mkdir(exist_ok=True)
    pattern = (_CONFIG / "indicators" / "infant_mortality.toml").read_text(encoding="utf-8")
    kept = [line for line in pattern.splitlines() if not line.startswith(("title", "short", "aliases"))]
    for number in range(INDICATORS):
        title = f"Made-up mortality {number}"
        head = [f'title = "{title}"', f'short = "{title.lower()}"', "aliases = []"]
        text = "\n".join([*head, *kept])
        (folder / "indicators" / f"{_indicator(number)}.toml").write_text(text, encoding="utf-8")
    return folder


def write_figures(path: Path, rows: int, *, edition: int = 0, shuffled: bool = False) -> Path:
    """`rows` figures: so many areas as it takes, for every indicator, PERIODS years and both groups.

    Editions differ in their values, and each is published a month after the one before. A TOML file stands beside it.
    """
    random = np.random.default_rng([SEED, edition])
    cases = random.integers(5_000, 100_000, rows)
    deaths = random.binomial(cases, 0.005)
    order = random.permutation(rows) if shuffled else np.arange(rows)
    with arrow_csv.CSVWriter(path, _chunk(order[:0], deaths, cases).schema, write_options=_plain()) as writer:
        for start in range(0, rows, _ROWS_AT_ONCE):
            writer.write_table(_chunk(order[start : start + _ROWS_AT_ONCE], deaths, cases))
    published = date(2007 + edition // 12, edition % 12 + 1, 14)
    details = f'title = "Made-up figures"\npublisher = "Nobody"\npublished = {published}\n'
    path.with_suffix(".toml").write_text(details, encoding="utf-8")
    return path


def _plain() -> arrow_csv.WriteOptions:
    return arrow_csv.WriteOptions(quoting_style="none")


def _chunk(
    row: npt.NDArray[np.int64], deaths: npt.NDArray[np.int64], cases: npt.NDArray[np.int64]
) -> pa.Table:
    rest, group = np.divmod(row, len(GROUPS))
    rest, year = np.divmod(rest, PERIODS)
    indicator, area = rest % INDICATORS, rest // INDICATORS
    count, denominator = deaths[row], cases[row]
    rate, spread = 1000 * count / denominator, 1960 * np.sqrt(np.maximum(count, 1)) / denominator
    columns = {
        "indicator": _words(indicator, [_indicator(number) for number in range(INDICATORS)]),
        "sex": _words(np.zeros_like(row), ["persons"]),
        "area": _words(area, _areas(len(deaths))),
        "group": _words(group, list(GROUPS)),
        "period": _words(year, [str(2001 + number) for number in range(PERIODS)]),
        "measure": _words(np.zeros_like(row), ["value"]),
        "value": np.round(rate, 1),
        "lower": np.round(np.maximum(rate - spread, 0), 1),
        "upper": np.round(rate + spread, 1),
        "count": count,
        "denominator": denominator,
        "note": _words(np.zeros_like(row), [""]),
    }
    return pa.table({name: columns[name] for name in HEADS})


def _words(place: npt.NDArray[np.int64], words: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(place.astype(np.int32), words).cast(pa.string())


def _areas(rows: int) -> list[str]:
    count = -(-rows // (INDICATORS * PERIODS * len(GROUPS)))
    return ["England and Wales", *(f"E{6_000_000 + number:08}" for number in range(1, count))]


def _indicator(number: int) -> str:
    return f"made_up_mortality_{number}"
