"""The command line: reads arguments, environment and clock, calls the service, prints.

Exit status: 0 fine (a question asked back or declined as well), 2 usage, 3 configuration or database, 4 refused data.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from healthgap.bar import progress_bar
from healthgap.errors import AskerError, ConfigurationError, RefusedDataError, StoreError
from healthgap.measures_command import measures
from healthgap.output import (
    Format,
    audit_line,
    problem_values,
    release_values,
    reply_values,
    stages_text,
    write,
)
from healthgap.releases import LONDON, end_of_day
from healthgap.reply import ChartRequest
from healthgap.service import Healthgap
from healthgap.whole_files import unwritable, written_whole

_DATABASE, _CONFIG = "sqlite:///healthgap.db", "config"

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Questions about health-inequality gaps, answered from loaded figures.",
)

Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
AsOf = Annotated[
    str | None, typer.Option(metavar="DATE", help="As known at the end of that day, London time.")
]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")]


@cli.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question; - reads one a line from standard input.")],
    after: Annotated[list[str] | None, typer.Option(help="A question asked before, oldest first.")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show how the question was understood.")] = False,
) -> None:
    """Answer a question as the bot would."""
    with _service() as service:
        moment = _as_of(as_of)
        if question == "-":
            for line in sys.stdin:
                _answer_line(service, line, moment)
            return
        if explain:
            typer.echo(stages_text(service.stages(question, now=_now(), after=after or [])))
        reply = service.ask(question, now=_now(), as_of=moment, after=after or [])
        typer.echo(_json(reply_values(reply)) if as_json else reply.text)


@cli.command()
def questions(as_json: Json = False) -> None:
    """List the words that questions held and nothing here explains, and what people said of answers."""
    with _service() as service:
        found = service.threads.unknown_words()
        verdicts = Counter((said.verdict, said.reading) for said in service.feedback())
        if as_json:
            said = [
                {"verdict": verdict, "reading": reading, "said": times}
                for (verdict, reading), times in verdicts.most_common()
            ]
            typer.echo(_json({"words": [asdict(word) for word in found], "verdicts": said}))
            return
        for word in found:
            offered = f"  offered: {word.offered}" if word.offered else ""
            typer.echo(f"{word.asked:6}  {word.word}  last on {word.last_asked}{offered}")
        if not found:
            typer.echo("No question has held a word that is not understood.")
        for (verdict, reading), times in verdicts.most_common():
            typer.echo(f"{times:6}  {verdict}: {reading}")


@cli.command()
def load(
    files: Annotated[list[Path], typer.Argument(help="Files of figures, each with its TOML file beside it.")],
    title: Annotated[str | None, typer.Option(help="What the release is called.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who publishes it.")] = None,
    published: Annotated[str | None, typer.Option(help="The day or moment of publication.")] = None,
    source_url: Annotated[str | None, typer.Option(help="Where it was published.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report, and store nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Load files of figures, all or none of them."""
    from healthgap.files.details import ReleaseDetails

    details = ReleaseDetails(title, publisher, _published(published), source_url)
    with _service() as service:
        try:
            with progress_bar() as progress:
                report = service.load(files, details, now=_now(), dry_run=dry_run, progress=progress)
        except RefusedDataError as error:
            if as_json:
                typer.echo(_json({"problems": [problem_values(problem) for problem in error.problems]}))
            raise
        typer.echo(_json(report.json()) if as_json else report.text)


@cli.command()
def formats(
    file: Annotated[Path, typer.Argument(help="A file of figures of whatever kind.")],
    as_json: Json = False,
) -> None:
    """Say what a file looks like and which mapping reads it; draft one where none does."""
    from healthgap.config import load_catalogue
    from healthgap.files.description import describe

    try:
        report = describe(file, load_catalogue(_config()))
    except RefusedDataError as error:
        _fail(str(error), 4)
    typer.echo(_json(report.json()) if as_json else report.text)
    if report.read_by is None:
        raise typer.Exit(4)


@cli.command()
def releases(as_json: Json = False) -> None:
    """List the releases, with their state."""
    with _service() as service:
        now = _now()
        found = service.releases()
        if as_json:
            typer.echo(_json([release_values(release, now) for release in found]))
            return
        for release in found:
            day = release.published_at.astimezone(LONDON).date()
            typer.echo(f"{release.id}  {release.state(now)}  {day}  {release.publisher}, “{release.title}”")
        if not found:
            typer.echo("No releases are loaded yet.")


