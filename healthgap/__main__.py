"""The command line: every command, and what its problems are told as.

Exit status: 0 fine (a question asked back or declined as well), 2 usage, 3 configuration or database, 4 refused data.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import typer

from healthgap.commands.gaps import chart, gaps
from healthgap.commands.measures import measures
from healthgap.commands.questions import ask, questions
from healthgap.commands.releases import formats, load, releases, summary, withdraw
from healthgap.commands.upkeep import audit, backup, check, export, restore
from healthgap.errors import AskerError, ConfigurationError, RefusedDataError, StoreError
from healthgap.whole_files import unwritable

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Questions about health-inequality gaps, answered from loaded figures.",
)
for _command in (
    *(ask, questions),
    *(load, formats, releases, withdraw, summary),
    *(gaps, chart),
    *(export, backup, restore, audit, check),
    measures,
):
    cli.command()(_command)


def main() -> None:
    """Runs the command line; problems are told in plain sentences, each kind with its exit status."""
    try:
        cli(standalone_mode=True)
    except BrokenPipeError:
        sys.stderr.close()
    except (ConfigurationError, StoreError) as error:
        _fail(str(error), 3)
    except RefusedDataError as error:
        _fail(f"Nothing was loaded.\n{error}", 4)
    except AskerError as error:
        _fail(str(error), 2)
    except OSError as error:
        _fail(str(unwritable(Path(error.filename or "Standard output"), error)), 2)


def _fail(text: str, status: int) -> NoReturn:
    typer.echo(text, err=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
