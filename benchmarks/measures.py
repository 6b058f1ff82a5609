"""How long the measures take, beside numpy written by hand for just this: run `python -m benchmarks.measures`.

10,000 strata of 10 groups: the whole way from a table of groups to a table of results, and its arithmetic alone.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from healthgap import measures
from healthgap.measures.evaluate import evaluate
from healthgap.measures.frames import read_table
from healthgap.measures.groups import Options
from healthgap.measures.registry import definition

STRATA, GROUPS, ROUNDS = 10_000, 10, 7
SIMPLE = ("d", "r", "bgv", "ti", "mld", "par", "paf", "aci", "rci", "sii", "rii")


def table(strata: int = STRATA) -> pd.DataFrame:
    random = np.random.default_rng(1)
    rows = strata * GROUPS
    return pd.DataFrame(
        {
            "setting": np.repeat([f"area {number}" for number in range(strata)], GROUPS),
            "date": "2019",
            "indicator_abbr": "smoking",
            "dimension": "deprivation",
            "subgroup": np.tile([f"decile {number}" for number in range(GROUPS)], strata),
            "subgroup_order": np.tile(np.arange(1, GROUPS + 1), strata),
            "estimate": random.uniform(5, 60, rows),
            "se": random.uniform(0.5, 3, rows),
            "population": random.integers(500, 9000, rows),
            "favourable_indicator": 0,
            "ordered_dimension": 1,
            "indicator_scale": 100,
        }
    )


def by_hand(y: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, ...]:
    """SII and RII with HC1 limits for (strata, groups), logistic, with nothing checked and nothing explained."""
    x = (n.cumsum(axis=1) - n / 2) / n.sum(axis=1, keepdims=True)
    a, b = np.zeros(len(y)), np.zeros(len(y))
    for _ in range(7):
        p = 1 / (1 + np.exp(-a[:, None] - b[:, None] * x))
        u, w = n * (y - p), n * p * (1 - p)
        s0, s1, s2 = w.sum(axis=1), (w * x).sum(axis=1), (w * x * x).sum(axis=1)
        g0, g1 = u.sum(axis=1), (u * x).sum(axis=1)
        determinant = s0 * s2 - s1 * s1
        a, b = a + (s2 * g0 - s1 * g1) / determinant, b + (s0 * g1 - s1 * g0) / determinant
    m0, m1, m2 = (u * u).sum(axis=1), (u * u * x).sum(axis=1), (u * u * x * x).sum(axis=1)
    factor = GROUPS / (GROUPS - 2) / determinant**2
    vaa = factor * (s2 * s2 * m0 - 2 * s1 * s2 * m1 + s1 * s1 * m2)
    vbb = factor * (s1 * s1 * m0 - 2 * s0 * s1 * m1 + s0 * s0 * m2)
    vab = factor * (-s1 * s2 * m0 + (s0 * s2 + s1 * s1) * m1 - s0 * s1 * m2)
    low, high = 1 / (1 + np.exp(-a)), 1 / (1 + np.exp(-a - b))
    d0, d1 = low * (1 - low), high * (1 - high)
    se = np.sqrt((d1 - d0) ** 2 * vaa + d1**2 * vbb + 2 * (d1 - d0) * d1 * vab)
    log_se = np.sqrt((low - high) ** 2 * vaa + (1 - high) ** 2 * vbb + 2 * (low - high) * (1 - high) * vab)
    sii, rii = high - low, high / low
    return (
        sii,
        sii - 1.96 * se,
        sii + 1.96 * se,
        rii,
        rii * np.exp(-1.96 * log_se),
        rii * np.exp(1.96 * log_se),
    )


def milliseconds(work: Callable[[], object]) -> float:
    """The median of several rounds, the first not counted."""
    work()
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return 1000 * float(np.median(taken))


def main() -> None:
    data = table()
    y, n = (data[name].to_numpy(float).reshape(STRATA, GROUPS) for name in ("estimate", "population"))
    options = Options()
    chosen = {name: definition(name, options) for name in ("sii", "rii")}

    def arithmetic() -> None:
        # A fit is kept with its groups, so each round takes new ones.
        for _strata, groups in blocks:
            evaluate(groups.where(slice(None)), chosen, options)

    blocks = read_table(data).blocks
    small = table(100)
    lines = {
        "SII and RII, numpy by hand": milliseconds(lambda: by_hand(y / 100, n)),
        "SII and RII, the arithmetic of healthgap": milliseconds(arithmetic),
        "SII and RII, from table to table": milliseconds(lambda: measures.compute(data, ["sii", "rii"])),
        f"{len(SIMPLE)} measures with closed limits, from table to table": milliseconds(
            lambda: measures.compute(data, SIMPLE)
        ),
        "all measures of 100 strata, limits simulated": milliseconds(lambda: measures.compute(small)),
    }
    for name, taken in lines.items():
        sys.stdout.write(f"{taken:9.1f} ms  {name}\n")


if __name__ == "__main__":
    main()
