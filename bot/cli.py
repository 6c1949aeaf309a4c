"""The `onrecord` command. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import cache
from io import TextIOWrapper
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import OnrecordError, SettingsError
from corpus.types import Kind, Polarity

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.settings import Settings
    from corpus.attribution.statements import Tags
    from corpus.types import Report, Statement
    from index.build import Summary
    from index.catalog import Catalog
    from index.encoder import TextEncoder
    from index.rerank import TextReranker

app = typer.Typer(
    help="Ask a collection of reports who said what; every answer is a verbatim quote with its place.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip
index_app = typer.Typer(help="Build the index, look at it, check it.", no_args_is_help=True)
app.add_typer(index_app, name="index")

IndexDir = Annotated[Path | None, typer.Option("--index", help="The index's folder. Default: INDEX_DIR.")]
Source = Annotated[list[str] | None, typer.Option("--source", help="Only this publisher; may be repeated.")]
Since = Annotated[str | None, typer.Option("--since", help="Only reports from this day on: 2016-10-28.")]
Until = Annotated[str | None, typer.Option("--until", help="Only reports up to this day: 2016-10-28.")]
In = Annotated[list[str] | None, typer.Option("--report", help="Only this report's id; may be repeated.")]


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command, sys.argv without arguments; an error made on purpose is one sentence and exit code 1."""
    # numpy's own threads, spinning for work that is too small for them, take the cores from the encoder's
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if isinstance(sys.stdout, TextIOWrapper):  # a terminal of another encoding shows an escape for what it can't
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        app(arguments)
    except OnrecordError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)


@index_app.command("build")
def index_build(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files and folders. Default: CORPUS_DIR.")] = None,
    index: IndexDir = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing when nothing has changed.")] = False,
) -> None:
    """Make the index hold exactly these reports; only what is new or changed is read and encoded."""
    settings = _settings()
    folder = index or settings.index_dir
    from index.encoder import Encoder

    try:
        done = _build(paths or [settings.corpus_dir], folder, settings, Encoder)
    except KeyboardInterrupt:
        typer.echo("Stopped. The index is whole; the same command goes on from here.", err=True)
        sys.exit(130)
    if quiet and not (done.added or done.removed):
        return
    _tell_skipped(done)
    typer.echo(
        f"{done.reports:,} reports, {done.passages:,} passages, {done.statements:,} statements in {folder}: "
        f"{done.added:,} reports new or changed, {done.removed:,} removed, {len(done.skipped):,} skipped; "
        f"{done.encoded:,} texts encoded, {done.reused:,} known already."
    )


@index_app.command("status")
def index_status(index: IndexDir = None) -> None:
    """What the index holds."""
    from index.catalog import Catalog

    folder = index or _settings().index_dir
    catalog = Catalog(folder)
    counts = catalog.counts()
    typer.echo(
        f"{folder}: {counts.reports:,} reports, {counts.passages:,} passages, {counts.statements:,} statements, "
        f"{counts.people:,} speakers"
    )
    if counts.first and counts.last:
        typer.echo(f"Dates: {counts.first} to {counts.last}")
    typer.echo(f"Encoder: {catalog.get('model')} ({catalog.get('fingerprint')[:12]})")
    for source, count in catalog.sources():
        typer.echo(f"  {count:>7,}  {source or '(no publisher given)'}")
    for _, reason in catalog.skipped():
        typer.echo(f"Skipped: {reason}")


