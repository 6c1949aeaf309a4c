"""One file in, its reports out: the limits, the choice of reader, and what the format itself doesn't say."""

from __future__ import annotations

import stat
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from corpus.errors import ReadError
from corpus.readers.fields import sane_id
from corpus.readers.guess import guess
from corpus.readers.language import language_of
from corpus.readers.plain import Unreadable
from corpus.types import Report

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".eml", ".jsonl")
FILE_LIMIT = 100 * 1024 * 1024  # bytes; a .jsonl may be larger, as it is read line by line
_EMPTY = "is empty: remove it, or write a report into it"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or a line that is no report."""

    path: str  # as it was come to; with the line's number for .jsonl: "reports.jsonl:17"
    reason: str  # a whole sentence to print as it is: it names the file, says why, and what to do


def read(path: Path, root: Path) -> Iterator[Report | Skipped]:
    """The reports of one file: one, or for .jsonl one a line, with a Skipped for each line that is none.

    A report without an id of its own gets its path relative to root, the folder that holds it, in .jsonl
    with ":" and the line's number. Title, source, author and date that the format doesn't tell are guessed
    from the first lines, the language from the text, and named in Report.guessed.
    Raises ReadError, a sentence with the next step, when the file can't be read.
    """
    for _, found in located(path, root):
        yield found


def located(path: Path, root: Path) -> Iterator[tuple[str, Report | Skipped]]:
    """What read gives, each with where it stands, for a sentence: "a.txt", "b.jsonl line 17"."""
    place, suffix = shown(path), path.suffix.lower()
    relative = path.relative_to(root).as_posix()
    if suffix == ".jsonl":
        yield from _lines(path, relative)
        return
    with naming(place):
        report = _report(_reader(suffix), _contents(path), relative, relative)
    yield place, report


def shown(path: Path) -> str:
    """path as it can be printed, on one line."""
    return "".join(char if char.isprintable() else "?" for char in str(path))


@contextmanager
def naming(place: str) -> Iterator[None]:
    """Turns whatever goes wrong with one file, line or folder into a ReadError that names it.

    The one place where every exception is caught: what a parsing library raises at damaged or hostile
    input is beyond listing, and one bad file must not end a build.
    """
    try:
        yield
    except Unreadable as error:
        raise ReadError(f"{place} {error}.") from error
    except PermissionError as error:
        raise ReadError(f"{place} can't be opened: give yourself the permission to read it.") from error
    except FileNotFoundError as error:
        raise ReadError(f"{place} isn't there: check the path, or the link that leads to it.") from error
    except OSError as error:
        why = error.strerror or error
        raise ReadError(f"{place} can't be opened ({why}): check the link or the disk.") from error
    except ImportError:
        raise  # an installation that lacks a library: no fault of the file
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise ReadError(f"{place} is damaged or not what its name says ({what}): save it anew.") from error


def _lines(path: Path, relative: str) -> Iterator[tuple[str, Report | Skipped]]:
    from corpus.readers.feeds import LINE_LIMIT, json_line, lines

    name = shown(path)
    number = 0
    with naming(name), _open(path) as stream:
        for number, line in lines(stream):
            place = f"{name} line {number}"
            found: Report | Skipped
            try:
                with naming(place):
                    if line is None:
                        raise Unreadable(f"is over {LINE_LIMIT >> 20} MB: split it into several reports")
                    found = _report(json_line, line, f"{relative}:{number}", relative)
            except ReadError as error:
                found = Skipped(f"{name}:{number}", str(error))
            yield place, found
        if not number:
            raise Unreadable(_EMPTY)


def _report(reader: Callable[[bytes], Report], data: bytes, place: str, path: str) -> Report:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the libraries' own, of no use to who builds an index
        report = reader(data)
        if not report.text.strip():
            raise Unreadable(_EMPTY)
        report = _with_guesses(report)
    return replace(report, id=report.id or sane_id(place), digest=sha256(data).hexdigest(), path=path)


def _with_guesses(report: Report) -> Report:
    guessed = set(report.guessed)
    language = report.language
    if not language and (language := language_of(report.text)):
        guessed.add("language")
    told = guess(report.text, language)

    def choose(name: str, own: str, guess: str) -> str:
        if not guess or (own and name not in report.guessed):
            return own
        guessed.add(name)
        return guess

    date = report.date
    if told.date and (date is None or "date" in report.guessed):  # the lines beat what a format only suggests
        date = told.date
        guessed.add("date")
    return replace(
        report,
        title=choose("title", report.title, told.title),
        source=choose("source", report.source, told.source),
        author=choose("author", report.author, told.author),
        date=date,
        language=language,
        guessed=frozenset(guessed),
    )


def _reader(suffix: str) -> Callable[[bytes], Report]:
    """The reader for a suffix; imported here, as their libraries take a second to load."""
    match suffix:
        case ".txt":
            from corpus.readers.text import txt

            return txt
        case ".md":
            from corpus.readers.text import md

            return md
        case ".html" | ".htm":
            from corpus.readers.html import html

            return html
        case ".pdf":
            from corpus.readers.pdf import pdf

            return pdf
        case ".docx":
            from corpus.readers.office import docx

            return docx
        case ".eml":
            from corpus.readers.feeds import eml

            return eml
        case _:
            raise Unreadable(f"is of no kind that can be read: convert it to one of {' '.join(SUFFIXES)}")


def _contents(path: Path) -> bytes:
    with _open(path) as stream:
        data = stream.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        raise Unreadable(f"is larger than {FILE_LIMIT >> 20} MB: split it into several reports")
    if not data:
        raise Unreadable(_EMPTY)
    return data


def _open(path: Path) -> BinaryIO:
    # looked at before it is opened: to open a named pipe waits for a writer for ever
    if not stat.S_ISREG(path.stat().st_mode):
        raise Unreadable("is no regular file: give a file or a folder of files")
    return path.open("rb")
