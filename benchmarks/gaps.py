"""From a file of counts to gaps with limits, beside the best scripts written by hand: `python -m benchmarks.gaps`.

A CSV of 10,000,000 rows (indicator, area, period, group, count, denominator), 5,000,000 gaps, absolute and relative
with 95% limits: healthgap, polars (in memory and streaming), DuckDB and pandas, each in a process of its own, in turn,
several rounds; and one million rows in memory beside numpy written by hand. Needs `pip install --group bench`.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from healthgap.group_gaps import Comparison, group_gaps

INDICATORS, AREAS, PERIODS, ROUNDS = 10, 50_000, 10, 3
KEYS = ["indicator", "area", "period"]
Z = 1.959963984540054
FORMULAS = {
    "d": "r1 - r0",
    "dl": "r1 - r0 - half",
    "dh": "r1 - r0 + half",
    "g": "100 * (r1 / r0 - 1)",
    "gl": "100 * (r1 / r0 / spread - 1)",
    "gh": "100 * (r1 / r0 * spread - 1)",
}


def counts(indicators: int = INDICATORS, areas: int = AREAS, periods: int = PERIODS) -> pa.Table:
    """A table as a publisher orders it: by indicator, area and period, two groups each."""
    pairs = indicators * areas * periods
    random = np.random.default_rng(1)
    people = random.integers(2_000, 90_000, 2 * pairs)
    places = {
        "indicator": (np.repeat(np.arange(indicators), 2 * areas * periods), "indicator_{}", indicators),
        "area": (np.tile(np.repeat(np.arange(areas), 2 * periods), indicators), "E{:08d}", areas),
        "period": (
            np.tile(np.repeat(np.arange(2010, 2010 + periods), 2), indicators * areas) - 2010,
            "201{}",
            periods,
        ),
        "group": (np.tile([0, 1], pairs), "group {}", 2),
    }
    words = {
        name: pa.DictionaryArray.from_arrays(
            pa.array(place.astype(np.int32)), [spelling.format(number) for number in range(many)]
        )
        for name, (place, spelling, many) in places.items()
    }
    return pa.table({**words, "count": random.binomial(people, 0.01) + 10, "denominator": people})


def by_healthgap(path: Path) -> int:
    from healthgap.files.counts import read_counts

    return int(group_gaps(read_counts(path), Comparison("group 0", "group 1")).num_rows)


def by_polars(path: Path, engine: Literal["in-memory", "streaming"] = "in-memory") -> int:
    import polars as pl

    rows = pl.scan_csv(path, schema_overrides=dict.fromkeys([*KEYS, "group"], pl.Categorical))
    one, other = (rows.filter(pl.col("group") == f"group {n}").drop("group") for n in (0, 1))
    x1, n1, x0, n0 = (pl.col(name) for name in ("count", "denominator", "count0", "denominator0"))
    r1, r0 = 1e5 * x1 / n1, 1e5 * x0 / n0
    half, spread = Z * (r1 * r1 / x1 + r0 * r0 / x0).sqrt(), (Z * (1 / x1 + 1 / x0).sqrt()).exp()
    found = one.join(other, on=KEYS, suffix="0").with_columns(
        r1=r1,
        r0=r0,
        d=r1 - r0,
        dl=r1 - r0 - half,
        dh=r1 - r0 + half,
        g=100 * (r1 / r0 - 1),
        gl=100 * (r1 / r0 / spread - 1),
        gh=100 * (r1 / r0 * spread - 1),
    )
    return found.collect(engine=engine).height


def by_duckdb(path: Path) -> int:
    import duckdb

    chosen = ", ".join(
        f"max({column}) filter (\"group\" = 'group {n}') {short}{1 - n}"
        for n in (0, 1)
        for column, short in (("count", "x"), ("denominator", "n"))
    )
    gaps = ", ".join(f"{formula} {name}" for name, formula in FORMULAS.items())
    rates = (
        f"1e5 * x1 / n1 r1, 1e5 * x0 / n0 r0, {Z} * sqrt((1e5 / n1) ** 2 * x1 + (1e5 / n0) ** 2 * x0) half"
    )
    found = duckdb.sql(
        f"select *, {gaps} from (select *, {rates}, exp({Z} * sqrt(1.0 / x1 + 1.0 / x0)) spread from "
        f"(select indicator, area, period, {chosen} from read_csv('{path}') group by all))"
    )
    return int(found.to_arrow_table().num_rows)


def by_pandas(path: Path) -> int:
    import pandas as pd

    rows = pd.read_csv(path, engine="pyarrow", dtype=dict.fromkeys([*KEYS, "group"], "category"))
    one, other = (rows[rows["group"] == f"group {n}"].drop(columns="group") for n in (0, 1))
    found = one.merge(other, on=KEYS, suffixes=("1", "0"))
    x1, n1, x0, n0 = (found[name] for name in ("count1", "denominator1", "count0", "denominator0"))
    columns = by_hand(*(column.to_numpy(float) for column in (x1, n1, x0, n0)))
    return len(found.assign(**dict(zip(FORMULAS, columns, strict=True))))


def by_hand(x1: np.ndarray, n1: np.ndarray, x0: np.ndarray, n0: np.ndarray) -> tuple[np.ndarray, ...]:
    """The arithmetic alone, with nothing checked and nothing explained."""
    r1, r0 = 1e5 * x1 / n1, 1e5 * x0 / n0
    ratio, half = r1 / r0, Z * np.sqrt(r1 * r1 / x1 + r0 * r0 / x0)
    spread = np.exp(Z * np.sqrt(1 / x1 + 1 / x0))
    gap = r1 - r0
    return gap, gap - half, gap + half, *(100 * (end - 1) for end in (ratio, ratio / spread, ratio * spread))


WAYS: dict[str, Callable[[Path], int]] = {
    "healthgap": by_healthgap,
    "polars": by_polars,
    "polars streaming": partial(by_polars, engine="streaming"),
    "duckdb": by_duckdb,
    "pandas": by_pandas,
}


def alone(way: str, path: Path) -> tuple[float, float, float]:
    """Seconds, processor seconds and peak memory in GB of one way in a process of its own, imports included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.gaps", way, str(path)], check=True, capture_output=True, text=True
    )
    taken, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return taken, used, float(done.stdout) / 1e6