@index_app.command("verify")
def index_verify(index: IndexDir = None) -> None:
    """Check every stored span and vector, and the caches against them; exit code 1 when anything is wrong."""
    from index.encoder import Encoder
    from index.verify import verify

    folder = index or _settings().index_dir
    checked, wrong = verify(folder, Encoder)
    for line in wrong:
        typer.echo(line, err=True)
    if wrong:
        raise OnrecordError(f"{len(wrong):,} faults. Remove {folder} and run: onrecord index build")
    typer.echo(f"{checked.reports:,} reports, {checked.passages:,} passages: every span, vector and cache is right.")


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="A question in plain words.")] = None,
    index: IndexDir = None,
    batch: Annotated[
        Path | None, typer.Option(help="A .jsonl of questions (id, question, turns); one JSON answer a line.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    source: Source = None, since: Since = None, until: Until = None, report: In = None,
    speaker: Annotated[str | None, typer.Option(help="Only what this person or body says.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="Only speech of this kind.")] = None,
    polarity: Annotated[Polarity | None, typer.Option(help="Only statements that do this.")] = None,
) -> None:  # fmt: skip
    """Answer one question, or a file of them."""
    if (question is None) == (batch is None):
        raise SettingsError('Give one question, or a file of them: onrecord ask "..." or onrecord ask --batch FILE')
    from bot import render
    from bot.evaluate import answers
    from bot.gold import questions
    from bot.question import printable
    from index.catalog import Filter

    days = _day(since, "--since"), _day(until, "--until")
    asked = questions(batch) if batch else []  # read whole first: a bad line is told before anything is answered
    conversation = _conversation(index)
    limits = Filter(
        *days,
        sources=tuple(map(printable, source or ())),  # an argument may hold any byte
        reports=tuple(map(printable, report or ())),
        people=_people(conversation.index.catalog, speaker) if speaker else (),
        kinds=(kind,) if kind else (),
        polarities=(polarity,) if polarity else (),
    )
    if batch is None:
        answer = conversation.reply("ask", question or "", limits or None)
        typer.echo(json.dumps(render.as_json(answer), ensure_ascii=False) if as_json else render.plain(answer))
        return
    for row, answer in answers(conversation, asked, limits or None):
        typer.echo(json.dumps(render.as_json(answer, row["id"]), ensure_ascii=False))


@app.command()
def explain(
    question: Annotated[str, typer.Argument(help="A question in plain words.")],
    after: Annotated[
        list[str] | None, typer.Option("--after", help="Asked before it in the same chat; may be repeated.")
    ] = None,
    index: IndexDir = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
) -> None:
    """Tell why a question gets its answer: how it was read, what was found, what counted, how sure that is."""
    from bot.explain import as_json as explained
    from bot.explain import explain, show

    told = explain(_conversation(index), question, after or ())
    if as_json:
        typer.echo(json.dumps(explained(told), ensure_ascii=False))
    else:
        show(told)


@app.command("eval")
def evaluate(
    file: Annotated[Path, typer.Argument(help="Questions with their evidence, a .jsonl; see docs/quality.md.")],
    more: Annotated[
        list[Path] | None, typer.Argument(help="More reports after --reports, as a shell's * gives them.")
    ] = None,
    reports: Annotated[
        list[Path] | None, typer.Option("--reports", help="Ask these files and folders, indexed for this run.")
    ] = None,
    index: IndexDir = None,
    failures: Annotated[bool, typer.Option("--failures", help="List the questions that went wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Measure a collection with questions of your own.

    With --reports and --index, their index is kept there for the next time, and holds nothing else.
    """
    from bot.evaluate import as_json as record
    from bot.evaluate import failure, judge, lines, table
    from bot.gold import questions

    if more and not reports:
        raise SettingsError(f"One file of questions at a time; {more[0]} is another. Reports stand after --reports.")
    rows = questions(file)
    with _conversation_over([*reports, *(more or ())], index) if reports else nullcontext(_conversation(index)) as talk:
        judged = judge(talk, rows)
    wrong = [one for one in judged if not one.success] if failures else []
    if as_json:
        listed = {"failures": [record(one) for one in wrong]} if failures else {}
        typer.echo(json.dumps({**table(judged), **listed}, ensure_ascii=False))
        return
    typer.echo("\n".join([*lines(table(judged)), *(line for one in wrong for line in failure(one))]))


@app.command()
def statements(
    what: Annotated[str, typer.Argument(help="A file or folder of reports, or the id of a report in the index.")],
    index: IndexDir = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a report and line.")] = False,
) -> None:
    """List every statement of a report, in order: who, how, what, and where it stands."""
    from bot.records import as_json as record
    from bot.records import lines

    for report, said in _read_statements(what, index):
        if as_json:
            typer.echo(json.dumps(record(report, said), ensure_ascii=False))
        else:
            typer.echo("\n".join(lines(report, said)))


@app.command()
def speakers(
    name: Annotated[str | None, typer.Argument(help="A name or a part of it. Default: everybody.")] = None,
    index: IndexDir = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a speaker and line.")] = False,
) -> None:
    """Who speaks in the index: how often, in which outlets, from when to when."""
    from bot.records import speaker_json, speaker_table
    from index.catalog import Catalog

    catalog = Catalog(index or _settings().index_dir)
    found = catalog.people.all(_people(catalog, name) if name else ())
    if as_json:
        for person in found:
            typer.echo(json.dumps(speaker_json(person), ensure_ascii=False))
    else:
        speaker_table(found)


@app.command()
def chat(index: IndexDir = None) -> None:
    """Talk with the reports in this terminal, or through a pipe."""
    from bot.console import COMMANDS, chat, prompted

    conversation = _conversation(index)
    # it takes seconds: long enough to read the first lines and type a question
    threading.Thread(target=conversation.warm, daemon=True).start()
    if sys.stdin.isatty():
        typer.echo(f"{conversation.about()}. {COMMANDS}")
        for example in conversation.examples():
            typer.echo(f"  {example}")
    chat(conversation, prompted("> "), sys.stdout)


@app.command()
def bot(index: IndexDir = None) -> None:
    """Answer in Telegram; needs TELEGRAM_BOT_TOKEN."""
    settings = _settings()
    token = settings.telegram_bot_token.get_secret_value()
    if not token:
        raise SettingsError("No TELEGRAM_BOT_TOKEN. Get one from @BotFather in Telegram and put it in .env.")
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    from bot.telegram.access import AllowList
    from bot.telegram.app import run

    conversation = _conversation(index)
    conversation.index.encoder  # noqa: B018  what can't be loaded is told at once
    threading.Thread(target=conversation.warm, daemon=True).start()
    allowed = AllowList.parse(settings.telegram_allowed_users)
    sys.exit(run(token, conversation, allowed, settings.bot_dir / "bot.sqlite"))


def _settings() -> Settings:
    from bot.settings import load

    return load()


def _conversation(index: Path | None) -> Conversation:
    from bot.conversation import Conversation
    from index.encoder import Encoder
    from index.search import Index

    settings = _settings()
    return Conversation(Index(index or settings.index_dir, Encoder), _reranker(settings))


@contextmanager
def _conversation_over(reports: Sequence[Path], index: Path | None) -> Iterator[Conversation]:
    """A conversation over an index of these reports, in a folder for the time being or in the one given."""
    settings = _settings()
    if index and index.resolve() == settings.index_dir.resolve():
        raise SettingsError(f"{index} is the index that is asked otherwise. Give --reports another --index, or none.")
    from tempfile import TemporaryDirectory

    from bot.conversation import Conversation
    from index.encoder import Encoder
    from index.search import Index

    load = cache(Encoder)  # once for building and asking
    with nullcontext(index) if index else TemporaryDirectory(prefix="onrecord-") as folder:
        _tell_skipped(_build(reports, Path(folder), settings, load))
        yield Conversation(Index(Path(folder), load), _reranker(settings))


def _build(paths: Sequence[Path], folder: Path, settings: Settings, load: Callable[[str], TextEncoder]) -> Summary:
    from bot.progress import building
    from corpus.attribution.rulings import load as rulings
    from index.build import build

    ruled = rulings(settings.speakers_file) if settings.speakers_file.exists() else None
    with building() as progress:
        return build(
            paths, folder, lambda: load(settings.encoder_model), settings.encoder_model, progress,
            tagger=LoadShipped(), rulings=ruled,
        )  # fmt: skip


def _tell_skipped(done: Summary) -> None:
    for _, reason in done.skipped:
        typer.echo(f"Skipped: {reason}", err=True)


def _reranker(settings: Settings) -> TextReranker | None:
    from index.rerank import Reranker

    return Reranker(settings.reranker_model) if settings.reranker_model else None


def _read_statements(what: str, index: Path | None) -> Iterator[tuple[Report, list[Statement]]]:
    """The reports of a path with what the tagger reads in them, or a report of the index with what is stored."""
    if Path(what).exists():
        from corpus.attribution import Tagger, attribute
        from corpus.readers import Skipped, read_all

        def readable() -> Iterator[Report]:
            for found in read_all([Path(what)]):
                if isinstance(found, Skipped):
                    typer.echo(f"Skipped: {found.reason}", err=True)
                else:
                    yield found

        reports, again = tee(readable())  # attribute() reads some ahead, to fill the tagger's batches
        yield from zip(reports, attribute(again, Tagger.load()), strict=True)
        return
    from index.catalog import Catalog

    catalog = Catalog(index or _settings().index_dir)
    report = catalog.report(what)
    if report is None:
        raise OnrecordError(f"{what!r} is neither a file nor the id of a report in {catalog.folder}. Check its name.")
    yield report, [row.statement for row in catalog.statements.of(report.id)]


def _people(catalog: Catalog, name: str) -> tuple[str, ...]:
    """The keys of everybody whom a name may mean; raises OnrecordError when that is nobody."""
    from bot.people import Names

    found = tuple(Names(catalog.people.names(), catalog.people.ordinary_words()).called(name))
    if not found:
        raise OnrecordError(f"Nobody called {name!r} speaks in the index. Run: onrecord speakers")
    return found


def _day(text: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise SettingsError(f"{option} takes a day like 2016-10-28, not {text!r}.") from error


class LoadShipped:
    """The shipped tagger, loaded when there is a report to read."""

    def __init__(self) -> None:
        from corpus.attribution.shipped import fingerprint

        self.fingerprint = fingerprint()

    def __call__(self) -> Tags:
        from corpus.attribution import Tagger

        return Tagger.load()
