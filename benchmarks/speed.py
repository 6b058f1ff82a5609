"""All the arithmetic beside its yardsticks in one run: `python -m benchmarks.speed`.

Summary measures beside numpy and pandas, gaps in memory beside numpy, and from a file to gaps beside polars, DuckDB and
pandas. Needs `pip install --group bench`.
"""

from __future__ import annotations

from benchmarks import gaps, measures

if __name__ == "__main__":
    measures.main()
    gaps.main()