@cli.command()
def withdraw(
    release: Annotated[str, typer.Argument(help="The release's id, as `releases` lists it.")],
    why: Annotated[str, typer.Option(help="The reason, for people to read.")],
) -> None:
    """Take a release back. It is kept, and its figures speak no more."""
    from healthgap.wording.withdrawals import warned

    with _service() as service:
        withdrawn = service.withdraw(release, why, now=_now())
        typer.echo(f"“{withdrawn.title}” is withdrawn: {why}")
        typer.echo(warned(service.outbox.warned(release, _now())))


@cli.command()
def summary(
    release: Annotated[
        str | None, typer.Argument(help="The release's id; the newest public one if none.")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Show the message that channels get about a release."""
    with _service() as service:
        told = service.release_summary(release, now=_now(), as_of=_as_of(as_of))
        typer.echo(_json({"release": told.release, "text": told.text}) if as_json else told.text)


@cli.command()
def gaps(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="A file of counts by group, or a folder of Parquet files; loaded figures if none."
        ),
    ] = None,
    indicator: Annotated[str | None, typer.Option(help="Only this indicator's.")] = None,
    as_of: AsOf = None,
    group: Annotated[str | None, typer.Option(help="With FILE: the group that may be worse off.")] = None,
    comparator: Annotated[str | None, typer.Option(help="With FILE: the group it is held against.")] = None,
    polarity: Annotated[
        Literal["lower_is_better", "higher_is_better"], typer.Option(help="With FILE: which way is better.")
    ] = "lower_is_better",
    contains: Annotated[
        bool, typer.Option("--contains", help="With FILE: the comparator's people include the group's.")
    ] = False,
    per: Annotated[float, typer.Option(help="With FILE: rates are per so many people.")] = 100_000,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler that shares out a folder's files.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="table, csv, json or parquet.")] = "table",
    output: Output = None,
) -> None:
    """List every gap with its baseline, change and target status; or the gaps of a file of counts."""
    from healthgap.answer.table import COLUMNS

    _needs_file(form, output)
    if file:
        if indicator or as_of:
            raise typer.BadParameter("--indicator and --as-of are for loaded figures, not for a file.")
        from healthgap.comparing import compared, comparison_of
        from healthgap.partitions import write_tables

        comparison = comparison_of(group, comparator, polarity, contains, per)
        write_tables(compared(file, comparison, cluster), form, output)
        return
    with _service() as service:
        rows = service.gaps(indicator, now=_now(), as_of=_as_of(as_of))
        write(rows, COLUMNS, form, output)


@cli.command()
def chart(
    indicator: Annotated[str, typer.Argument(help="The indicator's id.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="A .png or .svg file.")],
    sex: Annotated[str | None, typer.Option(help="male or female, where the indicator has both.")] = None,
    as_of: AsOf = None,
) -> None:
    """Draw the chart that the bot would post."""
    form = output.suffix.lstrip(".").lower()
    if form not in ("png", "svg"):
        raise typer.BadParameter("The file's name must end in .png or .svg.")
    with _service() as service:
        entry = service.catalogue.indicators.get(indicator)
        request = ChartRequest(
            indicator, sex or (entry.sexes[0] if entry else ""), entry.headline if entry else ""
        )
        picture = service.draw(
            request, now=_now(), as_of=_as_of(as_of), form="svg" if form == "svg" else "png"
        )
        with written_whole(output) as unfinished:
            unfinished.write_bytes(picture.data)
        typer.echo(f"{output}: {picture.alt_text}")
        if entry and len(entry.sexes) > 1 and not sex:
            typer.echo(f"This is for {entry.sexes[0]}; --sex draws {' or '.join(entry.sexes[1:])}.")


@cli.command()
def export(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    embargoed: Annotated[
        bool, typer.Option("--with-embargoed", help="Also the releases under embargo.")
    ] = False,
) -> None:
    """Write the releases as Parquet files, a folder for each."""
    with _service() as service:
        written = service.export(folder, now=_now(), embargoed=embargoed)
        typer.echo(f"{folder}: {_counted(len(written), 'release')}.")


@cli.command()
def backup(file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Copy the SQLite database, while others use it."""
    with _service() as service:
        service.backup(file)
        typer.echo(f"{file}: {_counted(len(service.releases()), 'release')}.")


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace the releases that are held.")] = False,
) -> None:
    """Put a backup in the place of the SQLite database."""
    with _service() as service:
        service.restore(file, replace=replace)
        typer.echo(
            f"Held again: {_counted(len(service.releases()), 'release')}. "
            "Summaries that were posted after the backup was made may be posted once more."
        )


@cli.command()
def audit(
    since: Annotated[str | None, typer.Option(metavar="DATE", help="From that day on, London time.")] = None,
    channel: Annotated[
        str | None, typer.Option(help="Only what was done to this channel, by its id.")
    ] = None,
    release: Annotated[
        str | None, typer.Option(help="Only what was done to this release, by its id.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List who loaded, withdrew, subscribed and paused what, and what was posted. It names embargoed releases too."""
    with _service() as service:
        found = [
            entry
            for entry in service.audit.entries(_day_begins(since))
            if channel in (None, entry.channel) and release in (None, entry.release_id)
        ]
        if as_json:
            typer.echo(_json([asdict(entry) | {"at": entry.at.isoformat()} for entry in found]))
            return
        for entry in found:
            typer.echo(audit_line(entry))
        if not found:
            typer.echo("Nothing is recorded.")


@cli.command()
def check() -> None:
    """Report every problem in the configuration and in the store."""
    with _service() as service:
        problems = service.check()
        if problems:
            raise ConfigurationError(problems)
        indicators = _counted(len(service.catalogue.indicators), "indicator")
        typer.echo(f"No problems found: {indicators}, {_counted(len(service.releases()), 'release')}.")


cli.command()(measures)


def main() -> None:
    """Runs the command line; problems are told in plain sentences, with the exit status that PRODUCT promises."""
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


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


@contextmanager
def _service() -> Iterator[Healthgap]:
    with closing(Healthgap.open(os.environ.get("DATABASE_URL") or _DATABASE, _config())) as service:
        yield service


def _config() -> Path:
    return Path(os.environ.get("HEALTHGAP_CONFIG") or _CONFIG)


def _now() -> datetime:
    return datetime.now(UTC)


def _as_of(day: str | None) -> datetime | None:
    if day is None:
        return None
    try:
        return end_of_day(date.fromisoformat(day))
    except ValueError:
        raise _not_a_date(day) from None


def _day_begins(day: str | None) -> datetime | None:
    if day is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(day), time(), tzinfo=LONDON)
    except ValueError:
        raise _not_a_date(day) from None


def _not_a_date(day: str) -> typer.BadParameter:
    return typer.BadParameter(f"“{day}” is not a date such as 2009-01-14.")


def _published(moment: str | None) -> date | datetime | None:
    if moment is None:
        return None
    try:
        return date.fromisoformat(moment) if len(moment) <= 10 else datetime.fromisoformat(moment)
    except ValueError:
        raise typer.BadParameter(
            f"“{moment}” is not a date such as 2009-01-14, or 2009-01-14T09:30."
        ) from None


def _needs_file(form: Format, output: Path | None) -> None:
    if form == "parquet" and output is None:
        raise typer.BadParameter("Parquet needs a file: -o FILE.")


def _answer_line(service: Healthgap, line: str, moment: datetime | None) -> None:
    """One line of `ask -`: plain text, or JSON with "question" and "after"."""
    if not line.strip():
        return
    question, after = line.strip(), []
    if question.startswith("{"):
        try:
            asked = json.loads(question)
            question, after = str(asked["question"]), [str(text) for text in asked.get("after") or []]
        except (json.JSONDecodeError, KeyError, TypeError):
            typer.echo(_json({"error": "This line is not JSON with a question in it."}, indent=None))
            return
    reply = service.ask(question, now=_now(), as_of=moment, after=after)
    typer.echo(_json(reply_values(reply), indent=None))


def _json(value: object, indent: int | None = 1) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=str)


if __name__ == "__main__":
    main()