def files() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "counts.csv"
        arrow_csv.write_csv(counts(), path, arrow_csv.WriteOptions(quoting_style="none"))
        rounds = {way: [] for way in WAYS}
        for _ in range(ROUNDS):
            for way, results in rounds.items():
                results.append(alone(way, path))
    best = {
        way: tuple(min(values) for values in zip(*results, strict=True)) for way, results in rounds.items()
    }
    fastest = min(taken for way, (taken, _used, _peak) in best.items() if way != "healthgap")
    for way, (taken, used, peak) in best.items():
        sys.stdout.write(
            f"{taken:6.2f} s  {used:6.2f} s of processor  {peak:5.2f} GB  {taken / fastest:5.2f} times  {way}, "
            f"10,000,000 rows of CSV\n"
        )


def memory() -> None:
    table = counts(1, AREAS, PERIODS)
    x, n = (table[name].to_numpy().astype(float) for name in ("count", "denominator"))
    table = table.set_column(4, "count", pa.array(x)).set_column(5, "denominator", pa.array(n))

    def seconds(work: Callable[[], object]) -> float:
        taken = []
        for _ in range(7):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
        return 1000 * min(taken)

    hand = seconds(lambda: by_hand(x[::2], n[::2], x[1::2], n[1::2]))
    whole = seconds(lambda: group_gaps(table, Comparison("group 0", "group 1")))
    sys.stdout.write(f"{hand:6.1f} ms  numpy by hand, pairs laid out for it, 1,000,000 rows\n")
    sys.stdout.write(
        f"{whole:6.1f} ms  healthgap, pairs found and every row judged, {whole / hand:.2f} times\n"
    )


def main() -> None:
    memory()
    files()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        WAYS[sys.argv[1]](Path(sys.argv[2]))
        sys.stdout.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
    else:
        main()
